// Tries counted in memory.
import type { Limits } from '../ports/index.ts';

// Often enough that ended windows do not pile up, seldom enough to cost nothing.
const SWEEP_EVERY_TAKES = 1000;

export function memoryLimits(): Limits {
  const windows = new Map<string, { count: number; readonly endsAt: number }>();
  let takes = 0;

  const sweep = (now: number): void => {
    for (const [key, window] of windows) {
      if (window.endsAt <= now) windows.delete(key);
    }
  };

  return {
    async take(tries) {
      // Whole milliseconds: with fractions, what is left of a window comes out longer than the window.
      const now = Math.floor(performance.now());
      if (++takes % SWEEP_EVERY_TAKES === 0) sweep(now);
      return tries.map(({ key, limit, windowMs }) => {
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
