// ChangePassword and ResetPassword.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ImError } from '../../proto/errors.ts';
import { type Caller, im } from '../../proto/rpc.ts';
import {
  authFixture,
  boundCaller,
  type CommandResult,
  connectionAddressOf,
  credentials,
  newCaller,
  newRequestId,
  refusalCode,
} from '../testing/auth-fixture.ts';

const EMAIL = 'alice@example.org';
const OLD = 'correct horse';
const NEW = 'another horse';

let fixture: Awaited<ReturnType<typeof authFixture>>;
let caller: Caller;
let mine: CommandResult;
let otherCaller: Caller;
let other: CommandResult;
beforeEach(async () => {
  fixture = await authFixture();
  fixture.codes.issue(EMAIL, im.CodePurpose.REGISTER, '123456');
  caller = newCaller();
  mine = await fixture.call('register', credentials('Alice', { email: EMAIL, code: '123456' }), caller);
  caller = boundCaller(caller, mine);
  otherCaller = newCaller();
  other = await fixture.call('logIn', credentials('alice'), otherCaller);
});
afterEach(() => fixture.close());

const logIn = (password: string) => refusalCode(fixture.call('logIn', credentials('alice', { password }), newCaller()));
const lives = async ({ reply }: CommandResult): Promise<boolean> =>
  (await refusalCode(fixture.call('resume', { token: reply.token }, newCaller()))) === 'no refusal';

describe('ChangePassword', () => {
  const changing = (changes: object = {}) => ({
    clientRequestId: newRequestId(),
    currentPassword: OLD,
    newPassword: NEW,
    ...changes,
  });
  const change = (changes: object = {}, at = caller) => fixture.call('changePassword', changing(changes), at);

  test('after ChangePassword, the new password logs in and the old one does not', async () => {
    expect((await change()).reply).toEqual({});
    expect(await logIn(OLD)).toBe('WRONG_CREDENTIALS');
    expect(await logIn(NEW)).toBe('no refusal');
  });

  test('ChangePassword ends every other session, closes its connection and keeps the caller’s session', async () => {
    const bob = await fixture.call('register', credentials('Bob'), newCaller());
    const { disconnects } = await change();
    expect(disconnects).toEqual([{ address: connectionAddressOf(otherCaller), reason: im.CloseReason.PASSWORD_CHANGED }]);
    expect(await lives(other)).toBe(false);
    expect(await lives(mine)).toBe(true);
    expect(await lives(bob)).toBe(true);
  });

  test('ChangePassword with a wrong current password fails with WRONG_CREDENTIALS and changes nothing', async () => {
    for (const currentPassword of ['wrong horse', '', 'short', 'x'.repeat(10_000_000)])
      expect(await refusalCode(change({ currentPassword }))).toBe('WRONG_CREDENTIALS');
    expect(await logIn(OLD)).toBe('no refusal');
    expect(await lives(other)).toBe(true);
  });

  test.each(['', '1234567', 'ALICE', 'x'.repeat(10_000_000)])(
    'ChangePassword rejects the new password of case %# with BAD_PASSWORD',
    async (newPassword) => {
      const before = fixture.passwords.hashCount();
      expect(await refusalCode(change({ newPassword }))).toBe('BAD_PASSWORD');
      expect(fixture.passwords.hashCount()).toBe(before);
    },
  );

  test.each([0, 15, 17])('ChangePassword rejects a client_request_id of %d bytes with BAD_ARGUMENT', async (bytes) => {
    expect(await refusalCode(change({ clientRequestId: Buffer.alloc(bytes) }))).toBe('BAD_ARGUMENT');
  });

  test('a resent ChangePassword gets the same reply and ends no session opened since', async () => {
    const request = changing();
    const first = await fixture.call('changePassword', request, caller);
    const since = await fixture.call('logIn', credentials('alice', { password: NEW }), newCaller());
    const second = await fixture.call('changePassword', request, caller);
    expect(second).toEqual({ ...first, disconnects: [] });
    expect(await lives(since)).toBe(true);
    expect(await logIn(NEW)).toBe('no refusal');
  });

  test('of two concurrent ChangePassword requests one succeeds; the other fails with WRONG_CREDENTIALS when resent', async () => {
    const requests = [changing(), changing({ newPassword: 'third horse' })];
    const waiting = await Promise.all(requests.map((request) => fixture.prepare('changePassword', request, caller)));
    expect(await fixture.runBatch(waiting)).toMatchObject([{ reply: {} }, { code: 'BUSY' }]);
    expect(await refusalCode(fixture.call('changePassword', requests[1], caller))).toBe('WRONG_CREDENTIALS');
    expect(await logIn(NEW)).toBe('no refusal');
  });

  test('a LogIn that verified the old password opens no session if the password changes before its batch', async () => {
    const waiting = await fixture.prepare('logIn', credentials('alice'), newCaller());
    await change();
    expect(await fixture.runBatch([waiting])).toMatchObject([{ code: 'BUSY' }]);
    expect(await logIn(OLD)).toBe('WRONG_CREDENTIALS');
  });
});

