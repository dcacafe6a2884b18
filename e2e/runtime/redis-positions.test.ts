// The runtime with a service that has no tables and keeps its positions in Redis.

import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Batches } from '../../infra/ports/index.ts';
import { redisBatches } from '../../infra/redis/batches.ts';
import { redisClient } from '../../infra/redis/client.ts';
import { withoutDrain } from '../../infra/testing/bus/without-drain.ts';
import { describeReal, startPrivateServers } from '../../infra/testing/real-servers.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { type RuntimeFixture, runtimeFixture, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';

describeReal('a service with its positions in Redis', ['redis'], () => {
  let servers: Awaited<ReturnType<typeof startPrivateServers<'redis'>>>;
  let client: Redis;
  let fixture: RuntimeFixture;
  beforeEach(async () => {
    servers = await startPrivateServers(['redis']);
    const ignore = (): void => undefined;
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    client = redisClient(servers.redis.address, log);
    await vi.waitFor(() => expect(client.status).toBe('ready'));
    // The commands of this suite use no tables.
    const batches = redisBatches(client, log) as Batches<unknown> as Batches<LogicStore>;
    const nobody = async () => undefined;
    fixture = await runtimeFixture({ batches, connect: () => batches, addUser: nobody, removeUser: nobody, close: ignore });
  });
  afterEach(async () => {
    await fixture?.close();
    client?.disconnect();
    await servers?.stop();
  });

  const echo = (text: string): Promise<unknown> => fixture.ask('Fixture.Echo', { text });
  const replied = (requests: readonly number[]): number[] => requests.map((request) => fixture.replies(request).length);

  test('continues after Redis lost its data, and so does the next instance', async () => {
    const first = await fixture.start('Fixture');
    for (let i = 0; i < 5; i++) await echo('before');
    await client.flushall();
    for (let i = 0; i < 5; i++) await echo('after');
    expect([...first.pausedPartitions()]).toEqual([]);
    await first.close();
    const second = await fixture.start('Fixture');
    await echo('next');
    expect([...second.pausedPartitions()]).toEqual([]);
  });

  test('waits while Redis is down, and replies to every command once when Redis is back without its data', async () => {
    const serving = await fixture.start('Fixture');
    await echo('before');
    await servers.redis.kill();
    const sent = Array.from({ length: 5 }, (_, i) => fixture.send('Fixture.Echo', { text: `meanwhile ${i}` }));
    const isRetrying = () => fixture.log.lines.some(({ message }) => message.startsWith('batch not stored'));
    await waitFor(isRetrying, 'a batch that is not stored');
    expect(replied(sent)).toEqual([0, 0, 0, 0, 0]);
    await servers.redis.start();
    await waitFor(() => replied(sent).every((count) => count > 0), 'the answers');
    await echo('after');
    expect(replied(sent)).toEqual([1, 1, 1, 1, 1]);
    expect([...serving.pausedPartitions()]).toEqual([]);
  });

  test('replays outcomes from the outbox that a dead instance had stored and not published', async () => {
    const never = new Promise<void>(() => undefined);
    const dying = await fixture.start('Fixture', { afterCommit: () => never, bus: withoutDrain(fixture.bus) });
    const sent = ['Fixture.Echo', 'Fixture.Refuse'].map((rpc) => fixture.send(rpc, { text: 'x' }));
    const outboxSizes = async () =>
      (await Promise.all((await client.keys('im:outbox:*')).map((key) => client.zcard(key)))).join();
    await expect.poll(outboxSizes).toBe('2');
    expect(replied(sent)).toEqual([0, 0]);
    void dying.close();
    await fixture.start('Fixture');
    await waitFor(() => replied(sent).every((count) => count > 0), 'the answers');
    await echo('behind');
    expect(replied(sent)).toEqual([1, 1]);
    await expect.poll(outboxSizes).toBe('');
  });
});
