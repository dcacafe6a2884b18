// The contract of the port Leases: every adapter passes it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Leases } from '../ports/index.ts';

export interface LeasesFixture {
  readonly leases: Leases;
  release(): Promise<void>;
}

/** The test suite of the port. Each fixture is empty. */
export function leasesContract(name: string, makeFixture: () => Promise<LeasesFixture>): void {
  describe(`${name}: leases`, () => {
    let fixture: LeasesFixture;

    beforeEach(async () => {
      fixture = await makeFixture();
    });
    afterEach(() => fixture.release());

    test('one of several concurrent holders gets the lease', async () => {
      const tokens = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => fixture.leases.acquire('sweeper', holder, 60_000)));
      expect(tokens.filter((token) => token !== undefined)).toHaveLength(1);
    });

    test('a holder renews with the same token, and meanwhile others can only take leases of other names', async () => {
      const token = await fixture.leases.acquire('sweeper', 'a', 60_000);
      expect(token).toBeGreaterThan(0);
      expect(await fixture.leases.acquire('sweeper', 'a', 60_000)).toBe(token);
      expect(await fixture.leases.acquire('sweeper', 'b', 60_000)).toBeUndefined();
      expect(await fixture.leases.acquire('migrations', 'b', 60_000)).toBeGreaterThan(0);
    });

    test('a lease that is not renewed goes to the next holder under a higher token', async () => {
      const first = await fixture.leases.acquire('sweeper', 'a', 100);
      await expect
        .poll(() => fixture.leases.acquire('sweeper', 'b', 60_000), { timeout: 5000, interval: 10 })
        .toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
      expect(await fixture.leases.acquire('sweeper', 'a', 60_000)).toBeUndefined();
    });

    test('only the holder can release a lease, and the next holder gets a higher token at once', async () => {
      const first = await fixture.leases.acquire('sweeper', 'a', 60_000);
      await fixture.leases.release('sweeper', 'b');
      expect(await fixture.leases.acquire('sweeper', 'b', 60_000)).toBeUndefined();
      await fixture.leases.release('sweeper', 'a');
      const second = await fixture.leases.acquire('sweeper', 'b', 60_000);
      expect(second).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
    });
  });
}
