import { expect, test } from 'vitest';
import { MailFailed } from './ports.ts';
import { newCaller, nextCommand, REGISTER, RESET_PASSWORD, verifyFixture } from './testing/verify-fixture.ts';

const MINUTE_MS = 60_000;

test('an e-mail address gets one mail a minute over all clients, and the caller learns how long to wait', async () => {
  const world = verifyFixture();
  await world.requestCode('alice@example.org');
  world.pass(20_000);
  for (const address of ['alice@example.org', 'ALICE@Example.org']) {
    const refused = world.requestCode(address, RESET_PASSWORD);
    await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 40_000 });
  }
  await world.requestCode('bob@example.org');
  world.pass(40_000);
  await world.requestCode('alice@example.org', RESET_PASSWORD);
  expect(world.mailer.sent.map(({ to }) => to)).toEqual(['alice@example.org', 'bob@example.org', 'alice@example.org']);
});

test('an e-mail address gets ten mails a day', async () => {
  const world = verifyFixture();
  for (let i = 0; i < 10; i++) {
    await world.requestCode('alice@example.org');
    world.pass(MINUTE_MS);
  }
  const dayMs = 24 * 60 * MINUTE_MS;
  const refused = world.requestCode('alice@example.org');
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: dayMs - 10 * MINUTE_MS });
  world.pass(dayMs - 10 * MINUTE_MS);
  await world.requestCode('alice@example.org');
});

test('one client sends an e-mail address at most five mails a day, and its owner elsewhere gets the rest', async () => {
  const world = verifyFixture();
  const stranger = () => newCaller({ clientIp: '192.0.2.1' });
  for (let i = 0; i < 5; i++) {
    await world.requestCode('alice@example.org', RESET_PASSWORD, stranger());
    // Too soon: no mail, so it does not count.
    expect(await world.outcome('requestCode', { email: 'alice@example.org', purpose: RESET_PASSWORD }, stranger())).toBe(
      'TOO_MANY_REQUESTS',
    );
    world.pass(30 * MINUTE_MS);
  }
  const refused = world.requestCode('Alice@Example.org', REGISTER, stranger());
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 23.5 * 60 * MINUTE_MS });
  await world.requestCode('bob@example.org', RESET_PASSWORD, stranger());
  for (let i = 0; i < 5; i++) {
    await world.requestCode('alice@example.org', RESET_PASSWORD, newCaller({ clientIp: '192.0.2.2' }));
    world.pass(MINUTE_MS);
  }
  world.pass(24 * 60 * MINUTE_MS);
  await world.requestCode('alice@example.org', RESET_PASSWORD, stranger());
});

test('failed mails do not count against the client that requested them', async () => {
  const world = verifyFixture();
  world.mailer.failWith(new MailFailed('away', { permanent: false }));
  for (let i = 0; i < 8; i++)
    await expect(world.requestCode('alice@example.org', REGISTER, newCaller({ clientIp: '192.0.2.1' }))).rejects.toMatchObject({
      code: 'MAIL_FAILED',
    });
  world.mailer.failWith(undefined);
  await world.requestCode('alice@example.org', REGISTER, newCaller({ clientIp: '192.0.2.1' }));
});

test('a connection requests five codes in ten minutes, and does not limit others of its client', async () => {
  const world = verifyFixture();
  const caller = newCaller({ clientIp: '192.0.2.1' });
  for (let i = 0; i < 5; i++)
    await world.requestCode(`alice${i}@example.org`, REGISTER, nextCommand({ ...caller, commandId: `${i}` }));
  world.pass(MINUTE_MS);
  for (let i = 0; i < 40; i++) {
    const refused = world.requestCode('bob@example.org', REGISTER, nextCommand({ ...caller, commandId: `b${i}` }));
    await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 9 * MINUTE_MS });
  }
  await world.requestCode('bob@example.org', REGISTER, newCaller({ clientIp: '192.0.2.1' }));
  world.pass(9 * MINUTE_MS);
  await world.requestCode('carol@example.org', REGISTER, nextCommand({ ...caller, commandId: 'c' }));
});

test.each([
  ['an IPv4 address', (_i: number) => '192.0.2.1', '192.0.2.2'],
  ['an IPv6 network', (i: number) => `2001:db8:1:2:${i}::1`, '2001:db8:1:3::1'],
])('%s requests thirty codes an hour', async (_name, mine, other) => {
  const world = verifyFixture();
  for (let i = 0; i < 30; i++) await world.requestCode(`alice${i}@example.org`, REGISTER, newCaller({ clientIp: mine(i) }));
  const refused = world.requestCode('bob@example.org', REGISTER, newCaller({ clientIp: mine(31) }));
  await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 60 * MINUTE_MS });
  await world.requestCode('bob@example.org', REGISTER, newCaller({ clientIp: other }));
  world.pass(60 * MINUTE_MS);
  await world.requestCode('carol@example.org', REGISTER, newCaller({ clientIp: mine(32) }));
});

test('callers without an IP address are not limited together', async () => {
  const world = verifyFixture();
  for (let i = 0; i < 31; i++) await world.requestCode(`alice${i}@example.org`, REGISTER, newCaller({ clientIp: '' }));
  expect(world.mailer.sent).toHaveLength(31);
});

test('no rate limit key contains an e-mail address', async () => {
  const keys: string[] = [];
  const world = verifyFixture({
    limits: (real) => ({
      take: (tries) => {
        keys.push(...tries.map(({ key }) => key));
        return real.take(tries);
      },
    }),
    backOff: (real) => ({
      ...real,
      take: (taken, rules) => {
        keys.push(...taken);
        return real.take(taken, rules);
      },
    }),
  });
  await world.requestCode('alice@example.org');
  await world.call('tellOwner', { email: 'alice@example.org', purpose: REGISTER, language: 'en' });
  expect(keys.length).toBeGreaterThan(3);
  expect(keys.join(' ')).not.toMatch(/alice|example/i);
});
