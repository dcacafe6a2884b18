import { describe, expect, test } from 'vitest';
import { runInTrace } from '../../infra/ports/index.ts';
import { newTraceId, traceIdOf } from '../../proto/trace-context.ts';
import { MailFailed } from '../ports.ts';
import {
  CHANGE_EMAIL,
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
  const fixture = verifyFixture();
  const reply = await fixture.requestCode(ALICE);
  expect(reply).toEqual({ codeLivesSeconds: 600, nextRequestAfterSeconds: 60 });
  expect(fixture.mailer.sent).toHaveLength(1);
  expect(fixture.mailer.sent[0]?.to).toBe(ALICE);
  expect(await fixture.check(readMailedCode(fixture.mailer.sent[0]))).toBe('OK');
});

test('a repeated RequestCode mails the living code again, with its remaining lifetime', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  fixture.advanceTime(3 * MINUTE_MS);
  expect(await fixture.requestCode(ALICE)).toMatchObject({ codeLivesSeconds: 420 });
  expect(readMailedCode(fixture.mailer.sent[1])).toBe(code);
  expect(fixture.mailer.sent[1]?.text).toContain('7 minutes');
  fixture.advanceTime(7 * MINUTE_MS - 1);
  expect(await fixture.check(code)).toBe('OK');
});

test('an expired code is rejected, and the next one differs', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  fixture.advanceTime(CODE_MS);
  expect(await fixture.check(code)).toBe('WRONG_CODE');
  const next = await fixture.mailedCode(ALICE);
  expect(next).not.toBe(code);
  expect(await fixture.check(code)).toBe('WRONG_CODE');
  expect(await fixture.check(next)).toBe('OK');
});

test('a used code is not mailed again', async () => {
  const fixture = verifyFixture();
  const code = await fixture.mailedCode(ALICE);
  expect(await fixture.check(code)).toBe('OK');
  fixture.advanceTime(MINUTE_MS);
  const next = await fixture.mailedCode(ALICE);
  expect(next).not.toBe(code);
  expect(await fixture.check(next)).toBe('OK');
});

test('a command delivered twice mails the same code and counts once', async () => {
  const fixture = verifyFixture();
  const caller = newCaller();
  const first = await fixture.mailedCode(ALICE, REGISTER, caller);
  fixture.advanceTime(1000);
  expect(await fixture.mailedCode(ALICE, REGISTER, caller)).toBe(first);
});

test('a command delivered twice mails the same code even after the store lost everything in between', async () => {
  const fixture = verifyFixture();
  const caller = newCaller();
  const first = await fixture.mailedCode(ALICE, REGISTER, caller);
  fixture.stores.clearCodes();
  expect(await fixture.mailedCode(ALICE, REGISTER, caller)).toBe(first);
  expect(await fixture.check(first)).toBe('OK');
});

test('a command delivered again after its code was used does not revive the code', async () => {
  const fixture = verifyFixture();
  const caller = newCaller();
  const code = await fixture.mailedCode(ALICE, REGISTER, caller);
  expect(await fixture.check(code)).toBe('OK');
  expect(await fixture.outcome('requestCode', { email: ALICE, purpose: REGISTER }, caller)).toBe('TOO_MANY_REQUESTS');
  expect(await fixture.check(code)).toBe('WRONG_CODE');
});

test('two commands get different codes', async () => {
  const fixture = verifyFixture();
  const first = await fixture.mailedCode(ALICE);
  fixture.stores.clearCodes();
  expect(await fixture.mailedCode(ALICE)).not.toBe(first);
});

test('after secret rotation, living codes stay valid and are mailed again', async () => {
  const before = verifyFixture({ secrets: [OLD] });
  const code = await before.mailedCode(ALICE);
  const after = verifyFixture({ secrets: [NEW, OLD], stores: before.stores });
  after.advanceTime(MINUTE_MS);
  expect(await after.mailedCode(ALICE)).toBe(code);
  expect(await after.check(code)).toBe('OK');
});

