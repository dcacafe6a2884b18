// ChangeAddress, ExportAccount, DeleteAccount, DisableAccount.
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

const ADDRESS = 'alice@example.org';

let world: Awaited<ReturnType<typeof authFixture>>;
let caller: Caller;
let mine: CommandResult;
beforeEach(async () => {
  world = await authFixture();
  world.codes.mail(ADDRESS, im.CodePurpose.REGISTER, '123456');
  caller = newCaller();
  mine = await world.call('register', credentials('Alice', { email: ADDRESS, code: '123456' }), caller);
  caller = boundCaller(caller, mine);
});
afterEach(() => world.close());

const logIn = (name: string) => refusalCode(world.call('logIn', credentials(name), newCaller()));
const lives = async ({ reply }: CommandResult): Promise<boolean> =>
  (await refusalCode(world.call('resume', { token: reply.token }, newCaller()))) === 'no refusal';
async function alsoLoggedIn(): Promise<{ at: Caller; outcome: CommandResult }> {
  const at = newCaller();
  return { at, outcome: await world.call('logIn', credentials('alice'), at) };
}

describe('ChangeAddress', () => {
  const CHANGE = im.CodePurpose.CHANGE_ADDRESS;
  const NEW = 'new@example.org';
  const changing = (changes: object = {}) => ({
    clientRequestId: newRequestId(),
    email: NEW,
    code: '654321',
    password: 'correct horse',
    ...changes,
  });
  const change = (changes: object = {}, at = caller) => world.call('changeAddress', changing(changes), at);
  beforeEach(() => world.codes.mail(NEW, CHANGE, '654321'));

  test('the new address logs in and the old one does no more; sessions stay', async () => {
    const { outcome } = await alsoLoggedIn();
    const { reply, hangups } = await change();
    expect({ reply, hangups }).toEqual({ reply: {}, hangups: [] });
    expect(await logIn('NEW@example.org')).toBe('no refusal');
    expect(await logIn(ADDRESS)).toBe('WRONG_CREDENTIALS');
    expect(await lives(outcome)).toBe(true);
  });

  test('an account without an address gets its first one, of which nobody is told', async () => {
    const at = newCaller();
    const bob = boundCaller(at, await world.call('register', credentials('Bob'), at));
    await change({}, bob);
    expect(await logIn(NEW)).toBe('no refusal');
    expect(world.codes.replaced).toEqual([]);
  });

  test('who has the address before is told, once: not for what is refused, nor for a resend', async () => {
    expect(await refusalCode(change({ code: '000000' }))).toBe('WRONG_CODE');
    expect(await refusalCode(change({ password: 'wrong horse' }))).toBe('WRONG_CREDENTIALS');
    expect(world.codes.replaced).toEqual([]);
    const request = changing();
    for (let i = 0; i < 2; i++) await world.call('changeAddress', request, { ...caller, language: 'zh' });
    expect(world.codes.replaced).toEqual([{ email: ADDRESS, language: 'zh' }]);
  });

  test('nothing is changed of which the address before could not be told', async () => {
    const waiting = await world.prepare('changeAddress', changing(), caller);
    expect(world.codes.replaced).toEqual([{ email: ADDRESS, language: 'en' }]);
    expect(await logIn(ADDRESS)).toBe('no refusal');
    await world.together([waiting]);
    expect(await logIn(ADDRESS)).toBe('WRONG_CREDENTIALS');
  });

  test('a wrong password is WRONG_CREDENTIALS, and does not use the code up', async () => {
    for (const password of ['wrong horse', '', 'x'.repeat(10_000_000)])
      expect(await refusalCode(change({ password }))).toBe('WRONG_CREDENTIALS');
    expect(world.codes.asked()).toBe(1);
    expect((await change()).reply).toEqual({});
  });

  test('a code that is wrong or for something else is WRONG_CODE, and the address stays', async () => {
    world.codes.mail(NEW, im.CodePurpose.REGISTER, '111111');
    for (const code of ['000000', '111111', '', '6'.repeat(1_000_000)])
      expect(await refusalCode(change({ code })), code.slice(0, 9)).toBe('WRONG_CODE');
    expect(await logIn(ADDRESS)).toBe('no refusal');
  });

  test.each(['', 'bob', `${'a'.repeat(255)}@example.org`, 'a\r\nBcc: b@example.org'])(
    'refuses the address of case %#: BAD_ADDRESS',
    async (address) => {
      expect(await refusalCode(change({ email: address }))).toBe('BAD_ADDRESS');
    },
  );

  test('an address that has an account is WRONG_CODE, and its owner is told', async () => {
    world.codes.mail('bob@example.org', im.CodePurpose.REGISTER, '111111');
    await world.call('register', credentials('Bob', { email: 'bob@example.org', code: '111111' }), newCaller());
    world.codes.mail('bob@example.org', CHANGE, '222222');
    expect(await refusalCode(change({ email: 'BOB@example.org', code: '222222' }))).toBe('WRONG_CODE');
    expect(world.codes.told).toEqual([{ email: 'bob@example.org', purpose: CHANGE, language: 'en' }]);
    expect(await logIn(ADDRESS)).toBe('no refusal');
  });

  test('a resend after a lost reply is told the same, even when the code has long expired', async () => {
    const request = changing();
    const first = await world.call('changeAddress', request, caller);
    world.codes.mail(NEW, CHANGE, 'another');
    expect((await world.call('changeAddress', request, caller)).reply).toEqual(first.reply);
  });

  test('the same address in other letters is changed with a code of its own', async () => {
    world.codes.mail(ADDRESS, CHANGE, '777777');
    expect(await refusalCode(change({ email: 'ALICE@example.org', code: '000000' }))).toBe('WRONG_CODE');
    await change({ email: 'ALICE@example.org', code: '777777' });
    expect(world.codes.replaced).toEqual([]);
    expect((await world.call('exportAccount', {}, caller)).reply.email).toBe('ALICE@example.org');
  });

  test('of two that want one address in one batch one gets it; the other, sent again, is WRONG_CODE', async () => {
    const at = newCaller();
    const bob = boundCaller(at, await world.call('register', credentials('Bob'), at));
    const requests = [changing(), changing()];
    const callers = [caller, bob];
    const waiting = [];
    for (const [i, by] of callers.entries()) {
      world.codes.mail(NEW, CHANGE, '654321');
      waiting.push(await world.prepare('changeAddress', requests[i], by));
    }
    const outcomes = await world.together(waiting);
    const loser = outcomes.findIndex((outcome) => outcome instanceof Error);
    expect(outcomes[loser]).toMatchObject({ code: 'BUSY' });
    expect(outcomes[1 - loser]).toMatchObject({ reply: {} });
    world.codes.mail(NEW, CHANGE, '654321');
    expect(await refusalCode(world.call('changeAddress', requests[loser], callers[loser] ?? bob))).toBe('WRONG_CODE');
    expect(world.codes.told).toMatchObject([{ email: NEW }]);
  });

  test('a password that was changed meanwhile does not change the address', async () => {
    const waiting = await world.prepare('changeAddress', changing(), caller);
    const request = { clientRequestId: newRequestId(), currentPassword: 'correct horse', newPassword: 'another horse' };
    await world.call('changePassword', request, caller);
    expect(await world.together([waiting])).toMatchObject([{ code: 'BUSY' }]);
  });
});

