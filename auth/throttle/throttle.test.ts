import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryBudgets } from '../../infra/memory/budgets.ts';
import { budgetsWithFallback } from '../../infra/memory/fallback.ts';
import type { Budgets } from '../../infra/ports/index.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import {
  authFixture,
  boundCaller,
  countingPasswordHasher,
  credentials,
  newCaller,
  newRequestId,
  refusalCode,
} from '../testing/auth-fixture.ts';
import { throttle } from './throttle.ts';

const MINUTE_MS = 60_000;
const at = (clientIp: string) => newCaller({ clientIp });
/** Another network for each number. */
const elsewhere = (i: number) => at(`198.51.${i}.1`);

describe('log-in throttle', () => {
  let fixture: Awaited<ReturnType<typeof authFixture>>;
  beforeEach(async () => {
    // Fakes only the clock of the back-off.
    vi.useFakeTimers({ toFake: ['performance'] });
    fixture = await authFixture({ settings: { attemptsPerIp: 20 } });
    await fixture.call('register', credentials('Alice'), at('203.0.113.1'));
  });
  afterEach(() => {
    vi.useRealTimers();
    fixture.close();
  });

  const right = (caller = at('192.0.2.1'), name = 'alice') => refusalCode(fixture.call('logIn', credentials(name), caller));
  const wrong = (caller = at('192.0.2.1'), name = 'ALICE') =>
    refusalCode(fixture.call('logIn', credentials(name, { password: 'wrong horse' }), caller));

  test('after four wrong passwords from one IP address the next log-in waits as told, and then one is allowed', async () => {
    for (let i = 0; i < 4; i++) expect(await wrong()).toBe('WRONG_CREDENTIALS');
    for (let i = 0; i < 2; i++) {
      const before = fixture.passwords.hashCount();
      const refused = fixture.call('logIn', credentials('Alice'), at('192.0.2.1'));
      await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_TRIES', retryAfterMs: 40 * MINUTE_MS });
      expect(fixture.passwords.hashCount()).toBe(before);
      vi.advanceTimersByTime(40 * MINUTE_MS);
      expect(await wrong()).toBe('WRONG_CREDENTIALS');
    }
    vi.advanceTimersByTime(40 * MINUTE_MS);
    expect(await right()).toBe('no refusal');
  });

  test('correct log-ins to one account are limited per hour, so one account cannot occupy all hashing threads', async () => {
    await fixture.call('register', credentials('Bob'), at('203.0.113.1'));
    for (let i = 0; i < 120; i++) expect(await right(elsewhere(i))).toBe('no refusal');
    const before = fixture.passwords.hashCount();
    const refused = fixture.call('logIn', credentials('Alice'), elsewhere(200));
    await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_TRIES', retryAfterMs: 30_000 });
    expect(fixture.passwords.hashCount()).toBe(before);
    expect(await right(elsewhere(200), 'bob')).toBe('no refusal');
    vi.advanceTimersByTime(30_000);
    expect(await right(elsewhere(200))).toBe('no refusal');
    vi.advanceTimersByTime(60 * MINUTE_MS);
    expect(await right(elsewhere(200))).toBe('no refusal');
    expect(await right(elsewhere(200))).toBe('no refusal');
  });

  test('a throttled guesser does not stop the owner from logging in from another IP address', async () => {
    for (let i = 0; i < 6; i++) await wrong();
    expect(await wrong()).toBe('TOO_MANY_TRIES');
    expect(await right(elsewhere(1))).toBe('no refusal');
  });

  test('throttled attempts do not count against the account, so one guesser blocks nobody else', async () => {
    for (let i = 0; i < 200; i++) await wrong();
    expect(await wrong(elsewhere(1))).toBe('WRONG_CREDENTIALS');
    expect(await right(elsewhere(1))).toBe('no refusal');
  });

  test('throttled attempts do not count against the IP address, so other users behind it log in', async () => {
    await fixture.call('register', credentials('Bob'), at('203.0.113.1'));
    for (let i = 0; i < 200; i++) await wrong();
    expect(await right(undefined, 'bob')).toBe('no refusal');
  });

  test('strangers at any number of addresses have at most nine wrong passwords at one account in any hour', async () => {
    const guessed: number[] = [];
    for (let minute = 0; minute < 180; minute++) {
      for (let i = 0; i < 10; i++) if ((await wrong(elsewhere((minute + i) % 250))) === 'WRONG_CREDENTIALS') guessed.push(minute);
      vi.advanceTimersByTime(MINUTE_MS);
    }
    const inHourFrom = (start: number) => guessed.filter((minute) => minute >= start && minute < start + 60).length;
    expect(inHourFrom(0)).toBe(9);
    expect(Math.max(...guessed.map(inHourFrom))).toBeLessThanOrEqual(9);
    // By name and by e-mail address together these are fewer than 20.
    expect(2 * inHourFrom(0)).toBeLessThan(20);
  });

  test.each([
    ['15 addresses of one /60', (i: number) => `2001:db8:1:${(0x230 + (i % 15)).toString(16)}::${i + 1}`],
    ['a /48 of IPv6', (i: number) => `2001:db8:1:${i.toString(16)}::1`],
    ['an IPv4 /24', (i: number) => `203.0.113.${i % 250}`],
  ])('a stranger with %s does not keep the owner out who logs in from elsewhere', async (_name, address) => {
    let guesses = 0;
    for (let minute = 0; minute < 6 * 60; minute++) {
      for (let i = 0; i < 15; i++) if ((await wrong(at(address(minute + i)))) === 'WRONG_CREDENTIALS') guesses++;
      vi.advanceTimersByTime(MINUTE_MS);
      if (minute % 30 === 0) expect(await right(elsewhere(1))).toBe('no refusal');
    }
    expect(guesses).toBeLessThan(18);
  });

  test('correct passwords do not count as failures, even many', async () => {
    for (let i = 0; i < 100; i++) expect(await right()).toBe('no refusal');
  });

  test('a user who was throttled and changed the password logs in at once', async () => {
    const caller = elsewhere(1);
    const session = await fixture.call('logIn', credentials('Alice'), caller);
    for (let i = 0; i < 5; i++) await wrong();
    expect(await right()).toBe('TOO_MANY_TRIES');
    const request = { ...credentials('Alice'), currentPassword: 'correct horse', newPassword: 'another horse' };
    await fixture.call('changePassword', request, boundCaller(caller, session));
    expect(await refusalCode(fixture.call('logIn', credentials('Alice', { password: 'another horse' }), at('192.0.2.1')))).toBe(
      'no refusal',
    );
  });

  test('an unknown name is throttled exactly like a known one', async () => {
    const outcomes: string[][] = [];
    for (const name of ['Alice', 'Nobody', 'nobody@example.org']) {
      const got: string[] = [];
      for (let i = 0; i < 8; i++) {
        const refused = fixture.call('logIn', credentials(name, { password: 'wrong horse' }), at('192.0.2.1'));
        await refused.catch((error) => got.push(`${error.code} ${error.message} ${error.retryAfterMs}`));
      }
      outcomes.push(got);
      vi.advanceTimersByTime(60 * 60_000);
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
  });

  test('throttled log-ins by name do not reveal the account’s e-mail address', async () => {
    fixture.codes.issue('bob@example.org', 1, '123456');
    await fixture.call('register', credentials('Bob', { email: 'bob@example.org', code: '123456' }), at('203.0.113.1'));
    for (let i = 0; i < 6; i++) await wrong(undefined, 'bob');
    expect(await wrong(undefined, 'bob')).toBe('TOO_MANY_TRIES');
    expect(await wrong(undefined, 'bob@example.org')).toBe('WRONG_CREDENTIALS');
  });

  test.each([
    ['address', 20, (i: number) => `2001:db8:1:200::${i + 1}`, '2001:db8:1:201::1'],
    ['/56', 40, (i: number) => `2001:db8:1:2${(i % 256).toString(16).padStart(2, '0')}::1`, '2001:db8:1:300::1'],
    ['/48', 80, (i: number) => `2001:db8:1:${(i * 256).toString(16)}::1`, '2001:db8:2::1'],
    ['IPv4 /24', 80, (i: number) => `192.0.2.${i}`, '192.0.3.1'],
  ])(
    'an attacker who tries many names from one %s is throttled, and other networks are not',
    async (_name, count, own, other) => {
      for (let i = 0; i < count; i++) expect(await wrong(at(own(i)), `user ${i}`)).toBe('WRONG_CREDENTIALS');
      expect(await right(at(own(count)))).toBe('TOO_MANY_TRIES');
      expect(await right(at(other))).toBe('no refusal');
      vi.advanceTimersByTime(MINUTE_MS);
      expect(await right(at(own(count)))).toBe('no refusal');
    },
  );

  test('right log-ins of one account that arrive at once are told to come again soon', async () => {
    const codes = await Promise.all(Array.from({ length: 6 }, () => right()));
    expect(codes.filter((code) => code === 'no refusal')).toHaveLength(4);
    expect(codes.filter((code) => code === 'BUSY')).toHaveLength(2);
    expect(await right()).toBe('no refusal');
  });

  test('of many concurrent log-ins no more are hashed than the limit allows', async () => {
    const before = fixture.passwords.hashCount();
    const codes = await Promise.all(Array.from({ length: 30 }, () => wrong()));
    expect(codes.filter((code) => code === 'WRONG_CREDENTIALS')).toHaveLength(4);
    expect(fixture.passwords.hashCount() - before).toBe(4);
  });

  test('while log-ins are throttled, logged-in users can resume and send commands', async () => {
    const caller = elsewhere(1);
    const session = await fixture.call('logIn', credentials('Alice'), caller);
    for (let i = 0; i < 60; i++) await wrong(elsewhere(i));
    expect(await right(elsewhere(99))).toBe('TOO_MANY_TRIES');
    expect((await fixture.call('resume', { token: session.reply.token }, at('192.0.2.1'))).bound).toMatchObject({ epoch: 2 });
    expect((await fixture.call('listSessions', {}, boundCaller(caller, session))).reply).toHaveProperty('sessions');
  });
});

test('wrong passwords of a logged-in user count, and those of strangers do not count for them', async () => {
  const fixture = await authFixture();
  const caller = newCaller();
  const session = await fixture.call('register', credentials('Alice'), caller);
  const guess = () => refusalCode(fixture.call('deleteAccount', { password: 'wrong horse' }, boundCaller(caller, session)));
  for (let i = 0; i < 9; i++)
    await refusalCode(fixture.call('logIn', credentials('alice', { password: 'wrong horse' }), elsewhere(i)));
  for (let i = 0; i < 5; i++) expect(await guess()).toBe('WRONG_CREDENTIALS');
  expect(await guess()).toBe('TOO_MANY_TRIES');
  fixture.close();
});

test('wrong codes of one IP address count, correct ones do not', async () => {
  const fixture = await authFixture({ settings: { attemptsPerIp: 3 } });
  const RESET = im.CodePurpose.RESET_PASSWORD;
  fixture.codes.issue('alice@example.org', im.CodePurpose.REGISTER, '123456');
  const proof = { email: 'alice@example.org', code: '123456' };
  await fixture.call('register', credentials('Alice', proof), newCaller({ clientIp: '192.0.2.2' }));
  const reset = (code: string) => {
    fixture.codes.issue('alice@example.org', RESET, '654321');
    const request = { clientRequestId: newRequestId(), email: 'alice@example.org', code, newPassword: 'another horse' };
    return refusalCode(fixture.call('resetPassword', request, newCaller()));
  };
  for (let i = 0; i < 10; i++) expect(await reset('654321')).toBe('no refusal');
  for (let i = 0; i < 3; i++) expect(await reset('000000')).toBe('WRONG_CODE');
  expect(await reset('654321')).toBe('TOO_MANY_TRIES');
  fixture.close();
});

test('an attempt that fails with BUSY or UNAVAILABLE does not count', async () => {
  let busy = false;
  const passwords = countingPasswordHasher();
  const { verify } = passwords;
  passwords.verify = (...given) => (busy ? Promise.reject(new ImError('BUSY', 'too much')) : verify(...given));
  const fixture = await authFixture({ settings: { attemptsPerIp: 2 }, passwords });
  await fixture.call('register', credentials('Alice'), newCaller({ clientIp: '192.0.2.2' }));
  busy = true;
  for (let i = 0; i < 10; i++) expect(await refusalCode(fixture.call('logIn', credentials('alice'), newCaller()))).toBe('BUSY');
  fixture.codes.failWith(new ImError('UNAVAILABLE', 'away'));
  const proof = { email: 'bob@example.org', code: '123456' };
  for (let i = 0; i < 10; i++)
    expect(await refusalCode(fixture.call('register', credentials('Bob', proof), newCaller()))).toBe('UNAVAILABLE');
  busy = false;
  expect(await refusalCode(fixture.call('logIn', credentials('alice'), newCaller()))).toBe('no refusal');
  fixture.close();
});

test('while the store of the budgets is unavailable, the process counts by itself, and allows a quarter', async () => {
  let asked = 0;
  const fail = (): Promise<never> => {
    asked++;
    return Promise.reject(new Error('Redis is unavailable'));
  };
  const away: Budgets = { take: fail, giveBack: fail };
  const fixture = await authFixture({ budgets: budgetsWithFallback(away, silentLog), settings: { attemptsPerIp: 8 } });
  const logIn = (password: string, name: string) =>
    refusalCode(fixture.call('logIn', credentials(name, { password }), newCaller()));
  await fixture.call('register', credentials('Alice'), newCaller());
  for (let i = 0; i < 5; i++) expect(await logIn('correct horse', 'alice')).toBe('no refusal');
  expect(await logIn('wrong horse', 'alice')).toBe('WRONG_CREDENTIALS');
  expect(await logIn('wrong horse', 'alice')).toBe('TOO_MANY_TRIES');
  expect(await logIn('wrong horse', 'bob')).toBe('WRONG_CREDENTIALS');
  expect(await logIn('wrong horse', 'carol')).toBe('TOO_MANY_TRIES');
  // Each call to the unavailable store may take a second, so there must be few.
  expect(asked).toBe(1);
  fixture.close();
});

test('callers without an IP address are not throttled together', async () => {
  const limited = throttle(memoryBudgets(), 1);
  const from = (clientIp: string) => limited.attempt({ kind: 'code', clientIp }, async () => 'made');
  for (let i = 0; i < 5; i++) await from('');
  await from('192.0.2.1');
  await expect(from('192.0.2.1')).rejects.toMatchObject({ code: 'TOO_MANY_TRIES' });
});
