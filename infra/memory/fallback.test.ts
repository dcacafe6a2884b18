import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Budgets, Limits } from '../ports/index.ts';
import { silentLog } from '../testing/silent-log.ts';
import { memoryBudgets } from './budgets.ts';
import { budgetsWithFallback, limitsWithFallback } from './fallback.ts';
import { memoryLimits } from './limits.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const BUDGET = { key: 'alice', burst: 8, refillMs: 60_000 };
const ATTEMPT = { key: 'alice', limit: 3, windowMs: 60_000 };

/** Wraps the functions of a store, which throw while it is away. */
function breakable<T extends object>(store: T): { store: T; state: { away: boolean; asked: number } } {
  const state = { away: false, asked: 0 };
  const wrapped = Object.fromEntries(
    Object.entries(store).map(([name, call]) => [
      name,
      async (...given: unknown[]) => {
        state.asked++;
        if (state.away) throw new Error('Redis is unavailable');
        return call(...given);
      },
    ]),
  );
  return { store: wrapped as T, state };
}

test('while the store of the budgets is away a quarter is allowed, and the store counts again five seconds after', async () => {
  const { store, state } = breakable<Budgets>(memoryBudgets());
  const budgets = budgetsWithFallback(store, silentLog);
  const take = async () => ((await budgets.take([BUDGET]))[0] === 0 ? 'allowed' : 'refused');
  for (let i = 0; i < 4; i++) expect(await take()).toBe('allowed');
  state.away = true;
  expect([await take(), await take(), await take()]).toEqual(['allowed', 'allowed', 'refused']);
  await budgets.giveBack([BUDGET]);
  expect([await take(), await take()]).toEqual(['allowed', 'refused']);
  expect(state.asked).toBe(5);
  state.away = false;
  vi.advanceTimersByTime(5001);
  for (let i = 0; i < 4; i++) expect(await take()).toBe('allowed');
  expect(await take()).toBe('refused');
});

test('while the store of the limits is away the same limits hold in the process', async () => {
  const { store, state } = breakable<Limits>(memoryLimits());
  const limits = limitsWithFallback(store, silentLog);
  state.away = true;
  const outcomes: boolean[] = [];
  for (let i = 0; i < 5; i++) outcomes.push((await limits.take([ATTEMPT]))[0] === 0);
  expect(outcomes).toEqual([true, true, true, false, false]);
  expect(state.asked).toBe(1);
});
