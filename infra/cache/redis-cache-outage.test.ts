// The cache while its Redis is down, silent, full, or reachable only for other processes.
import { expect, onTestFinished, test, vi } from 'vitest';
import { StoreFailed } from '../ports/index.ts';
import { redisClient } from '../redis/client.ts';
import { describeReal, startPrivateServers } from '../testing/real-servers.ts';
import { silentLog } from '../testing/silent-log.ts';
import { RedisCache } from './redis-cache.ts';
import { fakeTable } from './testing/cache-contract.ts';
import { ALICE, fakeFenceRow, SHORT_FENCE_TIMES, waitUntilCacheIsActive } from './testing/cache-fence-fixture.ts';

describeReal('a cache whose Redis fails', ['redis'], () => {
  async function openFixture() {
    const servers = await startPrivateServers(['redis']);
    const clients = [redisClient(servers.redis.address, silentLog), redisClient(servers.redis.address, silentLog)] as const;
    const fenceRow = fakeFenceRow();
    const caches = clients.map((client) => new RedisCache(client, fenceRow, silentLog, { fenceTimes: SHORT_FENCE_TIMES }));
    onTestFinished(async () => {
      for (const cache of caches) cache.close();
      for (const client of clients) client.disconnect();
      await servers.stop();
    });
    const [mine, theirs] = caches as [RedisCache, RedisCache];
    for (const [i, cache] of caches.entries()) await waitUntilCacheIsActive(cache, clients[i] ?? clients[0]);
    return { servers, clients, fenceRow, mine, theirs };
  }

  /** Writes as a batch does, and retries until the write may commit. Returns the milliseconds it took. */
  async function write(cache: RedisCache, commit: () => void): Promise<number> {
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

  test('while Redis is down every read loads from the store, and a restarted Redis never serves values from before', {
    timeout: 60_000,
  }, async () => {
    const { servers, clients, fenceRow, mine } = await openFixture();
    const { load, rows } = fakeTable({ alice: { text: 'before' } });
    const read = mine.reader('profile', load);
    await read('alice');
    await expect.poll(() => clients[0].get(`im:cache:${fenceRow.epoch}:profile:alice`)).toMatch(/^v/);
    await clients[0].save();
    await servers.redis.kill();
    expect(await read('alice')).toEqual({ text: 'before' });
    // A writer waits this long, because other processes may still trust their copy of the row.
    expect(
      await write(mine, () => {
        rows.alice = { text: 'after' };
      }),
    ).toBeLessThan(SHORT_FENCE_TIMES.outageMs + 3 * SHORT_FENCE_TIMES.validMs);
    expect(await read('alice')).toEqual({ text: 'after' });
    const started = performance.now();
    for (let i = 0; i < 1000; i++) await read('alice');
    expect(performance.now() - started).toBeLessThan(1000);
    for (let i = 0; i < 10; i++) expect(await write(mine, () => undefined)).toBeLessThan(SHORT_FENCE_TIMES.validMs);
    await servers.redis.start();
    await waitUntilCacheIsActive(mine, clients[0]);
    expect(await read('alice')).toEqual({ text: 'after' });
  });

  test('a writer that cannot reach Redis commits, and from then on no process reads the old value', {
    timeout: 60_000,
  }, async () => {
    const { clients, fenceRow, mine, theirs } = await openFixture();
    const { load, calls, rows } = fakeTable({ alice: { text: 'before' } });
    const read = theirs.reader('profile', load);
    await read('alice');
    await expect.poll(() => clients[1].get(`im:cache:${fenceRow.epoch}:profile:alice`)).toMatch(/^v/);
    let stale = 0;
    let reads = 0;
    let ended = false;
    const readLoop = (async () => {
      while (!ended) {
        const expected = rows.alice;
        if ((await read('alice'))?.text !== expected?.text && rows.alice === expected) stale++;
        reads++;
      }
    })();
    await expect.poll(() => reads).toBeGreaterThan(20);
    expect(calls.length).toBeLessThan(reads / 2);
    clients[0].disconnect();
    await write(mine, () => {
      rows.alice = { text: 'after' };
    });
    const before = reads;
    await expect.poll(() => reads).toBeGreaterThan(before + 20);
    ended = true;
    await readLoop;
    expect(stale).toBe(0);
  });

  test('a full Redis is deactivated, and writes continue', { timeout: 60_000 }, async () => {
    const { clients, fenceRow, mine, theirs } = await openFixture();
    const { load, rows } = fakeTable({ alice: { text: 'before' } });
    const read = theirs.reader('profile', load);
    await read('alice');
    await expect.poll(() => clients[1].get(`im:cache:${fenceRow.epoch}:profile:alice`)).toMatch(/^v/);
    await clients[0].config('SET', 'maxmemory', '1');
    await write(mine, () => {
      rows.alice = { text: 'after' };
    });
    expect(await read('alice')).toEqual({ text: 'after' });
  });

  test('a silent Redis delays one read, not every read', { timeout: 60_000 }, async () => {
    const { servers, mine } = await openFixture();
    const { load, rows } = fakeTable({ alice: { text: 'a' } });
    const read = mine.reader('profile', load);
    await read('alice');
    const url = new URL(servers.redis.address);
    const admin = redisClient(url.href, silentLog);
    onTestFinished(() => admin.disconnect());
    await vi.waitFor(() => expect(admin.status).toBe('ready'));
    // Redis answers no client for 3 s.
    await admin.call('CLIENT', 'PAUSE', '3000', 'ALL');
    const started = performance.now();
    for (let i = 0; i < 500; i++) expect(await read('alice')).toEqual({ text: 'a' });
    expect(performance.now() - started).toBeLessThan(1500);
    await write(mine, () => {
      rows.alice = { text: 'b' };
    });
    expect(await read('alice')).toEqual({ text: 'b' });
  });
});
