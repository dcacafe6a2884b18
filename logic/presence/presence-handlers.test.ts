import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type MemoryRoutes, memoryRoutes } from '../../infra/memory/routes.ts';
import { newId } from '../../proto/ids.ts';
import { type Caller, type CommandHandler, im } from '../../proto/rpc.ts';
import type { PresenceStore, SocialGraphReader } from '../ports/index.ts';
import { memoryPresence } from './memory-presence.ts';
import { MAX_WATCHED_USERS, type PresenceCommand, presenceHandlers } from './presence-handlers.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;
const [alice, bob, carol, dave, stranger] = [newId(), newId(), newId(), newId(), newId()];
const GROUP = newId();
type Rpc = 'setPresence' | 'watchPresence' | 'typing';
// biome-ignore lint/suspicious/noExplicitAny: tests name the rpc at run time
type AnyHandler = CommandHandler<any, any, PresenceCommand>;

let routes: MemoryRoutes;
let presence: PresenceStore;
let socialGraph: SocialGraphReader;
let handlers: Record<Rpc, AnyHandler>;
let pushed: { userIds: readonly string[]; event: im.Push.$Properties }[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  routes = memoryRoutes();
  presence = memoryPresence(routes);
  const friends = [alice, bob];
  socialGraph = {
    filterFriends: async (userId, others) =>
      new Set(others.filter((other) => friends.includes(userId) && friends.includes(other))),
    findOtherParticipants: async (userId, conversationId) =>
      conversationId === GROUP && userId !== stranger && userId !== dave
        ? [alice, bob, carol].filter((other) => other !== userId)
        : undefined,
    isFormerMember: async (userId, groupId) => userId === dave && groupId === GROUP,
  };
  pushed = [];
  start();
});
afterEach(() => void vi.useRealTimers());

function start(): void {
  handlers = presenceHandlers({ presence, socialGraph, random: () => 0.5 }) as unknown as Record<Rpc, AnyHandler>;
}

function callerOf(userId: string, changes: Partial<Caller> = {}): Caller {
  return {
    commandId: newId(),
    userId,
    sessionId: `${userId}'s phone`,
    epoch: 1,
    gate: { instance: 'gate-1', slot: 0 },
    connection: 1,
    clientIp: '192.0.2.1',
    deviceKind: 'phone',
    language: 'en',
    clientInstanceId: new Uint8Array(),
    connectionAttempt: 0,
    acceptedAt: Date.now(),
    knownSince: performance.now(),
    ...changes,
  };
}

/** Runs a command as the runtime does. `between` runs between `prepare` and `handle`, when the command waits for its batch. */
async function call(rpc: Rpc, request: object, caller: Caller | string, between?: () => void): Promise<object> {
  const by = typeof caller === 'string' ? callerOf(caller) : caller;
  const prepared = await handlers[rpc].prepare?.(request, { caller: by });
  between?.();
  const push: PresenceCommand['push'] = (userIds, event) => void pushed.push({ userIds, event });
  return handlers[rpc].handle(request, { caller: by, push } as PresenceCommand, prepared);
}
const typing = (user: string | Caller, conversationId = GROUP, between?: () => void) =>
  call('typing', { conversationId }, user, between);

async function connect(userId: string, sessionId = `${userId}'s phone`): Promise<void> {
  const address = { instance: 'gate-1', slot: 0, connection: 1 };
  await routes.refresh('gate-1', [{ userId: userId, route: { sessionId, epoch: 1, address } }]);
}

describe('WatchPresence', () => {
  const watch = async (userId: string, userIds: readonly string[]) =>
    ((await call('watchPresence', { userIds }, userId)) as im.WatchPresenceReply).presences;

  test('friends are returned with their state, and all other users as OFFLINE without a last-seen time', async () => {
    for (const userId of [alice, bob, carol]) await connect(userId);
    const nobody = ['', '日本語', newId(), 'x'.repeat(10_000)];
    expect(await watch(alice, [carol, bob, ...nobody])).toEqual([
      { userId: carol, state: OFFLINE, lastSeen: 0 },
      { userId: bob, state: ONLINE, lastSeen: 0 },
      ...nobody.map((userId) => ({ userId, state: OFFLINE, lastSeen: 0 })),
    ]);
    expect(await watch(carol, [alice, bob])).toMatchObject([{ state: OFFLINE }, { state: OFFLINE }]);
  });

  test('only friends are watched', async () => {
    await watch(carol, [alice]);
    await watch(bob, [alice]);
    await connect(alice);
    expect((await presence.takeChanges(10)).changes).toMatchObject([{ userId: alice, watchers: [bob] }]);
  });

  test('a user who is listed twice appears once in the reply, and an empty list gets an empty reply', async () => {
    expect(await watch(alice, [bob, bob])).toHaveLength(1);
    expect(await watch(alice, [])).toEqual([]);
  });

  test('500 users are accepted, and 501 users are refused', async () => {
    const userIds = Array.from({ length: MAX_WATCHED_USERS }, newId);
    expect(await watch(alice, userIds)).toHaveLength(500);
    await expect(watch(alice, [...userIds, bob])).rejects.toMatchObject({ code: 'BAD_LIMIT' });
  });

  test('during the warm-up the client gets UNAVAILABLE with a jittered retry time', async () => {
    vi.spyOn(presence, 'watch').mockResolvedValue(8000);
    await expect(watch(alice, [bob])).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 9000 });
  });
});

