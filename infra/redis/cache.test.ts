import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { cacheContract, tables } from '../contract/cache.ts';
import { type Log, StoreFailed } from '../ports.ts';
import { startServers } from '../servers/servers.ts';
import { describeReal, realServers } from '../servers/testing.ts';
import { redisCache } from './cache.ts';
import type { CacheInForce, TermTimes } from './cache-term.ts';
import { redisClient } from './client.ts';

const lines: string[] = [];
const note = (_fields: object, message: string): void => void lines.push(message);
const log: Log = { debug: note, info: note, warn: note, error: note };
const ALICE = { kind: 'profile', id: 'alice' };
/** As in production, only shorter. */
const TIMES: TermTimes = { termMs: 400, renewMs: 50, commitMs: 100, awayMs: 100, restMs: 1500, answerMs: 200 };

/** The row, as one more process would find it. */
function row(server = ''): CacheInForce & { server: string; epoch: number; away: boolean } {
  let since = performance.now() - 3_600_000;
  return {
    server,
    epoch: 1,
    away: false,
    async read() {
      if (this.away) throw new Error('the store is away');
      return { server: this.server, epoch: this.epoch, ageMs: performance.now() - since };
    },
    async replace(epoch, next) {
      if (this.away) throw new Error('the store is away');
      if (epoch !== this.epoch) return;
      this.epoch++;
      this.server = next;
      since = performance.now();
    },
  };
}

/** The id of the process behind a client. */
async function serverOf(client: Redis): Promise<string> {
  return /run_id:(\w+)/.exec(await client.info('server'))?.[1] ?? '';
}

describeReal('the cache in Redis', ['redis'], () => {
  let servers: Awaited<ReturnType<typeof realServers<'redis'>>>;
  let client: Redis;
  let inForce: ReturnType<typeof row>;
  const opened: { close(): void }[] = [];

  beforeAll(async () => {
    servers = await realServers(['redis']);
    client = redisClient(servers.redis, log);
    await vi.waitFor(() => expect(client.status).toBe('ready'));
    inForce = row(await serverOf(client));
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
  async function instance(options: { changeMs?: number; times?: TermTimes } = {}) {
    const cache = redisCache(client, inForce, log, { times: TIMES, ...options });
    opened.push(cache);
    await known(cache, client);
    return cache;
  }

  const release = async (): Promise<void> => undefined;
  cacheContract('redis', async () => ({ cache: await instance(), other: await instance(), release }));

  const copyOf = (id: string): Promise<string | null> => client.get(`im:cache:${inForce.epoch}:profile:${id}`);
  /** Until a value is found in the cache: it is put down after it was answered. */
  const cached = (id: string) => expect.poll(async () => (await copyOf(id))?.[0]).toBe('v');

  test('what one instance has loaded no other one loads; what is not there is looked for each time', async () => {
    const { load, calls } = tables({ alice: { text: 'a' } });
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
    const { load, calls, state } = tables({ alice: { text: 'a' } });
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
    const { load, calls } = tables({ alice: { text: 'a'.repeat(70_000) } });
    const read = (await instance()).reader('profile', load);
    for (let i = 0; i < 2; i++) expect((await read('alice'))?.text).toHaveLength(70_000);
    expect(calls).toHaveLength(2);
    expect(await copyOf('alice')).toMatch(/^l/);
  });

  test('whoever dies while changing something leaves it uncached for a time only', async () => {
    const { load, calls, rows } = tables({ alice: { text: 'before' } });
    const cache = await instance({ changeMs: 300 });
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
  });

  test('a change that takes longer than its mark still ends what was put down meanwhile', async () => {
    const { load, rows } = tables({ alice: { text: 'before' } });
    const cache = await instance({ changeMs: 50 });
    const read = cache.reader('profile', load);
    const done = await cache.changing([ALICE]);
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
        const done = await cache.changing([ALICE]);
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
    const { load, calls } = tables({ alice: { text: 'a' } });
    const cache = await instance();
    const read = cache.reader('profile', load);
    await read('alice');
    await cached('alice');
    await read('alice');
    expect(calls).toHaveLength(1);
    inForce.away = true;
    onTestFinished(() => {
      inForce.away = false;
    });
    await expect
      .poll(async () => {
        await read('alice');
        return calls.length;
      })
      .toBeGreaterThan(2);
    await expect(cache.changing([ALICE])).rejects.toThrow(StoreFailed);
    inForce.away = false;
    (await cache.changing([ALICE]))();
  });
});

/** Waits until copies are read and taken back: there is one in force, and everybody knows it. */
async function known(cache: ReturnType<typeof redisCache>, client: Redis): Promise<void> {
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

describeReal('a cache that goes away', ['redis'], () => {
  async function world() {
    const servers = await startServers(['redis'], { private: true });
    const clients = [redisClient(servers.redis.address, log), redisClient(servers.redis.address, log)] as const;
    const inForce = row();
    const caches = clients.map((client) => redisCache(client, inForce, log, { times: TIMES }));
    onTestFinished(async () => {
      for (const cache of caches) cache.close();
      for (const client of clients) client.disconnect();
      await servers.stop();
    });
    const [mine, theirs] = caches as [ReturnType<typeof redisCache>, ReturnType<typeof redisCache>];
    for (const [i, cache] of caches.entries()) await known(cache, clients[i] ?? clients[0]);
    return { servers, clients, inForce, mine, theirs };
  }

  /** Changes something as a batch does, again and again until it may be committed; the milliseconds it took. */
  async function change(cache: ReturnType<typeof redisCache>, commit: () => void): Promise<number> {
    const started = performance.now();
    for (;;) {
      try {
        const done = await cache.changing([ALICE]);
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
    const { load, rows } = tables({ alice: { text: 'before' } });
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
    ).toBeLessThan(TIMES.awayMs + 3 * TIMES.termMs);
    expect(await read('alice')).toEqual({ text: 'after' });
    const started = performance.now();
    for (let i = 0; i < 1000; i++) await read('alice');
    expect(performance.now() - started).toBeLessThan(1000);
    for (let i = 0; i < 10; i++) expect(await change(mine, () => undefined)).toBeLessThan(TIMES.termMs);
    await servers.redis.start();
    await known(mine, clients[0]);
    expect(await read('alice')).toEqual({ text: 'after' });
  });

  test('one that cannot reach it changes what others have copies of: they read no copies from the moment it is changed', {
    timeout: 60_000,
  }, async () => {
    const { clients, inForce, mine, theirs } = await world();
    const { load, calls, rows } = tables({ alice: { text: 'before' } });
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
    const { load, rows } = tables({ alice: { text: 'before' } });
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
    const { load, rows } = tables({ alice: { text: 'a' } });
    const read = mine.reader('profile', load);
    await read('alice');
    const url = new URL(servers.redis.address);
    const admin = redisClient(url.href, log);
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
