import { expect, test } from 'vitest';
import { MailFailed } from '../ports.ts';
import { CHANGE_EMAIL, REGISTER, RESET_PASSWORD, verifyFixture } from '../testing/verify-fixture.ts';

const ALICE = 'alice@example.org';
const HOUR_MS = 3_600_000;

test('NotifyOwner mails the owner what another user wanted their e-mail address for, in the language of the caller', async () => {
  const fixture = verifyFixture();
  await fixture.call('notifyOwner', { email: ALICE, purpose: REGISTER, language: 'en' });
  await fixture.call('notifyOwner', { email: ALICE, purpose: CHANGE_EMAIL, language: 'zh' });
  const [registered, changed] = fixture.mailer.sent;
  expect(registered?.to).toBe(ALICE);
  expect(registered?.text).toContain('Somebody tried to register');
  expect(changed?.text).toContain('另一个账号');
});

test('NotifyOwner mails the former e-mail address each time, in the language of the caller', async () => {
  const fixture = verifyFixture();
  for (let i = 0; i < 10; i++) await fixture.call('notifyOwner', { email: ALICE, replaced: true, language: 'en' });
  await fixture.call('notifyOwner', { email: ALICE, replaced: true, language: 'zh-CN' });
  expect(fixture.mailer.sent).toHaveLength(11);
  expect(fixture.mailer.sent.every(({ to }) => to === ALICE)).toBe(true);
  expect(fixture.mailer.sent[0]?.text).toContain('now has another e-mail address');
  expect(fixture.mailer.sent.at(-1)?.text).toContain('已更换邮箱');
});

test('an owner gets at most three notices an hour, and codes are still mailed', async () => {
  const fixture = verifyFixture();
  const notifyOwner = (email = ALICE) => fixture.outcome('notifyOwner', { email, purpose: REGISTER, language: 'en' });
  for (let i = 0; i < 3; i++) expect(await notifyOwner()).toBe('OK');
  expect(await notifyOwner('Alice@example.org')).toBe('TOO_MANY_REQUESTS');
  expect(await notifyOwner('bob@example.org')).toBe('OK');
  await fixture.requestCode(ALICE);
  fixture.advanceTime(HOUR_MS);
  expect(await notifyOwner()).toBe('OK');
});

test('NotifyOwner fails with MAIL_FAILED if the mail server rejects the mail', async () => {
  const fixture = verifyFixture();
  fixture.mailer.failWith(new MailFailed('out of order', { permanent: false }));
  expect(await fixture.outcome('notifyOwner', { email: ALICE, purpose: REGISTER, language: 'en' })).toBe('MAIL_FAILED');
});

test('NotifyOwner rejects RESET_PASSWORD with BAD_ARGUMENT', async () => {
  const fixture = verifyFixture();
  expect(await fixture.outcome('notifyOwner', { email: ALICE, purpose: RESET_PASSWORD, language: 'en' })).toBe('BAD_ARGUMENT');
  expect(fixture.mailer.sent).toEqual([]);
});
