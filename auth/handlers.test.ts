import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Handlers } from '../proto/contract.ts';
import { im } from '../proto/contract.ts';
import { failureOf, ImError } from '../proto/errors.ts';
import { isId } from '../proto/ids.ts';
import type { AuthCommand } from './sessions.ts';
import { addressOf, again, authWorld, boundTo, connection, credentials, type Outcome } from './test-world.ts';

let world: Awaited<ReturnType<typeof authWorld>>;
beforeEach(async () => {
  world = await authWorld();
});
afterEach(() => world.close());

const register = (name: string, changes = {}, caller = connection()): Promise<Outcome> =>
  world.call('register', credentials(name, changes), caller);
const logIn = (name: string, changes = {}, caller = connection()): Promise<Outcome> =>
  world.call('logIn', credentials(name, changes), caller);
const resume = (token: unknown, caller = connection()): Promise<Outcome> => world.call('resume', { token }, caller);
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof ImError ? error.code : String(error)),
  );

describe('Register', () => {
  test('makes an account and binds this connection to a new session of it', async () => {
    const caller = connection();
    const { reply, bound, hangups } = await register('Zoë', {}, caller);
    expect(isId(reply.user ?? '')).toBe(true);
    expect(isId(reply.session ?? '')).toBe(true);
    expect(reply.name).toBe('Zoë');
    expect(world.tokens.verify(reply.token ?? '')).toEqual({ session: reply.session, number: 0 });
    expect(bound).toEqual({ user: reply.user, session: reply.session, epoch: 1 });
    expect(hangups).toEqual([]);
    expect((await logIn('zoë')).reply.user).toBe(reply.user);
  });

  test.each(['日本語', "'; DROP TABLE accounts; --", '😀'.repeat(64), 'two words'])('takes %s for a name', async (name) => {
    const { reply } = await register(name);
    expect(reply.name).toBe(name);
    expect((await logIn(name)).reply.user).toBe(reply.user);
  });

  test.each([
    '',
    '  ',
    'a'.repeat(65),
    'al\u202eice',
    'al\u200bice',
    'ali\nce',
    '\0',
    'a@b.c',
    'ａ＠ｂ',
    '\u2066alice\u2069',
    'x'.repeat(10_000_000),
  ])('refuses the name of case %#: BAD_NAME', async (name) => {
    expect(await refusal(register(name))).toBe('BAD_NAME');
    expect(world.passwords.runs()).toBe(0);
  });

  test.each(['', '1234567', 'a'.repeat(129), 'ALEXANDER', 'x'.repeat(10_000_000)])(
    'refuses the password of case %# without hashing it: BAD_PASSWORD',
    async (password) => {
      expect(await refusal(register('Alexander', { password }))).toBe('BAD_PASSWORD');
      expect(world.passwords.runs()).toBe(0);
    },
  );

  test.each([0, 15, 17])('refuses a client_request_id of %d bytes, and so does LogIn: BAD_ARGUMENT', async (bytes) => {
    const clientRequestId = Buffer.alloc(bytes);
    expect(await refusal(register('alice', { clientRequestId }))).toBe('BAD_ARGUMENT');
    expect(await refusal(logIn('alice', { clientRequestId }))).toBe('BAD_ARGUMENT');
  });

  test('refuses a device name that is too long: BAD_ARGUMENT', async () => {
    expect(await refusal(register('alice', { deviceName: 'd'.repeat(65) }))).toBe('BAD_ARGUMENT');
    expect((await register('alice', { deviceName: '😀'.repeat(64) })).reply.name).toBe('alice');
  });

  test('a name somebody has, in whatever case, is NAME_TAKEN, with his password too', async () => {
    await register('Alice');
    expect(await refusal(register('aLICE'))).toBe('NAME_TAKEN');
    expect(await refusal(register('Alice', { password: 'something else' }))).toBe('NAME_TAKEN');
    expect(await refusal(register('ＡＬＩＣＥ'))).toBe('NAME_TAKEN');
  });

  test('of two registrations of one name in one batch one gets it and the other NAME_TAKEN', async () => {
    const waiting = await Promise.all(
      ['Alice', 'alice'].map((name) => world.prepare('register', credentials(name), connection())),
    );
    const [first, second] = await world.together(waiting);
    expect(first).toMatchObject({ reply: { name: 'Alice' } });
    expect(second).toMatchObject({ code: 'NAME_TAKEN' });
  });

  test('a resend after a lost reply gets the same account, session and token, on another connection too', async () => {
    const request = credentials('Alice');
    const lost = connection();
    const first = await world.call('register', request, lost);
    const second = await world.call('register', { ...request, name: 'ALICE' }, connection());
    expect(second.reply).toEqual(first.reply);
    expect(second.bound).toEqual({ ...first.bound, epoch: 2 });
    expect(second.hangups).toEqual([{ address: addressOf(lost), reason: im.CloseReason.SESSION_REPLACED }]);
  });

  test('a resend on the same connection does not hang it up', async () => {
    const request = credentials('Alice');
    const caller = connection();
    const first = await world.call('register', request, caller);
    const second = await world.call('register', request, again(caller));
    expect(second.reply).toEqual(first.reply);
    expect(second.hangups).toEqual([]);
  });

  test('a resend with another password is no resend: NAME_TAKEN', async () => {
    const request = credentials('Alice');
    await world.call('register', request, connection());
    expect(await refusal(world.call('register', { ...request, password: 'something else' }, connection()))).toBe('NAME_TAKEN');
  });

  test('a resend that overtakes the first one in its preparation is told to come again, and then gets the same session', async () => {
    const request = credentials('Alice');
    const [one, other] = await Promise.all([connection(), connection()].map((at) => world.prepare('register', request, at)));
    const [first] = one ? await world.together([one]) : [];
    const [second] = other ? await world.together([other]) : [];
    expect(second).toMatchObject({ code: 'BUSY' });
    const third = await world.call('register', request, connection());
    expect(third.reply).toEqual((first as Outcome).reply);
  });

  test('a resend after the session has ended is told so, and opens nothing', async () => {
    const request = credentials('Alice');
    const caller = connection();
    const first = await world.call('register', request, caller);
    await world.call('logOut', {}, boundTo(caller, first));
    expect(await refusal(world.call('register', request, connection()))).toBe('BAD_TOKEN');
    expect(await refusal(world.call('logIn', request, connection()))).toBe('BAD_TOKEN');
  });

  test('the request’s bytes may be used for something else once it was answered', async () => {
    const request = credentials('Alice');
    const sent = { ...request, clientRequestId: Uint8Array.from(request.clientRequestId) };
    const first = await world.call('register', sent, connection());
    sent.clientRequestId.fill(0);
    expect((await world.call('register', request, connection())).reply).toEqual(first.reply);
  });
});

