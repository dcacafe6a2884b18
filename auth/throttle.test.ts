import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryBackOff } from '../infra/memory/back-off.ts';
import type { BackOff } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import { im } from '../proto/rpc.ts';
import {
  authFixture,
  boundCaller,
  countingPasswordHasher,
  credentials,
  newCaller,
  newRequestId,
  refusalCode,
} from './testing/auth-fixture.ts';
import { loginThrottle } from './throttle.ts';

const at = (clientIp: string) => newCaller({ clientIp });
const elsewhere = (i: number) => at(`198.51.100.${i}`);

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

  test('after five wrong passwords from one IP address the next log-in waits one second, then two, then four', async () => {
    for (let i = 0; i < 5; i++) expect(await wrong()).toBe('WRONG_CREDENTIALS');
    for (const waitMs of [1000, 2000, 4000]) {
      const before = fixture.passwords.hashCount();
      const refused = fixture.call('logIn', credentials('Alice'), at('192.0.2.1'));
      await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_TRIES', retryAfterMs: waitMs });
      expect(fixture.passwords.hashCount()).toBe(before);
      vi.advanceTimersByTime(waitMs);
      expect(await wrong()).toBe('WRONG_CREDENTIALS');
    }
    vi.advanceTimersByTime(8000);
    expect(await right()).toBe('no refusal');
  });

  test('correct log-ins to one account are limited per hour, so one account cannot occupy all hashing threads', async () => {
    await fixture.call('register', credentials('Bob'), at('203.0.113.1'));
    for (let i = 0; i < 120; i++) expect(await right(elsewhere(i))).toBe('no refusal');
    const before = fixture.passwords.hashCount();
    const refused = fixture.call('logIn', credentials('Alice'), elsewhere(200));
    await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_TRIES', retryAfterMs: 1000 });
    expect(fixture.passwords.hashCount()).toBe(before);
    expect(await right(elsewhere(200), 'bob')).toBe('no refusal');
    vi.advanceTimersByTime(1000);
    expect(await right(elsewhere(200))).toBe('no refusal');
    vi.advanceTimersByTime(60 * 60_000);
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

  test('wrong passwords from many IP addresses throttle the account after fifty, by at most a minute', async () => {
    for (let i = 0; i < 50; i++) expect(await wrong(elsewhere(i))).toBe('WRONG_CREDENTIALS');
    expect(await wrong(elsewhere(100))).toBe('TOO_MANY_TRIES');
    for (let i = 101; i < 120; i++) {
      vi.advanceTimersByTime(60_000);
      expect(await wrong(elsewhere(i))).toBe('WRONG_CREDENTIALS');
    }
    vi.advanceTimersByTime(60_000);
    expect(await right(elsewhere(200))).toBe('no refusal');
  });

  test('correct passwords do not count as failures, even many', async () => {
    for (let i = 0; i < 100; i++) expect(await right()).toBe('no refusal');
  });

  test('a user who was throttled and changed the password logs in at once', async () => {
    const caller = elsewhere(1);
    const session = await fixture.call('logIn', credentials('Alice'), caller);
    for (let i = 0; i < 7; i++) await wrong();
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

  test('an IP address that tries many names is throttled, and other networks are not', async () => {
    for (let i = 0; i < 20; i++) expect(await wrong(at(`2001:db8::${i + 1}`), `user ${i}`)).toBe('WRONG_CREDENTIALS');
    expect(await right(at('2001:db8::ffff'))).toBe('TOO_MANY_TRIES');
    expect(await right(at('2001:db8:0:1::1'))).toBe('no refusal');
  });

  test('of many concurrent log-ins no more are hashed than the limit allows', async () => {
    const before = fixture.passwords.hashCount();
    const codes = await Promise.all(Array.from({ length: 30 }, () => wrong()));
    expect(codes.filter((code) => code === 'WRONG_CREDENTIALS')).toHaveLength(5);
    expect(fixture.passwords.hashCount() - before).toBe(5);
  });

  test('while log-ins are throttled, logged-in users can resume and send commands', async () => {
    const caller = elsewhere(1);
    const session = await fixture.call('logIn', credentials('Alice'), caller);
    for (let i = 0; i < 60; i++) await wrong(elsewhere(i));
    expect((await fixture.call('resume', { token: session.reply.token }, at('192.0.2.1'))).bound).toMatchObject({ epoch: 2 });
    expect((await fixture.call('listSessions', {}, boundCaller(caller, session))).reply).toHaveProperty('sessions');
  });
});

test('successful registrations count against their IP address, and other addresses still register', async () => {
  const fixture = await authFixture({ settings: { attemptsPerIp: 3 } });
  const register = (name: string, clientIp: string) =>
    refusalCode(fixture.call('register', credentials(name), newCaller({ clientIp })));
  for (let i = 0; i < 3; i++) expect(await register(`user ${i}`, '192.0.2.1')).toBe('no refusal');
  expect(await register('one more', '192.0.2.1')).toBe('TOO_MANY_TRIES');
  expect(await register('one more', '192.0.2.2')).toBe('no refusal');
  fixture.close();
});

test('a wrong password of a logged-in user counts like any other', async () => {
  const fixture = await authFixture();
  const caller = newCaller();
  const session = await fixture.call('register', credentials('Alice'), caller);
  const guess = () => refusalCode(fixture.call('deleteAccount', { password: 'wrong horse' }, boundCaller(caller, session)));
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

test('while the store of the throttle is unavailable, log-ins are allowed', async () => {
  let asked = 0;
  const fail = (): Promise<never> => {
    asked++;
    return Promise.reject(new Error('Redis is unavailable'));
  };
  const away: BackOff = { take: fail, forgive: fail };
  const fixture = await authFixture({ backOff: away, settings: { attemptsPerIp: 1 } });
  await fixture.call('register', credentials('Alice'), newCaller());
  expect((await fixture.call('logIn', credentials('alice'), newCaller())).reply.name).toBe('Alice');
  // Each call to the unavailable store may take a second, so there must be few.
  expect(asked).toBe(2);
  fixture.close();
});

test('callers without an IP address are not throttled together', async () => {
  const { attempt } = loginThrottle(memoryBackOff(), 1);
  const from = (clientIp: string) => attempt({ clientIp }, async () => 'made');
  for (let i = 0; i < 5; i++) await from('');
  await from('192.0.2.1');
  await expect(from('192.0.2.1')).rejects.toMatchObject({ code: 'TOO_MANY_TRIES' });
});
