// Which instance deletes old messages, and when, and what users see of it.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryLeases } from '../../infra/memory/leases.ts';
import type { Leases, Log } from '../../infra/ports/index.ts';
import { directConversationId, newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import type { ExpiredMessages } from '../ports/index.ts';
import { expiredMessages } from '../store/messages/retention.ts';
import { failureCode } from '../testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';
import { type RetentionOptions, startRetention } from './retention.ts';

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const HOUR_MS = 60 * 60_000;
const FAST = { keepMs: 1, log: silent, renewMs: 5, leaseMs: 200, walkIntervalMs: 0, maxMessages: 2 };

/** Old messages of two conversations, on two pages. Records the steps of their deletion. */
function fakeOld(left: Record<string, number> = { a: 5, b: 3 }) {
  const steps: string[] = [];
  let failure: Error | undefined;
  const pages = ['', 'a', 'b'];
  const clock = { now: 1_700_000_000_000, elapsed: 0 };
  const old: ExpiredMessages = {
    readClock: async () => clock.now,
    async findConversations(after) {
      if (failure) throw failure;
      const name = pages[pages.indexOf(after) + 1];
      if (name === undefined) return { conversationIds: [], last: undefined };
      return { conversationIds: left[name] ? [name] : [], last: name };
    },
    async deleteFirst(conversationId, limit) {
      const messages = Math.min(limit, left[conversationId] ?? 0);
      left[conversationId] = (left[conversationId] ?? 0) - messages;
      steps.push(`${conversationId} ${messages}`);
      return { messages, more: messages > 0 };
    },
  };
  return {
    old,
    clock,
    steps,
    left,
    failWith: (error: Error | undefined) => {
      failure = error;
    },
  };
}

function started(of: Partial<RetentionOptions> & Pick<RetentionOptions, 'expiredMessages'>) {
  return startRetention({ ...FAST, leases: memoryLeases(), holder: newId(), ...of });
}

describe('the retention job', () => {
  test('deletes from all conversations in small steps', async () => {
    const { old, steps } = fakeOld();
    const retention = started({ expiredMessages: old });
    await vi.waitFor(() => expect(steps).toEqual(['a 2', 'a 2', 'a 1', 'a 0', 'b 2', 'b 1', 'b 0']));
    await retention.close();
  });

  test('deletes nothing for a day after the clock of the store was set forward, and goes on when it is set right', async () => {
    const { old, steps, left, clock } = fakeOld({ a: 1 });
    const warnings: object[] = [];
    const log: Log = { ...silent, warn: (fields) => void warnings.push(fields) };
    const retention = started({ expiredMessages: old, log, monotonicMs: () => clock.elapsed });
    const pass = (ms: number): void => {
      clock.elapsed += ms;
      clock.now += ms;
    };
    let readings = 0;
    const readClock = old.readClock.bind(old);
    old.readClock = () => {
      readings++;
      return readClock();
    };
    const somePasses = (): Promise<void> => {
      const from = readings;
      return vi.waitFor(() => expect(readings).toBeGreaterThan(from + 5));
    };
    await vi.waitFor(() => expect(steps).toContain('a 1'));
    clock.now += 400 * 24 * HOUR_MS;
    left.b = 2;
    await somePasses();
    expect(left.b).toBe(2);
    pass(23 * HOUR_MS);
    await somePasses();
    expect(left.b).toBe(2);
    clock.now -= 400 * 24 * HOUR_MS;
    await vi.waitFor(() => expect(left.b).toBe(0));
    clock.now += 400 * 24 * HOUR_MS;
    left.a = 1;
    await somePasses();
    expect(left.a).toBe(1);
    pass(25 * HOUR_MS);
    await vi.waitFor(() => expect(left.a).toBe(0));
    expect(warnings).toEqual([{ stepMs: 400 * 24 * HOUR_MS }, { stepMs: 400 * 24 * HOUR_MS }]);
    await retention.close();
  });

  test('walks through all conversations again after the interval, and not before', async () => {
    const often = fakeOld();
    const seldom = fakeOld();
    const all = [started({ expiredMessages: often.old }), started({ expiredMessages: seldom.old, walkIntervalMs: 60_000 })];
    for (const { left } of [often, seldom]) await vi.waitFor(() => expect(left).toEqual({ a: 0, b: 0 }));
    for (const { left } of [often, seldom]) left.a = 1;
    await vi.waitFor(() => expect(often.left).toEqual({ a: 0, b: 0 }));
    expect(seldom.left).toEqual({ a: 1, b: 0 });
    for (const retention of all) await retention.close();
  });

  test('only one of several instances deletes, and another takes over as soon as it closes', async () => {
    const leases = memoryLeases();
    const [one, other] = [fakeOld({ a: 1, b: 0 }), fakeOld()];
    const first = started({ expiredMessages: one.old, leases, leaseMs: 60_000 });
    await vi.waitFor(() => expect(one.left.a).toBe(0));
    const second = started({ expiredMessages: other.old, leases });
    one.left.b = 1;
    await vi.waitFor(() => expect(one.left.b).toBe(0));
    expect(other.steps).toEqual([]);
    await first.close();
    await vi.waitFor(() => expect(other.left).toEqual({ a: 0, b: 0 }));
    await second.close();
  });

  test('stops deleting when another instance has taken the lease', async () => {
    const { old, left } = fakeOld({ a: 1000, b: 1000 });
    const leases: Leases = { acquire: vi.fn(async () => 1), release: async () => undefined };
    const retention = started({ expiredMessages: old, leases, renewMs: 0 });
    await vi.waitFor(() => expect(left.a).toBeLessThan(1000));
    vi.mocked(leases.acquire).mockResolvedValue(undefined);
    const asked = vi.mocked(leases.acquire).mock.calls.length;
    await vi.waitFor(() => expect(vi.mocked(leases.acquire).mock.calls.length).toBeGreaterThan(asked + 3));
    const stopped = { ...left };
    const again = vi.mocked(leases.acquire).mock.calls.length;
    await vi.waitFor(() => expect(vi.mocked(leases.acquire).mock.calls.length).toBeGreaterThan(again + 3));
    expect(left).toEqual(stopped);
    await retention.close();
  });

  test('skips a conversation whose lock another process holds', async () => {
    const { old, left } = fakeOld();
    const warn = vi.fn();
    const retention = started({
      expiredMessages: {
        ...old,
        deleteFirst: (conversationId, ...rest) => {
          if (conversationId === 'a') return Promise.reject(new Error('somebody holds its lock'));
          return old.deleteFirst(conversationId, ...rest);
        },
      },
      log: { ...silent, warn },
    });
    await vi.waitFor(() => expect(left).toEqual({ a: 5, b: 0 }));
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ conversationId: 'a' }), expect.any(String));
    await retention.close();
  });

  test('logs an unavailable store once, and continues when the store is available again', async () => {
    const { old, left, failWith } = fakeOld();
    const warn = vi.fn();
    failWith(new Error('the store is unavailable'));
    const retention = started({ expiredMessages: old, log: { ...silent, warn } });
    await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce());
    failWith(undefined);
    await vi.waitFor(() => expect(left).toEqual({ a: 0, b: 0 }));
    expect(warn).toHaveBeenCalledOnce();
    await retention.close();
  });
});