describe('SetPresence', () => {
  test('SetPresence changes only the session that sends it', async () => {
    await connect(alice);
    await connect(alice, 'desktop');
    await presence.watch(bob, [alice]);
    await call('setPresence', { away: true }, alice);
    expect((await presence.takeChanges(10)).changes).toMatchObject([{ state: ONLINE }]);
    vi.advanceTimersByTime(2000);
    await call('setPresence', { away: true }, callerOf(alice, { sessionId: 'desktop' }));
    expect((await presence.takeChanges(10)).changes).toMatchObject([{ state: AWAY }]);
    vi.advanceTimersByTime(2000);
    await call('setPresence', { away: false }, alice);
    expect((await presence.takeChanges(10)).changes).toMatchObject([{ state: ONLINE }]);
  });

  test('SetPresence fails while the store is unavailable, so that the runtime retries it', async () => {
    vi.spyOn(presence, 'setAway').mockRejectedValue(new Error('away'));
    await expect(call('setPresence', { away: true }, alice)).rejects.toThrow('away');
  });
});

describe('Typing', () => {
  test('Typing is pushed to the other participants', async () => {
    expect(await typing(alice)).toEqual({});
    expect(pushed).toEqual([{ userIds: [bob, carol], event: { typing: { conversationId: GROUP, userId: alice } } }]);
  });

  test('Typing in an unknown conversation or one of other users is refused every time', async () => {
    for (const conversationId of [GROUP, GROUP, newId(), '', '日本語'])
      await expect(typing(stranger, conversationId)).rejects.toMatchObject({ code: 'NO_SUCH_CONVERSATION' });
  });

  test('Typing of a former member of a group is refused with NOT_A_MEMBER', async () => {
    await expect(typing(dave)).rejects.toMatchObject({ code: 'NOT_A_MEMBER' });
    expect(pushed).toEqual([]);
  });

  test('Typing is pushed at most once in two seconds per user and conversation', async () => {
    for (let i = 0; i < 50; i++) await typing(alice);
    await typing(bob);
    expect(pushed).toHaveLength(2);
    vi.advanceTimersByTime(2000);
    await typing(alice);
    expect(pushed).toHaveLength(3);
  });

  test('Typing older than 3 s is dropped, whether it waited before or after `prepare`', async () => {
    const late = callerOf(alice, { knownSince: performance.now() - 3001 });
    expect(await typing(late)).toEqual({});
    expect(await typing(bob, GROUP, () => vi.advanceTimersByTime(3001))).toEqual({});
    expect(pushed).toEqual([]);
  });

  test('Typing is dropped while 200 others wait for the store, and pushed again afterwards', async () => {
    const stuck = Promise.withResolvers<string[]>();
    const real = socialGraph.findOtherParticipants;
    const asked = vi.fn(() => stuck.promise);
    socialGraph = { ...socialGraph, findOtherParticipants: asked };
    start();
    const userIds = Array.from({ length: 1000 }, newId);
    const all = userIds.map((userId) => typing(userId));
    await Promise.all(all.slice(200));
    expect(asked).toHaveBeenCalledTimes(200);
    stuck.resolve([bob]);
    await Promise.all(all);
    expect(pushed).toHaveLength(200);
    asked.mockImplementation(() => real(alice, GROUP) as Promise<string[]>);
    await typing(alice);
    expect(pushed).toHaveLength(201);
  });

  test('Typing is dropped while the store is unavailable', async () => {
    socialGraph = { ...socialGraph, findOtherParticipants: () => Promise.reject(new Error('away')) };
    start();
    expect(await typing(alice)).toEqual({});
    expect(pushed).toEqual([]);
  });
});
