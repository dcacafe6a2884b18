// Rules for all commands.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ImError, toFailure } from '../proto/errors.ts';
import type { Handlers } from '../proto/rpc.ts';
import { im } from '../proto/rpc.ts';
import type { AuthCommand } from './services.ts';
import {
  authFixture,
  boundCaller,
  type CommandResult,
  credentials,
  newCaller,
  newRequestId,
  refusalCode,
} from './testing/auth-fixture.ts';

let fixture: Awaited<ReturnType<typeof authFixture>>;
beforeEach(async () => {
  fixture = await authFixture();
});
afterEach(() => fixture.close());

const register = (name: string, changes = {}, caller = newCaller()): Promise<CommandResult> =>
  fixture.call('register', credentials(name, changes), caller);
const resume = (token: unknown, caller = newCaller()): Promise<CommandResult> => fixture.call('resume', { token }, caller);

describe('secrets', () => {
  test('no error contains a password, a token or a code, in its message, its JSON or its stack', async () => {
    const [password, code, email] = ['tOpSeCrEt-pAsSwOrD', '918273', 'alice@example.org'];
    const request = credentials('Alice', { password });
    const caller = newCaller();
    const first = await fixture.call('register', request, caller);
    const token = first.reply.token ?? '';
    const mine = boundCaller(caller, first);
    const proof = { clientRequestId: newRequestId(), email, code, password };
    const attempts: Promise<unknown>[] = [
      fixture.call('changePassword', { ...proof, currentPassword: `${password}!`, newPassword: `${password}?` }, mine),
      fixture.call('changePassword', { ...proof, currentPassword: password, newPassword: 'short' }, mine),
      fixture.call('resetPassword', { ...proof, newPassword: password }, newCaller()),
      fixture.call('resetPassword', { ...proof, email: code, newPassword: password }, newCaller()),
      fixture.call('changeEmail', proof, mine),
      fixture.call('changeEmail', { ...proof, password: `${password}!` }, mine),
      fixture.call('deleteAccount', { password: `${password}!` }, mine),
      fixture.call('register', credentials('Bob', proof), newCaller()),
    ];
    const errors = await Promise.all(attempts.map((attempt) => attempt.catch((error: unknown) => error)));
    await fixture.call('logOut', {}, mine);
    errors.push(
      ...(await Promise.all(
        [
          fixture.call('register', credentials('Alice', { password }), newCaller()),
          fixture.call('register', request, newCaller()),
          fixture.call('register', credentials('', { password }), newCaller()),
          fixture.call('register', credentials(password, { password }), newCaller()),
          fixture.call('logIn', credentials('Alice', { password: `${password}!` }), newCaller()),
          fixture.call('logIn', credentials('Bob', { password }), newCaller()),
          fixture.call('logIn', { ...request, clientRequestId: Buffer.alloc(1) }, newCaller()),
          resume(token),
          resume(`${token.slice(0, -1)}!`),
        ].map((promise) => promise.catch((error: unknown) => error)),
      )),
    );
    for (const error of errors) {
      expect(error).toBeInstanceOf(ImError);
      const { message, stack, cause } = error as ImError;
      const errorText = JSON.stringify([error, message, stack, String(cause), toFailure(error as ImError)]);
      for (const secret of [password, token, token.slice(10, 40), code]) expect(errorText).not.toContain(secret);
    }
  });

  test('the store contains neither a password nor a token', async () => {
    const password = 'tOpSeCrEt-pAsSwOrD';
    const { reply } = await register('Alice', { password });
    const rows = ['accounts', 'sessions', 'outbox'].map((table) => fixture.store.statement(`SELECT * FROM ${table}`).all());
    const dump = JSON.stringify(rows, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : value,
    );
    expect(dump).toContain('argon2id$');
    expect(dump).not.toContain(password);
    expect(dump).not.toContain(reply.token?.slice(-40));
  });
});

test('every command of a session that has ended fails with NOT_LOGGED_IN, ends nothing and returns nothing', async () => {
  const caller = newCaller();
  const first = await register('Alice', {}, caller);
  const other = await fixture.call('logIn', credentials('alice'), newCaller());
  const mine = boundCaller(caller, first);
  await fixture.call('logOut', {}, mine);
  const id = newRequestId();
  const asked: Promise<unknown>[] = [
    fixture.call('refreshToken', {}, mine),
    fixture.call('logOutEverywhere', {}, mine),
    fixture.call('listSessions', {}, mine),
    fixture.call('exportAccount', {}, mine),
    fixture.call('endSession', { sessionId: other.reply.sessionId }, mine),
    fixture.call('changePassword', { clientRequestId: id, currentPassword: 'correct horse', newPassword: 'other horse' }, mine),
    fixture.call('deleteAccount', { password: 'correct horse' }, mine),
  ];
  fixture.codes.issue('alice@example.org', im.CodePurpose.CHANGE_EMAIL, '123456');
  const proof = { clientRequestId: id, email: 'alice@example.org', code: '123456', password: 'correct horse' };
  asked.push(fixture.call('changeEmail', proof, mine));
  expect(await Promise.all(asked.map(refusalCode))).toEqual(asked.map(() => 'NOT_LOGGED_IN'));
  expect((await resume(other.reply.token)).reply.name).toBe('Alice');
});

test('a missing or misspelt handler does not compile', () => {
  const { handlers } = fixture;
  const { logOut: _, ...three } = handlers;
  // @ts-expect-error logOut is missing
  const missing: Handlers<im.Auth, AuthCommand> = three;
  // @ts-expect-error login is no rpc
  const misspelt: Handlers<im.Auth, AuthCommand> = { ...three, logOut: handlers.logOut, login: handlers.logIn };
  // @ts-expect-error the reply has no field of that name
  const wrongReply: Handlers<im.Auth, AuthCommand> = { ...handlers, resume: async () => ({ sesion: '' }) };
  // @ts-expect-error the request has no field of that name
  const wrongRequest: Handlers<im.Auth, AuthCommand> = { ...handlers, resume: async (request) => ({ sessionId: request.tokn }) };
  expect([missing, misspelt, wrongReply, wrongRequest]).toHaveLength(4);
});
