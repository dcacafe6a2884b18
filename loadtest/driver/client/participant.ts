// One client in one conversation: takes what is pushed, and pulls what is missing.
import { im } from '../../../proto/rpc.ts';
import type { Arrival, Ledger } from '../../ledger/ledger.ts';
import { type IncomingFrame, type MessageIds, type MessagePosition, pullFrame, readPullReply } from './frames.ts';

/** A gap that closes by itself within this time is two senders' pushes crossing; a longer one is pulled. */
const GAP_PATIENCE_MS = 1_000;
const PULL_LIMIT = 200;

/** What a seat needs of its client. */
export interface ParticipantClient {
  readonly ledger: Ledger;
  readonly ids: MessageIds;
  readonly isBound: boolean;
  /** When the frame that is being taken came. */
  readonly lastReceivedMs: number;
  request(frameOf: (requestId: number) => Uint8Array): Promise<IncomingFrame | undefined>;
  reportIncident(what: string): void;
}

export class Participant {
  readonly conversation: string;
  /** Its place among others: they are ordered by the bytes of their ids, not by their spelling. */
  readonly sortKey: string;
  /** The fields of SendMessage that are the same for all messages from here. */
  readonly sendFields: Buffer;
  /** As Sync has told it last. */
  stateVersion = 0;
  readonly #seat: number;
  readonly #client: ParticipantClient;
  #pulling: Promise<void> | undefined;
  #pullAgain = false;
  #gapSinceMs = 0;

  constructor(seat: number, conversation: string, addressed: Buffer, client: ParticipantClient) {
    this.#seat = seat;
    this.conversation = conversation;
    this.sortKey = Buffer.from(conversation, 'base64url').toString('hex');
    this.sendFields = addressed;
    this.#client = client;
  }

  /** Up to there the client knows this conversation. */
  get contiguousSeq(): number {
    return this.#client.ledger.timelines.contiguousSeq(this.#seat);
  }

  /** What the server has acknowledged to anybody. */
  get lastAckedSeq(): number {
    return this.#client.ledger.lastAckedSeq(this.#seat);
  }

  receivePush(placed: MessagePosition): void {
    this.#client.ledger.recordArrival(this.#seat, placed.seq, placed.message, this.#client.lastReceivedMs, 'push');
  }

  tick(nowMs: number): void {
    if (!this.#client.isBound || !this.#client.ledger.timelines.hasGap(this.#seat)) this.#gapSinceMs = 0;
    else if (this.#gapSinceMs === 0) this.#gapSinceMs = nowMs;
    else if (nowMs - this.#gapSinceMs > GAP_PATIENCE_MS) {
      this.#gapSinceMs = 0;
      void this.pullMissing();
    }
  }

  /** What stands in the conversation before the run is none of this run's. False when the connection was lost. */
  async startAfterHistory(): Promise<boolean> {
    const { ledger, ids } = this.#client;
    const reply = await this.#client.request((requestId) => pullFrame(requestId, this.conversation, 0, 1));
    if (!reply) return false;
    if (!reply.failure) ledger.timelines.startAfter(this.#seat, readPullReply(reply.payload, ids, () => undefined).lastSeq);
    return true;
  }

  /** Pulls what is above the first gap; once more when it is asked again meanwhile. */
  pullMissing(): Promise<void> {
    this.#pullAgain = true;
    this.#pulling ??= this.#pullWhileAsked();
    return this.#pulling;
  }

  /** Pulls the whole conversation. False when that was impossible now. */
  async pullAll(): Promise<boolean> {
    return this.#client.isBound && (await this.#pullFrom(this.#client.ledger.timelines.baseSeq(this.#seat), 'final-pull'));
  }

  async #pullWhileAsked(): Promise<void> {
    while (this.#pullAgain && this.#client.isBound) {
      this.#pullAgain = false;
      await this.#pullFrom(this.contiguousSeq, 'sync');
    }
    this.#pulling = undefined;
  }

  /** Pulls everything above `afterSeq`, page by page. False when that could not be finished. */
  async #pullFrom(afterSeq: number, by: Arrival): Promise<boolean> {
    let last = afterSeq;
    for (;;) {
      const reply = await this.#client.request((requestId) => pullFrame(requestId, this.conversation, last, PULL_LIMIT));
      // Nobody wrote into this conversation: there is nothing to pull.
      if (reply?.failure?.code === im.Code.NO_SUCH_CONVERSATION) return true;
      if (reply?.failure) this.#client.reportIncident(`pull: ${im.Code[reply.failure.code]}`);
      if (!reply || reply.failure) return false;
      const page = this.#takePage(reply, last, by);
      last = page.last;
      if (page.messages > 0 && last < page.lastSeq) continue;
      if (by === 'final-pull' && last < page.lastSeq) this.#client.ledger.recordHole(this.#seat, last, page.lastSeq + 1);
      return true;
    }
  }

  #takePage(reply: IncomingFrame, afterSeq: number, by: Arrival): { last: number; lastSeq: number; messages: number } {
    const { ledger, ids } = this.#client;
    let last = afterSeq;
    const { lastSeq, messages } = readPullReply(reply.payload, ids, ({ seq, message }) => {
      if (seq > last + 1) ledger.recordHole(this.#seat, last, seq);
      last = Math.max(last, seq);
      ledger.recordArrival(this.#seat, seq, message, this.#client.lastReceivedMs, by);
    });
    return { last, lastSeq, messages };
  }
}
