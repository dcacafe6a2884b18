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

/** The id of the process behind a client. */
async function serverOf(client: Redis): Promise<string> {
  return /run_id:(\w+)/.exec(await client.info('server'))?.[1] ?? '';
}

describeReal('the cache in Redis', ['redis'], () => {
  let servers: Awaited<ReturnType<typeof realServers<'redis'>>>;
  let client: Redis;
  let inForce: ReturnType<typeof fakeFenceRow>;
  const opened: { close(): void }[] = [];

  beforeAll(async () => {
    servers = await realServers(['redis']);
    client = redisClient(servers.redis, silentLog);
    await vi.waitFor(() => expect(client.status).toBe('ready'));
    inForce = fakeFenceRow(await serverOf(client));
  });
  afterEach(async () => {
    for (const cache of opened.splice(0)) cache.close();
    await client.flushdb();
  });
  afterAll(async () => {
    client.disconnect();
    await servers.release();
  });

  /** One more instance, which knows that its Redis is in force. */
  async function instance(options: { tombstoneMs?: number; fenceTimes?: CacheFenceTimes } = {}) {
    const cache = new RedisCache(client, inForce, silentLog, { fenceTimes: SHORT_FENCE_TIMES, ...options });
    opened.push(cache);
    await waitUntilCacheIsActive(cache, client);
    return cache;
  }

  const release = async (): Promise<void> => undefined;
  cacheContract('redis', async () => ({ cache: await instance(), other: await instance(), release }));

  const copyOf = (id: string): Promise<string | null> => client.get(`im:cache:${inForce.epoch}:profile:${id}`);
  /** Until a value is found in the cache: it is put down after it was answered. */
  const cached = (id: string) => expect.poll(async () => (await copyOf(id))?.[0]).toBe('v');

  test('what one instance has loaded no other one loads; what is not there is looked for each time', async () => {
    const { load, calls } = fakeTable({ alice: { text: 'a' } });
    await (await instance()).reader('profile', load)('alice');
    await cached('alice');
    const read = (await instance()).reader('profile', load);
    for (let i = 0; i < 2; i++) expect([await read('alice'), await read('nobody')]).toEqual([{ text: 'a' }, undefined]);
    expect(calls).toEqual([['alice'], ['nobody'], ['nobody']]);
    const keptMs = await client.pttl(`im:cache:${inForce.epoch}:profile:alice`);
    expect(keptMs).toBeGreaterThan(200_000);
    expect(keptMs).toBeLessThanOrEqual(300_000);
  });

  test('what hundreds ask for one after the other while it is loaded is loaded once', async () => {
    const { load, calls, state } = fakeTable({ alice: { text: 'a' } });
    const { promise, resolve } = Promise.withResolvers<void>();
    state.hold = promise;
    const read = (await instance()).reader('profile', (ids) => {
      const answer = load(ids);
      return promise.then(() => answer);
    });
    const asked: Promise<unknown>[] = [];
    for (let i = 0; i < 200; i++) {
      asked.push(read('alice'));
      await new Promise(setImmediate);
    }
    await expect.poll(() => calls.length).toBe(1);
    resolve();
    for (const found of await Promise.all(asked)) expect(found).toEqual({ text: 'a' });
    expect(calls).toHaveLength(1);
  });

  test('what is too long is not kept', async () => {
    const { load, calls } = fakeTable({ alice: { text: 'a'.repeat(70_000) } });
    const read = (await instance()).reader('profile', load);
    for (let i = 0; i < 2; i++) expect((await read('alice'))?.text).toHaveLength(70_000);
    expect(calls).toHaveLength(2);
    expect(await copyOf('alice')).toMatch(/^l/);
  });

  test('whoever dies while changing something leaves it uncached for a time only', async () => {
    const { load, calls, rows } = fakeTable({ alice: { text: 'before' } });
    const cache = await instance({ tombstoneMs: 300 });
    const read = cache.reader('profile', load);
    await read('alice');
    await cached('alice');
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

  test('a change that takes longer than its mark still ends what was put down meanwhile', async () => {
    const { load, rows } = fakeTable({ alice: { text: 'before' } });
    const cache = await instance({ tombstoneMs: 50 });
    const read = cache.reader('profile', load);
    const done = await cache.invalidate([ALICE]);
    await expect.poll(() => copyOf('alice')).toBeNull();
    await read('alice');
    await cached('alice');
    rows.alice = { text: 'after' };
    done();
    expect(await read('alice')).toEqual({ text: 'after' });
  });

  test('a hundred readers and writers at once: nobody reads what was overwritten before he asked', {
    timeout: 30_000,
  }, async () => {
    const caches = await Promise.all(Array.from({ length: 4 }, () => instance()));
    const stored = { version: 0 };
    const load = async (ids: readonly string[]) => {
      const answer = ids.map(() => ({ version: stored.version }));
      // Answers of the store overtake each other.
      for (let turns = Math.floor(Math.random() * 5); turns > 0; turns--) await client.ping();
      return answer;
    };
    const readers = caches.map((cache) => cache.reader('profile', load));
    let settled = 0;
    let stale = 0;
    const write = async (cache: (typeof caches)[number]): Promise<void> => {
      for (let i = 0; i < 50; i++) {
        const done = await cache.invalidate([ALICE]);
        const version = ++stored.version;
        done();
        settled = Math.max(settled, version);
      }
    };
    const readAll = async (read: (typeof readers)[number]): Promise<void> => {
      while (stored.version < 100) {
        const least = settled;
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

  test('while it is not known which cache is in force nothing is read from it, and nothing can be changed', async () => {
    const { load, calls } = fakeTable({ alice: { text: 'a' } });
    const cache = await instance();
    const read = cache.reader('profile', load);
    await read('alice');
    await cached('alice');
    await read('alice');
    expect(calls).toHaveLength(1);
    inForce.isDown = true;
    onTestFinished(() => {
      inForce.isDown = false;
    });
    await expect
      .poll(async () => {
        await read('alice');
        return calls.length;
      })
      .toBeGreaterThan(2);
    await expect(cache.invalidate([ALICE])).rejects.toThrow(StoreFailed);
    inForce.isDown = false;
    (await cache.invalidate([ALICE]))();
  });
});