describe('LogIn', () => {
  test('opens a session of its own each time, and no other connection is hung up', async () => {
    const { reply: registered } = await register('Alice');
    const [one, other] = [await logIn('alice'), await logIn('ALICE')];
    expect(new Set([registered.session, one.reply.session, other.reply.session]).size).toBe(3);
    for (const { reply, bound, hangups } of [one, other]) {
      expect(reply).toMatchObject({ user: registered.user, name: 'Alice' });
      expect(bound).toEqual({ user: reply.user, session: reply.session, epoch: 1 });
      expect(hangups).toEqual([]);
    }
  });

  test('a wrong password and a name nobody has get the same answer, after one hash each', async () => {
    await register('Alice');
    const before = world.passwords.runs();
    const answers = [];
    for (const request of [credentials('Alice', { password: 'wrong horse' }), credentials('Bob')]) {
      const error = await world.call('logIn', request, connection()).catch((caught: unknown) => caught);
      answers.push(failureOf(error as ImError));
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ code: im.Code.WRONG_CREDENTIALS, retry: im.Retry.NEVER });
    expect(world.passwords.runs() - before).toBe(2);
  });

  test('what can be nobody’s name or password is refused without hashing', async () => {
    await register('Alice');
    const before = world.passwords.runs();
    for (const password of ['', 'short', 'x'.repeat(10_000_000)])
      expect(await refusal(logIn('Alice', { password }))).toBe('WRONG_CREDENTIALS');
    for (const name of ['', 'al\u202eice', 'x'.repeat(10_000_000)]) expect(await refusal(logIn(name))).toBe('WRONG_CREDENTIALS');
    expect(world.passwords.runs()).toBe(before);
  });

  test('a resend after a lost reply gets the same session and token', async () => {
    await register('Alice');
    const request = credentials('alice');
    const lost = connection();
    const first = await world.call('logIn', request, lost);
    const second = await world.call('logIn', request, connection({ gate: { instance: 'gate-2.BBBBBBBB', slot: 2 } }));
    expect(second.reply).toEqual(first.reply);
    expect(second.bound).toEqual({ ...first.bound, epoch: 2 });
    expect(second.hangups).toEqual([{ address: addressOf(lost), reason: im.CloseReason.SESSION_REPLACED }]);
  });

  test('the same request twice in one batch opens one session', async () => {
    await register('Alice');
    const request = credentials('alice');
    const waiting = await Promise.all([connection(), connection()].map((at) => world.prepare('logIn', request, at)));
    const [first, second] = (await world.together(waiting)) as Outcome[];
    expect(second?.reply).toEqual(first?.reply);
    expect([first?.bound?.epoch, second?.bound?.epoch]).toEqual([1, 2]);
  });

  test('a request id opens one user’s session, whoever else uses it', async () => {
    await register('Alice');
    await register('Bob');
    const clientRequestId = Buffer.alloc(16, 7);
    const [alice, bob] = [await logIn('alice', { clientRequestId }), await logIn('bob', { clientRequestId })];
    expect(alice.reply.session).not.toBe(bob.reply.session);
    expect(alice.reply.user).not.toBe(bob.reply.user);
  });

  test('a password that was changed between its check and the batch does not log in', async () => {
    await register('Alice');
    const waiting = await world.prepare('logIn', credentials('alice'), connection());
    world.store.statement('UPDATE accounts SET password_hash = ?').run(await world.passwords.hash('another horse'));
    expect(await world.together([waiting])).toMatchObject([{ code: 'BUSY' }]);
    expect(await refusal(logIn('alice'))).toBe('WRONG_CREDENTIALS');
    expect((await logIn('alice', { password: 'another horse' })).reply.name).toBe('Alice');
  });
});

