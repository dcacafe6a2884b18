// The contract of the port Budgets: every adapter passes it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Budget, Budgets } from '../ports/index.ts';

export interface BudgetsFixture {
  readonly budgets: Budgets;
  release(): Promise<void>;
}

const slow = (key: string): Budget => ({ key, burst: 3, refillMs: 20_000 });

/** The test suite of the port. Each fixture is empty. */
export function budgetsContract(name: string, makeFixture: () => Promise<BudgetsFixture>): void {
  describe(`${name}: budgets`, () => {
    let fixture: BudgetsFixture;

    beforeEach(async () => {
      fixture = await makeFixture();
    });
    afterEach(() => fixture.release());

    const take = async (budget: Budget): Promise<number> => (await fixture.budgets.take([budget]))[0] ?? Number.NaN;

    test('the burst is allowed at once, and the next attempt is refused with the time to wait', async () => {
      for (let i = 0; i < 3; i++) expect(await take(slow('alice'))).toBe(0);
      const waitMs = await take(slow('alice'));
      expect(waitMs).toBeGreaterThan(15_000);
      expect(waitMs).toBeLessThanOrEqual(20_000);
    });

    test('a refused attempt is not charged and does not prolong the wait', async () => {
      for (let i = 0; i < 3; i++) await take(slow('alice'));
      for (let i = 0; i < 20; i++) expect(await take(slow('alice'))).toBeLessThanOrEqual(20_000);
    });

    test('after the told wait one more attempt is allowed, and not two', async () => {
      const budget = { key: 'bob', burst: 2, refillMs: 300 };
      for (let i = 0; i < 2; i++) expect(await take(budget)).toBe(0);
      const start = performance.now();
      await expect.poll(() => take(budget), { timeout: 5000, interval: 5 }).toBe(0);
      const took = performance.now() - start;
      expect(took).toBeGreaterThan(200);
      if (took < 500) expect(await take(budget)).toBeGreaterThan(0);
    });

    test('a budget without attempts for long has its burst again, and no more', async () => {
      const budget = { key: 'carol', burst: 3, refillMs: 10_000 };
      await take({ ...budget, refillMs: 30 });
      await expect.poll(() => take({ ...budget, burst: 1, refillMs: 30 }), { timeout: 5000, interval: 5 }).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 100));
      for (let i = 0; i < 3; i++) expect(await take(budget)).toBe(0);
      expect(await take(budget)).toBeGreaterThan(0);
    });

    test('of several budgets one that is used up refuses the attempt, and none of them is charged', async () => {
      for (let i = 0; i < 3; i++) await take(slow('alice'));
      for (let i = 0; i < 5; i++) {
        const [alice = 0, bob] = await fixture.budgets.take([slow('alice'), slow('bob')]);
        expect(alice).toBeGreaterThan(0);
        expect(bob).toBe(0);
      }
      for (let i = 0; i < 3; i++) expect(await take(slow('bob'))).toBe(0);
      expect(await take(slow('bob'))).toBeGreaterThan(0);
      expect(await fixture.budgets.take([])).toEqual([]);
    });

    test('of many concurrent attempts only the burst is allowed', async () => {
      const waits = await Promise.all(Array.from({ length: 20 }, () => take(slow('dave'))));
      expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(3);
    });

    test('attempts that are given back do not count, however many there are', async () => {
      for (let i = 0; i < 10; i++) {
        expect(await take(slow('erin'))).toBe(0);
        await fixture.budgets.giveBack([slow('erin')]);
      }
    });

    test('after an attempt was given back the earlier ones still count', async () => {
      for (let i = 0; i < 3; i++) await take(slow('frank'));
      await fixture.budgets.giveBack([slow('frank')]);
      expect(await take(slow('frank'))).toBe(0);
      expect(await take(slow('frank'))).toBeGreaterThan(0);
    });

    test('giving back to a full budget does not raise it above its burst', async () => {
      for (let i = 0; i < 5; i++) await fixture.budgets.giveBack([slow('grace')]);
      await fixture.budgets.giveBack([]);
      for (let i = 0; i < 3; i++) expect(await take(slow('grace'))).toBe(0);
      expect(await take(slow('grace'))).toBeGreaterThan(0);
    });
  });
}
