// An attacker with 1000 addresses against one account and its mailbox, on the commands of auth and verify, by a simulated clock.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { authFixture, credentials, newCaller, newRequestId, refusalCode } from '../../auth/testing/auth-fixture.ts';
import { memoryBudgets } from '../../infra/memory/budgets.ts';
import { memoryLimits } from '../../infra/memory/limits.ts';
import type { Budgets, Limits } from '../../infra/ports/index.ts';
import { redisBudgets } from '../../infra/redis/budgets.ts';
import type { RedisClient } from '../../infra/redis/client.ts';
import { redisLimits } from '../../infra/redis/limits.ts';
import { testRedis } from '../../infra/redis/testing/test-redis.ts';
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { im } from '../../proto/rpc.ts';
import type { CodeStore } from '../../verify/ports.ts';
import { redisCodes } from '../../verify/store/redis-codes.ts';
import { sqliteCodes } from '../../verify/store/sqlite-codes.ts';
import { verifyFixture } from '../../verify/testing/verify-fixture.ts';

const MINUTE_MS = 60_000;
const EMAIL = 'alice@example.org';
const ADDRESSES = 1000;
const OWNER_IP = '198.51.100.7';
const { REGISTER, RESET_PASSWORD } = im.CodePurpose;

/** 500 networks of /64 in three /48s, and 500 IPv4 addresses in three /24s. */
function attackerAddress(i: number): string {
  const index = i % ADDRESSES;
  if (index < 500) return `2001:db8:${index % 3}:${(index * 53).toString(16)}::1`;
  return `203.0.${index % 3}.${Math.floor((index - 500) / 3) + 1}`;
}

interface Stores {
  readonly budgets: Budgets;
  readonly limits: Limits;
  readonly codes: CodeStore;
  advance(ms: number): Promise<void>;
  release(): Promise<void>;
}

/** Auth and verify on the same stores, with alice's account and the token of her device. */
async function openSystem(stores: Stores) {
  const attempts = new Map<string, number>();
  const codes: CodeStore = {
    grant: (...given) => stores.codes.grant(...given),
    revokeMail: (...given) => stores.codes.revokeMail(...given),
    consume: (...given) => stores.codes.consume(...given),
    async attempt(...given) {
      const found = await stores.codes.attempt(...given);
      if (found.state === 'alive') {
        const nonce = Buffer.from(found.nonce).toString('hex');
        attempts.set(nonce, (attempts.get(nonce) ?? 0) + 1);
      }
      return found;
    },
  };
  const verify = verifyFixture({ stores: { ...stores, codes, clearCodes: () => undefined } });
  const auth = await authFixture({
    settings: { attemptsPerIp: 60 },
    budgets: stores.budgets,
    verificationCodes: {
      consume: async (code) => void (await verify.call('checkCode', code)),
      notifyOwner: async () => undefined,
      notifyFormerOwner: async () => undefined,
    },
  });
  const at = (clientIp: string) => newCaller({ clientIp });
  const code = await verify.mailedCode(EMAIL, REGISTER, at(OWNER_IP));
  const registered = await auth.call('register', credentials('Alice', { email: EMAIL, code }), at(OWNER_IP));
  await stores.advance(MINUTE_MS);
  const logIn = (request: object, clientIp: string) =>
    refusalCode(auth.call('logIn', { ...credentials('alice'), ...request }, at(clientIp)));
  return { auth, verify, at, logIn, attemptsOfCodes: attempts, deviceToken: registered.reply.deviceToken ?? '' };
}

