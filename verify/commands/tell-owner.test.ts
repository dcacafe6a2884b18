import { expect, test } from 'vitest';
import { MailFailed } from '../ports.ts';
import { CHANGE_ADDRESS, REGISTER, RESET_PASSWORD, verifyFixture } from '../testing/verify-fixture.ts';

const ALICE = 'alice@example.org';
const HOUR_MS = 3_600_000;

test('TellOwner tells the owner what their e-mail address was wanted for, in the language of the caller', async () => {
  const world = verifyFixture();
  await world.call('tellOwner', { email: ALICE, purpose: REGISTER, language: 'en' });
  await world.call('tellOwner', { email: ALICE, purpose: CHANGE_ADDRESS, language: 'zh' });
  const [registered, changed] = world.mailer.sent;
  expect(registered?.to).toBe(ALICE);
  expect(registered?.text).toContain('somebody wanted to register');
  expect(changed?.text).toContain('另一个账号');
});

test('TellOwner tells the former owner each time, in the language of the caller', async () => {
  const world = verifyFixture();
  for (let i = 0; i < 10; i++) await world.call('tellOwner', { email: ALICE, replaced: true, language: 'en' });
  await world.call('tellOwner', { email: ALICE, replaced: true, language: 'zh-CN' });
  expect(world.mailer.sent).toHaveLength(11);
  expect(world.mailer.sent.every(({ to }) => to === ALICE)).toBe(true);
  expect(world.mailer.sent[0]?.text).toContain('was given another e-mail address');
  expect(world.mailer.sent.at(-1)?.text).toContain('已更换邮箱');
});

test('an owner gets at most three notices an hour, and codes are still mailed', async () => {
  const world = verifyFixture();
  const tell = (email = ALICE) => world.outcome('tellOwner', { email, purpose: REGISTER, language: 'en' });
  for (let i = 0; i < 3; i++) expect(await tell()).toBe('OK');
  expect(await tell('Alice@example.org')).toBe('TOO_MANY_REQUESTS');
  expect(await tell('bob@example.org')).toBe('OK');
  await world.requestCode(ALICE);
  world.pass(HOUR_MS);
  expect(await tell()).toBe('OK');
});

test('TellOwner fails with MAIL_FAILED if the mail server rejects the mail', async () => {
  const world = verifyFixture();
  world.mailer.failWith(new MailFailed('out of order', { permanent: false }));
  expect(await world.outcome('tellOwner', { email: ALICE, purpose: REGISTER, language: 'en' })).toBe('MAIL_FAILED');
});

test('TellOwner rejects RESET_PASSWORD with BAD_ARGUMENT', async () => {
  const world = verifyFixture();
  expect(await world.outcome('tellOwner', { email: ALICE, purpose: RESET_PASSWORD, language: 'en' })).toBe('BAD_ARGUMENT');
  expect(world.mailer.sent).toEqual([]);
});
