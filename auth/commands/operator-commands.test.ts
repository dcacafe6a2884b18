import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { type Caller, im } from '../../proto/rpc.ts';
import {
  authFixture,
  boundCaller,
  type CommandResult,
  connectionAddressOf,
  credentials,
  newCaller,
  refusalCode,
} from '../testing/auth-fixture.ts';

let fixture: Awaited<ReturnType<typeof authFixture>>;
beforeEach(async () => {
  fixture = await authFixture();
});
afterEach(() => fixture.close());

const operator = newCaller({ connection: 0 });

interface Device {
  readonly caller: Caller;
  readonly outcome: CommandResult;
}
async function logIn(rpc: 'register' | 'logIn', name: string, deviceName: string): Promise<Device> {
  const caller = newCaller({ deviceKind: 'phone' });
  const outcome = await fixture.call(rpc, credentials(name, { deviceName }), caller);
  return { caller: boundCaller(caller, outcome), outcome };
}
const lives = async ({ outcome }: Device): Promise<boolean> =>
  (await refusalCode(fixture.call('resume', { token: outcome.reply.token }, newCaller()))) === 'no refusal';

test('an operator sees an account and its sessions, by name, e-mail address or id', async () => {
  const { outcome } = await logIn('register', 'Alice', 'first');
  await logIn('logIn', 'Alice', 'second');
  for (const account of ['alice', outcome.reply.userId]) {
    const { reply } = await fixture.call('inspectAccount', { account }, operator);
    expect(reply).toMatchObject({ userId: outcome.reply.userId, name: 'Alice', email: '', disabled: false });
    expect(reply.sessions?.map(({ deviceName }) => deviceName).sort()).toEqual(['first', 'second']);
    expect(reply.registeredAt).toBeGreaterThan(Date.now() - 60_000);
  }
  expect(await refusalCode(fixture.call('inspectAccount', { account: 'nobody' }, operator))).toBe('NO_SUCH_USER');
});

test('an operator ends one session, which closes its connection, and later all', async () => {
  const first = await logIn('register', 'Alice', 'first');
  const second = await logIn('logIn', 'Alice', 'second');
  const sessionId = first.outcome.reply.sessionId;
  const ended = await fixture.call('endSessions', { account: 'alice', sessionId }, operator);
  expect(ended.reply).toEqual({ userId: first.outcome.reply.userId, sessionsEnded: 1 });
  expect(ended.disconnects).toEqual([{ address: connectionAddressOf(first.caller), reason: im.CloseReason.SESSION_ENDED }]);
  expect(await refusalCode(fixture.call('endSessions', { account: 'alice', sessionId }, operator))).toBe('NO_SUCH_SESSION');
  expect(await refusalCode(fixture.call('endSessions', { account: newId() }, operator))).toBe('NO_SUCH_USER');
  expect(await lives(first)).toBe(false);
  expect(await lives(second)).toBe(true);
  const all = await fixture.call('endSessions', { account: 'alice', sessionId: '' }, operator);
  expect(all.reply.sessionsEnded).toBe(1);
  expect(await lives(second)).toBe(false);
});

test('an account that an operator deletes is erased as one that its owner deletes', async () => {
  const { caller, outcome } = await logIn('register', 'Alice', 'first');
  const removed = await fixture.call('removeAccount', { account: 'alice' }, operator);
  expect(removed.reply).toEqual({ userId: outcome.reply.userId, sessionsEnded: 1 });
  expect(removed.disconnects).toEqual([{ address: connectionAddressOf(caller), reason: im.CloseReason.ACCOUNT_DELETED }]);
  expect(removed.serviceCommands).toEqual([{ rpc: 'eraseUser', userId: outcome.reply.userId }]);
  expect(await refusalCode(fixture.call('removeAccount', { account: 'alice' }, operator))).toBe('NO_SUCH_USER');
  // The name is free.
  await logIn('register', 'Alice', 'first');
});
