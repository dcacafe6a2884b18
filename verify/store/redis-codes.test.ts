import { expect, test } from 'vitest';
import type { Log } from '../../infra/ports/index.ts';
import { setClockBack } from '../../infra/redis/testing/set-clock-back.ts';
import { testRedis } from '../../infra/redis/testing/test-redis.ts';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { redisCodes } from './redis-codes.ts';
import { codeStoreContract } from './testing/code-store-contract.ts';
import { expectGranted, RULES, requestGrant } from './testing/code-store-fixture.ts';

const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

describeReal('Redis', ['redis'], () => {
  const redis = testRedis(log);
  const release = (): Promise<void> => redis.release();
  codeStoreContract('Redis', async () => ({ codes: redisCodes(redis.client), release }));

  test('every stored key expires, and does not contain the e-mail address', async () => {
    const codes = redisCodes(redis.client);
    const of = { owner: 'alice@example.org', purpose: 1 };
    const code = await expectGranted(requestGrant(codes, of));
    await codes.consume({ ...of, nonce: code.nonce, useId: 'u' }, RULES);
    await expectGranted(requestGrant(codes, of));
    await codes.attempt({ ...of, useId: 'v' }, RULES);
    const keys = await redis.client.keys('*');
    expect(keys.map((key) => key.split(':', 3).join(':')).sort()).toEqual(['im:code:living', 'im:code:mails', 'im:code:used']);
    for (const key of keys) {
      const longest = key.startsWith('im:code:mails') ? 24 * 60 * 60 * 1000 : RULES.lifetimeMs;
      const leftMs = await redis.client.pttl(key);
      expect(leftMs).toBeGreaterThan(0);
      expect(leftMs).toBeLessThanOrEqual(longest);
      const kept = (await redis.client.dumpBuffer(key)).toString('latin1');
      for (const clear of ['alice', 'example']) expect(`${key} ${kept}`).not.toContain(clear);
    }
    await redis.client.flushdb();
  });

  test('after the clock of Redis was set back an hour, a code lives as long as a new one, and mails wait no longer', async () => {
    const codes = redisCodes(redis.client);
    const of = { owner: 'alice@example.org', purpose: 1 };
    await expectGranted(requestGrant(codes, of));
    await setClockBack(redis.client, 3600_000, /^im:code:mails:/);
    await codes.attempt({ ...of, useId: 'u' }, RULES);
    const [living = ''] = await redis.client.keys('im:code:living:*');
    expect(await redis.client.pttl(living)).toBeLessThanOrEqual(RULES.lifetimeMs);
    const refused = await requestGrant(codes, of, { mailEveryMs: 60_000 });
    expect(refused).toEqual({ granted: false, waitMs: 60_000 });
    await redis.client.flushdb();
  });

  test('a mail counts against the daily limit for exactly one day', async () => {
    const codes = redisCodes(redis.client);
    const rules = { mailsPerDay: 2 };
    await expectGranted(requestGrant(codes, { command: 'first' }, rules));
    await expectGranted(requestGrant(codes, {}, rules));
    expect((await requestGrant(codes, {}, rules)).granted).toBe(false);
    const [key = ''] = await redis.client.keys('im:code:mails:*');
    const [mail = ''] = await redis.client.zrange(key, '0', '0');
    await redis.client.zincrby(key, -24 * 60 * 60 * 1000, mail);
    await expectGranted(requestGrant(codes, {}, rules));
    expect(await redis.client.zcard(key)).toBe(2);
    await redis.client.flushdb();
  });
});