describe('ExportAccount', () => {
  test('says what is kept about me, and nothing of anybody else', async () => {
    await world.call('register', credentials('Bob'), newCaller());
    const { reply } = await world.call('exportAccount', {}, caller);
    expect(reply).toMatchObject({ user: mine.reply.user, name: 'Alice', email: ADDRESS });
    expect(Math.abs(Number(reply.registeredAt) - Date.now())).toBeLessThan(60_000);
    expect(reply.sessions).toMatchObject([{ session: mine.reply.session, deviceName: 'my phone', current: true }]);
    expect(JSON.stringify(reply)).not.toMatch(/scrypt|Bob/);
  });
});

describe('DeleteAccount', () => {
  const remove = (password = 'correct horse') => world.call('deleteAccount', { password }, caller);

  test('ends all sessions, this one too, and nobody logs in any more', async () => {
    const { at, outcome } = await alsoLoggedIn();
    const { reply, hangups } = await remove();
    expect(reply).toEqual({});
    expect(hangups).toEqual([
      { address: connectionAddressOf(at), reason: im.CloseReason.ACCOUNT_DELETED },
      { address: connectionAddressOf(caller), reason: im.CloseReason.ACCOUNT_DELETED },
    ]);
    expect(await Promise.all([mine, outcome].map(lives))).toEqual([false, false]);
    for (const name of ['alice', ADDRESS]) expect(await logIn(name)).toBe('WRONG_CREDENTIALS');
  });

  test('is told to logic in his name, once: a resend finds nothing to delete, and what is refused tells nothing', async () => {
    expect(await refusalCode(remove('wrong horse'))).toBe('WRONG_CREDENTIALS');
    expect((await remove()).told).toEqual([{ rpc: 'forgetUser', user: mine.reply.user }]);
    expect((await remove()).told).toEqual([]);
  });

  test('frees name and address for others, who are somebody else', async () => {
    await remove();
    world.codes.mail(ADDRESS, im.CodePurpose.REGISTER, '123456');
    const { reply } = await world.call('register', credentials('Alice', { email: ADDRESS, code: '123456' }), newCaller());
    expect(reply.user).not.toBe(mine.reply.user);
  });

  test('leaves neither name nor address nor hash in the store', async () => {
    await remove();
    const [row] = world.store.statement('SELECT * FROM accounts').all();
    expect(JSON.stringify(row)).not.toMatch(/alice|example|scrypt/i);
  });

  test('a wrong password is WRONG_CREDENTIALS, and nothing is deleted', async () => {
    for (const password of ['wrong horse', '', 'x'.repeat(10_000_000)])
      expect(await refusalCode(remove(password))).toBe('WRONG_CREDENTIALS');
    expect(await logIn('alice')).toBe('no refusal');
  });

  test('a resend after a lost reply is told the same', async () => {
    const first = await remove();
    const second = await remove();
    expect(second.reply).toEqual(first.reply);
    expect(second.hangups).toEqual([{ address: connectionAddressOf(caller), reason: im.CloseReason.ACCOUNT_DELETED }]);
  });

  test('a password that was changed meanwhile does not delete it', async () => {
    const waiting = await world.prepare('deleteAccount', { password: 'correct horse' }, caller);
    const request = { clientRequestId: newRequestId(), currentPassword: 'correct horse', newPassword: 'another horse' };
    await world.call('changePassword', request, caller);
    expect(await world.together([waiting])).toMatchObject([{ code: 'BUSY' }]);
    expect(await lives(mine)).toBe(true);
  });

  test('twice in one batch it is deleted once, and both are told so', async () => {
    const waiting = await Promise.all(
      [caller, caller].map((at) => world.prepare('deleteAccount', { password: 'correct horse' }, at)),
    );
    expect(await world.together(waiting)).toMatchObject([{ reply: {} }, { reply: {} }]);
  });

  test('a log-in and a reset of the password that are under way meanwhile find nobody', async () => {
    world.codes.mail(ADDRESS, im.CodePurpose.RESET_PASSWORD, '222222');
    const reset = { clientRequestId: newRequestId(), email: ADDRESS, code: '222222', newPassword: 'another horse' };
    const waiting = [
      await world.prepare('logIn', credentials('alice'), newCaller()),
      await world.prepare('resetPassword', reset, newCaller()),
    ];
    await remove();
    expect(await world.together(waiting)).toMatchObject([{ code: 'BUSY' }, { code: 'BUSY' }]);
    expect(await refusalCode(world.call('resetPassword', reset, newCaller()))).toBe('WRONG_CODE');
  });
});

