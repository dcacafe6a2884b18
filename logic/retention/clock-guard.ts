// Keeps a clock that was set forward from deleting everything: by such a clock all messages are old.
import type { Log } from '../../infra/ports/index.ts';

/** A difference that no time service, pause or slow round trip makes. */
const MAX_STEP_MS = 60 * 60_000;
/** Time for an operator to set the clock right. A clock that is still the same after it counts as right. */
const WAIT_MS = 24 * 60 * 60_000;

/** Compares the store's clock with the elapsed time of this process. */
export class ClockGuard {
  readonly #log: Log;
  readonly #monotonicMs: () => number;
  /** What the store's clock was ahead of the elapsed time; undefined before the first reading. */
  #aheadMs: number | undefined;
  #waitUntil = Number.NEGATIVE_INFINITY;

  constructor(log: Log, monotonicMs: () => number = () => performance.now()) {
    this.#log = log;
    this.#monotonicMs = monotonicMs;
  }

  /** `storeMs`: what the store's clock shows now. False for a day after it was set forward, unless it is set back before. */
  mayDelete(storeMs: number): boolean {
    const now = this.#monotonicMs();
    const aheadMs = storeMs - now;
    const stepMs = aheadMs - (this.#aheadMs ?? aheadMs);
    if (Math.abs(stepMs) > MAX_STEP_MS) {
      this.#waitUntil = stepMs > 0 ? now + WAIT_MS : now;
      if (stepMs > 0) this.#log.warn({ stepMs }, 'the clock of the store was set forward: no messages are deleted for a day');
      this.#aheadMs = aheadMs;
    }
    this.#aheadMs ??= aheadMs;
    return now >= this.#waitUntil;
  }
}
