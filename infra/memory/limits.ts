// The port Limits in memory, for services in one process.
import type { Limits } from '../ports/index.ts';

// Often enough that expired windows do not pile up, rarely enough to cost nothing.
const SWEEP_INTERVAL_CALLS = 1000;

export function memoryLimits(): Limits {
  const windows = new Map<string, { count: number; readonly endsAt: number }>();
  let calls = 0;

  const deleteExpired = (now: number): void => {
    for (const [key, window] of windows) {
      if (window.endsAt <= now) windows.delete(key);
    }
  };

  return {
    async take(attempts) {
      // Whole milliseconds: with fractions, rounding could make the rest of a window longer than the window.
      const now = Math.floor(performance.now());
      if (++calls % SWEEP_INTERVAL_CALLS === 0) deleteExpired(now);
      return attempts.map(({ key, limit, windowMs }) => {
        let window = windows.get(key);
        if (!window || window.endsAt <= now) {
          window = { count: 0, endsAt: now + windowMs };
          windows.set(key, window);
        }
        window.count++;
        return window.count > limit ? window.endsAt - now : 0;
      });
    },
  };
}
