import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cacheContract, tables } from '../contract/cache.ts';
import type { Log } from '../ports.ts';
import { startServers } from '../servers/servers.ts';
import { describeReal, realServers } from '../servers/testing.ts';
import { redisCache } from './cache.ts';
import { redisClient } from './client.ts';

const lines: string[] = [];
const note = (_fields: object, message: string): void => void lines.push(message);
const log: Log = { debug: note, info: note, warn: note, error: note };
const ALICE = { kind: 'profile', id: 'alice' };

describeReal('the cache in Redis', ['redis'], () => {
  let servers: Awaited<ReturnType<typeof realServers<'redis'>>>;
  let client: Redis;

  beforeAll(async () => {
    servers = await realServers(['redis']);
    client = redisClient(servers.redis, log);
    await vi.waitFor(() => expect(client.status).toBe('ready'));
  });
  afterAll(async () => {
    client.disconnect();
    await servers.release();
  });

  const release = async (): Promise<void> => void (await client.flushdb());
  cacheContract('redis', async () => ({ cache: redisCache(client, log), other: redisCache(client, log), release }));

  /** Reads until a value is found in the cache: it is put down after it was answered. */
  const cached = (id: string) => expect.poll(async () => (await client.get(`im:cache:profile:${id}`))?.[0]).toBe('v');

  test('what one instance has loaded no other one loads, also where there is nothing', async () => {
    const { load, calls } = tables({ alice: { text: 'a' } });
    await redisCache(client, log).reader('profile', load)('alice');
    await redisCache(client, log).reader('profile', load)('nobody');
    await cached('alice');
    await cached('nobody');
    const read = redisCache(client, log).reader('profile', load);
    expect([await read('alice'), await read('nobody')]).toEqual([{ text: 'a' }, undefined]);
    expect(calls).toEqual([['alice'], ['nobody']]);
    expect(await client.pttl('im:cache:profile:alice')).toBeGreaterThan(50_000);
    await release();
  });

  test('whoever dies while changing something leaves it uncached for a time only', async () => {
    const { load, calls, rows } = tables({ alice: { text: 'before' } });
    const cache = redisCache(client, log, { changeMs: 300 });
    const read = cache.reader('profile', load);
    await read('alice');
    await cached('alice');
    await cache.changing([ALICE]);
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
    await release();
  });

  test('a change that takes longer than its mark still ends what was put down meanwhile', async () => {
    const { load, rows } = tables({ alice: { text: 'before' } });
    const cache = redisCache(client, log, { changeMs: 50 });
    const read = cache.reader('profile', load);
    const done = await cache.changing([ALICE]);
    await expect.poll(() => client.exists('im:cache:profile:alice')).toBe(0);
    await read('alice');
    await cached('alice');
    rows.alice = { text: 'after' };
    await done();
    expect(await read('alice')).toEqual({ text: 'after' });
    await release();
  });

  test('a hundred readers and writers at once: nobody reads what was overwritten before he asked', {
    timeout: 30_000,
  }, async () => {
    const caches = Array.from({ length: 4 }, () => redisCache(client, log));
    const row = { version: 0 };
    const load = async (ids: readonly string[]) => {
      const answer = ids.map(() => ({ version: row.version }));
      // Answers of the store overtake each other.
      for (let turns = Math.floor(Math.random() * 5); turns > 0; turns--) await client.ping();
      return answer;
    };
    const readers = caches.map((cache) => cache.reader('profile', load));
    let settled = 0;
    let stale = 0;
    const write = async (cache: (typeof caches)[number]): Promise<void> => {
      for (let i = 0; i < 50; i++) {
        const done = await cache.changing([ALICE]);
        const version = ++row.version;
        await done();
        settled = Math.max(settled, version);
      }
    };
    const readAll = async (read: (typeof readers)[number]): Promise<void> => {
      while (row.version < 100) {
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
    await release();
  });
});

describeReal('a cache that goes away', ['redis'], () => {
  test('everything is loaded meanwhile, and what was changed meanwhile is not found when it comes back', {
    timeout: 60_000,
  }, async () => {
    const servers = await startServers(['redis'], { private: true });
    const client = redisClient(servers.redis.address, log);
    try {
      await expect.poll(() => client.status).toBe('ready');
      const { load, rows } = tables({ alice: { text: 'before' } });
      const cache = redisCache(client, log);
      const read = cache.reader('profile', load);
      await read('alice');
      await expect.poll(async () => (await client.get('im:cache:profile:alice'))?.[0]).toBe('v');
      await client.save();
      await servers.redis.kill();
      const started = performance.now();
      const done = await cache.changing([ALICE]);
      rows.alice = { text: 'after' };
      await done();
      expect(await read('alice')).toEqual({ text: 'after' });
      expect(performance.now() - started).toBeLessThan(4000);
      await servers.redis.start();
      // What it had when it was saved is there again, until it is told of the change.
      await expect
        .poll(async () => (await client.get('im:cache:profile:alice').catch(() => 'away')) ?? 'gone', { timeout: 20_000 })
        .toBe('gone');
      expect(await read('alice')).toEqual({ text: 'after' });
    } finally {
      client.disconnect();
      await servers.stop();
    }
  });
});
