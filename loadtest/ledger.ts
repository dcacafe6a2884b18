// What became of every single message. The counting rules of the load test are this file; nothing is sampled.
import { Histogram } from './histogram.ts';

/** No message known under this seq. */
const UNKNOWN = -1;
/** A message that this run did not send (accounts that were used before). */
export const FOREIGN = -2;

const ACKED = 1;
const REFUSED = 2;
const PUSHED = 4;
const DOUBLED = 8;

/** Counts over all messages of a run, warm-up included, after the protocol's own rule: a receiver drops what it has by (conversation, seq), a sender by request id. */
export interface Violations {
  /** Acknowledged, but neither pushed to the receiver nor found by pulling the conversation. */
  readonly lost: number;
  /** One message that the application sees twice: it stands under two seqs. */
  readonly duplicated: number;
  /** Messages whose seq is below that of an earlier message of the same sender in the same conversation. */
  readonly outOfOrder: number;
  /** Pushed to somebody who is neither sender nor receiver. */
  readonly misdelivered: number;
  /** Two messages that claim the same seq of a conversation. */
  readonly conflicts: number;
  /** Seqs missing between two messages of one pull: the promise of seqs without gaps is broken. */
  readonly holes: number;
}

export interface Traffic {
  readonly sent: number;
  readonly acked: number;
  /** Answered with a failure that a resend cannot mend. */
  readonly refused: number;
  /** No answer until the end of the run. Such a message may be stored or not. */
  readonly unacknowledged: number;
  /** Reached the receiver by push or by a sync during the run. */
  readonly delivered: number;
  /** Reached the receiver only by the pull at the end. */
  readonly pulledAtEnd: number;
}

export interface LedgerOptions {
  readonly clients: number;
  /** Each client writes to itself instead of to its neighbour (0↔1, 2↔3 …). */
  readonly self: boolean;
  /** How many messages will be sent at most. */
  readonly messages: number;
  /** The first message that counts as measured; those before are warm-up. */
  readonly measuredFrom: number;
}

/** How a message came to a client. */
export type Arrival = 'push' | 'sync' | 'final-pull';

export class Ledger {
  readonly ackMs = new Histogram();
  readonly deliveryMs = new Histogram();
  /** Frames that said what a frame before them had said: dropped by the protocol's rule, hence no fault. */
  wireDuplicates = 0;
  sent = 0;
  acked = 0;
  delivered = 0;
  /** Messages of the measured part only: what the figures of a rate are made of. */
  measuredAcked = 0;
  measuredDelivered = 0;

  readonly #self: boolean;
  readonly #measuredFrom: number;
  readonly #dueMs: Float64Array;
  readonly #senderOf: Int32Array;
  readonly #flags: Uint8Array;
  /** The seq the sender was told, 0 = none yet. */
  readonly #ackedSeq: Float64Array;
  /** The seq under which the receiver has it, 0 = not yet. */
  readonly #shownSeq: Float64Array;
  /** Per client, its one conversation as its application sees it: index = seq - base - 1. */
  readonly #views: number[][];
  readonly #base: Float64Array;
  /** Per client, the index of the first seq it does not know. */
  readonly #firstUnknown: Uint32Array;
  #duplicated = 0;
  #misdelivered = 0;
  #conflicts = 0;
  #pulledAtEnd = 0;
  readonly #holes = new Set<string>();

  constructor(options: LedgerOptions) {
    const { clients, messages } = options;
    this.#self = options.self;
    this.#measuredFrom = options.measuredFrom;
    this.#dueMs = new Float64Array(messages);
    this.#senderOf = new Int32Array(messages);
    this.#flags = new Uint8Array(messages);
    this.#ackedSeq = new Float64Array(messages);
    this.#shownSeq = new Float64Array(messages);
    this.#views = Array.from({ length: clients }, () => []);
    this.#base = new Float64Array(clients);
    this.#firstUnknown = new Uint32Array(clients);
  }

  /** The client a sender writes to. */
  peerOf(client: number): number {
    return this.#self ? client : client ^ 1;
  }

  /** Enters a message that `sender` is due to send at `dueMs` and returns its number: 0, 1, 2 …, rising in send order. */
  send(sender: number, dueMs: number): number {
    const message = this.sent++;
    this.#dueMs[message] = dueMs;
    this.#senderOf[message] = sender;
    return message;
  }

