import { expect, onTestFinished, test } from 'vitest';
import { describeReal, startPrivateServers } from '../testing/real-servers.ts';
import { silentLog } from '../testing/silent-log.ts';
import { redisClient } from './client.ts';
import { readRedisState } from './server-state.ts';

describeReal('the state of a real Redis', ['redis'], () => {
  test('shows its version, its memory and how it is set up', async () => {
    const { redis, stop } = await startPrivateServers(['redis']);
    onTestFinished(() => stop());
    const client = redisClient(redis.address, silentLog);
    onTestFinished(() => client.disconnect());
    await expect.poll(() => client.status, { timeout: 20_000 }).toBe('ready');
    const usual = await readRedisState(client);
    expect(usual).toMatchObject({ isCluster: false, isReplica: false, maxBytes: 0, evictionPolicy: 'noeviction', saves: false });
    expect(usual).toMatchObject({ stopsWithoutSaving: false, hasSaved: true });
    expect([usual.major >= 7, usual.usedBytes > 1000]).toEqual([true, true]);
    expect(usual.version).toMatch(/^(Valkey )?\d+\.\d+/);

    await client.call('CONFIG', 'SET', 'maxmemory', '100mb', 'maxmemory-policy', 'allkeys-lru', 'save', '3600 1');
    await client.call('REPLICAOF', '127.0.0.1', '9');
    expect(await readRedisState(client)).toMatchObject({
      ...{ isReplica: true, maxBytes: 100 * 1024 ** 2, evictionPolicy: 'allkeys-lru', saves: true, stopsWithoutSaving: true },
    });
  });
});
