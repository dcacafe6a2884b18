import { describe, expect, test } from 'vitest';
import { MailFailed } from '../ports.ts';
import {
  CHANGE_ADDRESS,
  CODE_MS,
  newCaller,
  REGISTER,
  RESET_PASSWORD,
  readMailedCode,
  verifyFixture,
} from '../testing/verify-fixture.ts';

const MINUTE_MS = 60_000;
const ALICE = 'alice@example.org';
const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

test('the mailed code is accepted', async () => {
  const world = verifyFixture();
  const reply = await world.requestCode(ALICE);
  expect(reply).toEqual({ codeLivesSeconds: 600, nextRequestAfterSeconds: 60 });
  expect(world.mailer.sent).toHaveLength(1);
  expect(world.mailer.sent[0]?.to).toBe(ALICE);
  expect(await world.check(readMailedCode(world.mailer.sent[0]))).toBe('OK');
});

test('a repeated RequestCode mails the living code again, with its remaining lifetime', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  world.pass(3 * MINUTE_MS);
  expect(await world.requestCode(ALICE)).toMatchObject({ codeLivesSeconds: 420 });
  expect(readMailedCode(world.mailer.sent[1])).toBe(code);
  expect(world.mailer.sent[1]?.text).toContain('7 minutes');
  world.pass(7 * MINUTE_MS - 1);
  expect(await world.check(code)).toBe('OK');
});

test('an expired code is rejected, and the next one differs', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  world.pass(CODE_MS);
  expect(await world.check(code)).toBe('WRONG_CODE');
  const next = await world.mailedCode(ALICE);
  expect(next).not.toBe(code);
  expect(await world.check(code)).toBe('WRONG_CODE');
  expect(await world.check(next)).toBe('OK');
});

test('a used code is not mailed again', async () => {
  const world = verifyFixture();
  const code = await world.mailedCode(ALICE);
  expect(await world.check(code)).toBe('OK');
  world.pass(MINUTE_MS);
  const next = await world.mailedCode(ALICE);
  expect(next).not.toBe(code);
  expect(await world.check(next)).toBe('OK');
});

test('a command delivered twice mails the same code and counts once', async () => {
  const world = verifyFixture();
  const caller = newCaller();
  const first = await world.mailedCode(ALICE, REGISTER, caller);
  world.pass(1000);
  expect(await world.mailedCode(ALICE, REGISTER, caller)).toBe(first);
});

test('a command delivered twice mails the same code even after the store lost everything in between', async () => {
  const world = verifyFixture();
  const caller = newCaller();
  const first = await world.mailedCode(ALICE, REGISTER, caller);
  world.stores.clearCodes();
  expect(await world.mailedCode(ALICE, REGISTER, caller)).toBe(first);
  expect(await world.check(first)).toBe('OK');
});

test('a command delivered again after its code was used does not revive the code', async () => {
  const world = verifyFixture();
  const caller = newCaller();
  const code = await world.mailedCode(ALICE, REGISTER, caller);
  expect(await world.check(code)).toBe('OK');
  expect(await world.outcome('requestCode', { email: ALICE, purpose: REGISTER }, caller)).toBe('TOO_MANY_REQUESTS');
  expect(await world.check(code)).toBe('WRONG_CODE');
});

test('two commands get two codes', async () => {
  const world = verifyFixture();
  const first = await world.mailedCode(ALICE);
  world.stores.clearCodes();
  expect(await world.mailedCode(ALICE)).not.toBe(first);
});

test('after secret rotation, living codes stay valid and are mailed again', async () => {
  const before = verifyFixture({ secrets: [OLD] });
  const code = await before.mailedCode(ALICE);
  const after = verifyFixture({ secrets: [NEW, OLD], stores: before.stores });
  after.pass(MINUTE_MS);
  expect(await after.mailedCode(ALICE)).toBe(code);
  expect(await after.check(code)).toBe('OK');
});

