// For tests of the cache: short times, a fencing row in memory, and waiting for the cache to become active.
import { expect } from 'vitest';
import type { Cache } from '../../ports/index.ts';
import type { RedisClient } from '../../redis/client.ts';
import type { CacheFenceRow, CacheFenceTimes } from '../cache-fence.ts';

export const ALICE = { kind: 'profile', id: 'alice' };
/** Shorter than in production, in about the same proportions. */
export const SHORT_FENCE_TIMES: CacheFenceTimes = {
  validMs: 400,
  refreshMs: 50,
  maxCommitMs: 100,
  outageMs: 100,
  cooldownMs: 1500,
  timeoutMs: 200,
};

export interface FakeFenceRow extends CacheFenceRow {
  server: string;
  epoch: number;
  /** While true both methods throw. */
  isDown: boolean;
}

/** A fencing row in memory. It has named `server` for an hour. */
export function fakeFenceRow(server = ''): FakeFenceRow {
  let since = performance.now() - 3_600_000;
  return {
    server,
    epoch: 1,
    isDown: false,
    async read() {
      if (this.isDown) throw new Error('the store is unavailable');
      return { server: this.server, epoch: this.epoch, ageMs: performance.now() - since };
    },
    async replace(epoch, next) {
      if (this.isDown) throw new Error('the store is unavailable');
      if (epoch !== this.epoch) return;
      this.epoch++;
      this.server = next;
      since = performance.now();
    },
  };
}

/** Waits until a second read of a value is served from the cache. */
export async function waitUntilCacheIsActive(cache: Cache, client: RedisClient): Promise<void> {
  let loaded = 0;
  const read = cache.reader('known', async () => [{ loaded: ++loaded }]);
  await expect
    .poll(
      async () => {
        await read('known');
        const before = loaded;
        await client.ping();
        await read('known');
        return loaded - before;
      },
      { timeout: 20_000 },
    )
    .toBe(0);
}
