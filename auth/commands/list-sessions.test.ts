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
  nextCommand,
  refusalCode,
} from '../testing/auth-fixture.ts';

let fixture: Awaited<ReturnType<typeof authFixture>>;
beforeEach(async () => {
  fixture = await authFixture();
});
afterEach(() => fixture.close());

/** A logged-in connection, and the outcome of its log-in. */
interface Device {
  readonly caller: Caller;
  readonly outcome: CommandResult;
}
async function registered(name: string, at: Partial<Caller> = {}): Promise<Device> {
  const caller = newCaller(at);
  const outcome = await fixture.call('register', credentials(name, { deviceName: `first of ${name}` }), caller);
  return { caller: boundCaller(caller, outcome), outcome };
}
async function loggedIn(name: string, at: Partial<Caller> = {}): Promise<Device> {
  const caller = newCaller(at);
  const outcome = await fixture.call('logIn', credentials(name), caller);
  return { caller: boundCaller(caller, outcome), outcome };
}
const resume = ({ outcome }: Device, caller = newCaller()): Promise<CommandResult> =>
  fixture.call('resume', { token: outcome.reply.token }, caller);
const lives = async (device: Device): Promise<boolean> => (await refusalCode(resume(device))) === 'no refusal';
const sessionOf = ({ outcome }: Device): string => outcome.reply.sessionId ?? '';

describe('LogOutEverywhere', () => {
  test('LogOutEverywhere ends all sessions of the caller, closes their connections and leaves other users alone', async () => {
    const [first, second, third] = [await registered('Alice'), await loggedIn('alice'), await loggedIn('alice')];
    const bob = await registered('Bob');
    const { reply, disconnects } = await fixture.call('logOutEverywhere', {}, second.caller);
    expect(reply).toEqual({ sessionsEnded: 3 });
    expect(disconnects).toHaveLength(3);
    expect(disconnects).toContainEqual({ address: connectionAddressOf(first.caller), reason: im.CloseReason.SESSION_ENDED });
    expect(disconnects).toContainEqual({ address: connectionAddressOf(third.caller), reason: im.CloseReason.SESSION_ENDED });
    expect(disconnects.at(-1)).toEqual({ address: connectionAddressOf(second.caller), reason: im.CloseReason.LOGGED_OUT });
    expect(await Promise.all([first, second, third].map(lives))).toEqual([false, false, false]);
    expect(await lives(bob)).toBe(true);
  });

  test('LogOutEverywhere with keep_this keeps the caller’s session', async () => {
    const [first, second] = [await registered('Alice'), await loggedIn('alice')];
    const { reply, disconnects } = await fixture.call('logOutEverywhere', { keepThis: true }, second.caller);
    expect(reply).toEqual({ sessionsEnded: 1 });
    expect(disconnects).toEqual([{ address: connectionAddressOf(first.caller), reason: im.CloseReason.SESSION_ENDED }]);
    expect(await lives(first)).toBe(false);
    expect(await lives(second)).toBe(true);
    expect((await fixture.call('logOutEverywhere', { keepThis: true }, nextCommand(second.caller))).reply).toEqual({
      sessionsEnded: 0,
    });
  });

  test('a LogIn that commits after LogOutEverywhere opens a session that stays', async () => {
    const first = await registered('Alice');
    const waiting = await fixture.prepare('logIn', credentials('alice'), newCaller());
    await fixture.call('logOutEverywhere', {}, first.caller);
    expect(await fixture.runBatch([waiting])).toMatchObject([{ reply: { name: 'Alice' } }]);
  });

  test('of two LogOutEverywhere in one batch the first ends both sessions, and the second fails with NOT_LOGGED_IN', async () => {
    const [first, second] = [await registered('Alice'), await loggedIn('alice')];
    const waiting = await Promise.all([first, second].map(({ caller }) => fixture.prepare('logOutEverywhere', {}, caller)));
    const outcomes = await fixture.runBatch(waiting);
    expect(outcomes[0]).toMatchObject({ reply: { sessionsEnded: 2 } });
    expect(outcomes[1]).toMatchObject({ code: 'NOT_LOGGED_IN' });
  });
});