  /** True once the sender knows what became of it. */
  isAnswered(message: number): boolean {
    return (this.#flag(message) & (ACKED | REFUSED)) !== 0;
  }

  /** The sender was told that its message stands under this seq. */
  acknowledge(message: number, seq: number, nowMs: number): void {
    const before = this.#ackedSeq[message] ?? 0;
    if (before !== 0) {
      this.wireDuplicates++;
      if (before !== seq) this.#countDoubled(message);
      return;
    }
    this.#ackedSeq[message] = seq;
    this.#raise(message, ACKED);
    this.acked++;
    if (message >= this.#measuredFrom) {
      this.measuredAcked++;
      this.ackMs.record(nowMs - (this.#dueMs[message] ?? nowMs));
    }
    const sender = this.#senderOf[message] ?? UNKNOWN;
    if (this.#enter(sender, seq, message) === 'conflict') this.#conflicts++;
  }

  /** The sender was told that its message will never be stored. */
  refuse(message: number): void {
    this.#raise(message, REFUSED);
  }

  /** A message (or FOREIGN) came to a client under this seq of its conversation. */
  arrive(client: number, seq: number, message: number, nowMs: number, by: Arrival): void {
    if (message === FOREIGN) {
      this.#enter(client, seq, message);
      return;
    }
    const sender = this.#senderOf[message] ?? UNKNOWN;
    const receiver = this.peerOf(sender);
    if (client !== receiver && client !== sender) {
      this.misdeliver();
      return;
    }
    if (this.#enter(client, seq, message) === 'conflict') {
      this.#conflicts++;
      return;
    }
    const elsewhere = (client === receiver ? this.#shownSeq[message] : this.#ackedSeq[message]) ?? 0;
    if (elsewhere !== 0 && elsewhere !== seq) {
      this.#countDoubled(message);
      return;
    }
    if (by === 'push') {
      if (this.#flag(message) & PUSHED || client !== receiver) this.wireDuplicates++;
      this.#raise(message, PUSHED);
    }
    if (client === receiver && elsewhere === 0) this.#deliver(message, seq, nowMs, by);
  }

  #deliver(message: number, seq: number, nowMs: number, by: Arrival): void {
    this.#shownSeq[message] = seq;
    if (by === 'final-pull') {
      this.#pulledAtEnd++;
      return;
    }
    this.delivered++;
    if (message < this.#measuredFrom) return;
    this.measuredDelivered++;
    this.deliveryMs.record(nowMs - (this.#dueMs[message] ?? nowMs));
  }

  /** What was stored before this run: the client's view starts after it. */
  startAfter(client: number, seq: number): void {
    this.#base[client] = seq;
  }

  /** The last seq of which the run knows nothing: 0 in a new conversation. */
  baseSeq(client: number): number {
    return this.#base[client] ?? 0;
  }

  /** A message of this run was pushed to somebody it does not concern. */
  misdeliver(): void {
    this.#misdelivered++;
  }

  /** The highest seq up to which the client knows its conversation without a gap. */
  contiguousSeq(client: number): number {
    return (this.#base[client] ?? 0) + (this.#firstUnknown[client] ?? 0);
  }

  /** True while the client knows a seq above one it does not know. */
  hasGap(client: number): boolean {
    return (this.#firstUnknown[client] ?? 0) < (this.#views[client]?.length ?? 0);
  }

  /** A pull skipped these seqs: (afterSeq, seq). */
  noteHole(client: number, afterSeq: number, seq: number): void {
    // Both members of a conversation see the same hole.
    const conversation = this.#self ? client : client >> 1;
    for (let missing = afterSeq + 1; missing < seq && this.#holes.size < 100_000; missing++)
      this.#holes.add(`${conversation}.${missing}`);
  }

  /** Acknowledged messages that their receiver does not have. */
  countLost(): number {
    let lost = 0;
    for (let message = 0; message < this.sent; message++)
      if (this.#ackedSeq[message] !== 0 && this.#shownSeq[message] === 0) lost++;
    return lost;
  }

  violations(): Violations {
    return {
      lost: this.countLost(),
      duplicated: this.#duplicated,
      outOfOrder: this.#countOutOfOrder(),
      misdelivered: this.#misdelivered,
      conflicts: this.#conflicts,
      holes: this.#holes.size,
    };
  }

  traffic(): Traffic {
    let refused = 0;
    let unacknowledged = 0;
    for (let message = 0; message < this.sent; message++) {
      const flags = this.#flag(message);
      if (flags & ACKED) continue;
      if (flags & REFUSED) refused++;
      else unacknowledged++;
    }
    const { sent, acked, delivered } = this;
    return { sent, acked, refused, unacknowledged, delivered, pulledAtEnd: this.#pulledAtEnd };
  }

  /** Walks each receiver's conversation in the order of seq: the numbers of one sender must rise. */
  #countOutOfOrder(): number {
    let outOfOrder = 0;
    for (const [client, view] of this.#views.entries()) {
      let last = UNKNOWN;
      const base = this.#base[client] ?? 0;
      for (const [index, message] of view.entries()) {
        if (message < 0 || this.peerOf(this.#senderOf[message] ?? UNKNOWN) !== client) continue;
        // A second copy is counted as duplicated, once.
        if (this.#shownSeq[message] !== base + index + 1) continue;
        if (message < last) outOfOrder++;
        else last = message;
      }
    }
    return outOfOrder;
  }

  #enter(client: number, seq: number, message: number): 'new' | 'known' | 'conflict' {
    const view = this.#views[client];
    const index = seq - (this.#base[client] ?? 0) - 1;
    if (!view || index < 0) return 'known';
    // A seq far above anything that was sent would only blow up the view: nothing can stand there.
    if (index > 2 * this.#dueMs.length + 1_000_000) return 'conflict';
    while (view.length <= index) view.push(UNKNOWN);
    const there = view[index] ?? UNKNOWN;
    if (there !== UNKNOWN) return there === message ? 'known' : 'conflict';
    view[index] = message;
    let next = this.#firstUnknown[client] ?? 0;
    while (next < view.length && view[next] !== UNKNOWN) next++;
    this.#firstUnknown[client] = next;
    return 'new';
  }

  #countDoubled(message: number): void {
    if (this.#flag(message) & DOUBLED) return;
    this.#raise(message, DOUBLED);
    this.#duplicated++;
  }

  #flag(message: number): number {
    return this.#flags[message] ?? 0;
  }

  #raise(message: number, flag: number): void {
    this.#flags[message] = this.#flag(message) | flag;
  }
}