describe('ResetPassword', () => {
  const RESET = im.CodePurpose.RESET_PASSWORD;
  const resetting = (changes: object = {}) => ({
    clientRequestId: newRequestId(),
    email: EMAIL,
    code: '654321',
    newPassword: NEW,
    ...changes,
  });
  const reset = (changes: object = {}, at = newCaller()) => fixture.call('resetPassword', resetting(changes), at);
  beforeEach(() => fixture.codes.issue(EMAIL, RESET, '654321'));

  test('after ResetPassword with any spelling of the e-mail address, only the new password logs in', async () => {
    expect((await reset({ email: ' ALICE@Example.ORG ' })).reply).toEqual({ deviceToken: expect.any(String) });
    expect(await logIn(OLD)).toBe('WRONG_CREDENTIALS');
    expect(await logIn(NEW)).toBe('no refusal');
  });

  test('ResetPassword ends every session, closes every connection and logs nobody in', async () => {
    const { bound, disconnects } = await reset();
    expect(bound).toBeUndefined();
    expect(disconnects).toHaveLength(2);
    for (const at of [caller, otherCaller])
      expect(disconnects).toContainEqual({ address: connectionAddressOf(at), reason: im.CloseReason.PASSWORD_CHANGED });
    expect(await Promise.all([mine, other].map(lives))).toEqual([false, false]);
  });

  test('ResetPassword from a logged-in connection keeps that one session', async () => {
    const { disconnects } = await reset({}, caller);
    expect(disconnects).toEqual([{ address: connectionAddressOf(otherCaller), reason: im.CloseReason.PASSWORD_CHANGED }]);
    expect(await Promise.all([mine, other].map(lives))).toEqual([true, false]);
  });

  test('ResetPassword by a user who is logged in to another account ends every session of the reset account only', async () => {
    const at = newCaller();
    const bob = await fixture.call('register', credentials('Bob'), at);
    expect((await reset({}, boundCaller(at, bob))).disconnects).toHaveLength(2);
    expect(await Promise.all([mine, other, bob].map(lives))).toEqual([false, false, true]);
  });

  test('ResetPassword ends the other sessions even if the new password equals the old one', async () => {
    await reset({ newPassword: OLD });
    expect(await lives(other)).toBe(false);
    expect(await logIn(OLD)).toBe('no refusal');
  });

  test('ResetPassword answers a wrong code and an unknown e-mail address alike with WRONG_CODE, without hashing', async () => {
    fixture.codes.issue(EMAIL, im.CodePurpose.CHANGE_EMAIL, '111111');
    fixture.codes.issue('nobody@example.org', RESET, '222222');
    const before = fixture.passwords.hashCount();
    const errors = await Promise.all(
      [
        reset({ code: '000000' }),
        reset({ code: '111111' }),
        reset({ code: '' }),
        reset({ code: '6'.repeat(10_000_000) }),
        reset({ email: 'nobody@example.org' }),
        reset({ email: 'nobody@example.org', code: '222222' }),
      ].map((promise) => promise.catch((error: unknown) => error)),
    );
    for (const error of errors) expect(error).toMatchObject({ code: 'WRONG_CODE' });
    expect(fixture.passwords.hashCount()).toBe(before);
    expect(fixture.codes.ownerNotices).toEqual([]);
    expect(await logIn(OLD)).toBe('no refusal');
  });

  test('ResetPassword rejects an impossible password before it consumes the code', async () => {
    for (const newPassword of ['', 'short', 'x'.repeat(10_000_000)])
      expect(await refusalCode(reset({ newPassword }))).toBe('BAD_PASSWORD');
    expect((await reset()).reply).toEqual({ deviceToken: expect.any(String) });
  });

  test('ResetPassword reveals that the password equals the name only after a correct code, which then stays valid', async () => {
    fixture.codes.issue(EMAIL, im.CodePurpose.REGISTER, '123456');
    await fixture.call('register', credentials('Alexander'), newCaller());
    const clientRequestId = newRequestId();
    fixture.store.statement("UPDATE accounts SET email = '', email_key = NULL WHERE name = 'Alice'").run();
    fixture.store.statement('UPDATE accounts SET email = ?, email_key = ? WHERE name = ?').run(EMAIL, EMAIL, 'Alexander');
    expect(await refusalCode(reset({ newPassword: 'alexander', code: '000000' }))).toBe('WRONG_CODE');
    expect(await refusalCode(reset({ newPassword: 'alexander', clientRequestId }))).toBe('BAD_PASSWORD');
    expect((await reset({ clientRequestId })).reply).toEqual({ deviceToken: expect.any(String) });
  });

  test('ResetPassword rejects a bad e-mail address with BAD_ADDRESS and a bad client_request_id with BAD_ARGUMENT', async () => {
    expect(await refusalCode(reset({ email: 'alice' }))).toBe('BAD_ADDRESS');
    expect(await refusalCode(reset({ email: `${'a'.repeat(255)}@example.org` }))).toBe('BAD_ADDRESS');
    expect(await refusalCode(reset({ clientRequestId: Buffer.alloc(3) }))).toBe('BAD_ARGUMENT');
  });

  test('a resent ResetPassword gets the same reply', async () => {
    const request = resetting();
    const first = await fixture.call('resetPassword', request, newCaller());
    expect((await fixture.call('resetPassword', request, newCaller())).reply).toEqual(first.reply);
    expect(await logIn(NEW)).toBe('no refusal');
  });

  test('two concurrent ResetPassword requests with one code set one password', async () => {
    const passwords = ['first horse', 'second horse'];
    const outcomes = await Promise.all(passwords.map((newPassword) => refusalCode(reset({ newPassword }))));
    expect(outcomes.sort()).toEqual(['WRONG_CODE', 'no refusal']);
    expect((await Promise.all(passwords.map(logIn))).sort()).toEqual(['WRONG_CREDENTIALS', 'no refusal']);
  });

  test('ResetPassword fails with UNAVAILABLE while codes cannot be checked, and its resend succeeds later', async () => {
    fixture.codes.failWith(new ImError('UNAVAILABLE', 'away'));
    const request = resetting();
    expect(await refusalCode(fixture.call('resetPassword', request, newCaller()))).toBe('UNAVAILABLE');
    fixture.codes.failWith(undefined);
    await fixture.call('resetPassword', request, newCaller());
    expect(await logIn(NEW)).toBe('no refusal');
  });

  test('a session resumed in the same batch as ResetPassword still ends', async () => {
    const next = newCaller();
    const waiting = [
      await fixture.prepare('resume', { token: mine.reply.token }, next),
      await fixture.prepare('resetPassword', resetting(), newCaller()),
    ];
    const [, outcome] = (await fixture.runBatch(waiting)) as CommandResult[];
    expect(outcome?.disconnects).toContainEqual({ address: connectionAddressOf(next), reason: im.CloseReason.PASSWORD_CHANGED });
    expect(await lives(mine)).toBe(false);
  });

  test('ResetPassword changes no password if the e-mail address moved to another account before the batch', async () => {
    const bob = await fixture.call('register', credentials('Bob'), newCaller());
    const waiting = await fixture.prepare('resetPassword', resetting(), newCaller());
    fixture.store.statement("UPDATE accounts SET email = '', email_key = NULL WHERE name = 'Alice'").run();
    fixture.store.statement('UPDATE accounts SET email = ?, email_key = ? WHERE name = ?').run(EMAIL, EMAIL, 'Bob');
    expect(await fixture.runBatch([waiting])).toMatchObject([{ code: 'BUSY' }]);
    expect(await logIn(OLD)).toBe('no refusal');
    expect(await lives(bob)).toBe(true);
  });
});
