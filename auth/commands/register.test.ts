import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import {
  authFixture,
  boundCaller,
  type CommandResult,
  connectionAddressOf,
  credentials,
  newCaller,
  nextCommand,
  refusalCode,
} from '../testing/auth-fixture.ts';

let fixture: Awaited<ReturnType<typeof authFixture>>;
beforeEach(async () => {
  fixture = await authFixture();
});
afterEach(() => fixture.close());

const register = (name: string, changes = {}, caller = newCaller()): Promise<CommandResult> =>
  fixture.call('register', credentials(name, changes), caller);
const logIn = (name: string, changes = {}, caller = newCaller()): Promise<CommandResult> =>
  fixture.call('logIn', credentials(name, changes), caller);

describe('Register', () => {
  test('Register creates an account and binds the connection to a new session', async () => {
    const caller = newCaller();
    const { reply, bound, disconnects } = await register('Zoë', {}, caller);
    expect(isId(reply.userId ?? '')).toBe(true);
    expect(isId(reply.sessionId ?? '')).toBe(true);
    expect(reply.name).toBe('Zoë');
    expect(fixture.tokens.verify(reply.token ?? '')).toEqual({ sessionId: reply.sessionId, number: 0 });
    expect(bound).toEqual({ userId: reply.userId, sessionId: reply.sessionId, epoch: 1 });
    expect(disconnects).toEqual([]);
    expect(reply.tokenLivesSeconds).toBe(30 * 24 * 60 * 60);
    expect((await logIn('zoë')).reply.userId).toBe(reply.userId);
  });

  test.each(['日本語', "o'neil", 'two words', 'علی\u200cرضا', '\u{2000b}'.repeat(64)])(
    'Register accepts the name %s',
    async (name) => {
      const { reply } = await register(name);
      expect(reply.name).toBe(name);
      expect((await logIn(name)).reply.userId).toBe(reply.userId);
    },
  );

  test.each([
    ['', 'BAD_NAME'],
    ['\u3164', 'BAD_NAME'],
    ["'; DROP TABLE accounts; --", 'BAD_NAME'],
    ['a@b.c', 'BAD_NAME'],
    ['x'.repeat(10_000_000), 'BAD_NAME'],
    ['al\u202eice', 'NAME_INVISIBLE'],
    ['alic\u0435', 'NAME_MIXES_SCRIPTS'],
  ])('Register rejects the name of case %# with its code, without hashing a password', async (name, code) => {
    expect(await refusalCode(register(name))).toBe(code);
    expect(fixture.passwords.hashCount()).toBe(0);
  });

  test.each(['', '1234567', 'a'.repeat(129), 'ALEXANDER', 'x'.repeat(10_000_000)])(
    'Register rejects the password of case %# with BAD_PASSWORD, without hashing it',
    async (password) => {
      expect(await refusalCode(register('Alexander', { password }))).toBe('BAD_PASSWORD');
      expect(fixture.passwords.hashCount()).toBe(0);
    },
  );

  test.each([0, 15, 17])('Register and LogIn reject a client_request_id of %d bytes with BAD_ARGUMENT', async (bytes) => {
    const clientRequestId = Buffer.alloc(bytes);
    expect(await refusalCode(register('alice', { clientRequestId }))).toBe('BAD_ARGUMENT');
    expect(await refusalCode(logIn('alice', { clientRequestId }))).toBe('BAD_ARGUMENT');
  });

  test('Register rejects a device name that is too long with BAD_ARGUMENT', async () => {
    expect(await refusalCode(register('alice', { deviceName: 'd'.repeat(65) }))).toBe('BAD_ARGUMENT');
    expect((await register('alice', { deviceName: '😀'.repeat(64) })).reply.name).toBe('alice');
  });

  test('Register with a name in use, in any case or width, fails with NAME_TAKEN, even with the owner’s password', async () => {
    await register('Alice');
    expect(await refusalCode(register('aLICE'))).toBe('NAME_TAKEN');
    expect(await refusalCode(register('Alice', { password: 'something else' }))).toBe('NAME_TAKEN');
    expect(await refusalCode(register('ＡＬＩＣＥ'))).toBe('NAME_TAKEN');
  });

  test.each(['AIice', 'a1ice', '\u0430\u04cf\u0456\u0441\u0435'])(
    'Register with %s fails with NAME_TOO_SIMILAR while alice exists, and LogIn with it finds nobody',
    async (name) => {
      await register('alice');
      expect(await refusalCode(register(name))).toBe('NAME_TOO_SIMILAR');
      expect(await refusalCode(logIn(name))).toBe('WRONG_CREDENTIALS');
    },
  );

  test('of two names that look alike in one batch one is registered and the other fails with NAME_TOO_SIMILAR', async () => {
    const waiting = await Promise.all(
      ['Alice', 'AIice'].map((name) => fixture.prepare('register', credentials(name), newCaller())),
    );
    const outcomes = (await fixture.runBatch(waiting)).map((outcome) => ('code' in outcome ? outcome.code : 'registered'));
    expect(outcomes.sort()).toEqual(['NAME_TOO_SIMILAR', 'registered']);
  });

  test('of two registrations of one name in one batch one succeeds and the other fails with NAME_TAKEN', async () => {
    const waiting = await Promise.all(
      ['Alice', 'alice'].map((name) => fixture.prepare('register', credentials(name), newCaller())),
    );
    const [first, second] = await fixture.runBatch(waiting);
    expect(first).toMatchObject({ reply: { name: 'Alice' } });
    expect(second).toMatchObject({ code: 'NAME_TAKEN' });
  });

  test('a resent Register gets the same account, session and token, also on another connection', async () => {
    const request = credentials('Alice');
    const lost = newCaller();
    const first = await fixture.call('register', request, lost);
    const second = await fixture.call('register', { ...request, name: 'ALICE' }, newCaller());
    expect(second.reply).toEqual(first.reply);
    expect(second.bound).toEqual({ ...first.bound, epoch: 2 });
    expect(second.disconnects).toEqual([{ address: connectionAddressOf(lost), reason: im.CloseReason.SESSION_REPLACED }]);
  });

  test('a Register resent on the same connection does not hang it up', async () => {
    const request = credentials('Alice');
    const caller = newCaller();
    const first = await fixture.call('register', request, caller);
    const second = await fixture.call('register', request, nextCommand(caller));
    expect(second.reply).toEqual(first.reply);
    expect(second.disconnects).toEqual([]);
  });

  test('a repeated Register with another password is not a resend and fails with NAME_TAKEN', async () => {
    const request = credentials('Alice');
    await fixture.call('register', request, newCaller());
    expect(await refusalCode(fixture.call('register', { ...request, password: 'something else' }, newCaller()))).toBe(
      'NAME_TAKEN',
    );
  });

  test('a Register resent before the first one commits fails with BUSY, and the next resend gets its session', async () => {
    const request = credentials('Alice');
    const [one, other] = await Promise.all([newCaller(), newCaller()].map((at) => fixture.prepare('register', request, at)));
    const [first] = one ? await fixture.runBatch([one]) : [];
    const [second] = other ? await fixture.runBatch([other]) : [];
    expect(second).toMatchObject({ code: 'BUSY' });
    const third = await fixture.call('register', request, newCaller());
    expect(third.reply).toEqual((first as CommandResult).reply);
  });

  test('a resent Register fails with BUSY if the password changed between its check and the batch', async () => {
    const request = credentials('Alice');
    await fixture.call('register', request, newCaller());
    const waiting = await fixture.prepare('register', request, newCaller());
    fixture.store.statement('UPDATE accounts SET password_hash = ?').run(await fixture.passwords.hash('another horse'));
    expect(await fixture.runBatch([waiting])).toMatchObject([{ code: 'BUSY' }]);
    expect(await refusalCode(fixture.call('register', request, newCaller()))).toBe('NAME_TAKEN');
  });

  test('a resent Register fails with BAD_TOKEN after the session has ended, and opens none', async () => {
    const request = credentials('Alice');
    const caller = newCaller();
    const first = await fixture.call('register', request, caller);
    await fixture.call('logOut', {}, boundCaller(caller, first));
    expect(await refusalCode(fixture.call('register', request, newCaller()))).toBe('BAD_TOKEN');
    expect(await refusalCode(fixture.call('logIn', request, newCaller()))).toBe('BAD_TOKEN');
  });

  test('the caller may reuse the request’s buffer after Register has returned', async () => {
    const request = credentials('Alice');
    const sent = { ...request, clientRequestId: Uint8Array.from(request.clientRequestId) };
    const first = await fixture.call('register', sent, newCaller());
    sent.clientRequestId.fill(0);
    expect((await fixture.call('register', request, newCaller())).reply).toEqual(first.reply);
  });
});
