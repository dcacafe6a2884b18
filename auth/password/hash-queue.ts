// The queue in front of the hashing threads. Its bound is the expected waiting time, not its length. Those who have failed least
// hash first, so that an attacker who fills the queue keeps out nobody but themselves.
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
   * Runs `work` in turn: lower ranks first, of one rank first come first served. Throws BUSY without starting it if the wait is
   * too long, or becomes too long because of work with a lower rank. `tookMs` is the time of the work alone, without the start
   * of a thread.
   */
  run<T extends { readonly tookMs: number }>(job: RankedJob, work: () => Promise<T>): Promise<T>;
  /** Throws BUSY if such work would be rejected now. */
  assertCapacity(job: RankedJob): void;
  counts(): HashCounts;
  /** Waiting and later work throws BUSY. */
  close(): void;
}

export interface HashCounts {
  readonly waiting: number;
  readonly running: number;
  /** Since the start. */
  readonly done: number;
  readonly refused: number;
}

export interface RankedJob {
  /** The expected duration, relative to others (hash-cost.ts). */
  readonly units: number;
  /** 0 = first. */
  readonly rank: number;
}

interface Turn extends RankedJob {
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
  #done = 0;
  #refused = 0;
  #learnedUnitMs = INITIAL_UNIT_MS;
  #closed = false;

  constructor(concurrency: number, maxWaitMs: number) {
    this.#concurrency = concurrency;
    this.#maxWaitMs = maxWaitMs;
  }

  assertCapacity(job: RankedJob): void {
    const ahead = [...this.#waiting].filter(({ rank }) => rank <= job.rank);
    if (this.#closed || (ahead.length > 0 && this.#expectedWaitMs(ahead) > this.#maxWaitMs)) throw this.#busy(job);
  }

  async run<T extends { readonly tookMs: number }>(job: RankedJob, work: () => Promise<T>): Promise<T> {
    this.assertCapacity(job);
    const turn = await this.#turn(job);
    try {
      // The queue may have closed since the turn was admitted.
      if (this.#closed) throw this.#busy(job);
      const done = await work();
      this.#learnedUnitMs += LATEST_WEIGHT * (done.tookMs / job.units - this.#learnedUnitMs);
      return done;
    } finally {
      this.#done++;
      this.#running.delete(turn);
      // Start the next work synchronously, so that no new work overtakes it.
      inOrder(this.#waiting)[0]?.settle(true);
    }
  }

  counts(): HashCounts {
    return { waiting: this.#waiting.size, running: this.#running.size, done: this.#done, refused: this.#refused };
  }

  close(): void {
    this.#closed = true;
    for (const turn of this.#waiting) turn.settle(false);
  }

  #turn({ units, rank }: RankedJob): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const turn: Turn = {
        units,
        rank,
        sinceMs: performance.now(),
        settle: (isAdmitted) => {
          clearTimeout(timer);
          this.#waiting.delete(turn);
          if (!isAdmitted) return reject(this.#busy(turn));
          turn.sinceMs = performance.now();
          this.#running.add(turn);
          resolve(turn);
        },
      };
      const timer = setTimeout(() => turn.settle(false), 2 * this.#maxWaitMs);
      if (this.#running.size < this.#concurrency) turn.settle(true);
      else {
        this.#waiting.add(turn);
        this.#rejectLastBehind(rank);
      }
    });
  }

  /** Rejects the last of those that the new turn with this rank has overtaken, if they would wait too long now. */
  #rejectLastBehind(rank: number): void {
    for (;;) {
      const waiting = inOrder(this.#waiting);
      const last = waiting.pop();
      if (!last || last.rank <= rank || this.#expectedWaitMs(waiting) <= this.#maxWaitMs) return;
      last.settle(false);
    }
  }

  /** Running work that takes longer than expected shows before its end that hashes have become slower. */
  #unitMs(nowMs: number): number {
    return Math.max(this.#learnedUnitMs, ...[...this.#running].map(({ units, sinceMs }) => (nowMs - sinceMs) / units));
  }

  /** The wait behind the running work and behind `ahead`. */
  #expectedWaitMs(ahead: readonly Turn[]): number {
    const nowMs = performance.now();
    const unitMs = this.#unitMs(nowMs);
    let sumMs = 0;
    for (const { units, sinceMs } of this.#running) sumMs += units * unitMs - (nowMs - sinceMs);
    for (const { units } of ahead) sumMs += units * unitMs;
    return sumMs / this.#concurrency;
  }

  #busy({ units, rank }: RankedJob): ImError {
    this.#refused++;
    const ahead = [...this.#waiting].filter((turn) => turn.rank <= rank);
    const nowMs = performance.now();
    const hashMs = (units * this.#unitMs(nowMs)) / this.#concurrency;
    const retryAfterMs = this.#nextRetryMs(nowMs, this.#expectedWaitMs(ahead), hashMs);
    return new ImError('BUSY', 'too many passwords are being checked: try again later', { retryAfterMs });
  }
}

/** Lower ranks first. A set keeps the order of arrival, and so does the sort. */
function inOrder(turns: Iterable<Turn>): Turn[] {
  return [...turns].sort((one, other) => one.rank - other.rank);
}

/** When rejected callers may retry: staggered at the rate of the threads, with jitter so that they do not return together. */
function retrySchedule(): (nowMs: number, waitMs: number, hashMs: number) => number {
  let promisedMs = 0;
  return (nowMs, waitMs, hashMs) => {
    promisedMs = Math.min(Math.max(promisedMs, nowMs + waitMs) + hashMs, nowMs + MAX_RETRY_MS);
    return Math.ceil(Math.max(MIN_RETRY_MS, promisedMs - nowMs) * (0.5 + Math.random()));
  };
}
