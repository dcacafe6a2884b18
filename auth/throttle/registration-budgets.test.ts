// How many accounts one network may create.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { authFixture, credentials, newCaller, refusalCode } from '../testing/auth-fixture.ts';

const MINUTE_MS = 60_000;

describe('registrations', () => {
  let fixture: Awaited<ReturnType<typeof authFixture>>;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    fixture = await authFixture({ settings: { attemptsPerIp: 3 } });
  });
  afterEach(() => {
    vi.useRealTimers();
    fixture.close();
  });
  const register = (name: string, clientIp = '192.0.2.1', changes = {}) =>
    fixture.call('register', credentials(name, changes), newCaller({ clientIp }));

  test('right registrations use up no attempts: right log-ins from the same address are accepted', async () => {
    for (let i = 0; i < 3; i++) await register(`user ${i}`);
    for (let i = 0; i < 10; i++) await fixture.call('logIn', credentials(`user ${i % 3}`), newCaller({ clientIp: '192.0.2.1' }));
  });

  test('the new accounts of one address are bounded, the refusal says so, and other addresses still register', async () => {
    for (let i = 0; i < 3; i++) await register(`user ${i}`);
    await expect(register('one more')).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      message: expect.stringContaining('new accounts'),
      retryAfterMs: MINUTE_MS,
    });
    await register('elsewhere', '192.0.2.2');
    vi.advanceTimersByTime(MINUTE_MS);
    await register('one more');
    expect(await refusalCode(register('yet another'))).toBe('TOO_MANY_REQUESTS');
  });

  test('the new accounts of one /48 and of one IPv4 /24 are four times those of one address', async () => {
    for (let i = 0; i < 12; i++) await register(`four ${i}`, `192.0.2.${i}`);
    expect(await refusalCode(register('more', '192.0.2.99'))).toBe('TOO_MANY_REQUESTS');
    for (let i = 0; i < 12; i++) await register(`six ${i}`, `2001:db8:1:${(i * 256).toString(16)}::1`);
    expect(await refusalCode(register('more', '2001:db8:1:ff00::1'))).toBe('TOO_MANY_REQUESTS');
  });

  test('failed registrations count as attempts and use up no registrations', async () => {
    await register('Alice', '192.0.2.2');
    for (let i = 0; i < 3; i++) expect(await refusalCode(register('alice'))).toBe('NAME_TAKEN');
    expect(await refusalCode(register('bob'))).toBe('TOO_MANY_TRIES');
    vi.advanceTimersByTime(3 * MINUTE_MS);
    for (let i = 0; i < 3; i++) await register(`user ${i}`);
  });
});