describe('ListSessions', () => {
  test('ListSessions returns the caller’s living sessions, the latest bound first, and marks the caller’s own', async () => {
    const phone = await registered('Alice', { deviceKind: 'phone' });
    const web = await loggedIn('alice', { deviceKind: 'web' });
    const tablet = await loggedIn('alice', { deviceKind: 'tablet' });
    await registered('Bob');
    await fixture.call('logOut', {}, tablet.caller);
    const late = newCaller();
    await resume(phone, late);
    const { reply } = await fixture.call('listSessions', {}, web.caller);
    expect(reply.sessions).toMatchObject([
      {
        sessionId: sessionOf(phone),
        deviceKind: 'phone',
        deviceName: 'first of Alice',
        current: false,
      },
      { sessionId: sessionOf(web), deviceKind: 'web', deviceName: 'my phone', current: true },
    ]);
    const [first] = reply.sessions ?? [];
    expect(Number(first?.boundAt)).toBeGreaterThanOrEqual(Number(first?.openedAt));
    for (const { openedAt } of reply.sessions ?? []) expect(Math.abs(Number(openedAt) - Date.now())).toBeLessThan(60_000);
  });

  test('ListSessions returns nothing that could resume a session', async () => {
    const device = await registered('Alice');
    const { reply } = await fixture.call('listSessions', {}, device.caller);
    const keys = Object.keys(reply.sessions?.[0] ?? {}).sort();
    expect(keys).toEqual(['boundAt', 'current', 'deviceKind', 'deviceName', 'openedAt', 'sessionId']);
    expect(JSON.stringify(reply)).not.toContain(device.outcome.reply.token);
  });
});

describe('EndSession', () => {
  test('EndSession ends the named session for good and closes its connection', async () => {
    const [first, second] = [await registered('Alice'), await loggedIn('alice')];
    const { reply, disconnects } = await fixture.call('endSession', { sessionId: sessionOf(first) }, second.caller);
    expect(reply).toEqual({});
    expect(disconnects).toEqual([{ address: connectionAddressOf(first.caller), reason: im.CloseReason.SESSION_ENDED }]);
    expect(await lives(first)).toBe(false);
    expect(await lives(second)).toBe(true);
  });

  test('EndSession of the caller’s own session logs it out', async () => {
    const device = await registered('Alice');
    const { disconnects } = await fixture.call('endSession', { sessionId: sessionOf(device) }, device.caller);
    expect(disconnects).toEqual([{ address: connectionAddressOf(device.caller), reason: im.CloseReason.LOGGED_OUT }]);
    expect(await lives(device)).toBe(false);
  });

  test('EndSession of a foreign, ended or invalid session id fails with NO_SUCH_SESSION and ends nothing', async () => {
    const [device, bob, ended] = [await registered('Alice'), await registered('Bob'), await loggedIn('alice')];
    await fixture.call('logOut', {}, ended.caller);
    const strange = ['', 'a@b.c', '日本語', "' OR 1=1 --", newId(), 'A'.repeat(1_000_000)];
    for (const sessionId of [sessionOf(bob), sessionOf(ended), ...strange])
      expect(await refusalCode(fixture.call('endSession', { sessionId }, device.caller)), sessionId.slice(0, 50)).toBe(
        'NO_SUCH_SESSION',
      );
    expect(await lives(bob)).toBe(true);
    expect(await lives(device)).toBe(true);
  });

  test('EndSession closes the connection a session was resumed on in the same batch', async () => {
    const [first, second] = [await registered('Alice'), await loggedIn('alice')];
    const next = newCaller();
    const waiting = [
      await fixture.prepare('resume', { token: first.outcome.reply.token }, next),
      await fixture.prepare('endSession', { sessionId: sessionOf(first) }, second.caller),
    ];
    const [, ended] = (await fixture.runBatch(waiting)) as CommandResult[];
    expect(ended?.disconnects).toEqual([{ address: connectionAddressOf(next), reason: im.CloseReason.SESSION_ENDED }]);
    expect(await lives(first)).toBe(false);
  });
});

test('the sessions and the export of a user with as many sessions as there can be fit into one frame', async () => {
  const first = await registered('Alice');
  const deviceName = '\u{1f600}'.repeat(64);
  for (let n = 0; n < 110; n++)
    await fixture.call('logIn', credentials('alice', { deviceName }), newCaller({ deviceKind: 'desktop' }));
  const last = await loggedIn('alice');
  expect(await lives(first)).toBe(false);
  const listed = await fixture.call('listSessions', {}, last.caller);
  const exported = await fixture.call('exportAccount', {}, nextCommand(last.caller));
  const sizes = [im.ListSessionsReply.encode(listed.reply), im.ExportAccountReply.encode(exported.reply)].map(
    (w) => w.finish().length,
  );
  expect((listed.reply as im.ListSessionsReply.$Properties).sessions).toHaveLength(100);
  for (const bytes of sizes) {
    expect(bytes).toBeGreaterThan(30_000);
    expect(bytes).toBeLessThan(40_000);
  }
});
