// ChangeEmail, ExportAccount, DeleteAccount, DisableAccount.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../proto/ids.ts';
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

let fixture: Awaited<ReturnType<typeof authFixture>>;
let caller: Caller;
let mine: CommandResult;
beforeEach(async () => {
  fixture = await authFixture();
  fixture.codes.issue(EMAIL, im.CodePurpose.REGISTER, '123456');
  caller = newCaller();
  mine = await fixture.call('register', credentials('Alice', { email: EMAIL, code: '123456' }), caller);
  caller = boundCaller(caller, mine);
});
afterEach(() => fixture.close());

const logIn = (name: string) => refusalCode(fixture.call('logIn', credentials(name), newCaller()));
const lives = async ({ reply }: CommandResult): Promise<boolean> =>
  (await refusalCode(fixture.call('resume', { token: reply.token }, newCaller()))) === 'no refusal';
async function alsoLoggedIn(): Promise<{ at: Caller; outcome: CommandResult }> {
  const at = newCaller();
  return { at, outcome: await fixture.call('logIn', credentials('alice'), at) };
}

describe('ChangeEmail', () => {
  const CHANGE = im.CodePurpose.CHANGE_EMAIL;
  const NEW = 'new@example.org';
  const changing = (changes: object = {}) => ({
    clientRequestId: newRequestId(),
    email: NEW,
    code: '654321',
    password: 'correct horse',
    ...changes,
  });
  const change = (changes: object = {}, at = caller) => fixture.call('changeEmail', changing(changes), at);
  beforeEach(() => fixture.codes.issue(NEW, CHANGE, '654321'));

  test('after ChangeEmail, the new e-mail address logs in, the old one does not, and sessions stay open', async () => {
    const { outcome } = await alsoLoggedIn();
    const { reply, disconnects } = await change();
    expect({ reply, disconnects }).toEqual({ reply: {}, disconnects: [] });
    expect(await logIn('NEW@example.org')).toBe('no refusal');
    expect(await logIn(EMAIL)).toBe('WRONG_CREDENTIALS');
    expect(await lives(outcome)).toBe(true);
  });

  test('ChangeEmail gives an account its first e-mail address and notifies nobody', async () => {
    const at = newCaller();
    const bob = boundCaller(at, await fixture.call('register', credentials('Bob'), at));
    await change({}, bob);
    expect(await logIn(NEW)).toBe('no refusal');
    expect(fixture.codes.formerOwnerNotices).toEqual([]);
  });

  test('ChangeEmail notifies the former e-mail address once, and not for rejected or resent requests', async () => {
    expect(await refusalCode(change({ code: '000000' }))).toBe('WRONG_CODE');
    expect(await refusalCode(change({ password: 'wrong horse' }))).toBe('WRONG_CREDENTIALS');
    expect(fixture.codes.formerOwnerNotices).toEqual([]);
    const request = changing();
    for (let i = 0; i < 2; i++) await fixture.call('changeEmail', request, { ...caller, language: 'zh' });
    expect(fixture.codes.formerOwnerNotices).toEqual([{ email: EMAIL, language: 'zh' }]);
  });

  test('ChangeEmail takes effect only after the former e-mail address was notified', async () => {
    const waiting = await fixture.prepare('changeEmail', changing(), caller);
    expect(fixture.codes.formerOwnerNotices).toEqual([{ email: EMAIL, language: 'en' }]);
    expect(await logIn(EMAIL)).toBe('no refusal');
    await fixture.runBatch([waiting]);
    expect(await logIn(EMAIL)).toBe('WRONG_CREDENTIALS');
  });

  test('ChangeEmail with a wrong password fails with WRONG_CREDENTIALS and does not consume the code', async () => {
    for (const password of ['wrong horse', '', 'x'.repeat(10_000_000)])
      expect(await refusalCode(change({ password }))).toBe('WRONG_CREDENTIALS');
    expect(fixture.codes.consumeCount()).toBe(1);
    expect((await change()).reply).toEqual({});
  });

  test('ChangeEmail with a wrong code fails with WRONG_CODE and keeps the e-mail address', async () => {
    fixture.codes.issue(NEW, im.CodePurpose.REGISTER, '111111');
    for (const code of ['000000', '111111', '', '6'.repeat(1_000_000)])
      expect(await refusalCode(change({ code })), code.slice(0, 9)).toBe('WRONG_CODE');
    expect(await logIn(EMAIL)).toBe('no refusal');
  });

  test.each(['', 'bob', `${'a'.repeat(255)}@example.org`, 'a\r\nBcc: b@example.org'])(
    'ChangeEmail rejects the e-mail address of case %# with BAD_ADDRESS',
    async (email) => {
      expect(await refusalCode(change({ email }))).toBe('BAD_ADDRESS');
    },
  );

  test('ChangeEmail to an e-mail address of another account fails with WRONG_CODE and notifies its owner', async () => {
    fixture.codes.issue('bob@example.org', im.CodePurpose.REGISTER, '111111');
    await fixture.call('register', credentials('Bob', { email: 'bob@example.org', code: '111111' }), newCaller());
    fixture.codes.issue('bob@example.org', CHANGE, '222222');
    expect(await refusalCode(change({ email: 'BOB@example.org', code: '222222' }))).toBe('WRONG_CODE');
    expect(fixture.codes.ownerNotices).toEqual([{ email: 'bob@example.org', purpose: CHANGE, language: 'en' }]);
    expect(await logIn(EMAIL)).toBe('no refusal');
  });

  test('a resent ChangeEmail gets the same reply, even after the code has expired', async () => {
    const request = changing();
    const first = await fixture.call('changeEmail', request, caller);
    fixture.codes.issue(NEW, CHANGE, 'another');
    expect((await fixture.call('changeEmail', request, caller)).reply).toEqual(first.reply);
  });

  test('ChangeEmail to another spelling of the same e-mail address requires a code of its own', async () => {
    fixture.codes.issue(EMAIL, CHANGE, '777777');
    expect(await refusalCode(change({ email: 'ALICE@example.org', code: '000000' }))).toBe('WRONG_CODE');
    await change({ email: 'ALICE@example.org', code: '777777' });
    expect(fixture.codes.formerOwnerNotices).toEqual([]);
    expect((await fixture.call('exportAccount', {}, caller)).reply.email).toBe('ALICE@example.org');
  });

  test('of two accounts that claim one e-mail address in one batch one gets it, and the other’s resend fails', async () => {
    const at = newCaller();
    const bob = boundCaller(at, await fixture.call('register', credentials('Bob'), at));
    const requests = [changing(), changing()];
    const callers = [caller, bob];
    const waiting = [];
    for (const [i, by] of callers.entries()) {
      fixture.codes.issue(NEW, CHANGE, '654321');
      waiting.push(await fixture.prepare('changeEmail', requests[i], by));
    }
    const outcomes = await fixture.runBatch(waiting);
    const loser = outcomes.findIndex((outcome) => outcome instanceof Error);
    expect(outcomes[loser]).toMatchObject({ code: 'BUSY' });
    expect(outcomes[1 - loser]).toMatchObject({ reply: {} });
    fixture.codes.issue(NEW, CHANGE, '654321');
    expect(await refusalCode(fixture.call('changeEmail', requests[loser], callers[loser] ?? bob))).toBe('WRONG_CODE');
    expect(fixture.codes.ownerNotices).toMatchObject([{ email: NEW }]);
  });

  test('ChangeEmail changes nothing if the password changed before the batch', async () => {
    const waiting = await fixture.prepare('changeEmail', changing(), caller);
    const request = { clientRequestId: newRequestId(), currentPassword: 'correct horse', newPassword: 'another horse' };
    await fixture.call('changePassword', request, caller);
    expect(await fixture.runBatch([waiting])).toMatchObject([{ code: 'BUSY' }]);
  });
});

