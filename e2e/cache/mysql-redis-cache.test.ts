// Two processes on MySQL with a cache in Redis. Each reads the writes of the other at once, even while Redis fails.
import type { Redis } from 'ioredis';
import type { Pool } from 'mysql2/promise';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CACHE_FENCE_TIMES, type CacheFenceTimes } from '../../infra/cache/cache-fence.ts';
import { profileCacheKeys } from '../../infra/cache/cache-keys.ts';
import { cachedQueries } from '../../infra/cache/cached-queries.ts';
import { RedisCache } from '../../infra/cache/redis-cache.ts';
import { mysqlBatches } from '../../infra/mysql/batches.ts';
import { mysqlCacheFenceRow } from '../../infra/mysql/cache-fence-row.ts';
import { mysqlPool, mysqlReader } from '../../infra/mysql/pool.ts';
import type { Batches } from '../../infra/ports/index.ts';
import { redisClient } from '../../infra/redis/client.ts';
import { commitBatch, keepCommand, readOnly, type TestPartition, testPartition } from '../../infra/testing/batch-fixture.ts';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { groupsContract } from '../../logic/store/groups/testing/groups-contract.ts';
import { logicStore } from '../../logic/store/logic-store.ts';
import { peopleContract } from '../../logic/store/people/testing/people-contract.ts';
import { mysqlStoreFixture } from '../../logic/store/testing/mysql-store.ts';
import { newId } from '../../proto/ids.ts';
import { startServers } from '../../tools/servers/servers.ts';

/** Shorter than in production. */
const TIMES: CacheFenceTimes = {
  ...CACHE_FENCE_TIMES,
  validMs: 500,
  refreshMs: 50,
  maxCommitMs: 500,
  cooldownMs: 1500,
  outageMs: 100,
};

interface Process {
  readonly batches: Batches<LogicStore>;
  readonly redis: Redis;
  readonly cache: RedisCache;
  /** Statements that read MySQL outside of batches. */
  readonly read: string[];
}

/** A process that owns a partition. */
type Started = Process & { readonly log: TestPartition };

async function openFixture(redisUrl: string) {
  const mysql = await mysqlStoreFixture();
  const closing: (() => unknown)[] = [];

  function start(): Process {
    const pool: Pool = mysqlPool(mysql.url);
    const redis = redisClient(redisUrl, silentLog);
    const fenceRow = mysqlCacheFenceRow(mysql.url);
    const cache = new RedisCache(redis, fenceRow, silentLog, { fenceTimes: TIMES });
    const read: string[] = [];
    const reader = mysqlReader(pool);
    const counting = {
      ...reader,
      read: (sql: string) => {
        read.push(sql);
        return reader.read(sql);
      },
    };
    const batches = mysqlBatches(mysql.url, silentLog, logicStore, cachedQueries(cache, counting));
    closing.push(
      () => cache.close(),
      () => fenceRow.close(),
      () => batches.close(),
      () => pool.end(),
      () => redis.disconnect(),
    );
    return { batches, redis, cache, read };
  }

  return {
    ...mysql,
    start,
    async close() {
      for (const close of closing) await close();
      await mysql.close();
    },
  };
}

const readAbout = ({ batches }: Process, userId: string) =>
  readOnly(batches, async ({ people }) => (await people.findCached(userId))?.about);
const setAbout = ({ batches, log }: Started, userId: string, about: string) =>
  commitBatch(batches, log, (batch) => keepCommand(batch, async ({ people }) => people.update(userId, { about })));

/** Waits until a read of the profile does not reach MySQL. */
const waitUntilCached = (process: Process, userId: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const before = process.read.length;
      await readAbout(process, userId);
      expect(process.read.length).toBe(before);
    },
    { timeout: 20_000 },
  );

