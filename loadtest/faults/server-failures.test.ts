// Kafka, MySQL and Redis die under load, and every message is counted afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { SERVER_KINDS } from '../../tools/servers/servers.ts';
import { CLIENTS, expectCompleteDelivery, stackFixture } from '../testing/stack-fixture.ts';

describeReal('under load, with two gates, two auths and two logics', SERVER_KINDS, () => {
  const stack = stackFixture();

  test('when Redis is emptied, the routes are restored within 10 s and no message is lost', async () => {
    const redis = new Redis(stack.servers().redis.address);
    const result = await stack.runUnderLoad(13, async () => {
      const before = (await redis.keys('im:route:*')).length;
      expect(before).toBeGreaterThan(0);
      await redis.flushall();
      const emptiedMs = performance.now();
      await expect
        .poll(async () => (await redis.keys('im:route:*')).length, { timeout: 12_000, interval: 200 })
        .toBeGreaterThanOrEqual(before);
      expect(performance.now() - emptiedMs).toBeLessThan(10_500);
    });
    await redis.quit();
    expectCompleteDelivery(result);
  });

  test.each([['redis'], ['mysql'], ['kafka']] as const)(
    'when %s is killed and restarted, the services recover by themselves and no message is lost',
    async (kind) => {
      const server = stack.servers()[kind];
      const result = await stack.runUnderLoad(13, async () => {
        await server.kill();
        await sleep(3000);
        await server.start();
      });
      expectCompleteDelivery(result);
      const { all } = stack.services();
      expect(all.filter((service) => !service.isRunning()).map(({ name }) => name)).toEqual([]);
    },
    180_000,
  );

  test('services that start before Kafka, MySQL and Redis log that they wait, and serve as soon as these run', async () => {
    const servers = stack.servers();
    await stack.services().stop();
    for (const kind of SERVER_KINDS) await servers[kind].kill();
    const before = stack.logLines.length;
    const services = await stack.start();
    const waiting = () => stack.logLines.slice(before).filter(({ line }) => /waiting for/i.test(line));
    await expect.poll(() => new Set(waiting().map(({ name }) => name)).size, { timeout: 20_000 }).toBe(services.all.length);
    // Start the servers in the reverse of the usual order.
    for (const kind of ['redis', 'mysql', 'kafka'] as const) await servers[kind].start();
    await services.waitUntilReady();
    const load = await stack.newLoadDriver({ seconds: 2 });
    expect((await load.connect()).bound).toBe(CLIENTS);
    expectCompleteDelivery(await load.run(() => undefined));
  });
});