onEveryStore('deleted expired messages', (fixture, store) => {
  beforeEach(async () => {
    await fixture().start('Logic');
  });
  const ask = (rpc: string, request: object, userId = fixture().bob) => fixture().ask(`Logic.${rpc}`, request, { userId });
  const clientMessageId = (): Buffer => Buffer.from(newId(), 'base64url');
  const say = async (count: number) => {
    const { alice, bob } = fixture();
    for (let i = 1; i <= count; i++)
      await ask('SendMessage', { clientMessageId: clientMessageId(), toUserId: bob, text: `${i}` }, alice);
    return directConversationId(alice, bob);
  };
  const forget = (conversationId: string, messages: number) =>
    expiredMessages(store().connection()).deleteFirst(conversationId, messages, 0);

  test('expired messages that were deleted are not listed, not counted as unread and not returned by Sync', async () => {
    const conversationId = await say(5);
    const known = im.ListConversationsReply.decode((await ask('ListConversations', {})).payload).conversations;
    // Every message has expired as soon as its millisecond is over.
    await vi.waitFor(async () => expect(await forget(conversationId, 3)).toMatchObject({ messages: 3 }));
    const pulled = im.PullMessagesReply.decode((await ask('PullMessages', { conversationId })).payload);
    expect(pulled.messages.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(pulled).toMatchObject({ firstSeq: 4, lastSeq: 5 });
    const synced = im.SyncReply.decode((await ask('Sync', { known })).payload);
    expect(synced.conversations).toMatchObject([
      { conversationId, firstSeq: 4, lastSeq: 5, unread: 2, lastMessage: { text: '5' } },
    ]);
    await vi.waitFor(async () => expect(await forget(conversationId, 9)).toMatchObject({ messages: 2 }));
    const listed = im.ListConversationsReply.decode((await ask('ListConversations', {})).payload);
    expect(listed.conversations).toMatchObject([{ conversationId, firstSeq: 6, lastSeq: 5, unread: 0 }]);
    expect(listed.conversations[0]?.lastMessage).toBeFalsy();
    expect(im.PullMessagesReply.decode((await ask('PullMessages', { conversationId })).payload)).toMatchObject({
      messages: [],
      firstSeq: 6,
      lastSeq: 5,
    });
    await say(1);
    expect(im.PullMessagesReply.decode((await ask('PullMessages', { conversationId })).payload).messages).toMatchObject([
      { seq: 6 },
    ]);
  });

  test('replying to, changing or listing readers of a deleted message gives NO_SUCH_MESSAGE', async () => {
    const conversationId = await say(2);
    await vi.waitFor(async () => expect(await forget(conversationId, 1)).toMatchObject({ messages: 1 }));
    const { alice, bob } = fixture();
    const to = { clientMessageId: clientMessageId(), conversationId, seq: 1 };
    const refused = async (rpc: string, request: object, userId = bob) => failureCode(await ask(rpc, request, userId));
    expect(await refused('React', { ...to, emoji: '👍' })).toBe('NO_SUCH_MESSAGE');
    expect(await refused('EditMessage', { ...to, text: 'x' }, alice)).toBe('NO_SUCH_MESSAGE');
    expect(await refused('RecallMessage', to, alice)).toBe('NO_SUCH_MESSAGE');
    expect(await refused('ListReaders', { conversationId, seq: 1 })).toBe('NO_SUCH_MESSAGE');
    expect(await refused('SendMessage', { clientMessageId: clientMessageId(), toUserId: alice, text: 'x', replyTo: 1 })).toBe(
      'NO_SUCH_MESSAGE',
    );
    expect(await refused('SendMessage', { clientMessageId: clientMessageId(), conversationId, text: 'x', replyTo: 1 })).toBe(
      'NO_SUCH_MESSAGE',
    );
    expect(await refused('SendMessage', { clientMessageId: clientMessageId(), conversationId, text: 'x', replyTo: 2 })).toBe(
      'CODE_UNSPECIFIED',
    );
  });
});