describe('secrets', () => {
  test('no refusal says a password or a token, neither in its message nor as JSON nor in its stack', async () => {
    const password = 'tOpSeCrEt-pAsSwOrD';
    const request = credentials('Alice', { password });
    const caller = connection();
    const first = await world.call('register', request, caller);
    const token = first.reply.token ?? '';
    await world.call('logOut', {}, boundTo(caller, first));
    const errors = await Promise.all(
      [
        world.call('register', credentials('Alice', { password }), connection()),
        world.call('register', request, connection()),
        world.call('register', credentials('', { password }), connection()),
        world.call('register', credentials(password, { password }), connection()),
        world.call('logIn', credentials('Alice', { password: `${password}!` }), connection()),
        world.call('logIn', credentials('Bob', { password }), connection()),
        world.call('logIn', { ...request, clientRequestId: Buffer.alloc(1) }, connection()),
        resume(token),
        resume(`${token.slice(0, -1)}!`),
      ].map((promise) => promise.catch((error: unknown) => error)),
    );
    for (const error of errors) {
      expect(error).toBeInstanceOf(ImError);
      const { message, stack, cause } = error as ImError;
      const told = JSON.stringify([error, message, stack, String(cause), failureOf(error as ImError)]);
      for (const secret of [password, token, token.slice(10, 40)]) expect(told).not.toContain(secret);
    }
  });

  test('the store holds neither a password nor a token', async () => {
    const password = 'tOpSeCrEt-pAsSwOrD';
    const { reply } = await register('Alice', { password });
    const rows = ['accounts', 'sessions', 'outbox'].map((table) => world.store.statement(`SELECT * FROM ${table}`).all());
    const stored = JSON.stringify(rows, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : value,
    );
    expect(stored).toContain('scrypt$');
    expect(stored).not.toContain(password);
    expect(stored).not.toContain(reply.token?.slice(-40));
  });
});

test('a missing or a misspelt handler does not compile', () => {
  const { handlers } = world;
  const { logOut: _, ...three } = handlers;
  // @ts-expect-error logOut is missing
  const missing: Handlers<im.Auth, AuthCommand> = three;
  // @ts-expect-error login is no rpc
  const misspelt: Handlers<im.Auth, AuthCommand> = { ...three, logOut: handlers.logOut, login: handlers.logIn };
  // @ts-expect-error the reply has no field of that name
  const wrongReply: Handlers<im.Auth, AuthCommand> = { ...handlers, resume: async () => ({ sesion: '' }) };
  // @ts-expect-error the request has no field of that name
  const wrongRequest: Handlers<im.Auth, AuthCommand> = { ...handlers, resume: async (request) => ({ session: request.tokn }) };
  expect([missing, misspelt, wrongReply, wrongRequest]).toHaveLength(4);
});
