import { expect, test } from 'vitest';
import { MailFailed } from '../ports.ts';
import { CHANGE_ADDRESS, REGISTER, RESET_PASSWORD, verifyFixture } from '../testing/verify-fixture.ts';

const ALICE = 'alice@example.org';
const HOUR_MS = 3_600_000;

test('the owner of an address is told what somebody wanted it for, in the language of who asked', async () => {
  const world = verifyFixture();
  await world.call('tellOwner', { email: ALICE, purpose: REGISTER, language: 'en' });
  await world.call('tellOwner', { email: ALICE, purpose: CHANGE_ADDRESS, language: 'zh' });
  const [registered, changed] = world.mailer.sent;
  expect(registered?.to).toBe(ALICE);
  expect(registered?.text).toContain('somebody wanted to register');
  expect(changed?.text).toContain('另一个账号');
});

test('who had the address of an account until now is told so, each time, in the language of who changed it', async () => {
  const world = verifyFixture();
  for (let i = 0; i < 10; i++) await world.call('tellOwner', { email: ALICE, replaced: true, language: 'en' });
  await world.call('tellOwner', { email: ALICE, replaced: true, language: 'zh-CN' });
  expect(world.mailer.sent).toHaveLength(11);
  expect(world.mailer.sent.every(({ to }) => to === ALICE)).toBe(true);
  expect(world.mailer.sent[0]?.text).toContain('was given another e-mail address');
  expect(world.mailer.sent.at(-1)?.text).toContain('已更换邮箱');
});

test('an owner is told three times in an hour, and a code is mailed all the same', async () => {
  const world = verifyFixture();
  const tell = (email = ALICE) => world.outcome('tellOwner', { email, purpose: REGISTER, language: 'en' });
  for (let i = 0; i < 3; i++) expect(await tell()).toBe('OK');
  expect(await tell('Alice@example.org')).toBe('TOO_MANY_REQUESTS');
  expect(await tell('bob@example.org')).toBe('OK');
  await world.requestCode(ALICE);
  world.pass(HOUR_MS);
  expect(await tell()).toBe('OK');
});

test('a mail that was not taken is MAIL_FAILED', async () => {
  const world = verifyFixture();
  world.mailer.failWith(new MailFailed('out of order', { permanent: false }));
  expect(await world.outcome('tellOwner', { email: ALICE, purpose: REGISTER, language: 'en' })).toBe('MAIL_FAILED');
});

test('there is nothing to tell an owner about a new password', async () => {
  const world = verifyFixture();
  expect(await world.outcome('tellOwner', { email: ALICE, purpose: RESET_PASSWORD, language: 'en' })).toBe('BAD_ARGUMENT');
  expect(world.mailer.sent).toEqual([]);
});
