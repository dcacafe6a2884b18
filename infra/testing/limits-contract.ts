// The contract of the port Limits: every adapter passes it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Limits } from '../ports/index.ts';

export interface LimitsFixture {
  readonly limits: Limits;
  release(): Promise<void>;
}

/** The test suite of the port. Each fixture is empty. */
export function limitsContract(name: string, makeFixture: () => Promise<LimitsFixture>): void {
  describe(`${name}: limits`, () => {
    let fixture: LimitsFixture;

    beforeEach(async () => {
      fixture = await makeFixture();
    });
    afterEach(() => fixture.release());

    test('attempts up to the limit are allowed, and further ones are refused with the time until the window ends', async () => {
      const windowMs = 60_000;
      for (let i = 0; i < 3; i++) expect(await fixture.limits.take([{ key: 'alice', limit: 3, windowMs }])).toEqual([0]);
      const [waitMs = 0] = await fixture.limits.take([{ key: 'alice', limit: 3, windowMs }]);
      expect(waitMs).toBeGreaterThan(windowMs - 10_000);
      expect(waitMs).toBeLessThanOrEqual(windowMs);
    });

    test('each key is counted separately, and the results are in the order of the keys', async () => {
      await fixture.limits.take([{ key: 'name:alice', limit: 1, windowMs: 60_000 }]);
      const [alice = 0, address] = await fixture.limits.take([
        { key: 'name:alice', limit: 1, windowMs: 60_000 },
        { key: 'address:10.0.0.1', limit: 1, windowMs: 60_000 },
      ]);
      expect(alice).toBeGreaterThan(0);
      expect(address).toBe(0);
      expect(await fixture.limits.take([])).toEqual([]);
    });

    test('attempts with different limits are counted in one call, those of one key one after the other', async () => {
      const one = { key: 'one', limit: 1, windowMs: 60_000 };
      const two = { key: 'two', limit: 2, windowMs: 3_600_000 };
      const waits = await fixture.limits.take([two, one, two, one, two]);
      expect(waits.map((waitMs) => waitMs > 0)).toEqual([false, false, false, true, true]);
      expect(waits[3]).toBeLessThanOrEqual(60_000);
      expect(waits[4]).toBeGreaterThan(3_500_000);
      expect(await fixture.limits.take([{ key: 'three', limit: 1, windowMs: 60_000 }])).toEqual([0]);
    });

    test('after the end of a window attempts are allowed again, however many were refused in it', async () => {
      const windowMs = 150;
      await fixture.limits.take([{ key: 'bob', limit: 1, windowMs }]);
      const [waitMs = 0] = await fixture.limits.take([{ key: 'bob', limit: 1, windowMs }]);
      expect(waitMs).toBeGreaterThan(0);
      await expect
        .poll(() => fixture.limits.take([{ key: 'bob', limit: 1, windowMs }]), { timeout: 5000, interval: 10 })
        .toEqual([0]);
    });

    test('concurrent attempts are all counted', async () => {
      const waits = await Promise.all(
        Array.from({ length: 20 }, () => fixture.limits.take([{ key: 'carol', limit: 5, windowMs: 60_000 }])),
      );
      expect(waits.filter(([waitMs]) => waitMs === 0)).toHaveLength(5);
    });
  });
}