describe('ExportAccount', () => {
  test('ExportAccount returns the caller’s account and sessions, and nothing of other users', async () => {
    await fixture.call('register', credentials('Bob'), newCaller());
    const { reply } = await fixture.call('exportAccount', {}, caller);
    expect(reply).toMatchObject({ userId: mine.reply.userId, name: 'Alice', email: EMAIL });
    expect(Math.abs(Number(reply.registeredAt) - Date.now())).toBeLessThan(60_000);
    expect(reply.sessions).toMatchObject([{ sessionId: mine.reply.sessionId, deviceName: 'my phone', current: true }]);
    expect(JSON.stringify(reply)).not.toMatch(/argon2id|Bob/);
  });
});

describe('DeleteAccount', () => {
  const remove = (password = 'correct horse') => fixture.call('deleteAccount', { password }, caller);

  test('DeleteAccount ends all sessions including the caller’s, and nobody can log in any more', async () => {
    const { at, outcome } = await alsoLoggedIn();
    const { reply, disconnects } = await remove();
    expect(reply).toEqual({});
    expect(disconnects).toEqual([
      { address: connectionAddressOf(at), reason: im.CloseReason.ACCOUNT_DELETED },
      { address: connectionAddressOf(caller), reason: im.CloseReason.ACCOUNT_DELETED },
    ]);
    expect(await Promise.all([mine, outcome].map(lives))).toEqual([false, false]);
    for (const name of ['alice', EMAIL]) expect(await logIn(name)).toBe('WRONG_CREDENTIALS');
  });

  test('DeleteAccount enqueues EraseUser in the user’s name once: not for a resent or a rejected request', async () => {
    expect(await refusalCode(remove('wrong horse'))).toBe('WRONG_CREDENTIALS');
    expect((await remove()).serviceCommands).toEqual([{ rpc: 'eraseUser', userId: mine.reply.userId }]);
    expect((await remove()).serviceCommands).toEqual([]);
  });

  test('DeleteAccount frees the name and the e-mail address for a new account with another id', async () => {
    await remove();
    fixture.codes.issue(EMAIL, im.CodePurpose.REGISTER, '123456');
    const { reply } = await fixture.call('register', credentials('Alice', { email: EMAIL, code: '123456' }), newCaller());
    expect(reply.userId).not.toBe(mine.reply.userId);
  });

  test('DeleteAccount leaves no name, e-mail address or password hash in the store', async () => {
    await remove();
    const [row] = fixture.store.statement('SELECT * FROM accounts').all();
    expect(JSON.stringify(row)).not.toMatch(/alice|example|argon2id/i);
  });

  test('DeleteAccount with a wrong password fails with WRONG_CREDENTIALS and deletes nothing', async () => {
    for (const password of ['wrong horse', '', 'x'.repeat(10_000_000)])
      expect(await refusalCode(remove(password))).toBe('WRONG_CREDENTIALS');
    expect(await logIn('alice')).toBe('no refusal');
  });

  test('a resent DeleteAccount gets the same reply', async () => {
    const first = await remove();
    const second = await remove();
    expect(second.reply).toEqual(first.reply);
    expect(second.disconnects).toEqual([{ address: connectionAddressOf(caller), reason: im.CloseReason.ACCOUNT_DELETED }]);
  });

  test('DeleteAccount deletes nothing if the password changed before the batch', async () => {
    const waiting = await fixture.prepare('deleteAccount', { password: 'correct horse' }, caller);
    const request = { clientRequestId: newRequestId(), currentPassword: 'correct horse', newPassword: 'another horse' };
    await fixture.call('changePassword', request, caller);
    expect(await fixture.runBatch([waiting])).toMatchObject([{ code: 'BUSY' }]);
    expect(await lives(mine)).toBe(true);
  });

  test('two DeleteAccount requests in one batch delete the account once, and both succeed', async () => {
    const waiting = await Promise.all(
      [caller, caller].map((at) => fixture.prepare('deleteAccount', { password: 'correct horse' }, at)),
    );
    expect(await fixture.runBatch(waiting)).toMatchObject([{ reply: {} }, { reply: {} }]);
  });

  test('a LogIn and a ResetPassword prepared before DeleteAccount fail in the batch after it', async () => {
    fixture.codes.issue(EMAIL, im.CodePurpose.RESET_PASSWORD, '222222');
    const reset = { clientRequestId: newRequestId(), email: EMAIL, code: '222222', newPassword: 'another horse' };
    const waiting = [
      await fixture.prepare('logIn', credentials('alice'), newCaller()),
      await fixture.prepare('resetPassword', reset, newCaller()),
    ];
    await remove();
    expect(await fixture.runBatch(waiting)).toMatchObject([{ code: 'BUSY' }, { code: 'BUSY' }]);
    expect(await refusalCode(fixture.call('resetPassword', reset, newCaller()))).toBe('WRONG_CODE');
  });
});

