// Budgets and limits that still count while their store is unavailable: in this process.
import type { Budget, Budgets, Limits, Log } from '../ports/index.ts';
import { memoryBudgets } from './budgets.ts';
import { memoryLimits } from './limits.ts';

// Every instance counts budgets alone, so each allows a part only. A burst of one stays one.
const SHARE = 4;
// Each call to an unavailable store may take a second, so it is asked rarely.
const ASK_AGAIN_MS = 5000;

/** `store`, and while it is unavailable a quarter of each burst in this process. Never throws. */
export function budgetsWithFallback(store: Budgets, log: Log): Budgets {
  const own = memoryBudgets();
  const ask = askRarely(log);
  return {
    take: async (budgets) => (await ask(() => store.take(budgets))) ?? own.take(budgets.map(smaller)),
    async giveBack(budgets) {
      // Each ignores what it has not charged. Where the store is unavailable its count ends by itself.
      await Promise.all([ask(() => store.giveBack(budgets)), own.giveBack(budgets.map(smaller))]);
    },
  };
}

/**
 * `store`, and while it is unavailable the same limits in this process: for keys of a user, whose commands one process handles.
 * Never throws.
 */
export function limitsWithFallback(store: Limits, log: Log): Limits {
  const own = memoryLimits();
  const ask = askRarely(log);
  return { take: async (attempts) => (await ask(() => store.take(attempts))) ?? own.take(attempts) };
}

/** Returns undefined while the store is unavailable. */
function askRarely(log: Log): <T>(call: () => Promise<T>) => Promise<T | undefined> {
  let askAgainAtMs = Number.NEGATIVE_INFINITY;
  return async (call) => {
    if (performance.now() < askAgainAtMs) return undefined;
    try {
      return await call();
    } catch (error) {
      askAgainAtMs = performance.now() + ASK_AGAIN_MS;
      log.warn({ err: error }, 'rate limiter unavailable, counting attempts in this process');
      return undefined;
    }
  };
}

function smaller({ key, burst, refillMs }: Budget): Budget {
  return { key, burst: Math.ceil(burst / SHARE), refillMs: refillMs * SHARE };
}
