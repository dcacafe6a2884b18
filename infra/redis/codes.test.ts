import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { codesContract } from '../contract/codes.ts';
import { granted, RULES, request } from '../contract/codes-world.ts';
import type { Log } from '../ports.ts';
import { describeReal, realServers } from '../servers/testing.ts';
import { redisClient } from './client.ts';
import { redisCodes } from './codes.ts';

const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

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

  const release = async (): Promise<void> => void (await client.flushdb());
  codesContract('Redis', async () => ({ codes: redisCodes(client), release }));

  test('everything that is kept goes away by itself, and names neither address nor caller', async () => {
    const codes = redisCodes(client);
    const of = { address: 'alice@example.org', purpose: 1 };
    const code = await granted(request(codes, of));
    await codes.use({ ...of, nonce: code.nonce, use: 'u' }, RULES);
    await granted(request(codes, of));
    await codes.attempt({ ...of, caller: '192.0.2.1', use: 'v' }, RULES);
    const keys = await client.keys('*');
    expect(keys.map((key) => key.split(':', 3).join(':')).sort()).toEqual(['im:code:living', 'im:code:mails', 'im:code:used']);
    for (const key of keys) {
      const longest = key.startsWith('im:code:mails') ? 24 * 60 * 60 * 1000 : RULES.livesMs;
      const leftMs = await client.pttl(key);
      expect(leftMs).toBeGreaterThan(0);
      expect(leftMs).toBeLessThanOrEqual(longest);
      const kept = (await client.dumpBuffer(key)).toString('latin1');
      for (const clear of ['alice', 'example', '192.0.2.1']) expect(`${key} ${kept}`).not.toContain(clear);
    }
    await client.flushdb();
  });

  test('the day is a day: a mail counts until it is over', async () => {
    const codes = redisCodes(client);
    const rules = { mailsPerDay: 2 };
    await granted(request(codes, { command: 'first' }, rules));
    await granted(request(codes, {}, rules));
    expect((await request(codes, {}, rules)).granted).toBe(false);
    const [key = ''] = await client.keys('im:code:mails:*');
    const [mail = ''] = await client.zrange(key, '0', '0');
    await client.zincrby(key, -24 * 60 * 60 * 1000, mail);
    await granted(request(codes, {}, rules));
    expect(await client.zcard(key)).toBe(2);
    await client.flushdb();
  });
});
