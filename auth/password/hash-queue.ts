// Who may hash next, and who comes too late: a queue that is bounded by the time it takes, not by its length.
import { ImError } from '../../proto/errors.ts';

// What a unit of work (2^ln · r · p) takes until one was measured: 0.2 s for a hash of 2^14, 8, 5.
const FIRST_GUESS_MS = 200 / (2 ** 14 * 8 * 5);
/** How much the latest hash counts for what the next one is thought to take. */
const LATEST = 0.25;
const MIN_RETRY_MS = 250;
/** A person sits there: nobody is told to wait much longer. */
const MAX_RETRY_MS = 10_000;

export interface HashQueue {
  /**
   * Runs `work` of so many units when its turn comes, first come first served. BUSY when that would take too long; the work was not begun then.
   * `tookMs` is the time of the work alone, without what it took to have a thread.
   */
  run<T extends { readonly tookMs: number }>(units: number, work: () => Promise<T>): Promise<T>;
  /** Throws BUSY where work of so many units would be refused now: for whoever wants to know before spending anything else on it. */
  assertCapacity(units: number): void;
  /** Whoever waits or comes after is told BUSY. */
  close(): void;
}

interface Turn {
  readonly units: number;
  sinceMs: number;
  /** False: it will not come. */
  readonly settle: (come: boolean) => void;
}

/**
 * At most `concurrency` at a time. Whoever would wait longer than about `maxWaitMs` is refused at once, but one may always wait. Who has waited twice as
 * long, although it was not expected, is refused then.
 */
export function hashQueue(concurrency: number, maxWaitMs: number): HashQueue {
  const running = new Set<Turn>();
  const queue = new Set<Turn>();
  const retryAfterMs = retries();
  let learnedUnitMs = FIRST_GUESS_MS;
  let closed = false;

  /** One that runs longer than those before it tells sooner than its end that all take longer now. */
  const unitMs = (nowMs: number): number =>
    Math.max(learnedUnitMs, ...[...running].map(({ units, sinceMs }) => (nowMs - sinceMs) / units));

  const expectedWaitMs = (nowMs: number): number => {
    const each = unitMs(nowMs);
    let sumMs = 0;
    for (const { units, sinceMs } of running) sumMs += units * each - (nowMs - sinceMs);
    for (const { units } of queue) sumMs += units * each;
    return sumMs / concurrency;
  };

  const busy = (units: number): ImError => {
    const nowMs = performance.now();
    const hashMs = (units * unitMs(nowMs)) / concurrency;
    return new ImError('BUSY', 'too many passwords are being checked', {
      retryAfterMs: retryAfterMs(nowMs, expectedWaitMs(nowMs), hashMs),
    });
  };

  const turnOf = (units: number): Promise<Turn> =>
    new Promise((resolve, reject) => {
      const turn: Turn = {
        units,
        sinceMs: performance.now(),
        settle: (come) => {
          clearTimeout(timer);
          queue.delete(turn);
          if (!come) return reject(busy(units));
          turn.sinceMs = performance.now();
          running.add(turn);
          resolve(turn);
        },
      };
      const timer = setTimeout(() => turn.settle(false), 2 * maxWaitMs);
      if (running.size < concurrency) turn.settle(true);
      else queue.add(turn);
    });

  const assertCapacity = (units: number): void => {
    if (closed || (queue.size > 0 && expectedWaitMs(performance.now()) > maxWaitMs)) throw busy(units);
  };

  return {
    assertCapacity,
    run: async (units, work) => {
      assertCapacity(units);
      const turn = await turnOf(units);
      try {
        // Closed between the turn and here: nothing is begun any more.
        if (closed) throw busy(units);
        const done = await work();
        learnedUnitMs += LATEST * (done.tookMs / units - learnedUnitMs);
        return done;
      } finally {
        running.delete(turn);
        // Handed on here and now, so that nobody comes in between.
        const [next] = queue;
        next?.settle(true);
      }
    },
    close: () => {
      closed = true;
      for (const waiting of queue) waiting.settle(false);
    },
  };
}

/** When the refused may try again: one after the other as the threads could serve them, and with jitter, so that they do not all come back together. */
function retries(): (nowMs: number, waitMs: number, hashMs: number) => number {
  let promisedMs = 0;
  return (nowMs, waitMs, hashMs) => {
    promisedMs = Math.min(Math.max(promisedMs, nowMs + waitMs) + hashMs, nowMs + MAX_RETRY_MS);
    return Math.ceil(Math.max(MIN_RETRY_MS, promisedMs - nowMs) * (0.5 + Math.random()));
  };
}
