import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Log } from '../../infra/ports/index.ts';
import { redisClient } from '../../infra/redis/client.ts';
import { redisRoutes } from '../../infra/redis/routes.ts';
import { setClockBack } from '../../infra/redis/testing/set-clock-back.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { im } from '../../proto/rpc.ts';
import { redisPresence } from './redis-presence.ts';
import { presenceContract } from './testing/presence-contract.ts';
import { type PresenceAdapters, type PresenceFixture, presenceFixture, QUICK_TIMES } from './testing/presence-fixture.ts';

const { OFFLINE, ONLINE } = im.PresenceState;
const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const quick = { times: QUICK_TIMES };
const soon = { timeout: 5000 };

describeReal('Redis', ['redis'], () => {
  let servers: Awaited<ReturnType<typeof realServers<'redis'>>>;
  let client: Redis;
  beforeAll(async () => {
    servers = await realServers(['redis']);
    client = redisClient(servers.redis, log);
    await vi.waitFor(() => expect(client.status).toBe('ready'));
  });
  afterAll(async () => {
    client?.disconnect();
    await servers?.release();
  });
  const parts = async (): Promise<PresenceAdapters> => ({
    routes: redisRoutes(client, quick),
    presence: redisPresence(client, { times: QUICK_TIMES }),
    release: async () => void (await client.flushdb()),
  });
  presenceContract('redis', parts);

  describe('without gate heartbeats, or after Redis was emptied,', () => {
    let fixture: PresenceFixture;
    beforeEach(async () => {
      fixture = await presenceFixture(await parts());
      await fixture.watch('alice', 'bob');
      await fixture.connect('alice', 'alice');
      await fixture.connect('bob', 'bob');
      await expect.poll(() => fixture.changes.length, soon).toBe(2);
      return () => fixture.close();
    });
    const silence = (gates = ['gate-1', 'gate-2', 'gate-3']): void => {
      for (const gate of gates) fixture.silenceGate(gate);
    };
    const alice = {
      userId: 'alice',
      route: { sessionId: 'alice', epoch: 1, address: { instance: 'gate-1', slot: 0, connection: 1 } },
    };

    test('no user goes offline before the warm-up ends, and a user whose route is refreshed stays online', async () => {
      silence();
      await expect.poll(() => client.exists('im:heartbeat', 'im:gate:gate-1', 'im:gate:gate-2'), soon).toBe(0);
      // Wait until after bob's next route check, which without the warm-up would announce bob as offline.
      await expect
        .poll(async () => Number(await client.zscore('im:online', 'bob')) + 500 < Number((await client.time())[0]) * 1000, soon)
        .toBe(true);
      expect(fixture.changes).toHaveLength(2);
      fixture.reviveGate('gate-3');
      await expect.poll(() => client.get('im:warm-up'), soon).toBe('no-heartbeat');
      await fixture.routes.refresh('gate-1', [alice]);
      fixture.reviveGate('gate-1');
      await client.del('im:route:bob');
      await expect.poll(() => client.exists('im:warm-up'), soon).toBe(0);
      await expect.poll(() => fixture.announced('bob'), soon).toEqual([ONLINE, OFFLINE]);
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
    });

    test('no push and no query says that a user is offline before all gates had time to refresh their routes', async () => {
      silence();
      await client.flushdb();
      expect(await fixture.presence.watch('watcher', ['alice'])).toBeGreaterThan(0);
      fixture.reviveGate('gate-3');
      await expect.poll(() => client.get('im:warm-up'), soon).toBe('emptied');
      const wait = await fixture.presence.watch('watcher', ['alice']);
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(QUICK_TIMES.warmUpMs);
      expect(await fixture.presence.getStates(['alice'])).toEqual([]);
      await fixture.routes.refresh('gate-1', [alice]);
      fixture.reviveGate('gate-1');
      expect(await fixture.watch('alice', 'bob')).toMatchObject([{ state: ONLINE }, { state: OFFLINE }]);
      await fixture.waitForAnnouncements();
      expect(fixture.announced('alice')).toEqual([ONLINE]);
      expect(fixture.announced('bob')).toEqual([ONLINE]);
    });

    test('no state is returned when heartbeats stop again before the warm-up has ended', async () => {
      silence();
      await client.flushdb();
      await fixture.routes.refresh('gate-3', []);
      expect(await client.get('im:warm-up')).toBe('emptied');
      await client.del('im:heartbeat');
      await fixture.routes.refresh('gate-3', []);
      expect(await fixture.presence.watch('watcher', ['alice'])).toBeGreaterThan(0);
      expect(await fixture.presence.getStates(['alice'])).toEqual([]);
    });

    test('a living gate restores all its routes with its next refresh', async () => {
      await client.flushdb();
      expect(await fixture.routes.refresh('gate-1', [alice])).toEqual(['alice']);
      expect(await fixture.routes.lookup(['alice'])).toEqual([[alice.route]]);
    });
  });

  test('Redis holds the users of a gate while the gate lives, and deletes them when the gate dies', async () => {
    const fixture = await presenceFixture(await parts());
    const at = async (gate: string) => (await client.smembers(`im:at:${gate}`)).sort();
    await fixture.connect('alice', 'phone');
    await fixture.connect('alice', 'desktop');
    await fixture.connect('bob', 'bob');
    await fixture.connect('carol', 'carol');
    await fixture.connect('bob', 'bob', 'gate-2');
    await fixture.disconnect('alice', 'phone');
    await fixture.disconnect('carol', 'carol');
    expect([await at('gate-1'), await at('gate-2')]).toEqual([['alice'], ['bob']]);
    await fixture.disconnect('alice', 'desktop');
    expect(await at('gate-1')).toEqual([]);
    fixture.silenceGate('gate-2');
    await expect.poll(async () => (await client.keys('im:at:*')).length, soon).toBe(0);
    await expect.poll(() => client.smembers('im:gates'), soon).not.toContain('gate-2');
    expect(await client.exists('im:route:bob')).toBe(0);
    await fixture.close();
  });

  test('after the clock of Redis was set back an hour, users still go offline and announcements still come', async () => {
    const fixture = await presenceFixture(await parts());
    await fixture.watch('alice', 'bob', 'carol');
    await fixture.connect('alice', 'alice');
    await fixture.connect('bob', 'bob', 'gate-2');
    await expect.poll(() => fixture.changes.length, soon).toBe(2);
    await fixture.stopPolling();
    await fixture.disconnect('alice', 'alice');
    await fixture.connect('carol', 'carol');
    fixture.silenceGate('gate-2');
    await setClockBack(client, 3600_000, /^im:(online|pending|watch:)/);
    const states = new Map<string, number>();
    const take = async (): Promise<object> => {
      const { changes } = await fixture.presence.takeChanges(100);
      for (const { userId, state } of changes) states.set(userId, state);
      return Object.fromEntries(states);
    };
    await expect.poll(take, soon).toEqual({ alice: OFFLINE, bob: OFFLINE, carol: ONLINE });
    await fixture.close();
  });

  test('a user whose route expired without an unbind goes offline', async () => {
    const fixture = await presenceFixture(await parts());
    await fixture.watch('alice');
    await fixture.connect('alice', 'alice');
    await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE]);
    await client.del('im:route:alice');
    await expect.poll(() => fixture.announced('alice'), soon).toEqual([ONLINE, OFFLINE]);
    await fixture.close();
  });

  test('only the last-seen time of an offline user is kept', async () => {
    const fixture = await presenceFixture(await parts());
    await fixture.connect('alice', 'alice');
    await fixture.presence.setAway('alice', 'alice', true);
    await fixture.disconnect('alice', 'alice');
    await expect.poll(async () => (await client.keys('*alice*')).sort(), soon).toEqual(['im:seen:alice']);
    await expect.poll(async () => [await client.zcard('im:pending'), await client.hlen('im:announced')], soon).toEqual([0, 0]);
    expect(await client.pttl('im:seen:alice')).toBeGreaterThan(0);
    await fixture.close();
  });
});
