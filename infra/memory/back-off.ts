// The port BackOff in memory, for services in one process.
import type { BackOff, BackOffRules } from '../ports/index.ts';

// Often enough that expired keys do not pile up, rarely enough to cost nothing.
const SWEEP_INTERVAL_CALLS = 1000;

interface Attempts {
  readonly count: number;
  /** Earlier attempts are refused. */
  readonly notBefore: number;
  readonly expiresAt: number;
}

export function memoryBackOff(): BackOff {
  const attempts = new Map<string, Attempts>();
  let calls = 0;

  const deleteExpired = (now: number): void => {
    for (const [key, { expiresAt }] of attempts) if (expiresAt <= now) attempts.delete(key);
  };

  return {
    async take(keys, rules) {
      const now = performance.now();
      if (++calls % SWEEP_INTERVAL_CALLS === 0) deleteExpired(now);
      return keys.map((key) => {
        const before = attempts.get(key);
        const known = before && before.expiresAt > now ? before : undefined;
        if (known && known.notBefore > now) return Math.ceil(known.notBefore - now);
        const count = (known?.count ?? 0) + 1;
        attempts.set(key, { count, notBefore: now + delayMs(count, rules), expiresAt: now + rules.resetAfterMs });
        return 0;
      });
    },
    async forgive(keys) {
      for (const key of keys) {
        const before = attempts.get(key);
        if (!before) continue;
        // The forgiven attempt has already waited because of the earlier ones, so the next attempt does not wait.
        if (before.count > 1) attempts.set(key, { ...before, count: before.count - 1, notBefore: 0 });
        else attempts.delete(key);
      }
    },
  };
}

/** How long the next attempt waits after `count` attempts. */
function delayMs(count: number, { freeAttempts, firstDelayMs, maxDelayMs }: BackOffRules): number {
  return count < freeAttempts ? 0 : Math.min(firstDelayMs * 2 ** (count - freeAttempts), maxDelayMs);
}
