// The open loop: each action starts at its due time, whether earlier ones have finished or not.

export interface OpenLoop {
  readonly total: number;
  readonly seconds: number;
  /** When action n is due, in seconds since the start. */
  readonly dueSeconds: (n: number) => number;
}

/**
 * Calls `each` for 0, 1, 2 … below `total`, with the time at which it was due, even if it is called late. Also calls `tick` with
 * the elapsed seconds. Resolves when all actions are done and `seconds` are over.
 */
export function runOpenLoop(
  { total, seconds, dueSeconds }: OpenLoop,
  each: (n: number, dueMs: number, nowMs: number) => void,
  tick: (seconds: number) => void = () => undefined,
): Promise<void> {
  const startMs = performance.now();
  let done = 0;
  let dueMs = startMs + dueSeconds(0) * 1000;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const nowMs = performance.now();
      while (done < total && dueMs <= nowMs) {
        each(done++, dueMs, nowMs);
        dueMs = startMs + dueSeconds(done) * 1000;
      }
      const elapsed = (nowMs - startMs) / 1000;
      tick(Math.min(elapsed, seconds));
      if (done < total || elapsed < seconds) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}
