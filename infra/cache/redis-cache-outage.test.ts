// What a cache does while its Redis is away, silent, full, or there for others only.
import { expect, onTestFinished, test, vi } from 'vitest';
import { StoreFailed } from '../ports/index.ts';
import { redisClient } from '../redis/client.ts';
import { describeReal, startPrivateServers } from '../testing/real-servers.ts';
import { silentLog } from '../testing/silent-log.ts';
import { RedisCache } from './redis-cache.ts';
import { fakeTable } from './testing/cache-contract.ts';
import { ALICE, fakeFenceRow, SHORT_FENCE_TIMES, waitUntilCacheIsActive } from './testing/cache-fence-fixture.ts';

describeReal('a cache that goes away', ['redis'], () => {
  async function world() {
    const servers = await startPrivateServers(['redis']);
    const clients = [redisClient(servers.redis.address, silentLog), redisClient(servers.redis.address, silentLog)] as const;
    const inForce = fakeFenceRow();
    const caches = clients.map((client) => new RedisCache(client, inForce, silentLog, { fenceTimes: SHORT_FENCE_TIMES }));
    onTestFinished(async () => {
      for (const cache of caches) cache.close();
      for (const client of clients) client.disconnect();
      await servers.stop();
    });
    const [mine, theirs] = caches as [RedisCache, RedisCache];
    for (const [i, cache] of caches.entries()) await waitUntilCacheIsActive(cache, clients[i] ?? clients[0]);
    return { servers, clients, inForce, mine, theirs };
  }

  /** Changes something as a batch does, again and again until it may be committed; the milliseconds it took. */
  async function change(cache: RedisCache, commit: () => void): Promise<number> {
    const started = performance.now();
    for (;;) {
      try {
        const done = await cache.invalidate([ALICE]);
        commit();
        done();
        return performance.now() - started;
      } catch (error) {
        if (!(error instanceof StoreFailed)) throw error;
        await new Promise(setImmediate);
      }
    }
  }

  test('everything is loaded meanwhile at once, and what it remembers when it comes back is never read', {
    timeout: 60_000,
  }, async () => {
    const { servers, clients, inForce, mine } = await world();
    const { load, rows } = fakeTable({ alice: { text: 'before' } });
    const read = mine.reader('profile', load);
    await read('alice');
    await expect.poll(() => clients[0].get(`im:cache:${inForce.epoch}:profile:alice`)).toMatch(/^v/);
    await clients[0].save();
    await servers.redis.kill();
    expect(await read('alice')).toEqual({ text: 'before' });
    // Others might still believe it for so long.
    expect(
      await change(mine, () => {
        rows.alice = { text: 'after' };
      }),
    ).toBeLessThan(SHORT_FENCE_TIMES.outageMs + 3 * SHORT_FENCE_TIMES.validMs);
    expect(await read('alice')).toEqual({ text: 'after' });
    const started = performance.now();
    for (let i = 0; i < 1000; i++) await read('alice');
    expect(performance.now() - started).toBeLessThan(1000);
    for (let i = 0; i < 10; i++) expect(await change(mine, () => undefined)).toBeLessThan(SHORT_FENCE_TIMES.validMs);
    await servers.redis.start();
    await waitUntilCacheIsActive(mine, clients[0]);
    expect(await read('alice')).toEqual({ text: 'after' });
  });

  test('one that cannot reach it changes what others have copies of: they read no copies from the moment it is changed', {
    timeout: 60_000,
  }, async () => {
    const { clients, inForce, mine, theirs } = await world();
    const { load, calls, rows } = fakeTable({ alice: { text: 'before' } });
    const read = theirs.reader('profile', load);
    await read('alice');
    await expect.poll(() => clients[1].get(`im:cache:${inForce.epoch}:profile:alice`)).toMatch(/^v/);
    let stale = 0;
    let reads = 0;
    let ended = false;
    const reading = (async () => {
      while (!ended) {
        const expected = rows.alice;
        if ((await read('alice'))?.text !== expected?.text && rows.alice === expected) stale++;
        reads++;
      }
    })();
    await expect.poll(() => reads).toBeGreaterThan(20);
    expect(calls.length).toBeLessThan(reads / 2);
    clients[0].disconnect();
    await change(mine, () => {
      rows.alice = { text: 'after' };
    });
    const before = reads;
    await expect.poll(() => reads).toBeGreaterThan(before + 20);
    ended = true;
    await reading;
    expect(stale).toBe(0);
  });

  test('a Redis that answers and takes nothing more is taken out of force, and changes go on', { timeout: 60_000 }, async () => {
    const { clients, inForce, mine, theirs } = await world();
    const { load, rows } = fakeTable({ alice: { text: 'before' } });
    const read = theirs.reader('profile', load);
    await read('alice');
    await expect.poll(() => clients[1].get(`im:cache:${inForce.epoch}:profile:alice`)).toMatch(/^v/);
    await clients[0].config('SET', 'maxmemory', '1');
    await change(mine, () => {
      rows.alice = { text: 'after' };
    });
    expect(await read('alice')).toEqual({ text: 'after' });
  });

  test('a silent Redis holds up one question, not each of them', { timeout: 60_000 }, async () => {
    const { servers, mine } = await world();
    const { load, rows } = fakeTable({ alice: { text: 'a' } });
    const read = mine.reader('profile', load);
    await read('alice');
    const url = new URL(servers.redis.address);
    const admin = redisClient(url.href, silentLog);
    onTestFinished(() => admin.disconnect());
    await vi.waitFor(() => expect(admin.status).toBe('ready'));
    // It answers nobody for 3 s.
    await admin.call('CLIENT', 'PAUSE', '3000', 'ALL');
    const started = performance.now();
    for (let i = 0; i < 500; i++) expect(await read('alice')).toEqual({ text: 'a' });
    expect(performance.now() - started).toBeLessThan(1500);
    await change(mine, () => {
      rows.alice = { text: 'b' };
    });
    expect(await read('alice')).toEqual({ text: 'b' });
  });
});
