// Budgets that still count while their store is unavailable: in this process, and less.
import type { Budget, Budgets, Log } from '../ports/index.ts';
import { memoryBudgets } from './budgets.ts';

// Every instance counts alone, so each allows a part only. A burst of one stays one.
const SHARE = 4;
// Each call to an unavailable store may take a second, so it is asked rarely.
const ASK_AGAIN_MS = 5000;

/** `store`, and while it is unavailable a quarter of each burst in this process. Never throws. */
export function budgetsWithFallback(store: Budgets, log: Log): Budgets {
  const own = memoryBudgets();
  let askAgainAtMs = Number.NEGATIVE_INFINITY;

  /** Undefined: the store is unavailable. */
  async function ask<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (performance.now() < askAgainAtMs) return undefined;
    try {
      return await call();
    } catch (error) {
      askAgainAtMs = performance.now() + ASK_AGAIN_MS;
      log.warn({ err: error }, 'store of the budgets unavailable, counting attempts in this process');
      return undefined;
    }
  }

  return {
    take: async (budgets) => (await ask(() => store.take(budgets))) ?? own.take(budgets.map(smaller)),
    async giveBack(budgets) {
      // Each ignores what it has not charged. Where the store is unavailable its count ends by itself.
      await Promise.all([ask(() => store.giveBack(budgets)), own.giveBack(budgets.map(smaller))]);
    },
  };
}

function smaller({ key, burst, refillMs }: Budget): Budget {
  return { key, burst: Math.ceil(burst / SHARE), refillMs: refillMs * SHARE };
}
