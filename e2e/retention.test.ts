// The deletion of old messages by logic processes on real servers.
import mysql from 'mysql2/promise';
import { afterEach, expect, test } from 'vitest';
import { createClient } from '../client/sdk/node.ts';
import { redisClient } from '../infra/redis/client.ts';
import { describeReal, type RealServers, realServers } from '../infra/testing/real-servers.ts';
import { decodeId } from '../proto/ids.ts';
import { generateSecrets, type ServiceProcesses, startServices } from '../tools/servers/service-processes.ts';

const PASSWORD = 'correct horse battery';
const ignore = (): void => undefined;

describeReal('two logics that keep messages for a day', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  let services: ServiceProcesses | undefined;
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    await services?.stop();
    await servers?.release();
  });

  test('one logic deletes old messages, the other takes over when it ends, and new messages arrive', async () => {
    servers = await realServers(['kafka', 'mysql', 'redis']);
    const env = { ...servers.env, ...generateSecrets(), IM_REGISTRATION: 'open', IM_KEEP_MESSAGES_DAYS: '7' };
    services = await startServices(env, { gate: 1, auth: 1, logic: 2 });
    await services.waitUntilReady();
    const redis = redisClient(servers.redis, { debug: ignore, info: ignore, warn: ignore, error: ignore });
    ends.push(() => redis.disconnect());
    const table = await mysql.createConnection({ uri: servers.mysql });
    ends.push(() => table.end());
    const gates = [services.byRole('gate')[0]?.addresses.tcp ?? ''];
    const [alice, bob] = [createClient({ gates, from: 'beginning' }), createClient({ gates, from: 'beginning' })];
    ends.push(
      () => alice.close(),
      () => bob.close(),
    );
    const texts: string[] = [];
    bob.on('message', ({ text }) => texts.push(text));
    await alice.register({ name: 'alice', password: PASSWORD });
    const { userId } = await bob.register({ name: 'bob', password: PASSWORD });
    const sent = [await alice.send(userId, 'one'), await alice.send(userId, 'two')];
    const conversationId = sent[0]?.conversationId ?? '';
    await expect.poll(() => texts).toEqual(['one', 'two']);

    // Makes all messages eight days older.
    await table.query('UPDATE messages SET sent_at = sent_at - 8 * 86400000 WHERE conversation_id = ?', [
      decodeId(conversationId),
    ]);
    await expect.poll(() => redis.get('im:lease:retention'), { timeout: 15_000 }).toMatch(/logic-\d/);
    const holder = /logic-\d/.exec((await redis.get('im:lease:retention')) ?? '')?.[0];
    const first = services.byRole('logic').find(({ name }) => name === holder);
    if (!first) throw new Error('no instance holds the retention lease');
    await first.kill('SIGTERM');
    await expect.poll(async () => (await alice.history(conversationId)).firstSeq, { timeout: 20_000, interval: 200 }).toBe(3);
    expect((await alice.history(conversationId)).messages).toEqual([]);
    expect((await alice.send(userId, 'three')).seq).toBe(3);
    await expect.poll(() => texts).toEqual(['one', 'two', 'three']);
  }, 90_000);
});
