// One client in one conversation: receives pushed messages, and pulls missing ones.
import { im } from '../../../proto/rpc.ts';
import type { Arrival, Ledger } from '../../ledger/ledger.ts';
import { type IncomingFrame, type MessageIds, type MessagePosition, pullFrame, readPullReply } from './frames.ts';

/** Pushes of two senders may arrive in the wrong order: such a gap closes within this time. A longer gap is pulled. */
const GAP_TIMEOUT_MS = 1_000;
const PULL_LIMIT = 200;

/** What a participant needs of its client. */
export interface ParticipantClient {
  readonly ledger: Ledger;
  readonly ids: MessageIds;
  readonly isBound: boolean;
  /** When the frame that is being handled arrived. */
  readonly lastReceivedMs: number;
  request(frameOf: (requestId: number) => Uint8Array): Promise<IncomingFrame | undefined>;
  reportIncident(reason: string): void;
}

export class Participant {
  /** The ledger's number of this participant. */
  readonly number: number;
  readonly conversationId: string;
  /** Conversations are ordered by the bytes of their ids, not by their text. */
  readonly sortKey: string;
  /** The fields of SendMessage that all messages to this conversation share. */
  readonly sendFields: Buffer;
  /** From the last Sync. */
  stateVersion = 0;
  readonly #client: ParticipantClient;
  #pulling: Promise<void> | undefined;
  #pullAgain = false;
  #gapSinceMs = 0;

  constructor(number: number, conversationId: string, sendFields: Buffer, client: ParticipantClient) {
    this.number = number;
    this.conversationId = conversationId;
    this.sortKey = Buffer.from(conversationId, 'base64url').toString('hex');
    this.sendFields = sendFields;
    this.#client = client;
  }

  /** The highest seq up to which the client knows this conversation without a gap. */
  get contiguousSeq(): number {
    return this.#client.ledger.timelines.contiguousSeq(this.number);
  }

  /** The highest seq that the server has acknowledged to any sender. */
  get lastAckedSeq(): number {
    return this.#client.ledger.lastAckedSeq(this.number);
  }

  receivePush({ seq, message }: MessagePosition): void {
    this.#client.ledger.recordArrival(this.number, seq, message, this.#client.lastReceivedMs, 'push');
  }

  tick(nowMs: number): void {
    if (!this.#client.isBound || !this.#client.ledger.timelines.hasGap(this.number)) this.#gapSinceMs = 0;
    else if (this.#gapSinceMs === 0) this.#gapSinceMs = nowMs;
    else if (nowMs - this.#gapSinceMs > GAP_TIMEOUT_MS) {
      this.#gapSinceMs = 0;
      void this.pullMissing();
    }
  }

  /** Excludes the messages that were stored before the run. False when the connection was lost. */
  async startAfterHistory(): Promise<boolean> {
    const { ledger, ids } = this.#client;
    const reply = await this.#client.request((requestId) => pullFrame(requestId, this.conversationId, 0, 1));
    if (!reply) return false;
    if (!reply.failure) ledger.timelines.startAfter(this.number, readPullReply(reply.payload, ids, () => undefined).lastSeq);
    return true;
  }

  /** Pulls what is above the first gap, and once more if it is called again meanwhile. */
  pullMissing(): Promise<void> {
    this.#pullAgain = true;
    this.#pulling ??= this.#pullRepeatedly();
    return this.#pulling;
  }

  /** Pulls the whole conversation. False when that is impossible now. */
  async pullAll(): Promise<boolean> {
    const { ledger } = this.#client;
    ledger.recordFinalPull(this.number, false);
    const isComplete = this.#client.isBound && (await this.#pullFrom(ledger.timelines.baseSeq(this.number), 'final-pull'));
    ledger.recordFinalPull(this.number, isComplete);
    return isComplete;
  }

  async #pullRepeatedly(): Promise<void> {
    while (this.#pullAgain && this.#client.isBound) {
      this.#pullAgain = false;
      await this.#pullFrom(this.contiguousSeq, 'sync');
    }
    this.#pulling = undefined;
  }

  /** Pulls everything above `afterSeq`, page by page. False when it could not finish. */
  async #pullFrom(afterSeq: number, by: Arrival): Promise<boolean> {
    let last = afterSeq;
    for (;;) {
      const reply = await this.#client.request((requestId) => pullFrame(requestId, this.conversationId, last, PULL_LIMIT));
      // The conversation has no messages: there is nothing to pull.
      if (reply?.failure?.code === im.Code.NO_SUCH_CONVERSATION) return true;
      if (reply?.failure) this.#client.reportIncident(`pull: ${im.Code[reply.failure.code]}`);
      if (!reply || reply.failure) return false;
      const page = this.#recordPage(reply, last, by);
      last = page.last;
      if (page.messages > 0 && last < page.lastSeq) continue;
      if (by === 'final-pull' && last < page.lastSeq) this.#client.ledger.recordHole(this.number, last, page.lastSeq + 1);
      return true;
    }
  }

  #recordPage(reply: IncomingFrame, afterSeq: number, by: Arrival): { last: number; lastSeq: number; messages: number } {
    const { ledger, ids } = this.#client;
    let last = afterSeq;
    const { lastSeq, messages } = readPullReply(reply.payload, ids, ({ seq, message }) => {
      if (seq > last + 1) ledger.recordHole(this.number, last, seq);
      last = Math.max(last, seq);
      ledger.recordArrival(this.number, seq, message, this.#client.lastReceivedMs, by);
    });
    return { last, lastSeq, messages };
  }
}
