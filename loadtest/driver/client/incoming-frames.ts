// Handles the frames a client receives: pushed messages, acknowledgements and failures of its own messages.
import { im } from '../../../proto/rpc.ts';
import { FOREIGN, type Ledger } from '../../ledger/ledger.ts';
import { type IncomingFrame, type MessageIds, readSendReply, readStoredMessage } from './frames.ts';
import type { ParticipantIndex } from './participant-index.ts';
import type { SendQueue } from './send-queue.ts';

export interface IncomingFramesOptions {
  readonly ledger: Ledger;
  readonly ids: MessageIds;
  readonly participants: ParticipantIndex;
  readonly sendQueue: SendQueue;
  /** When the frame that is being handled arrived. */
  lastReceivedMs(): number;
  onIncident(reason: string): void;
}

/** Message `n` of the ledger travels as request `n + 1`. */
export function requestIdOf(message: number): number {
  return message + 1;
}

export class IncomingFrames {
  readonly #options: IncomingFramesOptions;

  constructor(options: IncomingFramesOptions) {
    this.#options = options;
  }

  handle(frame: IncomingFrame): void {
    const message = frame.requestId - 1;
    try {
      if (frame.kind === im.Frame.Kind.PUSH) this.#handlePush(frame);
      else if (frame.kind === im.Frame.Kind.RESYNC) this.#options.participants.pullMissing();
      else if (frame.failure) this.#handleFailure(message, frame.failure);
      else this.#handleAcknowledgement(message, frame);
    } catch (error) {
      this.#options.onIncident(`unreadable payload: ${(error as Error).message}`);
    }
  }

  #handlePush(frame: IncomingFrame): void {
    const { ids, ledger, participants } = this.#options;
    const position = readStoredMessage(frame.payload, ids);
    if (!position) return;
    const participant = participants.inConversation(position.conversationId);
    if (participant) participant.receivePush(position);
    else if (position.message !== FOREIGN) ledger.recordMisdelivery();
  }

  #handleAcknowledgement(message: number, frame: IncomingFrame): void {
    const { ids, ledger, participants, sendQueue } = this.#options;
    const position = readSendReply(frame.payload, ids);
    const participant = participants.withNumber(ledger.senderOf(message));
    if (position.message !== message || position.conversationId !== participant?.conversationId) {
      this.#options.onIncident('acknowledgement of another message');
      return;
    }
    ledger.recordAcknowledgement(message, position.seq, this.#options.lastReceivedMs());
    sendQueue.settle(message);
  }

  #handleFailure(message: number, failure: im.Failure): void {
    const { ledger, sendQueue } = this.#options;
    this.#options.onIncident(`send: ${im.Code[failure.code]}`);
    if (!sendQueue.has(message)) ledger.wireDuplicates++;
    else if (failure.retry === im.Retry.RESEND) sendQueue.scheduleResend(message, failure.retryAfterMs);
    else {
      ledger.recordRefusal(message);
      sendQueue.settle(message);
    }
  }
}