describe('DisableAccount', () => {
  const operator = newCaller({ connection: 0, gate: { instance: 'tools.AAAAAAAA', slot: 0 } });
  const disable = (account: string, disabled = true) => fixture.call('disableAccount', { account, disabled }, operator);

  test('DisableAccount enqueues no EraseUser', async () => {
    expect((await disable('alice')).serviceCommands).toEqual([]);
  });

  test.each(['name', 'email', 'id'])(
    'DisableAccount by %s ends the sessions of the account, and neither tokens nor the password work any more',
    async (kind) => {
      const { at, outcome } = await alsoLoggedIn();
      const account = { name: 'ALICE', email: 'Alice@example.org', id: mine.reply.userId ?? '' }[kind] ?? '';
      const { reply, disconnects } = await disable(account);
      expect(reply).toEqual({ userId: mine.reply.userId, sessionsEnded: 2 });
      expect(disconnects).toEqual([
        { address: connectionAddressOf(at), reason: im.CloseReason.ACCOUNT_CLOSED },
        { address: connectionAddressOf(caller), reason: im.CloseReason.ACCOUNT_CLOSED },
      ]);
      expect(await Promise.all([mine, outcome].map(lives))).toEqual([false, false]);
      expect(await logIn('alice')).toBe('ACCOUNT_DISABLED');
    },
  );

  test('DisableAccount with disabled = false lets the password work again; ended sessions stay ended', async () => {
    await disable('alice');
    expect((await disable('alice', false)).reply).toEqual({ userId: mine.reply.userId, sessionsEnded: 0 });
    expect(await logIn('alice')).toBe('no refusal');
    expect(await lives(mine)).toBe(false);
  });

  test('a repeated DisableAccount has no further effect, in either direction', async () => {
    await disable('alice');
    expect((await disable('alice')).reply).toEqual({ userId: mine.reply.userId, sessionsEnded: 0 });
    await disable('alice', false);
    await disable('alice', false);
    expect(await logIn('alice')).toBe('no refusal');
  });

  test('DisableAccount of an unknown or a deleted account fails with NO_SUCH_USER', async () => {
    await fixture.call('deleteAccount', { password: 'correct horse' }, caller);
    const strange = ['', 'a@b.c', 'nobody@example.org', "' OR 1=1 --", '\0', newId(), 'x'.repeat(1_000_000)];
    for (const account of ['alice', EMAIL, mine.reply.userId ?? '', ...strange])
      expect(await refusalCode(disable(account)), account.slice(0, 50)).toBe('NO_SUCH_USER');
  });

  test('DisableAccount by id disables the account with that id, even if another account has that id as its name', async () => {
    await fixture.call('register', credentials(mine.reply.userId ?? ''), newCaller());
    expect((await disable(mine.reply.userId ?? '')).reply).toEqual({ userId: mine.reply.userId, sessionsEnded: 1 });
  });

  test('a session of a disabled account cannot be resumed, even if it was not ended', async () => {
    fixture.store.statement('UPDATE accounts SET disabled = 1').run();
    expect(await lives(mine)).toBe(false);
  });
});
