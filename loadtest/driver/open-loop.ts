// The open loop: everything is done at its time, whatever became of what was done before.

/**
 * Calls `each` for 0, 1, 2 … below `total`: number n is due n / rate seconds after the start, and is told so however late it is. `tick` is called all the while, with the seconds that
 * have passed. Resolves when all is done and `seconds` are over.
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
      const passed = (nowMs - startMs) / 1000;
      const due = Math.min(total, Math.floor(passed * rate) + 1);
      for (; done < due; done++) each(done, startMs + (done * 1000) / rate, nowMs);
      tick(Math.min(passed, seconds));
      if (done < total || passed < seconds) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}
