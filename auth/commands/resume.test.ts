// Resume and LogOut.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImError } from '../../proto/errors.ts';
import { type Caller, im } from '../../proto/rpc.ts';
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
const logIn = (name: string): Promise<CommandResult> => fixture.call('logIn', credentials(name), newCaller());
const resume = (token: unknown, caller = newCaller()): Promise<CommandResult> => fixture.call('resume', { token }, caller);

describe('Resume', () => {
  test('Resume binds the session to the connection under the next epoch and closes the previous connection', async () => {
    const caller = newCaller();
    const { reply } = await register('Alice', {}, caller);
    const next = newCaller({ gate: { instance: 'gate-2.BBBBBBBB', slot: 2 } });
    const resumed = await resume(reply.token, next);
    expect(resumed.reply).toEqual(reply);
    expect(resumed.bound).toEqual({ userId: reply.userId, sessionId: reply.sessionId, epoch: 2 });
    expect(resumed.disconnects).toEqual([{ address: connectionAddressOf(caller), reason: im.CloseReason.SESSION_REPLACED }]);
    const third = await resume(reply.token);
    expect(third.bound?.epoch).toBe(3);
    expect(third.disconnects).toEqual([{ address: connectionAddressOf(next), reason: im.CloseReason.SESSION_REPLACED }]);
  });

  test('Resume on the connection the session already has closes no connection', async () => {
    const caller = newCaller();
    const { reply } = await register('Alice', {}, caller);
    const resumed = await resume(reply.token, nextCommand(caller));
    expect(resumed.bound?.epoch).toBe(2);
    expect(resumed.disconnects).toEqual([]);
  });

  test('the same connection number on another gate process is another connection', async () => {
    const caller = newCaller();
    const { reply } = await register('Alice', {}, caller);
    const restarted = { ...nextCommand(caller), gate: { instance: 'gate-1.CCCCCCCC', slot: caller.gate.slot } };
    expect((await resume(reply.token, restarted)).disconnects).toHaveLength(1);
  });

  test('Resume binds a session that never had a connection, and closes no connection', async () => {
    const { reply } = await register('Alice');
    fixture.store.statement("UPDATE sessions SET epoch = 0, gate_instance = '', connection = 0, bound_at = 0").run();
    const { bound, disconnects } = await resume(reply.token);
    expect(bound?.epoch).toBe(1);
    expect(disconnects).toEqual([]);
  });

  test('Resume does not touch the other sessions of the user', async () => {
    const { reply } = await register('Alice');
    const other = await logIn('alice');
    expect((await resume(reply.token)).disconnects).toHaveLength(1);
    expect((await resume(other.reply.token)).bound).toMatchObject({ sessionId: other.reply.sessionId, epoch: 2 });
  });

  test('a late Resume from an abandoned connection fails with EXPIRED and leaves the session to its successor', async () => {
    const { reply } = await register('Alice');
    const abandoned = newCaller();
    const successor = newCaller();
    const { bound } = await resume(reply.token, successor);
    const late = fixture.call('resume', { token: reply.token }, abandoned);
    await expect(late).rejects.toMatchObject({ code: 'EXPIRED', retryAfterMs: 500 });
    // The session is still bound to the successor: the next Resume replaces that connection, not the late one.
    const next = await resume(reply.token);
    expect(next.bound?.epoch).toBe((bound?.epoch ?? 0) + 1);
    expect(next.disconnects).toEqual([{ address: connectionAddressOf(successor), reason: im.CloseReason.SESSION_REPLACED }]);
  });

  describe('two connections of one client instance', () => {
    const clientInstanceId = Buffer.alloc(16, 7);
    const first = () => ({ gate: { instance: 'gate-1.AAAAAAAA', slot: 1 }, clientInstanceId, connectionAttempt: 1 });
    const second = () => ({ gate: { instance: 'gate-2.BBBBBBBB', slot: 2 }, clientInstanceId, connectionAttempt: 2 });

    test('the later attempt keeps the session, although the Resume of the earlier one arrives last', async () => {
      const { reply } = await register('Alice');
      const later = newCaller(second());
      await resume(reply.token, later);
      // The clock of the first gate is ten minutes ahead.
      const late = fixture.call(
        'resume',
        { token: reply.token },
        newCaller({ ...first(), acceptedAt: later.acceptedAt + 600_000 }),
      );
      await expect(late).rejects.toMatchObject({ code: 'EXPIRED' });
      const { disconnects } = await resume(reply.token, newCaller({ ...second(), connectionAttempt: 3 }));
      expect(disconnects).toMatchObject([{ address: connectionAddressOf(later) }]);
    });

    test('the later attempt takes the session, although the clock of its gate is ten minutes behind', async () => {
      const { reply } = await register('Alice');
      const ahead = newCaller(first());
      await resume(reply.token, { ...ahead, acceptedAt: ahead.acceptedAt + 600_000 });
      const { bound } = await resume(reply.token, newCaller(second()));
      expect(bound?.epoch).toBe(3);
    });

    test('a LogIn that arrives after its own resend on another connection does not take the session back', async () => {
      await register('Alice');
      const request = credentials('alice');
      await fixture.call('logIn', request, newCaller(second()));
      await expect(fixture.call('logIn', request, newCaller(first()))).rejects.toMatchObject({ code: 'EXPIRED' });
    });
  });

  test('another client with the same token takes the session, at a gate whose clock is behind', async () => {
    const { reply } = await register('Alice');
    const ahead = newCaller({ clientInstanceId: Buffer.alloc(16, 1), connectionAttempt: 9 });
    await resume(reply.token, { ...ahead, acceptedAt: ahead.acceptedAt + 600_000 });
    const other = { gate: { instance: 'gate-2.BBBBBBBB', slot: 2 }, clientInstanceId: Buffer.alloc(16, 2), connectionAttempt: 1 };
    expect((await resume(reply.token, newCaller(other))).disconnects).toMatchObject([
      { reason: im.CloseReason.SESSION_REPLACED },
    ]);
  });

  test('two connections resume one session in one batch with distinct epochs, and the later one keeps it', async () => {
    const { reply } = await register('Alice');
    const [one, other] = [newCaller(), newCaller()];
    const waiting = await Promise.all([one, other].map((at) => fixture.prepare('resume', { token: reply.token }, at)));
    const outcomes = (await fixture.runBatch(waiting)) as CommandResult[];
    expect(outcomes.map(({ bound }) => bound?.epoch)).toEqual([2, 3]);
    expect(outcomes[1]?.disconnects).toEqual([{ address: connectionAddressOf(one), reason: im.CloseReason.SESSION_REPLACED }]);
  });

  test('Resume with a forged token, or one of an unknown or ended session, fails with BAD_TOKEN', async () => {
    const caller = newCaller();
    const outcome = await register('Alice', {}, caller);
    const token = outcome.reply.token ?? '';
    const unknown = fixture.tokens.issue('A'.repeat(22));
    for (const wrong of [
      '',
      'a@b.c',
      '日本語',
      token.slice(1),
      `${token}A`,
      // Not its last character: of that, base64url ignores some bits.
      token.slice(0, -5) + (token.at(-5) === 'B' ? 'C' : 'B') + token.slice(-4),
      unknown,
      'x'.repeat(1_000_000),
    ])
      expect(await refusalCode(resume(wrong)), wrong.slice(0, 100)).toBe('BAD_TOKEN');
    await fixture.call('logOut', {}, boundCaller(caller, outcome));
    expect(await refusalCode(resume(token))).toBe('BAD_TOKEN');
  });

  test('Resume of one token too often fails with BUSY before the batch, without limiting other tokens', async () => {
    const { reply } = await register('Alice');
    const outcomes = [];
    for (let i = 0; i < 25; i++) outcomes.push(await refusalCode(resume(reply.token)));
    expect(outcomes).toEqual([...Array(20).fill('no refusal'), ...Array(5).fill('BUSY')]);
    const waiting = await fixture.prepare('resume', { token: reply.token }, newCaller()).catch((error: unknown) => error);
    expect(waiting).toMatchObject({ code: 'BUSY' });
    const wait = (waiting as ImError).retryAfterMs;
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(5000);
    expect(await refusalCode(resume((await logIn('Alice')).reply.token))).toBe('no refusal');
    expect(await refusalCode(resume(fixture.tokens.issue(String(reply.sessionId), 1)))).toBe('BAD_TOKEN');
  });

  test('Resume never hashes', async () => {
    const { reply } = await register('Alice');
    const before = fixture.passwords.hashCount();
    await resume(reply.token);
    expect(fixture.passwords.hashCount()).toBe(before);
  });
});

