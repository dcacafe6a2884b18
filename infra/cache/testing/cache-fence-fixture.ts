// For tests: caches whose times are short, and the row that says which Redis counts.
import type { Redis } from 'ioredis';
import { expect } from 'vitest';
import type { Log } from '../../ports/index.ts';
import type { CacheFenceRow, CacheFenceTimes } from '../cache-fence.ts';
import type { redisCache } from '../redis-cache.ts';

const ignore = (): void => undefined;
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
export const ALICE = { kind: 'profile', id: 'alice' };
/** As in production, only shorter. */
export const SHORT_FENCE_TIMES: CacheFenceTimes = {
  validMs: 400,
  refreshMs: 50,
  maxCommitMs: 100,
  outageMs: 100,
  cooldownMs: 1500,
  timeoutMs: 200,
};

/** The row, as one more process would find it. */
export function fakeFenceRow(server = ''): CacheFenceRow & { server: string; epoch: number; isDown: boolean } {
  let since = performance.now() - 3_600_000;
  return {
    server,
    epoch: 1,
    isDown: false,
    async read() {
      if (this.isDown) throw new Error('the store is away');
      return { server: this.server, epoch: this.epoch, ageMs: performance.now() - since };
    },
    async replace(epoch, next) {
      if (this.isDown) throw new Error('the store is away');
      if (epoch !== this.epoch) return;
      this.epoch++;
      this.server = next;
      since = performance.now();
    },
  };
}

/** Waits until copies are read and taken back: there is one in force, and everybody knows it. */
export async function waitUntilCacheIsActive(cache: ReturnType<typeof redisCache>, client: Redis): Promise<void> {
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
