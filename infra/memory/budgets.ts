// The port Budgets in memory, for services in one process.
import type { Budget, Budgets } from '../ports/index.ts';

// Often enough that full budgets do not pile up, rarely enough to cost nothing.
const SWEEP_INTERVAL_CALLS = 1000;

export function memoryBudgets(): Budgets {
  /** Key → when the budget is full again. A key that is missing is full. */
  const fullAt = new Map<string, number>();
  let calls = 0;

  const deleteFull = (now: number): void => {
    for (const [key, at] of fullAt) if (at <= now) fullAt.delete(key);
  };
  const fullAfter = ({ key, refillMs }: Budget, now: number): number => Math.max(fullAt.get(key) ?? 0, now) + refillMs;

  return {
    async take(budgets) {
      // Whole milliseconds: the rounding of fractions would make a full budget wait for 1 ms.
      const now = Math.floor(performance.now());
      if (++calls % SWEEP_INTERVAL_CALLS === 0) deleteFull(now);
      const waits = budgets.map((budget) => {
        return Math.max(0, Math.ceil(fullAfter(budget, now) - now - budget.burst * budget.refillMs));
      });
      if (waits.every((waitMs) => waitMs === 0)) for (const budget of budgets) fullAt.set(budget.key, fullAfter(budget, now));
      return waits;
    },
    async giveBack(budgets) {
      for (const { key, refillMs } of budgets) {
        const at = fullAt.get(key);
        if (at !== undefined) fullAt.set(key, at - refillMs);
      }
    },
  };
}
