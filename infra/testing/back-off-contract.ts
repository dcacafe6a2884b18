// The contract of the port BackOff: every adapter passes it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BackOff, BackOffRules } from '../ports/index.ts';

export interface BackOffFixture {
  readonly backOff: BackOff;
  release(): Promise<void>;
}

const SLOW: BackOffRules = { freeAttempts: 3, firstDelayMs: 20_000, maxDelayMs: 100_000, resetAfterMs: 600_000 };

/** The test suite of the port. Each fixture is empty. */
export function backOffContract(name: string, makeFixture: () => Promise<BackOffFixture>): void {
  describe(`${name}: back-off`, () => {
    let fixture: BackOffFixture;

    beforeEach(async () => {
      fixture = await makeFixture();
    });
    afterEach(() => fixture.release());

    async function take(key: string, rules: BackOffRules): Promise<number> {
      const [waitMs = Number.NaN] = await fixture.backOff.take([key], rules);
      return waitMs;
    }
    /** Retries until an attempt is allowed. Returns the wait of the first refusal. */
    async function waitOut(key: string, rules: BackOffRules): Promise<number> {
      const waitMs = await take(key, rules);
      if (waitMs > 0) await expect.poll(() => take(key, rules), { timeout: 5000, interval: 5 }).toBe(0);
      return waitMs;
    }

    test('the free attempts are allowed at once, and the next one is refused with the time to wait', async () => {
      for (let i = 0; i < 3; i++) expect(await take('alice', SLOW)).toBe(0);
      const waitMs = await take('alice', SLOW);
      expect(waitMs).toBeGreaterThan(15_000);
      expect(waitMs).toBeLessThanOrEqual(20_000);
    });

    test('a refused attempt is not counted and does not prolong the wait', async () => {
      for (let i = 0; i < 3; i++) await take('alice', SLOW);
      for (let i = 0; i < 20; i++) expect(await take('alice', SLOW)).toBeLessThanOrEqual(20_000);
    });

    test('each further attempt waits twice as long as the one before, up to the longest wait', async () => {
      const rules = { freeAttempts: 1, firstDelayMs: 60, maxDelayMs: 200, resetAfterMs: 60_000 };
      expect(await waitOut('bob', rules)).toBe(0);
      const waits: number[] = [];
      for (let i = 0; i < 4; i++) waits.push(await waitOut('bob', rules));
      const expected = [60, 120, 200, 200];
      waits.forEach((waitMs, i) => {
        expect(waitMs).toBeLessThanOrEqual(expected[i] ?? 0);
        // The time of the previous one or two calls is already subtracted from the wait.
        expect(waitMs).toBeGreaterThan(i === 0 ? 0 : (expected[i - 1] ?? 0) * (i === 3 ? 0.5 : 1));
      });
    });

    test('no wait is longer than the longest wait, however many attempts there were', async () => {
      const rules = { freeAttempts: 0, firstDelayMs: 1, maxDelayMs: 2, resetAfterMs: 60_000 };
      for (let i = 0; i < 80; i++) expect(await waitOut('bob', rules)).toBeLessThanOrEqual(2);
    });

    test('a key without attempts for the reset time starts from zero', async () => {
      const rules = { freeAttempts: 2, firstDelayMs: 20_000, maxDelayMs: 20_000, resetAfterMs: 100 };
      for (let i = 0; i < 2; i++) expect(await take('carol', rules)).toBe(0);
      expect(await take('carol', rules)).toBeGreaterThan(0);
      await expect.poll(() => take('carol', rules), { timeout: 5000, interval: 5 }).toBe(0);
      expect(await take('carol', rules)).toBe(0);
    });

    test('each key is counted separately, and the results are in the order of the keys', async () => {
      for (let i = 0; i < 3; i++) await take('alice', SLOW);
      const [alice = 0, bob] = await fixture.backOff.take(['alice', 'bob'], SLOW);
      expect(alice).toBeGreaterThan(0);
      expect(bob).toBe(0);
      expect(await fixture.backOff.take([], SLOW)).toEqual([]);
    });

    test('of many concurrent attempts only the free ones are allowed', async () => {
      const waits = await Promise.all(Array.from({ length: 20 }, () => take('dave', SLOW)));
      expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(3);
    });

    test('forgiven attempts do not count, however many there are', async () => {
      for (let i = 0; i < 10; i++) {
        expect(await take('erin', SLOW)).toBe(0);
        await fixture.backOff.forgive(['erin']);
      }
    });

    test('after a forgiven attempt the earlier attempts still count', async () => {
      const rules = { freeAttempts: 2, firstDelayMs: 50, maxDelayMs: 60_000, resetAfterMs: 600_000 };
      for (let i = 0; i < 2; i++) await take('frank', rules);
      await waitOut('frank', rules);
      await fixture.backOff.forgive(['frank']);
      expect(await take('frank', rules)).toBe(0);
      const waitMs = await take('frank', rules);
      expect(waitMs).toBeGreaterThan(50);
      expect(waitMs).toBeLessThanOrEqual(100);
    });

    test('forgiving a key without attempts does not add free attempts', async () => {
      for (let i = 0; i < 5; i++) await fixture.backOff.forgive(['grace']);
      await fixture.backOff.forgive([]);
      for (let i = 0; i < 3; i++) expect(await take('grace', SLOW)).toBe(0);
      expect(await take('grace', SLOW)).toBeGreaterThan(0);
    });
  });
}
