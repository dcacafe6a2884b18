// The messages of one conversation: delivers each exactly once in seq order, and pulls missing ones.
import type { im } from '../../../proto/rpc.ts';
import { lastCoveredSeq } from '../api/message.ts';

export interface ConversationStreamOptions {
  readonly gapWaitMs: number;
  /** The messages after `afterSeq`, in rising order. Rejects when they cannot be fetched now. */
  pull(afterSeq: number): Promise<im.PullMessagesReply>;
  /** Runs a pull once one of the few parallel slots is free. */
  schedule<T>(task: () => Promise<T>): Promise<T>;
  /** See InboxOptions.deliver. */
  deliver(message: im.Message, isKnown: boolean): void;
}

// Held messages of one conversation. A message beyond that is dropped and pulled later.
const MAX_HELD = 1000;

export class ConversationStream {
  readonly #options: ConversationStreamOptions;
  readonly #held = new Map<number, im.Message>();
  /** All messages below this seq are delivered. */
  #nextSeq = 1;
  /** The highest seq mentioned by the server. */
  #knownSeq = 0;
  #hasStart: boolean;
  /** The seqs that were delivered from pages. `asOf` was the last seq of the conversation when they were pulled. */
  #pulled: { from: number; to: number; asOf: number } | undefined;
  #gapTimer: ReturnType<typeof setTimeout> | undefined;
  #pulling: Promise<void> | undefined;

  /** `hasStart`: the stream starts at its first message; otherwise `noteLastSeq` or `start` decides. */
  constructor(options: ConversationStreamOptions, hasStart: boolean) {
    this.#options = options;
    this.#hasStart = hasStart;
  }

  get lastDelivered(): number {
    return this.#nextSeq - 1;
  }

  get hasGap(): boolean {
    return this.#knownSeq >= this.#nextSeq;
  }

  /** Starts after a seq that an earlier run delivered. */
  startAfter(seq: number): void {
    this.#nextSeq = seq + 1;
  }

  /** Handles a message, new or known. If `isDelivering` is false, holds it back until `start`. */
  handle(message: im.Message, isDelivering: boolean): void {
    this.#knownSeq = Math.max(this.#knownSeq, message.seq);
    if (isDelivering && message.seq < this.#nextSeq) return;
    if (message.seq === this.#nextSeq || this.#held.size < MAX_HELD) this.#held.set(message.seq, message);
    if (isDelivering) this.deliverHeld();
  }

  /** Call it when every conversation is known. An unknown one is newer than the session: it starts at its first message. */
  start(): void {
    this.#hasStart = true;
    this.deliverHeld();
  }

  noteLastSeq(lastSeq: number): void {
    this.#knownSeq = Math.max(this.#knownSeq, lastSeq);
    if (this.#hasStart) return;
    // Messages pushed since the session began are newer than its start.
    this.#nextSeq = Math.min(lastSeq + 1, ...this.#held.keys());
    this.#hasStart = true;
  }

  /** Delivers the next messages in order. At a gap, waits a moment before it pulls the missing messages. */
  deliverHeld(): void {
    for (let message = this.#held.get(this.#nextSeq); message; message = this.#held.get(this.#nextSeq)) {
      this.#held.delete(this.#nextSeq);
      // Do this before the delivery, so that a cursor read by a listener includes this message.
      this.#nextSeq += 1;
      const { from = 0, to = 0, asOf = 0 } = this.#pulled ?? {};
      this.#options.deliver(message, message.target >= from && message.target <= to && message.seq <= asOf);
    }
    if (!this.hasGap) this.pause();
    else if (!this.#pulling) this.#gapTimer ??= setTimeout(() => void this.fillGap(), this.#options.gapWaitMs);
  }

  /** Pulls until no message is missing. Never rejects: the next sync retries a failed pull. */
  fillGap(): Promise<void> {
    this.pause();
    if (!this.hasGap) return Promise.resolve();
    this.#pulling ??= this.#options.schedule(() => this.#pullAll());
    return this.#pulling;
  }

  /** Stops the timer that would pull the missing messages of a gap. */
  pause(): void {
    clearTimeout(this.#gapTimer);
    this.#gapTimer = undefined;
  }

  async #pullAll(): Promise<void> {
    while (this.hasGap) {
      const page = await this.#options.pull(this.#nextSeq - 1).catch(() => undefined);
      if (!page) break;
      this.#knownSeq = Math.max(this.#knownSeq, page.lastSeq);
      // An empty page means that every message up to the last one is deleted.
      const end = lastCoveredSeq(page) || Math.max(page.lastSeq, page.firstSeq - 1);
      if (end < this.#nextSeq) break;
      this.#deliverPage(page, end);
    }
    // Do this in the same turn as the last check of the gap, so that a later message starts a new pull.
    this.#pulling = undefined;
  }

  /** A page is complete: a seq up to its end that is not in it does not exist for this user. */
  #deliverPage({ messages, lastSeq }: im.PullMessagesReply, end: number): void {
    if (this.#pulled?.to !== this.#nextSeq - 1) this.#pulled = { from: this.#nextSeq, to: end, asOf: lastSeq };
    this.#pulled.to = end;
    for (const message of messages as im.Message[]) if (message.seq >= this.#nextSeq) this.#held.set(message.seq, message);
    const ready = [...this.#held.keys()].filter((seq) => seq <= end).sort((one, other) => one - other);
    for (const seq of ready) {
      if (seq < this.#nextSeq) continue;
      this.#nextSeq = seq;
      this.deliverHeld();
    }
    this.#nextSeq = Math.max(this.#nextSeq, end + 1);
    this.deliverHeld();
  }
}
