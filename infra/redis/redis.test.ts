import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import type { Log } from '../ports/index.ts';
import { budgetsContract } from '../testing/budgets-contract.ts';
import { leasesContract } from '../testing/leases-contract.ts';
import { limitsContract } from '../testing/limits-contract.ts';
import { describeReal, startPrivateServers } from '../testing/real-servers.ts';
import { routesContract } from '../testing/routes-contract.ts';
import { switchableAddress } from '../testing/switchable-address.ts';
import { redisBudgets } from './budgets.ts';
import { redisClient } from './client.ts';
import { redisLeases } from './leases.ts';
import { redisLimits } from './limits.ts';
import { redisRoutes } from './routes.ts';
import { setClockBack } from './testing/set-clock-back.ts';
import { testRedis } from './testing/test-redis.ts';

const lines: string[] = [];
const note = (_fields: object, message: string): void => void lines.push(message);
const log: Log = { debug: note, info: note, warn: note, error: note };
const gateTtlMs = 300;
const userRoute = (userId: string, connection: number) => ({
  userId,
  route: { sessionId: 's', epoch: 1, address: { instance: 'gate-1.a', slot: 0, connection } },
});

describeReal('the ports on Redis', ['redis'], () => {
  const redis = testRedis(log);
  const release = (): Promise<void> => redis.release();
  routesContract('redis', async () => ({ routes: redisRoutes(redis.client, { gateTtlMs }), gateTtlMs, release }));
  budgetsContract('redis', async () => ({ budgets: redisBudgets(redis.client), release }));
  limitsContract('redis', async () => ({ limits: redisLimits(redis.client), release }));
  leasesContract('redis', async () => ({ leases: redisLeases(redis.client), release }));

  test('after the clock of Redis was set back an hour, no budget, limit or lease makes anybody wait longer', async () => {
    const [budgets, limits, leases] = [redisBudgets(redis.client), redisLimits(redis.client), redisLeases(redis.client)];
    const attempt = { key: 'k', limit: 1, windowMs: 60_000 };
    await budgets.take([{ key: 'k', burst: 3, refillMs: 20_000 }]);
    await limits.take([attempt]);
    await leases.acquire('duty', 'dead', 300);
    await setClockBack(redis.client, 3600_000, /^$/);
    expect((await budgets.take([{ key: 'k', burst: 3, refillMs: 20_000 }]))[0]).toBeLessThanOrEqual(20_000);
    expect((await limits.take([attempt]))[0]).toBeLessThanOrEqual(60_000);
    await expect.poll(() => leases.acquire('duty', 'living', 300), { timeout: 5000 }).toEqual(expect.any(Number));
    await redis.client.flushdb();
  });

  test('a route that no gate refreshes expires', async () => {
    const routes = redisRoutes(redis.client);
    const route = { sessionId: 's', epoch: 1, address: { instance: 'gate-1.a', slot: 0, connection: 1 } };
    await routes.bind([{ userId: 'alice', route }]);
    const bound = await redis.client.pttl('im:route:alice');
    await routes.unbind([{ userId: 'alice', sessionId: 'other', epoch: 1 }]);
    expect(bound).toBeGreaterThan(0);
    expect(await redis.client.pttl('im:route:alice')).toBeGreaterThan(0);
    await redis.client.flushdb();
  });

  test('a lookup of users on known gates is one round trip', async () => {
    const routes = redisRoutes(redis.client);
    await routes.refresh('gate-1.a', [
      { userId: 'alice', route: { sessionId: 's', epoch: 1, address: { instance: 'gate-1.a', slot: 0, connection: 1 } } },
    ]);
    await routes.lookup(['alice']);
    const sent = vi.spyOn(redis.client, 'sendCommand');
    await routes.lookup(['alice', 'bob']);
    expect(sent).toHaveBeenCalledTimes(1);
    sent.mockRestore();
    await redis.client.flushdb();
  });
});

