import { expect, test } from 'vitest';
import { limitsWithFallback } from '../infra/memory/fallback.ts';
import { memoryLimits } from '../infra/memory/limits.ts';
import type { Limits } from '../infra/ports/index.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import type { Caller } from '../proto/rpc.ts';
import { COMMANDS_PER_MINUTE, logicAdmission, PRESENCE_RATE_CLASSES, presenceAdmission, RATE_CLASSES } from './rates.ts';
import { failureCode, waitFor } from './testing/runtime/runtime-fixture.ts';
import { onEveryStore } from './testing/runtime/test-stores.ts';

const ALICE = 'alice';

function by(userId: string, handler: string): { handler: string; caller: Caller } {
  const gate = { instance: 'gate.a', slot: 0 };
  const empty = {
    commandId: '',
    sessionId: '',
    epoch: 0,
    connection: 1,
    clientIp: '',
    deviceKind: '',
    language: '',
    clientInstanceId: new Uint8Array(),
    connectionAttempt: 0,
    acceptedAt: 0,
    knownSince: 0,
  };
  return { handler, caller: { ...empty, userId, gate } };
}

function counted(limits: Limits): { limits: Limits; calls: () => number } {
  let calls = 0;
  const take: Limits['take'] = (attempts) => {
    calls++;
    return limits.take(attempts);
  };
  return { limits: { take }, calls: () => calls };
}

test('a user above the limit gets TOO_MANY_REQUESTS with the time to wait', async () => {
  const rates = logicAdmission(memoryLimits());
  const searches = Array.from({ length: COMMANDS_PER_MINUTE.search + 2 }, () => by(ALICE, 'findUser'));
  const refusals = await rates.check(searches);
  expect(refusals.filter((refusal) => !refusal)).toHaveLength(COMMANDS_PER_MINUTE.search);
  expect(refusals.at(-1)).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect(refusals.at(-1)?.retryAfterMs).toBeGreaterThan(50_000);
  expect(refusals.at(-1)?.retryAfterMs).toBeLessThanOrEqual(60_000);
});

test('each user and class has its own count, which all instances share', async () => {
  const limits = memoryLimits();
  const rates = logicAdmission(limits, { ...COMMANDS_PER_MINUTE, search: 1, reads: 1 });
  // Another instance uses the same limits.
  const elsewhere = logicAdmission(limits, { ...COMMANDS_PER_MINUTE, search: 1, reads: 1 });
  await rates.check([by(ALICE, 'findUser')]);
  const refusals = await elsewhere.check([by(ALICE, 'findUser'), by('bob', 'findUser'), by(ALICE, 'getProfile')]);
  expect(refusals.map((refusal) => refusal?.code)).toEqual(['TOO_MANY_REQUESTS', undefined, undefined]);
});

test('commands that arrive together are checked in one round trip', async () => {
  const { limits, calls } = counted(memoryLimits());
  await logicAdmission(limits).check(['findUser', 'getProfile', 'createGroup'].map((handler) => by(ALICE, handler)));
  expect(calls()).toBe(1);
});

test('messages and the commands by which devices catch up are never rate-limited', () => {
  const rates = logicAdmission(memoryLimits());
  for (const handler of ['sendMessage', 'pullMessages', 'listConversations', 'sync', 'markRead', 'markDelivered', 'unknown'])
    expect(rates.appliesTo(handler), handler).toBe(false);
  expect(rates.appliesTo('findUser')).toBe(true);
});

test('while Redis is unavailable, the process itself counts the commands of a user', async () => {
  const away = { take: () => Promise.reject(new Error('away')) };
  const rates = logicAdmission(limitsWithFallback(away, silentLog));
  const refusals = await rates.check(Array.from({ length: COMMANDS_PER_MINUTE.search + 1 }, () => by(ALICE, 'findUser')));
  expect(refusals.filter((refusal) => refusal?.code === 'TOO_MANY_REQUESTS')).toHaveLength(1);
});

test('SetPresence and WatchPresence are counted, Typing is not', async () => {
  const admission = presenceAdmission(memoryLimits());
  expect(admission.appliesTo('typing')).toBe(false);
  for (const handler of ['setPresence', 'watchPresence']) {
    expect(admission.appliesTo(handler)).toBe(true);
    const refusals = await admission.check(Array.from({ length: 61 }, () => by(ALICE, handler)));
    expect(refusals.map((refusal) => refusal?.code)).toEqual([...new Array(60).fill(undefined), 'TOO_MANY_REQUESTS']);
  }
});

test('every rate class has rpcs', () => {
  const classes = [...Object.values(RATE_CLASSES), ...Object.values(PRESENCE_RATE_CLASSES)];
  expect([...new Set(classes)].sort()).toEqual(['free', ...Object.keys(COMMANDS_PER_MINUTE)].sort());
});

onEveryStore('a user above the rate limit', (fixture) => {
  test('searches above the limit are refused, and messages of the same user are accepted', async () => {
    const { limits, calls } = counted(memoryLimits());
    await fixture().start('Logic', { admission: logicAdmission(limits, { ...COMMANDS_PER_MINUTE, search: 2 }) });
    const message = (i: number) => ({ clientMessageId: Buffer.alloc(16, i), toUserId: fixture().bob, text: `m${i}` });
    const sent = [0, 1, 2, 3].flatMap((i) => [
      fixture().send('Logic.FindUser', { name: 'nobody of that name' }),
      fixture().send('Logic.SendMessage', message(i)),
    ]);
    await waitFor(() => sent.every((request) => fixture().replies(request).length > 0), 'all replies');
    const codes = sent.map((request) => {
      const [reply] = fixture().replies(request);
      return reply && failureCode(reply);
    });
    const [run, refusal, accepted] = ['NO_SUCH_USER', 'TOO_MANY_REQUESTS', 'CODE_UNSPECIFIED'];
    expect(codes).toEqual([run, accepted, run, accepted, refusal, accepted, refusal, accepted]);
    const [refused] = fixture().replies(sent[4] ?? 0);
    expect(refused?.failure?.retryAfterMs).toBeGreaterThan(50_000);
    expect((await fixture().history(fixture().alice, fixture().bob)).map(({ text }) => text)).toEqual(['m0', 'm1', 'm2', 'm3']);
    expect(calls()).toBe(1);
  });
});
