import { expect, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import type { PresenceStatus } from '../index.ts';
import type { FakeGate } from '../testing/fake-gate.ts';
import { connectedClient, type SdkFixture } from '../testing/sdk-fixture.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;
const WATCH = 'Presence.watchPresence';

/** A gate that knows the presence of users. */
function knowing(states: Record<string, im.PresenceState>): (gate: FakeGate) => void {
  return (gate) => {
    gate.responders.set(WATCH, (frame) => {
      const { userIds } = im.WatchPresenceRequest.decode(frame.payload);
      const presences = userIds.map((userId) => ({ userId, state: states[userId] ?? OFFLINE, lastSeen: states[userId] ? 0 : 7 }));
      return im.WatchPresenceReply.encode({ presences }).finish();
    });
    gate.responders.set('Presence.setPresence', () => im.SetPresenceReply.encode({}).finish());
    gate.responders.set('Presence.typing', () => im.TypingReply.encode({}).finish());
  };
}

async function watching(
  states: Record<string, im.PresenceState>,
  timing: object = {},
): Promise<SdkFixture & { emitted: PresenceStatus[] }> {
  const fixture = await connectedClient({ timing }, knowing(states));
  const emitted: PresenceStatus[] = [];
  fixture.client.on('presence', (presence) => emitted.push(presence));
  return { ...fixture, emitted };
}

function push(fixture: SdkFixture, event: im.Push.$Properties, pushId = String(Math.random())): void {
  fixture.gate.lastPeer.send({ kind: im.Frame.Kind.PUSH, payload: im.Push.encode(event).finish(), pushId });
}
const pushPresence = (fixture: SdkFixture, userId: string, state: im.PresenceState, lastSeen = 0): void =>
  push(fixture, { presence: { userId, state, lastSeen } });

test('the present state of watched users is emitted first, then each change once', async () => {
  const fixture = await watching({ bob: ONLINE });
  await fixture.client.presence.watch(['bob', 'carol']);
  expect(fixture.emitted).toEqual([
    { userId: 'bob', state: 'ONLINE', lastSeen: 0 },
    { userId: 'carol', state: 'OFFLINE', lastSeen: 7 },
  ]);
  pushPresence(fixture, 'bob', AWAY);
  pushPresence(fixture, 'bob', AWAY);
  pushPresence(fixture, 'dave', ONLINE);
  pushPresence(fixture, 'bob', OFFLINE, 9);
  await vi.waitFor(() => expect(fixture.emitted).toHaveLength(4));
  expect(fixture.emitted.slice(2)).toEqual([
    { userId: 'bob', state: 'AWAY', lastSeen: 0 },
    { userId: 'bob', state: 'OFFLINE', lastSeen: 9 },
  ]);
});

test('the client renews the watch list on each bind, on RESYNC and before it expires, and emits only changes', async () => {
  const states: Record<string, im.PresenceState> = { bob: ONLINE };
  const fixture = await watching(states, { watchAgainMs: 100 });
  const asked = () => fixture.gate.requests(WATCH).length;
  await fixture.client.presence.watch(['bob']);
  await vi.waitFor(() => expect(asked()).toBeGreaterThanOrEqual(3));
  expect(fixture.emitted).toHaveLength(1);
  states.bob = AWAY;
  await vi.waitFor(() => expect(fixture.emitted.at(-1)?.state).toBe('AWAY'));

  const lasting = await watching({ bob: ONLINE });
  await lasting.client.presence.watch(['bob']);
  lasting.gate.lastPeer.send({ kind: im.Frame.Kind.RESYNC });
  await vi.waitFor(() => expect(lasting.gate.requests(WATCH)).toHaveLength(2));
  lasting.gate.lastPeer.drop();
  await vi.waitFor(() => expect(lasting.gate.requests(WATCH)).toHaveLength(3));
});

test('a new watch list replaces the previous one, and an empty one sends no request', async () => {
  const fixture = await watching({ bob: ONLINE, carol: ONLINE }, { watchAgainMs: 20 });
  await fixture.client.presence.watch(['bob']);
  await fixture.client.presence.watch(['carol']);
  pushPresence(fixture, 'bob', AWAY);
  pushPresence(fixture, 'carol', AWAY);
  await vi.waitFor(() => expect(fixture.emitted.some(({ userId, state }) => userId === 'carol' && state === 'AWAY')).toBe(true));
  expect(fixture.emitted.filter(({ userId }) => userId === 'bob')).toHaveLength(1);
  await fixture.client.presence.watch([]);
  expect(fixture.gate.requests<im.WatchPresenceRequest>(WATCH).every(({ userIds }) => userIds.length === 1)).toBe(true);
});

test('a watch list above the server’s limit is sent in several requests', async () => {
  const fixture = await watching({});
  await fixture.client.presence.watch(Array.from({ length: 1200 }, (_, i) => `user-${i}`));
  expect(fixture.gate.requests<im.WatchPresenceRequest>(WATCH).map(({ userIds }) => userIds.length)).toEqual([500, 500, 200]);
  expect(fixture.emitted).toHaveLength(1200);
});

test('a presence push that arrives during a request wins over the reply', async () => {
  const fixture = await watching({});
  fixture.gate.responders.set(WATCH, () => {
    pushPresence(fixture, 'bob', ONLINE);
    return im.WatchPresenceReply.encode({ presences: [{ userId: 'bob', state: OFFLINE, lastSeen: 5 }] }).finish();
  });
  await fixture.client.presence.watch(['bob']);
  expect(fixture.emitted).toEqual([{ userId: 'bob', state: 'ONLINE', lastSeen: 0 }]);
});

test('the request is repeated after the pause that the server asks for', async () => {
  const fixture = await watching({});
  const usual = fixture.gate.responders.get(WATCH);
  let refusals = 2;
  fixture.gate.responders.set(WATCH, (frame, peer) =>
    refusals-- > 0 ? new ImError('UNAVAILABLE', 'not yet', { retryAfterMs: 20 }) : usual?.(frame, peer),
  );
  await fixture.client.presence.watch(['bob']);
  expect(fixture.emitted).toEqual([{ userId: 'bob', state: 'OFFLINE', lastSeen: 7 }]);
});

test('a refused watch rejects and is retried later', async () => {
  const fixture = await watching({ bob: ONLINE }, { watchAgainMs: 400 });
  const usual = fixture.gate.responders.get(WATCH);
  let refusals = 1;
  fixture.gate.responders.set(WATCH, (frame, peer) => (refusals-- > 0 ? new ImError('BAD_LIMIT', 'no') : usual?.(frame, peer)));
  await expect(fixture.client.presence.watch(['bob'])).rejects.toMatchObject({ code: 'BAD_LIMIT' });
  await vi.waitFor(() => expect(fixture.emitted).toHaveLength(1));
});

test('on the next bind the client repeats the state away, and does not repeat the state back', async () => {
  const fixture = await watching({});
  const said = () => fixture.gate.requests<im.SetPresenceRequest>('Presence.setPresence').map(({ away }) => away);
  await fixture.client.presence.setAway(true);
  fixture.gate.lastPeer.drop();
  await vi.waitFor(() => expect(said()).toEqual([true, true]));
  await fixture.client.presence.setAway(false);
  const peers = fixture.gate.peers.length;
  fixture.gate.lastPeer.drop();
  await vi.waitFor(() => expect(fixture.gate.peers.length).toBeGreaterThan(peers));
  await fixture.client.presence.watch(['bob']);
  expect(said()).toEqual([true, true, false]);
});

test('the latest of several setAway calls wins, and a failed one is repeated on the next bind', async () => {
  const fixture = await watching({});
  const said = () => fixture.gate.requests<im.SetPresenceRequest>('Presence.setPresence').map(({ away }) => away);
  const usual = fixture.gate.responders.get('Presence.setPresence');
  let refusals = 1;
  fixture.gate.responders.set('Presence.setPresence', (frame, peer) =>
    refusals-- > 0 ? new ImError('TOO_MANY_REQUESTS', 'slowly', { retryAfterMs: 20 }) : usual?.(frame, peer),
  );
  await Promise.all([true, false].map((away) => fixture.client.presence.setAway(away)));
  await Promise.all([true, false].map((away) => fixture.client.presence.setAway(away)));
  expect(said()).toEqual([true, false, true, false]);

  fixture.gate.responders.set('Presence.setPresence', () => new ImError('INTERNAL_ERROR', 'no'));
  await expect(fixture.client.presence.setAway(false)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  fixture.gate.lastPeer.drop();
  await vi.waitFor(() => expect(said()).toHaveLength(6));
  expect(said().at(-1)).toBe(false);
});

test('the client sends typing at intervals per conversation, and emits typing of other users', async () => {
  const fixture = await watching({}, { typingEveryMs: 50 });
  const typed = () => fixture.gate.requests<im.TypingRequest>('Presence.typing').map(({ conversationId }) => conversationId);
  const others: object[] = [];
  fixture.client.on('typing', (typing) => others.push(typing));
  for (let i = 0; i < 100; i++) fixture.client.presence.typing('one');
  fixture.client.presence.typing('two');
  await vi.waitFor(() => expect(typed()).toEqual(['one', 'two']));
  await vi.waitFor(() => {
    fixture.client.presence.typing('one');
    expect(typed()).toEqual(['one', 'two', 'one']);
  });
  push(fixture, { typing: { conversationId: 'one', userId: 'bob' } }, 'e1');
  push(fixture, { typing: { conversationId: 'one', userId: 'bob' } }, 'e1');
  push(fixture, { typing: { conversationId: 'two', userId: 'carol' } }, 'e2');
  await vi.waitFor(() => expect(others).toHaveLength(2));
  expect(others).toEqual([
    { conversationId: 'one', userId: 'bob' },
    { conversationId: 'two', userId: 'carol' },
  ]);
});

test('a failed typing notification is ignored', async () => {
  const fixture = await watching({}, { typingEveryMs: 0 });
  fixture.gate.responders.set('Presence.typing', () => new ImError('NO_SUCH_CONVERSATION', 'no'));
  fixture.client.presence.typing('none');
  await vi.waitFor(() => expect(fixture.gate.requests('Presence.typing')).toHaveLength(1));
  fixture.client.close();
  fixture.client.presence.typing('closed');
  await expect(fixture.client.presence.watch(['bob'])).rejects.toMatchObject({ code: 'CLOSED' });
});
