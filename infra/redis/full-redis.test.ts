import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Log } from '../ports/index.ts';
import { describeReal, type PrivateServers, startPrivateServers } from '../testing/real-servers.ts';
import { redisBatches } from './batches.ts';
import { redisClient } from './client.ts';
import { redisLimits } from './limits.ts';
import { redisRoutes } from './routes.ts';

const GATE_TTL_MS = 500;

describeReal('a full Redis', ['redis'], () => {
  let servers: PrivateServers<'redis'>;
  let client: Redis;
  let warnings: string[];
  beforeEach(async () => {
    servers = await startPrivateServers(['redis']);
    warnings = [];
    const ignore = (): void => undefined;
    const log: Log = { debug: ignore, info: ignore, warn: (_, text) => void warnings.push(text), error: ignore };
    client = redisClient(servers.redis.address, log);
    await expect.poll(() => client.status).toBe('ready');
  });
  afterEach(async () => {
    client.disconnect();
    await servers.stop();
  });

  const routeOf = (userId: string, connection: number) => ({
    userId,
    route: { sessionId: 's', epoch: 1, address: { instance: 'gate-1.a', slot: 0, connection } },
  });
  const fill = (): Promise<unknown> => client.config('SET', 'maxmemory', '1');

  test('keeps routes: those of present users stay, and new users get theirs', async () => {
    const routes = redisRoutes(client, { gateTtlMs: GATE_TTL_MS });
    const alice = routeOf('alice', 1);
    await routes.refresh('gate-1.a', [alice]);
    await fill();
    for (let refreshes = 0; refreshes < 5; refreshes++) {
      await routes.refresh('gate-1.a', [alice]);
      await new Promise((resolve) => setTimeout(resolve, GATE_TTL_MS / 2));
    }
    const bob = routeOf('bob', 2);
    await routes.bind([bob]);
    expect(await routes.lookup(['alice', 'bob'])).toEqual([[alice.route], [bob.route]]);
    await routes.unbind([{ userId: 'alice', sessionId: 's', epoch: 1 }]);
    expect(await routes.lookup(['alice'])).toEqual([[]]);
  });

  test('keeps positions and counts', async () => {
    await fill();
    const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const batches = redisBatches(client, silent);
    await batches.loadPositions('g', 't', [{ partition: 0, earliest: 0, end: 0 }]);
    const claim = { partition: 0, start: 0, end: 3, published: 0, producers: new Map([['gate', 1]]) };
    await batches.open('g', 't', [claim]).commit([]);
    const positions = await batches.loadPositions('g', 't', [{ partition: 0, earliest: 0, end: 3 }]);
    expect(positions.get(0)?.next).toBe(3);
    const attempt = { key: 'k', limit: 1, windowMs: 60_000 };
    const [first, second = 0] = await redisLimits(client).take([attempt, attempt]);
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(0);
  });

  test('is told, and a client that it refuses does not connect again all the time', async () => {
    await fill();
    const clientId = (): Promise<unknown> => client.client('ID');
    const ids = new Set<unknown>();
    for (const end = performance.now() + 10_000; performance.now() < end; ) {
      await client.set('anything', 'at all').catch(() => undefined);
      if (client.status === 'ready') ids.add(await clientId().catch(() => undefined));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    ids.delete(undefined);
    expect(warnings.filter((text) => text.startsWith('redis refuses commands')).length).toBeLessThanOrEqual(3);
    expect(warnings).toContain('redis refuses commands, connecting again in case its address leads to another server');
    expect(ids.size).toBeLessThanOrEqual(4);
  });
});
