import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { StoreFailed } from '../ports/index.ts';
import { redisClient } from '../redis/client.ts';
import { describeReal, realServers } from '../testing/real-servers.ts';
import { silentLog } from '../testing/silent-log.ts';
import type { CacheFenceTimes } from './cache-fence.ts';
import { RedisCache } from './redis-cache.ts';
import { cacheContract, fakeTable } from './testing/cache-contract.ts';
import { ALICE, fakeFenceRow, SHORT_FENCE_TIMES, waitUntilCacheIsActive } from './testing/cache-fence-fixture.ts';

/** The run id of the Redis process behind a client. */
async function serverOf(client: Redis): Promise<string> {
  return /run_id:(\w+)/.exec(await client.info('server'))?.[1] ?? '';
}

describeReal('the cache in Redis', ['redis'], () => {
  let servers: Awaited<ReturnType<typeof realServers<'redis'>>>;
  let client: Redis;
  let fenceRow: ReturnType<typeof fakeFenceRow>;
  const opened: { close(): void }[] = [];

  beforeAll(async () => {
    servers = await realServers(['redis']);
    client = redisClient(servers.redis, silentLog);
    await vi.waitFor(() => expect(client.status).toBe('ready'));
    fenceRow = fakeFenceRow(await serverOf(client));
  });
  afterEach(async () => {
    for (const cache of opened.splice(0)) cache.close();
    await client.flushdb();
  });
  afterAll(async () => {
    client.disconnect();
    await servers.release();
  });

  /** Another instance, which knows that its Redis is active. */
  async function instance(options: { tombstoneMs?: number; fenceTimes?: CacheFenceTimes } = {}) {
    const cache = new RedisCache(client, fenceRow, silentLog, { fenceTimes: SHORT_FENCE_TIMES, ...options });
    opened.push(cache);
    await waitUntilCacheIsActive(cache, client);
    return cache;
  }

  const release = async (): Promise<void> => undefined;
  cacheContract('redis', async () => ({ cache: await instance(), other: await instance(), release }));

  const cachedText = (id: string): Promise<string | null> => client.get(`im:cache:${fenceRow.epoch}:profile:${id}`);
  /** Waits until a value is in the cache: it is filled after the read has returned. */
  const waitUntilCached = (id: string) => expect.poll(async () => (await cachedText(id))?.[0]).toBe('v');

  test('a value loaded by one instance is not loaded by another, and a missing value is loaded each time', async () => {
    const { load, calls } = fakeTable({ alice: { text: 'a' } });
    await (await instance()).reader('profile', load)('alice');
    await waitUntilCached('alice');
    const read = (await instance()).reader('profile', load);
    for (let i = 0; i < 2; i++) expect([await read('alice'), await read('nobody')]).toEqual([{ text: 'a' }, undefined]);
    expect(calls).toEqual([['alice'], ['nobody'], ['nobody']]);
    const ttlMs = await client.pttl(`im:cache:${fenceRow.epoch}:profile:alice`);
    expect(ttlMs).toBeGreaterThan(200_000);
    expect(ttlMs).toBeLessThanOrEqual(300_000);
  });

  test('hundreds of reads of one value during its load cause one load', async () => {
    const { load, calls, state } = fakeTable({ alice: { text: 'a' } });
    const { promise, resolve } = Promise.withResolvers<void>();
    state.delay = promise;
    const read = (await instance()).reader('profile', (ids) => {
      const values = load(ids);
      return promise.then(() => values);
    });
    const reads: Promise<unknown>[] = [];
    for (let i = 0; i < 200; i++) {
      reads.push(read('alice'));
      await new Promise(setImmediate);
    }
    await expect.poll(() => calls.length).toBe(1);
    resolve();
    for (const found of await Promise.all(reads)) expect(found).toEqual({ text: 'a' });
    expect(calls).toHaveLength(1);
  });

  test('a value that is too long is not cached', async () => {
    const { load, calls } = fakeTable({ alice: { text: 'a'.repeat(70_000) } });
    const read = (await instance()).reader('profile', load);
    for (let i = 0; i < 2; i++) expect((await read('alice'))?.text).toHaveLength(70_000);
    expect(calls).toHaveLength(2);
    expect(await cachedText('alice')).toMatch(/^l/);
  });

  test('after a writer died before its commit the value is cached again when the tombstone expires', async () => {
    const { load, calls, rows } = fakeTable({ alice: { text: 'before' } });
    const cache = await instance({ tombstoneMs: 300 });
    const read = cache.reader('profile', load);
    await read('alice');
    await waitUntilCached('alice');
    await cache.invalidate([ALICE]);
    rows.alice = { text: 'after' };
    for (let i = 0; i < 3; i++) expect(await read('alice')).toEqual({ text: 'after' });
    expect(calls).toHaveLength(4);
    await expect
      .poll(async () => {
        const before = calls.length;
        await read('alice');
        return calls.length - before;
      })
      .toBe(0);
    expect(await read('alice')).toEqual({ text: 'after' });
  });

  test('a write that takes longer than its tombstone lives deletes what readers have cached meanwhile', async () => {
    const { load, rows } = fakeTable({ alice: { text: 'before' } });
    const cache = await instance({ tombstoneMs: 50 });
    const read = cache.reader('profile', load);
    const done = await cache.invalidate([ALICE]);
    await expect.poll(() => cachedText('alice')).toBeNull();
    await read('alice');
    await waitUntilCached('alice');
    rows.alice = { text: 'after' };
    done();
    expect(await read('alice')).toEqual({ text: 'after' });
  });

  test('a hundred concurrent readers and writers never read a value that was overwritten before the read', {
    timeout: 30_000,
  }, async () => {
    const caches = await Promise.all(Array.from({ length: 4 }, () => instance()));
    const table = { version: 0 };
    const load = async (ids: readonly string[]) => {
      const values = ids.map(() => ({ version: table.version }));
      // Answers of the store arrive out of order.
      for (let turns = Math.floor(Math.random() * 5); turns > 0; turns--) await client.ping();
      return values;
    };
    const readers = caches.map((cache) => cache.reader('profile', load));
    let committed = 0;
    let stale = 0;
    const write = async (cache: (typeof caches)[number]): Promise<void> => {
      for (let i = 0; i < 50; i++) {
        const done = await cache.invalidate([ALICE]);
        const version = ++table.version;
        done();
        committed = Math.max(committed, version);
      }
    };
    const readAll = async (read: (typeof readers)[number]): Promise<void> => {
      while (table.version < 100) {
        const least = committed;
        const found = await read('alice');
        if ((found?.version ?? 0) < least) stale++;
      }
    };
    await Promise.all([
      ...caches.slice(0, 2).map(write),
      ...readers.flatMap((read) => Array.from({ length: 25 }, () => readAll(read))),
    ]);
    expect(stale).toBe(0);
  });

  test('while the fencing row cannot be read, nothing is read from the cache and no write may commit', async () => {
    const { load, calls } = fakeTable({ alice: { text: 'a' } });
    const cache = await instance();
    const read = cache.reader('profile', load);
    await read('alice');
    await waitUntilCached('alice');
    await read('alice');
    expect(calls).toHaveLength(1);
    fenceRow.isDown = true;
    onTestFinished(() => {
      fenceRow.isDown = false;
    });
    await expect
      .poll(async () => {
        await read('alice');
        return calls.length;
      })
      .toBeGreaterThan(2);
    await expect(cache.invalidate([ALICE])).rejects.toThrow(StoreFailed);
    fenceRow.isDown = false;
    (await cache.invalidate([ALICE]))();
  });
});
