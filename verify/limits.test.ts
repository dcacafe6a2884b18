import { expect, test } from 'vitest';
import type { Caller } from '../proto/rpc.ts';
import { MailFailed } from './ports.ts';
import { newCaller, nextCommand, REGISTER, RESET_PASSWORD, verifyFixture } from './testing/verify-fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Another network for each number. */
const from = (i: number): Caller => newCaller({ clientIp: `10.${i >> 8}.${i & 255}.1` });

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

test('a mailbox gets twenty mails a day, however many networks ask', async () => {
  const fixture = verifyFixture();
  for (let i = 0; i < 20; i++) {
    await fixture.requestCode('alice@example.org', REGISTER, from(i));
    fixture.advanceTime(MINUTE_MS);
  }
  const refused = fixture.requestCode('alice@example.org', REGISTER, from(99));
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 24 * HOUR_MS - 20 * MINUTE_MS });
  fixture.advanceTime(24 * HOUR_MS - 20 * MINUTE_MS);
  await fixture.requestCode('alice@example.org', REGISTER, from(99));
});

test('plus addresses, and dots at Gmail, reach one mailbox and share its mails', async () => {
  const fixture = verifyFixture();
  const networks = (i: number) => newCaller({ clientIp: i < 30 ? `2001:db8:1:2::${i}` : `2001:db8:1:${i.toString(16)}::1` });
  for (const [mailbox, variant] of [
    ['alice@example.org', (i: number) => `alice+${i}@example.org`],
    ['bob@gmail.com', (i: number) => `${i % 2 ? 'b.ob' : 'bob'}+${i}@${i % 3 ? 'gmail.com' : 'googlemail.com'}`],
  ] as const) {
    fixture.advanceTime(5 * HOUR_MS);
    const outcomes: string[] = [];
    for (let i = 0; i < 150; i++)
      outcomes.push(await fixture.outcome('requestCode', { email: variant(i), purpose: RESET_PASSWORD }, networks(i)));
    expect(
      outcomes.filter((outcome) => outcome === 'OK'),
      mailbox,
    ).toHaveLength(1);
    // The one mail goes to the address as it was typed.
    expect(fixture.mailer.sent.at(-1)?.to).toBe(variant(0));
  }
});

test('a network sends a mailbox three mails, then one every eight hours, and its owner elsewhere gets others', async () => {
  const fixture = verifyFixture();
  const stranger = (i: number) => newCaller({ clientIp: `2001:db8:1:${i.toString(16)}::1` });
  for (let i = 0; i < 3; i++) {
    await fixture.requestCode('alice@example.org', RESET_PASSWORD, stranger(i));
    // Too early: RequestCode sends no mail, so nothing counts.
    expect(await fixture.outcome('requestCode', { email: 'alice@example.org', purpose: RESET_PASSWORD }, stranger(9))).toBe(
      'TOO_MANY_REQUESTS',
    );
    fixture.advanceTime(30 * MINUTE_MS);
  }
  const refused = fixture.requestCode('Alice+x@Example.org', REGISTER, stranger(8));
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 6.5 * HOUR_MS });
  await fixture.requestCode('bob@example.org', RESET_PASSWORD, stranger(8));
  await fixture.requestCode('alice@example.org', RESET_PASSWORD, from(1));
  fixture.advanceTime(6.5 * HOUR_MS);
  await fixture.requestCode('alice@example.org', RESET_PASSWORD, stranger(7));
});

test('all clients together have a limit of mails, and half of it for networks that had none for an hour', async () => {
  const fixture = verifyFixture({ mailsPerHour: 20 });
  let mailed = 0;
  // One network uses up its half: one first mail, and ten more.
  for (let i = 0; i < 25; i++)
    if ((await fixture.outcome('requestCode', { email: `user${i}@example.org`, purpose: REGISTER }, from(1))) === 'OK') mailed++;
  expect(mailed).toBe(11);
  for (let i = 2; i < 11; i++) await fixture.requestCode(`user${i}@example.net`, REGISTER, from(i));
  expect(await fixture.outcome('requestCode', { email: 'more@example.net', purpose: REGISTER }, from(99))).toBe(
    'TOO_MANY_REQUESTS',
  );
  fixture.advanceTime(3 * MINUTE_MS);
  await fixture.requestCode('more@example.net', REGISTER, from(99));
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
])('%s may request thirty codes at once, and one more every two minutes', async (_name, mine, other) => {
  const fixture = verifyFixture();
  for (let i = 0; i < 30; i++) await fixture.requestCode(`alice${i}@example.org`, REGISTER, newCaller({ clientIp: mine(i) }));
  const refused = fixture.requestCode('bob@example.org', REGISTER, newCaller({ clientIp: mine(31) }));
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 2 * MINUTE_MS });
  await fixture.requestCode('bob@example.org', REGISTER, newCaller({ clientIp: other }));
  fixture.advanceTime(2 * MINUTE_MS);
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
