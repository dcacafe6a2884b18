// The open loop: each action starts at its due time, whether earlier ones have finished or not.

/**
 * Calls `each` for 0, 1, 2 … below `total`. Action n is due n / rate seconds after the start. `each` receives this due time, even
 * if it is called late. Also calls `tick` with the elapsed seconds. Resolves when all actions are done and `seconds` are over.
 */
export function runOpenLoop(
  { total, rate, seconds }: { readonly total: number; readonly rate: number; readonly seconds: number },
  each: (n: number, dueMs: number, nowMs: number) => void,
  tick: (seconds: number) => void = () => undefined,
): Promise<void> {
  const startMs = performance.now();
  let done = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const nowMs = performance.now();
      const elapsed = (nowMs - startMs) / 1000;
      const due = Math.min(total, Math.floor(elapsed * rate) + 1);
      for (; done < due; done++) each(done, startMs + (done * 1000) / rate, nowMs);
      tick(Math.min(elapsed, seconds));
      if (done < total || elapsed < seconds) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}
