// The queue in front of the hashing threads. Its bound is the expected waiting time, not its length.
import { ImError } from '../../proto/errors.ts';

// The assumed duration of one unit (2^ln · r · p) until one was measured: 0.2 s for a hash with the cost 14, 8, 5.
const INITIAL_UNIT_MS = 200 / (2 ** 14 * 8 * 5);
/** The weight of the latest hash in the expected duration of the next. */
const LATEST_WEIGHT = 0.25;
const MIN_RETRY_MS = 250;
/** Retry times are not much longer than this, because a person waits. */
const MAX_RETRY_MS = 10_000;

export interface HashQueue {
  /**
   * Runs `work` of this many units in turn, first come first served. Throws BUSY without starting it if the wait is too long.
   * `tookMs` is the time of the work alone, without the start of a thread.
   */
  run<T extends { readonly tookMs: number }>(units: number, work: () => Promise<T>): Promise<T>;
  /** Throws BUSY if work of this many units would be rejected now. */
  assertCapacity(units: number): void;
  /** Waiting and later work throws BUSY. */
  close(): void;
}

interface Turn {
  readonly units: number;
  sinceMs: number;
  settle(isAdmitted: boolean): void;
}

/**
 * Runs at most `concurrency` at a time. Rejects work at once that would wait longer than about `maxWaitMs`, except that one may
 * always wait. Rejects waiting work that unexpectedly waits twice as long.
 */
export function hashQueue(concurrency: number, maxWaitMs: number): HashQueue {
  return new BoundedHashQueue(concurrency, maxWaitMs);
}

class BoundedHashQueue implements HashQueue {
  readonly #concurrency: number;
  readonly #maxWaitMs: number;
  readonly #running = new Set<Turn>();
  readonly #waiting = new Set<Turn>();
  readonly #nextRetryMs = retrySchedule();
  #learnedUnitMs = INITIAL_UNIT_MS;
  #closed = false;

  constructor(concurrency: number, maxWaitMs: number) {
    this.#concurrency = concurrency;
    this.#maxWaitMs = maxWaitMs;
  }

  assertCapacity(units: number): void {
    if (this.#closed || (this.#waiting.size > 0 && this.#expectedWaitMs(performance.now()) > this.#maxWaitMs))
      throw this.#busy(units);
  }

  async run<T extends { readonly tookMs: number }>(units: number, work: () => Promise<T>): Promise<T> {
    this.assertCapacity(units);
    const turn = await this.#turn(units);
    try {
      // The queue may have closed since the turn was admitted.
      if (this.#closed) throw this.#busy(units);
      const done = await work();
      this.#learnedUnitMs += LATEST_WEIGHT * (done.tookMs / units - this.#learnedUnitMs);
      return done;
    } finally {
      this.#running.delete(turn);
      // Start the next work synchronously, so that no new work overtakes it.
      const [next] = this.#waiting;
      next?.settle(true);
    }
  }

  close(): void {
    this.#closed = true;
    for (const turn of this.#waiting) turn.settle(false);
  }

  #turn(units: number): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const turn: Turn = {
        units,
        sinceMs: performance.now(),
        settle: (isAdmitted) => {
          clearTimeout(timer);
          this.#waiting.delete(turn);
          if (!isAdmitted) return reject(this.#busy(units));
          turn.sinceMs = performance.now();
          this.#running.add(turn);
          resolve(turn);
        },
      };
      const timer = setTimeout(() => turn.settle(false), 2 * this.#maxWaitMs);
      if (this.#running.size < this.#concurrency) turn.settle(true);
      else this.#waiting.add(turn);
    });
  }

  /** Running work that takes longer than expected shows before its end that hashes have become slower. */
  #unitMs(nowMs: number): number {
    return Math.max(this.#learnedUnitMs, ...[...this.#running].map(({ units, sinceMs }) => (nowMs - sinceMs) / units));
  }

  #expectedWaitMs(nowMs: number): number {
    const unitMs = this.#unitMs(nowMs);
    let sumMs = 0;
    for (const { units, sinceMs } of this.#running) sumMs += units * unitMs - (nowMs - sinceMs);
    for (const { units } of this.#waiting) sumMs += units * unitMs;
    return sumMs / this.#concurrency;
  }

  #busy(units: number): ImError {
    const nowMs = performance.now();
    const hashMs = (units * this.#unitMs(nowMs)) / this.#concurrency;
    const retryAfterMs = this.#nextRetryMs(nowMs, this.#expectedWaitMs(nowMs), hashMs);
    return new ImError('BUSY', 'too many passwords are being checked: try again later', { retryAfterMs });
  }
}

/** When rejected callers may retry: staggered at the rate of the threads, with jitter so that they do not return together. */
function retrySchedule(): (nowMs: number, waitMs: number, hashMs: number) => number {
  let promisedMs = 0;
  return (nowMs, waitMs, hashMs) => {
    promisedMs = Math.min(Math.max(promisedMs, nowMs + waitMs) + hashMs, nowMs + MAX_RETRY_MS);
    return Math.ceil(Math.max(MIN_RETRY_MS, promisedMs - nowMs) * (0.5 + Math.random()));
  };
}
