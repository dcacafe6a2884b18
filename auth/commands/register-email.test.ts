import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { authFixture, type CommandResult, credentials, newCaller, refusalCode } from '../testing/auth-fixture.ts';

let fixture: Awaited<ReturnType<typeof authFixture>>;
beforeEach(async () => {
  fixture = await authFixture();
});
afterEach(() => fixture.close());

const register = (name: string, changes = {}, caller = newCaller()): Promise<CommandResult> =>
  fixture.call('register', credentials(name, changes), caller);
const logIn = (name: string, changes = {}, caller = newCaller()): Promise<CommandResult> =>
  fixture.call('logIn', credentials(name, changes), caller);

describe('Register with an e-mail address', () => {
  const EMAIL = 'alice@example.org';
  const REGISTER = im.CodePurpose.REGISTER;
  const withCode = { email: EMAIL, code: '123456' };

  test('Register stores the verified e-mail address, and both it and the name log in', async () => {
    fixture.codes.issue(EMAIL, REGISTER, '123456');
    const { reply } = await register('Alice', { email: ' Alice@EXAMPLE.org ', code: '123456' });
    expect((await logIn('ALICE@example.org')).reply.userId).toBe(reply.userId);
    expect((await logIn('alice')).reply.userId).toBe(reply.userId);
  });

  test.each(['ａｌｉｃｅ＠ｅｘａｍｐｌｅ。ｏｒｇ', ' <mailto:Alice@example.org.> ', '\ufeffalice@EXAMPLE。org'])(
    'every form of an e-mail address (%j) registers, is found by LogIn, and resets the password of one account',
    async (form) => {
      fixture.codes.issue(EMAIL, REGISTER, '123456');
      fixture.codes.issue('Alice@example.org', REGISTER, '123456');
      const { reply } = await register('Alice', { email: form, code: '123456' });
      for (const email of [EMAIL, form, 'mailto:ALICE＠example.org'])
        expect((await logIn(email)).reply.userId).toBe(reply.userId);
      fixture.codes.issue(EMAIL, im.CodePurpose.RESET_PASSWORD, '654321');
      const reset = { clientRequestId: randomBytes(16), email: `＜${EMAIL}＞`, code: '654321', newPassword: 'another horse' };
      await fixture.call('resetPassword', reset, newCaller());
      expect((await logIn('alice', { password: 'another horse' })).reply.userId).toBe(reply.userId);
    },
  );

  test('a form that may stand for an address is refused with a suggestion by Register and LogIn', async () => {
    for (const typed of ['Alice <alice@example.org>', 'alice@example,org', 'alice @example.org']) {
      const refusal = expect.objectContaining({ code: 'BAD_ADDRESS', suggestion: EMAIL });
      await expect(register('Alice', { email: typed, code: '123456' })).rejects.toEqual(refusal);
      await expect(logIn(typed)).rejects.toEqual(refusal);
    }
    expect(fixture.passwords.hashCount()).toBe(0);
  });

  test('Register with a wrong, foreign or missing code fails with WRONG_CODE and creates no account', async () => {
    fixture.codes.issue(EMAIL, im.CodePurpose.RESET_PASSWORD, '111111');
    fixture.codes.issue('bob@example.org', REGISTER, '222222');
    fixture.codes.issue(EMAIL, REGISTER, '123456');
    for (const code of ['', '000000', '111111', '222222', '1'.repeat(10_000_000)])
      expect(await refusalCode(register('Alice', { email: EMAIL, code })), code.slice(0, 10)).toBe('WRONG_CODE');
    expect(fixture.passwords.hashCount()).toBe(0);
    expect(await refusalCode(logIn('alice'))).toBe('WRONG_CREDENTIALS');
  });

  test.each([
    'alice',
    'a@b',
    'a@b@',
    'a\n@example.org',
    'a b@example.org',
    `${'a'.repeat(300)}@example.org`,
    '@'.repeat(10_000_000),
  ])('Register rejects the e-mail address of case %# with BAD_ADDRESS, without a code check', async (email) => {
    expect(await refusalCode(register('Alice', { email, code: '123456' }))).toBe('BAD_ADDRESS');
    expect(fixture.codes.consumeCount()).toBe(0);
  });

  test('Register with a code but no e-mail address fails with BAD_ADDRESS', async () => {
    expect(await refusalCode(register('Alice', { code: '123456' }))).toBe('BAD_ADDRESS');
  });

  test('with IM_REGISTRATION=code, Register requires an e-mail address and its code', async () => {
    const strict = await authFixture({ settings: { registration: 'code' } });
    const attempt = (changes: object) => strict.call('register', credentials('Alice', changes), newCaller());
    await expect(attempt({})).rejects.toThrow('registration needs an e-mail address');
    expect(await refusalCode(attempt({}))).toBe('BAD_ADDRESS');
    expect(await refusalCode(attempt({ email: EMAIL }))).toBe('WRONG_CODE');
    strict.codes.issue(EMAIL, REGISTER, '123456');
    expect((await attempt(withCode)).reply.name).toBe('Alice');
    strict.close();
  });

  test('Register with an e-mail address in use fails with WRONG_CODE like a wrong code, and its owner is notified', async () => {
    fixture.codes.issue(EMAIL, REGISTER, '123456');
    await register('Alice', withCode);
    fixture.codes.issue(EMAIL, REGISTER, '654321');
    const request = { email: 'ALICE@example.org', code: '654321' };
    const errors = await Promise.all(
      [register('Bob', request, newCaller({ language: 'de' })), register('Bob', { ...request, code: '000000' })].map((promise) =>
        promise.catch((error: unknown) => error),
      ),
    );
    expect(errors[0]).toMatchObject({ code: 'WRONG_CODE' });
    expect(errors[1]).toMatchObject({ code: 'WRONG_CODE' });
    expect(fixture.codes.ownerNotices).toEqual([{ email: EMAIL, purpose: REGISTER, language: 'de' }]);
    expect(fixture.passwords.hashCount()).toBe(1);
  });

  test('Register with a name in use does not consume the code', async () => {
    await register('Alice');
    fixture.codes.issue(EMAIL, REGISTER, '123456');
    expect(await refusalCode(register('alice', { ...withCode, password: 'another horse' }))).toBe('NAME_TAKEN');
    expect(fixture.codes.consumeCount()).toBe(0);
    expect((await register('Alice 2', withCode)).reply.name).toBe('Alice 2');
  });

  test('a resent Register gets the same account and does not need its code again', async () => {
    fixture.codes.issue(EMAIL, REGISTER, '123456');
    const request = credentials('Alice', withCode);
    const first = await fixture.call('register', request, newCaller());
    expect((await fixture.call('register', request, newCaller())).reply).toEqual(first.reply);
    expect(fixture.codes.consumeCount()).toBe(1);
  });

  test('Register fails with UNAVAILABLE while codes cannot be checked, and the resent request succeeds afterwards', async () => {
    fixture.codes.issue(EMAIL, REGISTER, '123456');
    fixture.codes.failWith(new ImError('UNAVAILABLE', 'away'));
    const request = credentials('Alice', withCode);
    expect(await refusalCode(fixture.call('register', request, newCaller()))).toBe('UNAVAILABLE');
    expect(await refusalCode(logIn('alice'))).toBe('WRONG_CREDENTIALS');
    fixture.codes.failWith(undefined);
    expect((await fixture.call('register', request, newCaller())).reply.name).toBe('Alice');
  });

  test('concurrent registrations with one code create one account', async () => {
    fixture.codes.issue(EMAIL, REGISTER, '123456');
    const outcomes = await Promise.all(['Alice', 'Alice 2', 'Alice 3'].map((name) => refusalCode(register(name, withCode))));
    expect(outcomes.sort()).toEqual(['WRONG_CODE', 'WRONG_CODE', 'no refusal']);
  });

  test('of two registrations with one e-mail address in a batch one succeeds; the other’s resend mails the owner', async () => {
    // Both codes are valid: the second one was requested after the first one was used.
    const requests = ['Alice', 'Bob'].map((name) => credentials(name, withCode));
    const waiting = [];
    for (const request of requests) {
      fixture.codes.issue(EMAIL, REGISTER, '123456');
      waiting.push(await fixture.prepare('register', request, newCaller()));
    }
    const [first, second] = await fixture.runBatch(waiting);
    expect(first).toMatchObject({ reply: { name: 'Alice' } });
    expect(second).toMatchObject({ code: 'BUSY' });
    expect(await refusalCode(fixture.call('register', requests[1], newCaller()))).toBe('WRONG_CODE');
    expect(fixture.codes.ownerNotices).toMatchObject([{ email: EMAIL }]);
    expect(await refusalCode(logIn('bob'))).toBe('WRONG_CREDENTIALS');
  });

  test('registrations without an e-mail address do not conflict', async () => {
    const waiting = await Promise.all(
      ['Alice', 'Bob'].map((name) => fixture.prepare('register', credentials(name), newCaller())),
    );
    expect(await fixture.runBatch(waiting)).toMatchObject([{ reply: { name: 'Alice' } }, { reply: { name: 'Bob' } }]);
  });
});
