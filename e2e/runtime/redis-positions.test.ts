// A service without tables behind the runtime, its positions in Redis.
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Batches, Bus } from '../../infra/ports/index.ts';
import { redisBatches } from '../../infra/redis/batches.ts';
import { redisClient } from '../../infra/redis/client.ts';
import { describeReal, startPrivateServers } from '../../infra/testing/real-servers.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { type RuntimeFixture, runtimeFixture, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';

describeReal('a service with its positions in Redis', ['redis'], () => {
  let servers: Awaited<ReturnType<typeof startPrivateServers<'redis'>>>;
  let client: Redis;
  let world: RuntimeFixture;
  beforeEach(async () => {
    servers = await startPrivateServers(['redis']);
    const ignore = (): void => undefined;
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    client = redisClient(servers.redis.address, log);
    await vi.waitFor(() => expect(client.status).toBe('ready'));
    // The commands sent here look at no table.
    const batches = redisBatches(client, log) as Batches<unknown> as Batches<LogicStore>;
    const nobody = async () => undefined;
    world = await runtimeFixture({ batches, connect: () => batches, addUser: nobody, removeUser: nobody, close: ignore });
  });
  afterEach(async () => {
    await world?.close();
    client?.disconnect();
    await servers?.stop();
  });

  const echo = (text: string): Promise<unknown> => world.ask('Fixture.Echo', { text });
  const replied = (requests: readonly number[]): number[] => requests.map((request) => world.replies(request).length);

  test('goes on when Redis was emptied under it, and so does who comes next', async () => {
    const first = await world.start('Fixture');
    for (let i = 0; i < 5; i++) await echo('before');
    await client.flushall();
    for (let i = 0; i < 5; i++) await echo('after');
    expect([...first.pausedPartitions()]).toEqual([]);
    await first.close();
    const second = await world.start('Fixture');
    await echo('next');
    expect([...second.pausedPartitions()]).toEqual([]);
  });

  test('waits while Redis is away, and answers everything once when it is back with nothing in it', async () => {
    const serving = await world.start('Fixture');
    await echo('before');
    await servers.redis.kill();
    const sent = Array.from({ length: 5 }, (_, i) => world.send('Fixture.Echo', { text: `meanwhile ${i}` }));
    const away = () => world.log.lines.some(({ message }) => message.includes('could not be stored'));
    await waitFor(away, 'a batch that could not be stored');
    expect(replied(sent)).toEqual([0, 0, 0, 0, 0]);
    await servers.redis.start();
    await waitFor(() => replied(sent).every((count) => count > 0), 'the answers');
    await echo('after');
    expect(replied(sent)).toEqual([1, 1, 1, 1, 1]);
    expect([...serving.pausedPartitions()]).toEqual([]);
  });

  test('answers from the outbox what a dead instance had stored and not published', async () => {
    const never = new Promise<void>(() => undefined);
    const dying = await world.start('Fixture', { afterCommit: () => never, bus: withoutDrain(world.bus) });
    const sent = ['Fixture.Echo', 'Fixture.Refuse'].map((rpc) => world.send(rpc, { text: 'x' }));
    const stored = async () => (await Promise.all((await client.keys('im:outbox:*')).map((key) => client.zcard(key)))).join();
    await expect.poll(stored).toBe('2');
    expect(replied(sent)).toEqual([0, 0]);
    void dying.close();
    await world.start('Fixture');
    await waitFor(() => replied(sent).every((count) => count > 0), 'the answers');
    await echo('behind');
    expect(replied(sent)).toEqual([1, 1]);
    await expect.poll(stored).toBe('');
  });
});

/** A bus whose members leave at once, as the dead do. */
function withoutDrain(bus: Bus): Bus {
  return { ...bus, consume: (options) => bus.consume({ ...options, onRevoked: async () => undefined }) };
}
