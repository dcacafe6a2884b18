// A device that was logged in before is not delayed by the attempts of strangers.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { sessionTokens } from '../session-tokens.ts';
import {
  authFixture,
  boundCaller,
  credentials,
  newCaller,
  newRequestId,
  nextCommand,
  refusalCode,
} from '../testing/auth-fixture.ts';

const MINUTE_MS = 60_000;
const EMAIL = 'alice@example.org';
const RESET = im.CodePurpose.RESET_PASSWORD;
const at = (clientIp: string) => newCaller({ clientIp });

let fixture: Awaited<ReturnType<typeof authFixture>>;
let deviceToken: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  fixture = await authFixture({ settings: { attemptsPerIp: 60 } });
  fixture.codes.issue(EMAIL, im.CodePurpose.REGISTER, '123456');
  const registered = await fixture.call('register', credentials('Alice', { email: EMAIL, code: '123456' }), at('203.0.113.1'));
  deviceToken = registered.reply.deviceToken ?? '';
});
afterEach(() => {
  vi.useRealTimers();
  fixture.close();
});

const logIn = (changes: object, clientIp = '198.51.100.1') =>
  fixture.call('logIn', { ...credentials('alice'), ...changes }, at(clientIp));
const outcome = (changes: object, clientIp?: string) => refusalCode(logIn(changes, clientIp));
/** Strangers use up all that they have at the account, by name and by e-mail address. */
async function attack(): Promise<void> {
  for (const name of ['alice', EMAIL])
    for (let i = 0; i < 30; i++) await outcome({ name, password: 'wrong horse' }, `10.${i}.0.1`);
  expect(await outcome({})).toBe('TOO_MANY_TRIES');
}

test('a device that was logged in before logs in at once while strangers attack the account', async () => {
  await attack();
  expect(await outcome({ deviceToken })).toBe('no refusal');
  expect(await outcome({ deviceToken, name: EMAIL })).toBe('no refusal');
  // From the network of an attacker too.
  for (let i = 0; i < 60; i++) await outcome({ name: `user ${i}`, password: 'wrong horse' }, '10.7.0.1');
  expect(await outcome({ name: 'user 1' }, '10.7.0.1')).toBe('TOO_MANY_TRIES');
  expect(await outcome({ deviceToken }, '10.7.0.1')).toBe('no refusal');
});

test('every log-in gives a device token, also a resumed one, and it stays valid after a log-out', async () => {
  const caller = at('198.51.100.1');
  const session = await fixture.call('logIn', credentials('alice'), caller);
  const resumed = await fixture.call('resume', { token: session.reply.token }, at('198.51.100.2'));
  await fixture.call('logOut', {}, boundCaller(caller, session));
  await attack();
  for (const { reply } of [session, resumed]) expect(await outcome({ deviceToken: reply.deviceToken })).toBe('no refusal');
});

test('the token of another account, a forged one, a session token and other text make no known device', async () => {
  const bob = await fixture.call('register', credentials('Bob'), at('203.0.113.2'));
  await attack();
  const forged = sessionTokens([randomBytes(32)]).issueDevice(bob.reply.userId ?? '', newId());
  for (const token of [bob.reply.deviceToken, forged, bob.reply.token, `${deviceToken}A`, 'x', ''])
    expect(await outcome({ deviceToken: token })).toBe('TOO_MANY_TRIES');
  expect(await outcome({ name: 'nobody', deviceToken })).toBe('WRONG_CREDENTIALS');
});

test('a device whose session another device has ended is a stranger, and the devices that ended it are not', async () => {
  const owner = at('198.51.100.1');
  const session = await logIn({}, '198.51.100.1');
  const caller = boundCaller(owner, session);
  const stolen = await logIn({}, '198.51.100.2');
  const left = await logIn({}, '198.51.100.3');
  await fixture.call('endSession', { sessionId: stolen.reply.sessionId }, caller);
  await fixture.call('logOutEverywhere', {}, nextCommand(caller));
  // Long after that too: the next log-in deletes old sessions.
  fixture.store.statement('UPDATE sessions SET ended_at = 1 WHERE ended_at IS NOT NULL').run();
  await logIn({}, '198.51.100.4');
  await attack();
  for (const { reply } of [stolen, left]) expect(await outcome({ deviceToken: reply.deviceToken })).toBe('TOO_MANY_TRIES');
  expect(await outcome({ deviceToken: session.reply.deviceToken })).toBe('no refusal');
});

test('a device that ends its own session stays known', async () => {
  const session = await logIn({}, '198.51.100.1');
  await fixture.call('endSession', { sessionId: session.reply.sessionId }, boundCaller(at('198.51.100.1'), session));
  await attack();
  expect(await outcome({ deviceToken: session.reply.deviceToken })).toBe('no refusal');
});

test('a known device has five wrong passwords, one more every ten minutes, and affects no other device', async () => {
  const other = (await logIn({})).reply.deviceToken;
  const wrong = () => outcome({ deviceToken, password: 'wrong horse' });
  for (let i = 0; i < 5; i++) expect(await wrong()).toBe('WRONG_CREDENTIALS');
  await expect(logIn({ deviceToken })).rejects.toMatchObject({ code: 'TOO_MANY_TRIES', retryAfterMs: 10 * MINUTE_MS });
  expect(await outcome({ deviceToken: other })).toBe('no refusal');
  let guesses = 0;
  for (let minute = 0; minute < 600; minute++) {
    vi.advanceTimersByTime(MINUTE_MS);
    if ((await wrong()) === 'WRONG_CREDENTIALS') guesses++;
    if (minute % 60 === 0) expect(await outcome({ deviceToken: other })).toBe('no refusal');
  }
  expect(guesses).toBe(60);
});

test('all known devices together have a limit, so collecting tokens gives a former guest few guesses', async () => {
  const tokens: unknown[] = [];
  for (let i = 0; i < 40; i++) tokens.push((await logIn({})).reply.deviceToken);
  let guesses = 0;
  for (const token of tokens)
    for (let i = 0; i < 5; i++)
      if ((await outcome({ deviceToken: token, password: 'wrong horse' })) === 'WRONG_CREDENTIALS') guesses++;
  expect(guesses).toBe(30);
});

test('an owner on a new device whose account is under attack logs in after a reset by a mailed code', async () => {
  await attack();
  fixture.codes.issue(EMAIL, RESET, '654321');
  const request = { clientRequestId: newRequestId(), email: EMAIL, code: '654321', newPassword: 'another horse' };
  const reset = await fixture.call('resetPassword', request, at('192.0.2.9'));
  for (let i = 0; i < 30; i++) await outcome({ password: 'wrong horse' }, `10.${i}.0.1`);
  expect(await outcome({ password: 'another horse' })).toBe('TOO_MANY_TRIES');
  expect(await outcome({ password: 'another horse', deviceToken: reset.reply.deviceToken })).toBe('no refusal');
  // A resend gets the same answer.
  expect((await fixture.call('resetPassword', request, at('192.0.2.9'))).reply).toEqual(reset.reply);
});
