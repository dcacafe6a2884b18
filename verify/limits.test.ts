import { expect, test } from 'vitest';
import { MailFailed } from './ports.ts';
import { newCaller, nextCommand, REGISTER, RESET_PASSWORD, verifyFixture } from './testing/verify-fixture.ts';

const MINUTE_MS = 60_000;

test('an e-mail address gets one mail a minute over all clients, and the error says how long to wait', async () => {
  const fixture = verifyFixture();
  await fixture.requestCode('alice@example.org');
  fixture.advanceTime(20_000);
  for (const email of ['alice@example.org', 'ALICE@Example.org']) {
    const refused = fixture.requestCode(email, RESET_PASSWORD);
    await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 40_000 });
  }
  await fixture.requestCode('bob@example.org');
  fixture.advanceTime(40_000);
  await fixture.requestCode('alice@example.org', RESET_PASSWORD);
  expect(fixture.mailer.sent.map(({ to }) => to)).toEqual(['alice@example.org', 'bob@example.org', 'alice@example.org']);
});

test('an e-mail address gets ten mails a day', async () => {
  const fixture = verifyFixture();
  for (let i = 0; i < 10; i++) {
    await fixture.requestCode('alice@example.org');
    fixture.advanceTime(MINUTE_MS);
  }
  const dayMs = 24 * 60 * MINUTE_MS;
  const refused = fixture.requestCode('alice@example.org');
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: dayMs - 10 * MINUTE_MS });
  fixture.advanceTime(dayMs - 10 * MINUTE_MS);
  await fixture.requestCode('alice@example.org');
});

test('one client sends an e-mail address at most five mails a day, and its owner elsewhere gets the rest', async () => {
  const fixture = verifyFixture();
  const stranger = () => newCaller({ clientIp: '192.0.2.1' });
  for (let i = 0; i < 5; i++) {
    await fixture.requestCode('alice@example.org', RESET_PASSWORD, stranger());
    // Too early: RequestCode sends no mail, so nothing counts.
    expect(await fixture.outcome('requestCode', { email: 'alice@example.org', purpose: RESET_PASSWORD }, stranger())).toBe(
      'TOO_MANY_REQUESTS',
    );
    fixture.advanceTime(30 * MINUTE_MS);
  }
  const refused = fixture.requestCode('Alice@Example.org', REGISTER, stranger());
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 21.5 * 60 * MINUTE_MS });
  await fixture.requestCode('bob@example.org', RESET_PASSWORD, stranger());
  for (let i = 0; i < 5; i++) {
    await fixture.requestCode('alice@example.org', RESET_PASSWORD, newCaller({ clientIp: '192.0.2.2' }));
    fixture.advanceTime(MINUTE_MS);
  }
  fixture.advanceTime(24 * 60 * MINUTE_MS);
  await fixture.requestCode('alice@example.org', RESET_PASSWORD, stranger());
});

test('failed mails do not count against the client that requested them', async () => {
  const fixture = verifyFixture();
  fixture.mailer.failWith(new MailFailed('away', { permanent: false }));
  for (let i = 0; i < 8; i++)
    await expect(fixture.requestCode('alice@example.org', REGISTER, newCaller({ clientIp: '192.0.2.1' }))).rejects.toMatchObject({
      code: 'MAIL_FAILED',
    });
  fixture.mailer.failWith(undefined);
  await fixture.requestCode('alice@example.org', REGISTER, newCaller({ clientIp: '192.0.2.1' }));
});

test('a connection may request five codes in ten minutes, and does not limit other connections of its client', async () => {
  const fixture = verifyFixture();
  const caller = newCaller({ clientIp: '192.0.2.1' });
  for (let i = 0; i < 5; i++)
    await fixture.requestCode(`alice${i}@example.org`, REGISTER, nextCommand({ ...caller, commandId: `${i}` }));
  fixture.advanceTime(MINUTE_MS);
  for (let i = 0; i < 40; i++) {
    const refused = fixture.requestCode('bob@example.org', REGISTER, nextCommand({ ...caller, commandId: `b${i}` }));
    await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 9 * MINUTE_MS });
  }
  await fixture.requestCode('bob@example.org', REGISTER, newCaller({ clientIp: '192.0.2.1' }));
  fixture.advanceTime(9 * MINUTE_MS);
  await fixture.requestCode('carol@example.org', REGISTER, nextCommand({ ...caller, commandId: 'c' }));
});

test.each([
  ['an IPv4 address', (_i: number) => '192.0.2.1', '192.0.2.2'],
  ['an IPv6 network', (i: number) => `2001:db8:1:2:${i}::1`, '2001:db8:1:3::1'],
])('%s may request thirty codes an hour', async (_name, mine, other) => {
  const fixture = verifyFixture();
  for (let i = 0; i < 30; i++) await fixture.requestCode(`alice${i}@example.org`, REGISTER, newCaller({ clientIp: mine(i) }));
  const refused = fixture.requestCode('bob@example.org', REGISTER, newCaller({ clientIp: mine(31) }));
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 60 * MINUTE_MS });
  await fixture.requestCode('bob@example.org', REGISTER, newCaller({ clientIp: other }));
  fixture.advanceTime(60 * MINUTE_MS);
  await fixture.requestCode('carol@example.org', REGISTER, newCaller({ clientIp: mine(32) }));
});

test('callers without an IP address are not limited together', async () => {
  const fixture = verifyFixture();
  for (let i = 0; i < 31; i++) await fixture.requestCode(`alice${i}@example.org`, REGISTER, newCaller({ clientIp: '' }));
  expect(fixture.mailer.sent).toHaveLength(31);
});

test('no rate limit key contains an e-mail address', async () => {
  const keys: string[] = [];
  const fixture = verifyFixture({
    limits: (real) => ({
      take: (attempts) => {
        keys.push(...attempts.map(({ key }) => key));
        return real.take(attempts);
      },
    }),
    budgets: (real) => ({
      ...real,
      take: (charged) => {
        keys.push(...charged.map(({ key }) => key));
        return real.take(charged);
      },
    }),
  });
  await fixture.requestCode('alice@example.org');
  await fixture.call('notifyOwner', { email: 'alice@example.org', purpose: REGISTER, language: 'en' });
  expect(keys.length).toBeGreaterThan(3);
  expect(keys.join(' ')).not.toMatch(/alice|example/i);
});