describe('LogOut', () => {
  async function loggedIn(): Promise<{ caller: Caller; outcome: CommandResult }> {
    const caller = newCaller();
    const outcome = await register('Alice', {}, caller);
    return { caller: boundCaller(caller, outcome), outcome };
  }

  test('LogOut ends the session for good and closes the connection', async () => {
    const { caller, outcome } = await loggedIn();
    const { reply, disconnects } = await fixture.call('logOut', {}, caller);
    expect(reply).toEqual({});
    expect(disconnects).toEqual([{ address: connectionAddressOf(caller), reason: im.CloseReason.LOGGED_OUT }]);
    expect(await refusalCode(resume(outcome.reply.token))).toBe('BAD_TOKEN');
    expect((await logIn('alice')).reply.sessionId).not.toBe(outcome.reply.sessionId);
  });

  test('a repeated LogOut gets the same reply', async () => {
    const { caller } = await loggedIn();
    await fixture.call('logOut', {}, caller);
    const { disconnects } = await fixture.call('logOut', {}, nextCommand(caller));
    expect(disconnects).toEqual([{ address: connectionAddressOf(caller), reason: im.CloseReason.LOGGED_OUT }]);
  });

  test('LogOut leaves the user’s other sessions open', async () => {
    const { caller } = await loggedIn();
    const other = await logIn('alice');
    await fixture.call('logOut', {}, caller);
    expect((await resume(other.reply.token)).reply.sessionId).toBe(other.reply.sessionId);
  });

  test('LogOut from a connection the session has left ends the session and closes both connections', async () => {
    const { caller, outcome } = await loggedIn();
    const next = newCaller();
    await resume(outcome.reply.token, next);
    const { disconnects } = await fixture.call('logOut', {}, caller);
    expect(disconnects).toEqual([
      { address: connectionAddressOf(next), reason: im.CloseReason.SESSION_ENDED },
      { address: connectionAddressOf(caller), reason: im.CloseReason.LOGGED_OUT },
    ]);
    expect(await refusalCode(resume(outcome.reply.token))).toBe('BAD_TOKEN');
  });
});