test('a living code whose secret was removed too early is not replaced by a wrong code', async () => {
  const before = verifyFixture({ secrets: [OLD] });
  const code = await before.mailedCode(ALICE);
  const after = verifyFixture({ secrets: [NEW], stores: before.stores });
  after.advanceTime(MINUTE_MS);
  await expect(after.requestCode(ALICE)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(after.mailer.sent).toEqual([]);
  expect(await after.check(code)).toBe('UNAVAILABLE');
  // The failed mail does not count. With the secret configured again the code is valid again.
  const restored = verifyFixture({ secrets: [NEW, OLD], stores: before.stores });
  expect(await restored.mailedCode(ALICE)).toBe(code);
});

describe('a mail that fails', () => {
  test.each([true, false])(
    'a failed mail does not count and reveals nothing about the mailbox, permanent: %j',
    async (permanent) => {
      const fixture = verifyFixture();
      fixture.mailer.failWith(new MailFailed('550 no such user here', { permanent }));
      for (let i = 0; i < 20; i++) {
        const failed = fixture.requestCode(ALICE);
        await expect(failed).rejects.toMatchObject({ code: 'MAIL_FAILED', message: 'the mail server did not accept the mail' });
      }
      fixture.mailer.failWith(undefined);
      expect(await fixture.check(await fixture.mailedCode(ALICE))).toBe('OK');
    },
  );

  test('the log line about it has the trace id of its command', async () => {
    const fixture = verifyFixture();
    fixture.mailer.failWith(new MailFailed('550 no such user here', { permanent: true }));
    const traceId = newTraceId();
    await expect(runInTrace(traceId, () => fixture.requestCode(ALICE))).rejects.toMatchObject({ code: 'MAIL_FAILED' });
    expect(fixture.lines.join()).toContain(traceIdOf(traceId));
  });

  test('a failed mail leaves the code unchanged', async () => {
    const fixture = verifyFixture();
    const code = await fixture.mailedCode(ALICE);
    fixture.advanceTime(MINUTE_MS);
    fixture.mailer.failWith(new MailFailed('out of order', { permanent: false }));
    expect(await fixture.outcome('requestCode', { email: ALICE, purpose: REGISTER })).toBe('MAIL_FAILED');
    fixture.mailer.failWith(undefined);
    expect(await fixture.mailedCode(ALICE)).toBe(code);
  });

  test('a failed mail is logged without the e-mail address', async () => {
    const fixture = verifyFixture();
    fixture.mailer.failWith(new MailFailed('out of order', { permanent: false }));
    await fixture.outcome('requestCode', { email: ALICE, purpose: REGISTER });
    expect(fixture.lines).toHaveLength(1);
    expect(fixture.lines[0]).toContain('out of order');
    expect(fixture.lines[0]).not.toContain('alice');
  });
});

test.each(['grant', 'revokeMail'] as const)(
  'RequestCode fails with UNAVAILABLE at once while the code store is unavailable (%s)',
  async (step) => {
    const failCall = (): never => {
      throw new Error('the connection was lost');
    };
    const fixture = verifyFixture({ codes: (real) => ({ ...real, [step]: failCall }) });
    fixture.mailer.failWith(new MailFailed('out of order', { permanent: false }));
    expect(await fixture.outcome('requestCode', { email: ALICE, purpose: REGISTER })).toBe('UNAVAILABLE');
    expect(fixture.lines.join()).toContain('the connection was lost');
  },
);

test('RequestCode mails nothing while the rate limiter is unavailable', async () => {
  const fixture = verifyFixture({ limits: () => ({ take: () => Promise.reject(new Error('away')) }) });
  expect(await fixture.outcome('requestCode', { email: ALICE, purpose: REGISTER })).toBe('UNAVAILABLE');
  expect(fixture.mailer.sent).toEqual([]);
});

test('RequestCode for CHANGE_EMAIL requires a logged-in caller, other purposes do not', async () => {
  const fixture = verifyFixture();
  expect(await fixture.outcome('requestCode', { email: ALICE, purpose: CHANGE_EMAIL })).toBe('NOT_LOGGED_IN');
  await fixture.requestCode(ALICE, CHANGE_EMAIL, newCaller({ userId: 'AAAAAAAAAAAAAAAAAAAAAA' }));
  fixture.advanceTime(MINUTE_MS);
  await fixture.requestCode(ALICE, RESET_PASSWORD);
});

test.each([0, 4, -1, 2 ** 31 - 1])('RequestCode rejects the purpose %j', async (purpose) => {
  const fixture = verifyFixture();
  expect(await fixture.outcome('requestCode', { email: ALICE, purpose })).toBe('BAD_ARGUMENT');
  // In NotifyOwner the purpose 0 is valid: it selects the notice to the former address.
  if (purpose !== 0) expect(await fixture.outcome('notifyOwner', { email: ALICE, purpose, language: 'en' })).toBe('BAD_ARGUMENT');
  expect(await fixture.check('123456', { purpose })).toBe('BAD_ARGUMENT');
});

test.each(['ａｌｉｃｅ＠example。org', '<mailto:alice@example.org>', '\u200balice@example.org.'])(
  'a code requested for another form of an address (%j) is the code of that address, within its limit',
  async (email) => {
    const fixture = verifyFixture();
    await fixture.requestCode(email, REGISTER);
    expect(fixture.mailer.sent).toMatchObject([{ to: 'alice@example.org' }]);
    expect(await fixture.outcome('requestCode', { email: 'alice@example.org', purpose: REGISTER })).toBe('TOO_MANY_REQUESTS');
  },
);

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
  const fixture = verifyFixture();
  expect(await fixture.outcome('requestCode', { email, purpose: REGISTER })).toBe('BAD_ADDRESS');
  for (const reason of [{ purpose: REGISTER }, { replaced: true }])
    expect(await fixture.outcome('notifyOwner', { email, ...reason, language: 'en' })).toBe('BAD_ADDRESS');
  expect(await fixture.check('123456', { email })).toBe('BAD_ADDRESS');
  expect(fixture.mailer.sent).toEqual([]);
});

test.each([
  ['groß@example.org', 'gross@example.org'],
  ['mıke@example.org', 'mike@example.org'],
])('a code mailed for %s is never accepted for %s', async (stranger, owner) => {
  const fixture = verifyFixture();
  const refused = await fixture.outcome('requestCode', { email: stranger, purpose: RESET_PASSWORD });
  if (refused !== 'OK') expect(refused).toBe('BAD_ADDRESS');
  for (const mail of fixture.mailer.sent)
    expect(await fixture.check(readMailedCode(mail), { email: owner, purpose: RESET_PASSWORD })).toBe('WRONG_CODE');
});

test('RequestCode returns the same reply for every e-mail address', async () => {
  const fixture = verifyFixture();
  const request = (email: string) => fixture.requestCode(email, RESET_PASSWORD);
  expect(await request('nobody@example.org')).toEqual(await request(ALICE));
});

test('the mail is in the language of the caller', async () => {
  const fixture = verifyFixture();
  await fixture.requestCode(ALICE, REGISTER, newCaller({ language: 'zh-CN' }));
  await fixture.requestCode('bob@example.org', REGISTER, newCaller({ language: 'de' }));
  expect(fixture.mailer.sent.map(({ text }) => text.slice(0, 5))).toEqual(['您好：\n\n', 'Hello']);
});
