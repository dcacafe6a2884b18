import { afterEach, beforeEach, expect, test } from 'vitest';
import { redisClient } from '../../infra/redis/client.ts';
import { redisRoutes } from '../../infra/redis/routes.ts';
import { describeReal, type PrivateServers, startPrivateServers } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { im } from '../../proto/rpc.ts';
import { redisPresence } from './redis-presence.ts';
import { QUICK_TIMES } from './testing/presence-fixture.ts';

const { ONLINE, AWAY } = im.PresenceState;

describeReal('presence on a full Redis', ['redis'], () => {
  let servers: PrivateServers<'redis'>;
  let client: ReturnType<typeof redisClient>;
  beforeEach(async () => {
    servers = await startPrivateServers(['redis']);
    client = redisClient(servers.redis.address, silentLog);
    await expect.poll(() => client.status).toBe('ready');
  });
  afterEach(async () => {
    client.disconnect();
    await servers.stop();
  });

  test('answers at once, and follows what users do', async () => {
    const options = { times: QUICK_TIMES };
    const routes = redisRoutes(client, options);
    const presence = redisPresence(client, options);
    const route = { sessionId: 'phone', epoch: 1, address: { instance: 'gate-1.a', slot: 0, connection: 1 } };
    await client.config('SET', 'maxmemory', '1');
    await routes.refresh('gate-1.a', [{ userId: 'alice', route }]);
    await expect.poll(() => presence.watch('bob', ['alice'])).toMatchObject([{ userId: 'alice', state: ONLINE }]);
    await presence.setAway('alice', 'phone', true);
    const takeStates = async (): Promise<number[]> => {
      await routes.refresh('gate-1.a', [{ userId: 'alice', route }]);
      return (await presence.takeChanges(10)).changes.map(({ state }) => state);
    };
    await expect.poll(takeStates, { timeout: 10_000 }).toContain(AWAY);
  });
});