describe('DisableAccount', () => {
  const operator = newCaller({ connection: 0, gate: { instance: 'tools.AAAAAAAA', slot: 0 } });
  const disable = (account: string, disabled = true) => world.call('disableAccount', { account, disabled }, operator);

  test('is not deletion: nobody is told to forget anybody', async () => {
    expect((await disable('alice')).told).toEqual([]);
  });

  test.each(['name', 'email', 'id'])(
    'closes the account of that %s: its sessions end, no token and no password works',
    async (kind) => {
      const { at, outcome } = await alsoLoggedIn();
      const account = { name: 'ALICE', email: 'Alice@example.org', id: mine.reply.user ?? '' }[kind] ?? '';
      const { reply, hangups } = await disable(account);
      expect(reply).toEqual({ user: mine.reply.user, sessionsEnded: 2 });
      expect(hangups).toEqual([
        { address: connectionAddressOf(at), reason: im.CloseReason.ACCOUNT_CLOSED },
        { address: connectionAddressOf(caller), reason: im.CloseReason.ACCOUNT_CLOSED },
      ]);
      expect(await Promise.all([mine, outcome].map(lives))).toEqual([false, false]);
      expect(await logIn('alice')).toBe('ACCOUNT_DISABLED');
    },
  );

  test('opens it again: passwords work, ended sessions stay ended', async () => {
    await disable('alice');
    expect((await disable('alice', false)).reply).toEqual({ user: mine.reply.user, sessionsEnded: 0 });
    expect(await logIn('alice')).toBe('no refusal');
    expect(await lives(mine)).toBe(false);
  });

  test('twice is as good as once', async () => {
    await disable('alice');
    expect((await disable('alice')).reply).toEqual({ user: mine.reply.user, sessionsEnded: 0 });
    await disable('alice', false);
    await disable('alice', false);
    expect(await logIn('alice')).toBe('no refusal');
  });

  test('who nobody is, or was once, is NO_SUCH_USER', async () => {
    await world.call('deleteAccount', { password: 'correct horse' }, caller);
    const strange = ['', 'a@b.c', 'nobody@example.org', "' OR 1=1 --", '\0', newId(), 'x'.repeat(1_000_000)];
    for (const account of ['alice', ADDRESS, mine.reply.user ?? '', ...strange])
      expect(await refusalCode(disable(account)), account.slice(0, 50)).toBe('NO_SUCH_USER');
  });

  test('an id closes its own account, even where somebody has it for a name', async () => {
    await world.call('register', credentials(mine.reply.user ?? ''), newCaller());
    expect((await disable(mine.reply.user ?? '')).reply).toEqual({ user: mine.reply.user, sessionsEnded: 1 });
  });

  test('a session of a closed account cannot be resumed, even one that was overlooked', async () => {
    world.store.statement('UPDATE accounts SET disabled = 1').run();
    expect(await lives(mine)).toBe(false);
  });
});
