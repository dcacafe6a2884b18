// The clock of the store: the only one by which moments are stored and compared. The clocks of gates and services are not asked.
import type { Log } from '../ports/index.ts';

/** Larger steps and differences are told. Smaller ones are the work of a time service, or of a slow network. */
export const TOLD_MS = 2000;

export interface StoreClock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface LearnedClockOptions {
  readonly log: Log;
  readonly monotonicMs?: () => number;
  readonly wallMs?: () => number;
}

/** The clock of a database, learned from its readings and continued by the monotonic clock of this process. */
export class LearnedClock implements StoreClock {
  readonly #log: Log;
  readonly #monotonicMs: () => number;
  readonly #wallMs: () => number;
  /** What the database's clock is ahead of the monotonic clock; undefined before the first reading. */
  #aheadMs: number | undefined;
  #learnedAt = Number.NEGATIVE_INFINITY;

  constructor({ log, monotonicMs = () => performance.now(), wallMs = () => Date.now() }: LearnedClockOptions) {
    this.#log = log;
    this.#monotonicMs = monotonicMs;
    this.#wallMs = wallMs;
  }

  now(): number {
    return Math.floor(this.#aheadMs === undefined ? this.#wallMs() : this.#aheadMs + this.#monotonicMs());
  }

  /** True where the last reading is at least this old. */
  isOlderThan(ms: number): boolean {
    return this.#monotonicMs() - this.#learnedAt >= ms;
  }

  /** `storeMs`: what the database's clock showed at some time since `requestedAt`, by the monotonic clock. */
  learn(storeMs: number, requestedAt: number): void {
    const now = this.#monotonicMs();
    const known = this.#aheadMs;
    this.#learnedAt = now;
    // Any value between the two fits the reading. To keep the known one lets the clock run evenly.
    this.#aheadMs = Math.min(Math.max(known ?? storeMs - now, storeMs - now), storeMs - requestedAt);
    if (known === undefined) {
      const aheadMs = Math.round(this.#wallMs() - this.now());
      if (Math.abs(aheadMs) > TOLD_MS) this.#log.warn({ aheadMs }, "this machine's clock differs from the clock of the store");
    } else if (Math.abs(this.#aheadMs - known) > TOLD_MS)
      this.#log.warn({ stepMs: Math.round(this.#aheadMs - known) }, 'the clock of the store was stepped');
  }
}
