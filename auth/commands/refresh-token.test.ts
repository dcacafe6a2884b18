// The sequence of tokens, and the lifetime of a session.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../proto/rpc.ts';
import {
  authFixture,
  boundCaller,
  type CommandResult,
  credentials,
  newCaller,
  nextCommand,
  refusalCode,
} from '../testing/auth-fixture.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let fixture: Awaited<ReturnType<typeof authFixture>>;
let caller: Caller;
let first: CommandResult;
beforeEach(async () => {
  fixture = await authFixture();
  const at = newCaller();
  first = await fixture.call('register', credentials('Alice'), at);
  caller = boundCaller(at, first);
});
afterEach(() => fixture.close());

const resume = (token: unknown): Promise<CommandResult> => fixture.call('resume', { token }, newCaller());
async function refreshed(): Promise<string> {
  return (await fixture.call('refreshToken', {}, nextCommand(caller))).reply.token ?? '';
}
const expiresAt = (): number => Number(fixture.store.statement('SELECT expires_at FROM sessions').get()?.expires_at);

test('RefreshToken returns a new token for the same session, with its lifetime', async () => {
  const { reply, bound, disconnects } = await fixture.call('refreshToken', {}, caller);
  expect(reply.token).not.toBe(first.reply.token);
  expect(reply.tokenLivesSeconds).toBe((30 * DAY_MS) / 1000);
  expect({ bound, disconnects }).toEqual({ bound: undefined, disconnects: [] });
  expect((await resume(reply.token)).reply).toMatchObject({ sessionId: first.reply.sessionId, token: reply.token });
});

test('the previous token works until the new one is used, and never after', async () => {
  const token = await refreshed();
  expect((await resume(first.reply.token)).reply.sessionId).toBe(first.reply.sessionId);
  await resume(token);
  expect(await refusalCode(resume(first.reply.token))).toBe('BAD_TOKEN');
  expect((await resume(token)).reply.token).toBe(token);
});

test('RefreshToken returns the same new token until it is used, so a lost reply costs nothing', async () => {
  const token = await refreshed();
  expect(await refreshed()).toBe(token);
  await resume(token);
  const next = await refreshed();
  expect(next).not.toBe(token);
  expect(await refreshed()).toBe(next);
});

test('two RefreshToken in one batch return the same token', async () => {
  const waiting = await Promise.all([1, 2].map(() => fixture.prepare('refreshToken', {}, nextCommand(caller))));
  const [one, other] = (await fixture.runBatch(waiting)) as CommandResult[];
  expect(other?.reply.token).toBe(one?.reply.token);
});

test('Resume with the previous token returns the new one, and both work until the new one is used', async () => {
  const token = await refreshed();
  expect((await resume(first.reply.token)).reply.token).toBe(token);
  expect((await resume(first.reply.token)).reply.token).toBe(token);
  await resume(token);
  expect(await refusalCode(resume(first.reply.token))).toBe('BAD_TOKEN');
});

test('a token with a number that was not issued yet is rejected, although its signature is valid', async () => {
  expect(await refusalCode(resume(fixture.tokens.issue(first.reply.sessionId ?? '', 1)))).toBe('BAD_TOKEN');
  await refreshed();
  expect(await refusalCode(resume(fixture.tokens.issue(first.reply.sessionId ?? '', 2)))).toBe('BAD_TOKEN');
});

test('after many refreshes only the newest token and its predecessor were ever valid', async () => {
  const all = [first.reply.token ?? ''];
  for (let i = 0; i < 5; i++) {
    all.push(await refreshed());
    await resume(all.at(-1));
  }
  expect(await Promise.all(all.map((token) => refusalCode(resume(token))))).toEqual([
    ...Array(5).fill('BAD_TOKEN'),
    'no refusal',
  ]);
});

test('RefreshToken of an ended session fails with NOT_LOGGED_IN', async () => {
  await fixture.call('logOut', {}, caller);
  expect(await refusalCode(fixture.call('refreshToken', {}, caller))).toBe('NOT_LOGGED_IN');
});

test('a session that was unused for its whole lifetime has expired', async () => {
  fixture.store.statement('UPDATE sessions SET expires_at = 1').run();
  expect(await refusalCode(resume(first.reply.token))).toBe('BAD_TOKEN');
  expect(await refusalCode(fixture.call('refreshToken', {}, caller))).toBe('NOT_LOGGED_IN');
});

test('each Resume, RefreshToken and resent LogIn restarts the session lifetime', async () => {
  const request = credentials('alice');
  const steps: (() => Promise<unknown>)[] = [
    () => resume(first.reply.token),
    refreshed,
    () => fixture.call('logIn', request, newCaller()),
    () => fixture.call('logIn', request, newCaller()),
  ];
  for (const step of steps) {
    const soon = Date.now() + DAY_MS;
    fixture.store.statement('UPDATE sessions SET expires_at = ?').run(soon);
    await step();
    const latest = Number(fixture.store.statement('SELECT MAX(expires_at) AS latest FROM sessions').get()?.latest);
    expect(latest).toBeGreaterThan(soon + 28 * DAY_MS);
  }
});

test('a new session lives as long as the setting says', () => {
  expect(Math.abs(expiresAt() - Date.now() - 30 * DAY_MS)).toBeLessThan(60_000);
});
