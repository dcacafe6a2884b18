// Tries that have to wait, counted in memory.
import type { BackOff, BackOffRules } from '../ports/index.ts';

// Often enough that forgotten keys do not pile up, seldom enough to cost nothing.
const SWEEP_EVERY_TAKES = 1000;

interface Tried {
  readonly count: number;
  /** Nothing is let through before. */
  readonly notBefore: number;
  readonly forgottenAt: number;
}

export function memoryBackOff(): BackOff {
  const tried = new Map<string, Tried>();
  let takes = 0;

  const sweep = (now: number): void => {
    for (const [key, { forgottenAt }] of tried) if (forgottenAt <= now) tried.delete(key);
  };

  return {
    async take(keys, rules) {
      const now = performance.now();
      if (++takes % SWEEP_EVERY_TAKES === 0) sweep(now);
      return keys.map((key) => {
        const before = tried.get(key);
        const known = before && before.forgottenAt > now ? before : undefined;
        if (known && known.notBefore > now) return Math.ceil(known.notBefore - now);
        const count = (known?.count ?? 0) + 1;
        tried.set(key, { count, notBefore: now + waitMs(count, rules), forgottenAt: now + rules.resetAfterMs });
        return 0;
      });
    },
    async forgive(keys) {
      for (const key of keys) {
        const before = tried.get(key);
        if (!before) continue;
        // It waited as long as the ones before it made it wait: whoever comes next has nothing to wait for.
        if (before.count > 1) tried.set(key, { ...before, count: before.count - 1, notBefore: 0 });
        else tried.delete(key);
      }
    },
  };
}

/** How long whoever comes after so many tries waits. */
function waitMs(count: number, { freeAttempts, firstDelayMs, maxDelayMs }: BackOffRules): number {
  return count < freeAttempts ? 0 : Math.min(firstDelayMs * 2 ** (count - freeAttempts), maxDelayMs);
}