function guessingTests(openStores: () => Stores): void {
  let stores: Stores;
  let system: Awaited<ReturnType<typeof openSystem>>;
  beforeEach(async () => {
    stores = openStores();
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    system = await openSystem(stores);
  });
  afterEach(async () => {
    vi.useRealTimers();
    system.auth.close();
    await stores.release();
  });

  test('an attacker has fewer than 20 guesses an hour at an account, and the owner’s device logs in at once', async () => {
    const { logIn, deviceToken } = system;
    const guesses: number[] = [];
    const owner: string[] = [];
    for (let minute = 0; minute < 60; minute++) {
      // Each address tries every twelve minutes.
      for (let i = 0; i < ADDRESSES / 12; i++) {
        const address = attackerAddress(minute * 83 + i);
        for (const name of ['alice', EMAIL])
          if ((await logIn({ name, password: `guess ${minute} ${i}` }, address)) === 'WRONG_CREDENTIALS') guesses.push(minute);
      }
      if (minute % 10 === 5) owner.push(await logIn({ deviceToken }, OWNER_IP));
      await stores.advance(MINUTE_MS);
    }
    expect(guesses.length).toBeGreaterThan(10);
    expect(guesses.length).toBeLessThan(20);
    expect(owner).toEqual(Array(6).fill('no refusal'));
  });

  test('an attacker has fewer than 5 guesses at a code, none at the owner’s, and the owner gets in on a new device', async () => {
    const { auth, verify, at, logIn, attemptsOfCodes } = system;
    const owner = randomBytes(16);
    const strangers = Array.from({ length: 6 }, () => randomBytes(16));
    const reset = (code: string, requester: Uint8Array, clientIp: string) =>
      auth.call(
        'resetPassword',
        { clientRequestId: newRequestId(), email: EMAIL, code, requester, newPassword: 'another horse' },
        at(clientIp),
      );
    // The attacker uses up all mails that six networks may send, and what strangers have at the account.
    for (let minute = 0; minute < 19; minute++) {
      const email = minute % 2 ? EMAIL : `alice+${minute}@example.org`;
      const request = { email, purpose: RESET_PASSWORD, requester: strangers[minute % 6] };
      for (const i of [0, 1, 2, 500, 501, 502]) await verify.outcome('requestCode', request, at(attackerAddress(i)));
      await stores.advance(MINUTE_MS);
    }
    expect(verify.mailer.sent.length).toBeLessThanOrEqual(20);
    for (let i = 0; i < ADDRESSES; i++) await logIn({ password: 'wrong horse' }, attackerAddress(i * 7));
    expect(await logIn({}, OWNER_IP)).toBe('TOO_MANY_TRIES');

    const code = await verify.mailedCode(EMAIL, RESET_PASSWORD, at(OWNER_IP), owner);
    attemptsOfCodes.clear();
    const guessed = new Map<string, number>();
    for (let i = 0; i < ADDRESSES; i++) {
      const requester = i % 2 ? (strangers[i % 6] ?? owner) : new Uint8Array();
      const outcome = await refusalCode(reset(String(i).padStart(6, '0'), requester, attackerAddress(i)));
      guessed.set(outcome, (guessed.get(outcome) ?? 0) + 1);
    }
    expect([...guessed.keys()].toSorted()).toEqual(['TOO_MANY_TRIES', 'WRONG_CODE']);
    for (const count of attemptsOfCodes.values()) expect(count).toBeLessThan(5);

    attemptsOfCodes.clear();
    const { reply } = await reset(code, owner, OWNER_IP);
    // The only attempt at the owner's code is the owner's.
    expect([...attemptsOfCodes.values()]).toEqual([1]);
    for (let i = 0; i < 100; i++) await logIn({ password: 'wrong horse' }, attackerAddress(i * 7));
    expect(await logIn({ password: 'another horse', deviceToken: reply.deviceToken }, OWNER_IP)).toBe('no refusal');
  });

  test('a /60 of 15 addresses does not keep the owner out of a new device', async () => {
    const { logIn } = system;
    for (let minute = 0; minute < 60; minute++) {
      for (let i = 0; i < 15; i++) await logIn({ password: 'wrong horse' }, `2001:db8:9:${(0x230 + i).toString(16)}::1`);
      if (minute % 10 === 0) expect(await logIn({}, OWNER_IP)).toBe('no refusal');
      await stores.advance(MINUTE_MS);
    }
  });
}

describe('guessing, with the limits in memory', () => {
  guessingTests(() => {
    const store = openSqliteStore(':memory:');
    return {
      budgets: memoryBudgets(),
      limits: memoryLimits(),
      codes: sqliteCodes(store),
      advance: async (ms) => void vi.advanceTimersByTime(ms),
      release: async () => store.close(),
    };
  });
});

describeReal('guessing, with the limits in Redis', ['redis'], () => {
  const redis = testRedis(silentLog);
  guessingTests(() => ({
    budgets: redisBudgets(redis.client),
    limits: redisLimits(redis.client),
    codes: redisCodes(redis.client),
    advance: async (ms) => {
      vi.advanceTimersByTime(ms);
      await ageKeys(redis.client, ms);
    },
    release: () => redis.release(),
  }));
});

/** Lets time pass for all keys: Redis has no clock that a test can set. */
async function ageKeys(client: RedisClient, ms: number): Promise<void> {
  const script = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key) - tonumber(ARGV[1])
  if left <= 0 then
    redis.call('DEL', key)
  else
    redis.call('PEXPIRE', key, left)
    if redis.call('TYPE', key).ok == 'zset' then
      for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZINCRBY', key, -ARGV[1], member) end
    end
  end
end`;
  await client.eval(script, 0, ms);
}