describeReal('a private Redis', ['redis'], () => {
  // On a shared Redis the flush would disturb other tests.
  test('a script still runs after Redis has lost its script cache', async () => {
    const servers = await startPrivateServers(['redis']);
    const client = redisClient(servers.redis.address, log);
    try {
      const limits = redisLimits(client);
      await expect.poll(() => client.status).toBe('ready');
      expect(await limits.take([{ key: 'forgotten', limit: 1, windowMs: 60_000 }])).toEqual([0]);
      await client.script('FLUSH');
      expect((await limits.take([{ key: 'forgotten', limit: 1, windowMs: 60_000 }]))[0]).toBeGreaterThan(0);
    } finally {
      client.disconnect();
      await servers.stop();
    }
  });

  test('while Redis is down commands fail within a second, and the client reconnects by itself', async () => {
    const servers = await startPrivateServers(['redis']);
    const client = redisClient(servers.redis.address, log);
    try {
      const routes = redisRoutes(client);
      const limits = redisLimits(client);
      await expect.poll(() => client.status).toBe('ready');
      await routes.refresh('gate-1.a', []);
      await servers.redis.kill();
      const started = performance.now();
      await expect(routes.lookup(['alice'])).rejects.toThrow();
      await expect(limits.take([{ key: 'alice', limit: 1, windowMs: 1000 }])).rejects.toThrow();
      expect(performance.now() - started).toBeLessThan(1500);
      await servers.redis.start();
      await expect
        .poll(
          () =>
            routes.refresh('gate-1.a', []).then(
              () => 'served',
              () => 'unavailable',
            ),
          { timeout: 10_000 },
        )
        .toBe('served');
      expect(await routes.lookup(['alice'])).toEqual([[]]);
      expect(lines).toEqual(expect.arrayContaining(['redis connection lost, reconnecting', 'redis connection restored']));
    } finally {
      client.disconnect();
      await servers.stop();
    }
  });
});

describeReal('a failover of Redis', ['redis'], () => {
  test('a former primary that turned into a replica is left, and the routes that pushes need are on the new one', async () => {
    const [former, next] = [await startPrivateServers(['redis']), await startPrivateServers(['redis'])];
    const address = await switchableAddress(former.redis.address);
    const client = redisClient(address.url, log);
    const direct = redisClient(next.redis.address, log);
    try {
      await expect.poll(() => [client.status, direct.status]).toEqual(['ready', 'ready']);
      const routes = redisRoutes(client, { gateTtlMs: 10_000 });
      const alice = userRoute('alice', 1);
      // As a gate does: it binds again what is missing.
      const refresh = async (): Promise<unknown> => {
        const missing = await routes.refresh('gate-1.a', [alice]).catch(() => undefined);
        if (missing?.length) await routes.bind([alice]).catch(() => undefined);
        return missing;
      };
      await expect.poll(refresh).toEqual([]);
      const { hostname, port } = new URL(next.redis.address);
      await client.replicaof(hostname, port);
      address.switchTo(next.redis.address);
      await expect.poll(refresh, { timeout: 10_000 }).toEqual([]);
      expect(await routes.lookup(['alice'])).toEqual([[alice.route]]);
      expect(await redisRoutes(direct).lookup(['alice'])).toEqual([[alice.route]]);
    } finally {
      client.disconnect();
      direct.disconnect();
      address.close();
      await Promise.all([former.stop(), next.stop()]);
    }
  });
});

describe('a server that answers', () => {
  test.each(['READONLY', 'LOADING', 'MASTERDOWN', 'NOREPLICAS', 'CLUSTERDOWN', 'MISCONF', 'OOM'])(
    '%s is left for a new connection to its address, and one that answers anything else is not',
    async (word) => {
      let connections = 0;
      let answer = `-ERR wrong number of arguments, not ${word}\r\n`;
      const server = createServer((socket) => {
        connections++;
        // A command is an array of strings. The reply to INFO says that the server is ready.
        socket.on('data', (bytes) => {
          for (const [, name] of String(bytes).matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
            if (name?.toLowerCase() === 'info') socket.write('$9\r\nloading:0\r\n');
            else socket.write(name?.toLowerCase() === 'hello' ? "-ERR unknown command 'HELLO'\r\n" : answer);
          }
        });
        socket.on('error', () => undefined);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const client = redisClient(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`, log);
      try {
        await expect.poll(() => client.status).toBe('ready');
        await expect(client.set('key', 'value')).rejects.toThrow('wrong number');
        expect(connections).toBe(1);
        answer = `-${word} no\r\n`;
        await expect(client.set('key', 'value')).rejects.toThrow();
        await expect.poll(() => connections).toBe(2);
      } finally {
        client.disconnect();
        server.close();
      }
    },
  );
});

describe('an address without a server', () => {
  test('the client starts, its commands fail at once, and it logs the lost connection', async () => {
    const before = lines.length;
    const client = redisClient('redis://127.0.0.1:1', log);
    await expect(redisRoutes(client).lookup(['alice'])).rejects.toThrow();
    await expect.poll(() => lines.slice(before)).toContain('redis connection lost, reconnecting');
    client.disconnect();
  });
});