describeReal('a cache in Redis over MySQL', ['mysql', 'redis'], () => {
  async function openTwo() {
    const servers = await startServers(['redis'], { private: true });
    const at = await openFixture(servers.redis.address);
    onTestFinished(async () => {
      await at.close();
      await servers.stop();
    });
    const withLog = async (process: Process): Promise<Started> => ({ ...process, log: await testPartition(process.batches) });
    const [one, other] = [await withLog(at.start()), await withLog(at.start())];
    const userId = newId();
    await at.addPerson({ userId, name: 'alice', nameKey: `alice-${userId}` });
    await waitUntilCached(one, userId);
    return { ...at, servers, one, other, userId };
  }

  test('a second read of a profile does not reach MySQL until the profile changes', { timeout: 60_000 }, async () => {
    const { one, other, userId } = await openTwo();
    await waitUntilCached(other, userId);
    const before = one.read.length + other.read.length;
    for (let i = 0; i < 20; i++) for (const process of [one, other]) expect(await readAbout(process, userId)).toBe('');
    expect(one.read.length + other.read.length).toBe(before);
    await setAbout(one, userId, 'new');
    expect(await readAbout(other, userId)).toBe('new');
    expect(one.read.length + other.read.length).toBe(before + 1);
  });

  test('hundreds of reads after writes see the newest value while Redis is killed and restarted', {
    timeout: 120_000,
  }, async () => {
    const { one, other, userId, servers } = await openTwo();
    let committed = 0;
    let ended = false;
    let stale = 0;
    let reads = 0;
    let longestMs = 0;
    const read = async (process: Process): Promise<void> => {
      while (!ended) {
        const least = committed;
        if (Number((await readAbout(process, userId)) || 0) < least) stale++;
        reads++;
      }
    };
    const write = async (): Promise<void> => {
      for (let version = 1; !ended; version++) {
        const started = performance.now();
        await setAbout(version % 2 === 0 ? one : other, userId, String(version));
        committed = version;
        longestMs = Math.max(longestMs, performance.now() - started);
      }
    };
    const all = [write(), ...[one, other, one, other].map(read)];
    for (let round = 0; round < 2; round++) {
      const before = committed;
      await expect.poll(() => committed - before, { timeout: 30_000 }).toBeGreaterThan(50);
      await servers.redis.kill();
      // Writes continue without Redis.
      const without = committed;
      await expect.poll(() => committed - without, { timeout: 30_000 }).toBeGreaterThan(50);
      await servers.redis.start();
      await expect
        .poll(async () => (await one.redis.keys('im:cache:*').catch(() => [])).length, { timeout: 30_000 })
        .toBeGreaterThan(0);
    }
    ended = true;
    await Promise.all(all);
    expect(stale).toBe(0);
    expect(reads).toBeGreaterThan(500);
    // The longest write waits once per loss of Redis, until no process trusts the lost cache.
    expect(longestMs).toBeLessThan(TIMES.outageMs + 3 * TIMES.validMs + 1000);
  });

  test('after a process dies between invalidation and commit, reads get the stored value and the next write is visible', {
    timeout: 60_000,
  }, async () => {
    const { one, other, userId } = await openTwo();
    await waitUntilCached(other, userId);
    const batch = one.batches.open(one.log.group, one.log.topic, [one.log.claim()]);
    await keepCommand(batch, async ({ people }) => people.update(userId, { about: 'lost' }));
    // The last step of a commit before its statements are sent.
    await one.cache.invalidate(profileCacheKeys(userId));
    await batch.rollback();
    const before = other.read.length;
    for (let i = 0; i < 3; i++) expect(await readAbout(other, userId)).toBe('');
    expect(other.read.length).toBe(before + 3);
    await setAbout(other, userId, 'next');
    expect(await readAbout(other, userId)).toBe('next');
    expect(await readAbout(one, userId)).toBe('next');
  });

  const contractFixture = async () => {
    const servers = await startServers(['redis'], { private: true });
    const at = await openFixture(servers.redis.address);
    const first = at.start();
    const probe = newId();
    await at.addPerson({ userId: probe, name: 'probe', nameKey: `probe-${probe}` });
    await waitUntilCached(first, probe);
    return {
      connect: () => at.start().batches,
      addPerson: at.addPerson,
      removePerson: async (userId: string) => {
        const done = await first.cache.invalidate(profileCacheKeys(userId));
        await at.removePerson(userId);
        done();
      },
      close: async () => {
        await at.close();
        await servers.stop();
      },
    };
  };
  peopleContract('MySQL with a cache in Redis', contractFixture);
  groupsContract('MySQL with a cache in Redis', contractFixture);
});