test('a living code whose secret was removed too early is not replaced by a wrong code', async () => {
  const before = verifyFixture({ secrets: [OLD] });
  const code = await before.mailedCode(ALICE);
  const after = verifyFixture({ secrets: [NEW], stores: before.stores });
  after.pass(MINUTE_MS);
  await expect(after.requestCode(ALICE)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(after.mailer.sent).toEqual([]);
  expect(await after.check(code)).toBe('UNAVAILABLE');
  // It was no mail, so it was not counted; and with the secret back the code is as good as it was.
  const back = verifyFixture({ secrets: [NEW, OLD], stores: before.stores });
  expect(await back.mailedCode(ALICE)).toBe(code);
});

describe('a mail that fails', () => {
  test.each([true, false])(
    'a failed mail does not count and reveals nothing about the mailbox, permanent: %j',
    async (permanent) => {
      const world = verifyFixture();
      world.mailer.failWith(new MailFailed('550 no such user here', { permanent }));
      for (let i = 0; i < 20; i++) {
        const failed = world.requestCode(ALICE);
        await expect(failed).rejects.toMatchObject({ code: 'MAIL_FAILED', message: 'the mail server did not take the mail' });
      }
      world.mailer.failWith(undefined);
      expect(await world.check(await world.mailedCode(ALICE))).toBe('OK');
    },
  );

  test('a failed mail leaves the code unchanged', async () => {
    const world = verifyFixture();
    const code = await world.mailedCode(ALICE);
    world.pass(MINUTE_MS);
    world.mailer.failWith(new MailFailed('out of order', { permanent: false }));
    expect(await world.outcome('requestCode', { email: ALICE, purpose: REGISTER })).toBe('MAIL_FAILED');
    world.mailer.failWith(undefined);
    expect(await world.mailedCode(ALICE)).toBe(code);
  });

  test('a failed mail is logged without the e-mail address', async () => {
    const world = verifyFixture();
    world.mailer.failWith(new MailFailed('out of order', { permanent: false }));
    await world.outcome('requestCode', { email: ALICE, purpose: REGISTER });
    expect(world.lines).toHaveLength(1);
    expect(world.lines[0]).toContain('out of order');
    expect(world.lines[0]).not.toContain('alice');
  });
});

test.each(['grant', 'revokeMail'] as const)(
  'RequestCode fails with UNAVAILABLE at once while the code store is unavailable (%s)',
  async (step) => {
    const away = (): never => {
      throw new Error('the connection was lost');
    };
    const world = verifyFixture({ codes: (real) => ({ ...real, [step]: away }) });
    world.mailer.failWith(new MailFailed('out of order', { permanent: false }));
    expect(await world.outcome('requestCode', { email: ALICE, purpose: REGISTER })).toBe('UNAVAILABLE');
    expect(world.lines.join()).toContain('the connection was lost');
  },
);

test('RequestCode mails nothing while the rate limiter is unavailable', async () => {
  const world = verifyFixture({ limits: () => ({ take: () => Promise.reject(new Error('away')) }) });
  expect(await world.outcome('requestCode', { email: ALICE, purpose: REGISTER })).toBe('UNAVAILABLE');
  expect(world.mailer.sent).toEqual([]);
});

test('RequestCode for CHANGE_ADDRESS requires a logged-in caller, other purposes do not', async () => {
  const world = verifyFixture();
  expect(await world.outcome('requestCode', { email: ALICE, purpose: CHANGE_ADDRESS })).toBe('NOT_LOGGED_IN');
  await world.requestCode(ALICE, CHANGE_ADDRESS, newCaller({ userId: 'AAAAAAAAAAAAAAAAAAAAAA' }));
  world.pass(MINUTE_MS);
  await world.requestCode(ALICE, RESET_PASSWORD);
});

test.each([0, 4, -1, 2 ** 31 - 1])('RequestCode rejects the purpose %j', async (purpose) => {
  const world = verifyFixture();
  expect(await world.outcome('requestCode', { email: ALICE, purpose })).toBe('BAD_ARGUMENT');
  // Without a purpose an owner is told something else.
  if (purpose !== 0) expect(await world.outcome('tellOwner', { email: ALICE, purpose, language: 'en' })).toBe('BAD_ARGUMENT');
  expect(await world.check('123456', { purpose })).toBe('BAD_ARGUMENT');
});

test.each([
  '',
  'alice',
  'alice@localhost',
  'alice@example.org\r\nBcc: eve@example.org',
  'alice@example.org\nSubject: x',
  'alice\r\n.\r\nMAIL FROM:<eve@example.org>\r\n@example.org',
  'alice@example.org, eve@example.org',
  '"alice\r\n"@example.org',
  'Alice <alice@example.org>',
  'alice@example.org\u2028Bcc: eve@example.org',
])('RequestCode rejects an invalid e-mail address or header injection: %j', async (email) => {
  const world = verifyFixture();
  expect(await world.outcome('requestCode', { email: email, purpose: REGISTER })).toBe('BAD_ADDRESS');
  for (const why of [{ purpose: REGISTER }, { replaced: true }])
    expect(await world.outcome('tellOwner', { email: email, ...why, language: 'en' })).toBe('BAD_ADDRESS');
  expect(await world.check('123456', { email })).toBe('BAD_ADDRESS');
  expect(world.mailer.sent).toEqual([]);
});

test.each([
  ['groß@example.org', 'gross@example.org'],
  ['mıke@example.org', 'mike@example.org'],
])('a code mailed for %s is never accepted for %s', async (stranger, owner) => {
  const world = verifyFixture();
  const refused = await world.outcome('requestCode', { email: stranger, purpose: RESET_PASSWORD });
  if (refused !== 'OK') expect(refused).toBe('BAD_ADDRESS');
  for (const mail of world.mailer.sent)
    expect(await world.check(readMailedCode(mail), { email: owner, purpose: RESET_PASSWORD })).toBe('WRONG_CODE');
});

test('RequestCode answers alike for every e-mail address', async () => {
  const world = verifyFixture();
  const ask = (address: string) => world.requestCode(address, RESET_PASSWORD);
  expect(await ask('nobody@example.org')).toEqual(await ask(ALICE));
});

test('the mail is in the language of the caller', async () => {
  const world = verifyFixture();
  await world.requestCode(ALICE, REGISTER, newCaller({ language: 'zh-CN' }));
  await world.requestCode('bob@example.org', REGISTER, newCaller({ language: 'de' }));
  expect(world.mailer.sent.map(({ text }) => text.slice(0, 5))).toEqual(['您好：\n\n', 'Hello']);
});
