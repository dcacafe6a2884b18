import { expect, test } from 'vitest';
import { embeddedLimits } from '../infra/embedded/limits.ts';
import type { Limits } from '../infra/ports.ts';
import { authWorld, connection, credentials, type Outcome } from './test-world.ts';
import { DEFAULT_TRY_LIMITS, tries } from './tries.ts';

async function codesOf(attempts: (() => Promise<Outcome>)[]): Promise<string[]> {
  const codes: string[] = [];
  for (const attempt of attempts)
    codes.push(
      await attempt().then(
        () => 'OK',
        (error) => error.code,
      ),
    );
  return codes;
}

test('after ten tries at a name in a minute, right or wrong and from wherever, no more are checked', async () => {
  const world = await authWorld({ tryLimits: DEFAULT_TRY_LIMITS });
  await world.call('register', credentials('Alice'), connection());
  const from = (address: number) => connection({ clientAddress: `192.0.2.${address}` });
  const wrong = Array.from(
    { length: 9 },
    (_, i) => () => world.call('logIn', credentials('alice', { password: 'wrong horse' }), from(i)),
  );
  const right = [100, 101].map((i) => () => world.call('logIn', credentials('ALICE'), from(i)));
  expect(await codesOf([...wrong, ...right])).toEqual([...Array(9).fill('WRONG_CREDENTIALS'), 'OK', 'TOO_MANY_TRIES']);
  const before = world.passwords.runs();
  const error = await world.call('logIn', credentials('Alice'), from(102)).catch((caught) => caught);
  expect(error).toMatchObject({ code: 'TOO_MANY_TRIES' });
  expect(error.retryAfterMs).toBeGreaterThan(0);
  expect(error.retryAfterMs).toBeLessThanOrEqual(60_000);
  expect(world.passwords.runs()).toBe(before);
  world.close();
});

test('after sixty tries of one address in a minute, to log in or to register, others can still', async () => {
  const world = await authWorld({ tryLimits: DEFAULT_TRY_LIMITS });
  const at = (clientAddress: string) => connection({ clientAddress });
  const tried = Array.from(
    { length: 60 },
    (_, i) => () =>
      i % 2
        ? world.call('register', credentials(`user ${i}`), at('192.0.2.1'))
        : world.call('logIn', credentials(`user ${i}`), at('192.0.2.1')),
  );
  expect(new Set(await codesOf(tried))).toEqual(new Set(['OK', 'WRONG_CREDENTIALS']));
  expect(
    await codesOf([
      () => world.call('register', credentials('one more'), at('192.0.2.1')),
      () => world.call('logIn', credentials('user 1'), at('192.0.2.1')),
      () => world.call('logIn', credentials('user 1'), at('192.0.2.2')),
    ]),
  ).toEqual(['TOO_MANY_TRIES', 'TOO_MANY_TRIES', 'OK']);
  world.close();
});

test('resuming is no try', async () => {
  const world = await authWorld({ tryLimits: { perName: 1, perAddress: 1, windowMs: 60_000 } });
  const { reply } = await world.call('register', credentials('Alice'), connection());
  for (let i = 0; i < 5; i++) await world.call('resume', { token: reply.token }, connection());
  world.close();
});

test('while the limits are away everybody is let through', async () => {
  const away: Limits = { take: () => Promise.reject(new Error('Redis is away')) };
  const world = await authWorld({ limits: away, tryLimits: { perName: 0, perAddress: 0, windowMs: 60_000 } });
  await world.call('register', credentials('Alice'), connection());
  expect((await world.call('logIn', credentials('alice'), connection())).reply.name).toBe('Alice');
  world.close();
});

test('callers without an address are not counted as one', async () => {
  const { count } = tries(embeddedLimits(), { perName: 5, perAddress: 1, windowMs: 60_000 });
  for (let i = 0; i < 5; i++) await count({ clientAddress: '' });
  await count({ clientAddress: '192.0.2.1' });
  await expect(count({ clientAddress: '192.0.2.1' })).rejects.toMatchObject({ code: 'TOO_MANY_TRIES' });
});
