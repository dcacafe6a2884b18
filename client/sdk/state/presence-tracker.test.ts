import { expect, test, vi } from 'vitest';
import { PRESENCE_TIMES } from '../../../infra/ports/presence-times.ts';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import { DEFAULT_TIMING, type PresenceStatus } from '../index.ts';
import type { FakeGate } from '../testing/fake-gate.ts';
import { connectedClient, type SdkFixture } from '../testing/sdk-fixture.ts';

const { OFFLINE, ONLINE, AWAY } = im.PresenceState;
const WATCH = 'Presence.watchPresence';

/** A gate that knows how users are. */
function knowing(states: Record<string, im.PresenceState>): (gate: FakeGate) => void {
  return (gate) => {
    gate.responders.set(WATCH, (frame) => {
      const { users } = im.WatchPresenceRequest.decode(frame.payload);
      const presences = users.map((user) => ({ user, state: states[user] ?? OFFLINE, lastSeen: states[user] ? 0 : 7 }));
      return im.WatchPresenceReply.encode({ presences }).finish();
    });
    gate.responders.set('Presence.setPresence', () => im.SetPresenceReply.encode({}).finish());
    gate.responders.set('Presence.typing', () => im.TypingReply.encode({}).finish());
  };
}

async function watching(
  states: Record<string, im.PresenceState>,
  timing: object = {},
): Promise<SdkFixture & { told: PresenceStatus[] }> {
  const world = await connectedClient({ timing }, knowing(states));
  const told: PresenceStatus[] = [];
  world.client.on('presence', (presence) => told.push(presence));
  return { ...world, told };
}

function push(world: SdkFixture, event: im.Push.$Properties, pushId = String(Math.random())): void {
  world.gate.lastPeer.send({ kind: im.Frame.Kind.PUSH, payload: im.Push.encode(event).finish(), pushId });
}
const pushPresence = (world: SdkFixture, user: string, state: im.PresenceState, lastSeen = 0): void =>
  push(world, { presence: { user, state, lastSeen } });

test('users are told as they are at first, and then when that changes, each change once', async () => {
  const world = await watching({ bob: ONLINE });
  await world.client.presence.watch(['bob', 'carol']);
  expect(world.told).toEqual([
    { user: 'bob', state: 'ONLINE', lastSeen: 0 },
    { user: 'carol', state: 'OFFLINE', lastSeen: 7 },
  ]);
  pushPresence(world, 'bob', AWAY);
  pushPresence(world, 'bob', AWAY);
  pushPresence(world, 'dave', ONLINE);
  pushPresence(world, 'bob', OFFLINE, 9);
  await vi.waitFor(() => expect(world.told).toHaveLength(4));
  expect(world.told.slice(2)).toEqual([
    { user: 'bob', state: 'AWAY', lastSeen: 0 },
    { user: 'bob', state: 'OFFLINE', lastSeen: 9 },
  ]);
});

test('who is watched is asked for again at each connection, on RESYNC, and before the server forgets; only what changed is told', async () => {
  const states: Record<string, im.PresenceState> = { bob: ONLINE };
  const world = await watching(states, { watchAgainMs: 100 });
  const asked = () => world.gate.requests(WATCH).length;
  await world.client.presence.watch(['bob']);
  await vi.waitFor(() => expect(asked()).toBeGreaterThanOrEqual(3));
  expect(world.told).toHaveLength(1);
  states.bob = AWAY;
  await vi.waitFor(() => expect(world.told.at(-1)?.state).toBe('AWAY'));

  const lasting = await watching({ bob: ONLINE });
  await lasting.client.presence.watch(['bob']);
  lasting.gate.lastPeer.send({ kind: im.Frame.Kind.RESYNC });
  await vi.waitFor(() => expect(lasting.gate.requests(WATCH)).toHaveLength(2));
  lasting.gate.lastPeer.drop();
  await vi.waitFor(() => expect(lasting.gate.requests(WATCH)).toHaveLength(3));
});

test('with its usual times a client asks again before the server forgets that it watches', () => {
  expect(DEFAULT_TIMING.watchAgainMs + DEFAULT_TIMING.pongTimeoutMs).toBeLessThan(PRESENCE_TIMES.watchTtlMs);
});

test('another list takes the place of the one before; nobody is asked for when it is empty', async () => {
  const world = await watching({ bob: ONLINE, carol: ONLINE }, { watchAgainMs: 20 });
  await world.client.presence.watch(['bob']);
  await world.client.presence.watch(['carol']);
  pushPresence(world, 'bob', AWAY);
  pushPresence(world, 'carol', AWAY);
  await vi.waitFor(() => expect(world.told.some(({ user, state }) => user === 'carol' && state === 'AWAY')).toBe(true));
  expect(world.told.filter(({ user }) => user === 'bob')).toHaveLength(1);
  await world.client.presence.watch([]);
  expect(world.gate.requests<im.WatchPresenceRequest>(WATCH).every(({ users }) => users.length === 1)).toBe(true);
});

test('more than the server takes at once are asked for in several calls', async () => {
  const world = await watching({});
  await world.client.presence.watch(Array.from({ length: 1200 }, (_, i) => `user-${i}`));
  expect(world.gate.requests<im.WatchPresenceRequest>(WATCH).map(({ users }) => users.length)).toEqual([500, 500, 200]);
  expect(world.told).toHaveLength(1200);
});

test('what is pushed while the answer is on its way is newer than the answer', async () => {
  const world = await watching({});
  world.gate.responders.set(WATCH, () => {
    pushPresence(world, 'bob', ONLINE);
    return im.WatchPresenceReply.encode({ presences: [{ user: 'bob', state: OFFLINE, lastSeen: 5 }] }).finish();
  });
  await world.client.presence.watch(['bob']);
  expect(world.told).toEqual([{ user: 'bob', state: 'ONLINE', lastSeen: 0 }]);
});

test('a server that does not know yet is asked again when it says so', async () => {
  const world = await watching({});
  const usual = world.gate.responders.get(WATCH);
  let refusals = 2;
  world.gate.responders.set(WATCH, (frame, peer) =>
    refusals-- > 0 ? new ImError('UNAVAILABLE', 'not yet', { retryAfterMs: 20 }) : usual?.(frame, peer),
  );
  await world.client.presence.watch(['bob']);
  expect(world.told).toEqual([{ user: 'bob', state: 'OFFLINE', lastSeen: 7 }]);
});

test('a refusal is told to who watches, and asked again later', async () => {
  const world = await watching({ bob: ONLINE }, { watchAgainMs: 400 });
  const usual = world.gate.responders.get(WATCH);
  let refusals = 1;
  world.gate.responders.set(WATCH, (frame, peer) => (refusals-- > 0 ? new ImError('BAD_LIMIT', 'no') : usual?.(frame, peer)));
  await expect(world.client.presence.watch(['bob'])).rejects.toMatchObject({ code: 'BAD_LIMIT' });
  await vi.waitFor(() => expect(world.told).toHaveLength(1));
});

test('being away is said again at the next connection, being back is not', async () => {
  const world = await watching({});
  const said = () => world.gate.requests<im.SetPresenceRequest>('Presence.setPresence').map(({ away }) => away);
  await world.client.presence.setAway(true);
  world.gate.lastPeer.drop();
  await vi.waitFor(() => expect(said()).toEqual([true, true]));
  await world.client.presence.setAway(false);
  const peers = world.gate.peers.length;
  world.gate.lastPeer.drop();
  await vi.waitFor(() => expect(world.gate.peers.length).toBeGreaterThan(peers));
  await world.client.presence.watch(['bob']);
  expect(said()).toEqual([true, true, false]);
});

test('who is back while it is still being said that he is away is back in the end; what could not be said is said at the next connection', async () => {
  const world = await watching({});
  const said = () => world.gate.requests<im.SetPresenceRequest>('Presence.setPresence').map(({ away }) => away);
  const usual = world.gate.responders.get('Presence.setPresence');
  let refusals = 1;
  world.gate.responders.set('Presence.setPresence', (frame, peer) =>
    refusals-- > 0 ? new ImError('TOO_MANY_REQUESTS', 'slowly', { retryAfterMs: 20 }) : usual?.(frame, peer),
  );
  await Promise.all([true, false].map((away) => world.client.presence.setAway(away)));
  await Promise.all([true, false].map((away) => world.client.presence.setAway(away)));
  expect(said()).toEqual([true, false, true, false]);

  world.gate.responders.set('Presence.setPresence', () => new ImError('INTERNAL_ERROR', 'no'));
  await expect(world.client.presence.setAway(false)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  world.gate.lastPeer.drop();
  await vi.waitFor(() => expect(said()).toHaveLength(6));
  expect(said().at(-1)).toBe(false);
});

test('typing is told once in a while for each conversation, and to me when others do', async () => {
  const world = await watching({}, { typingEveryMs: 50 });
  const typed = () => world.gate.requests<im.TypingRequest>('Presence.typing').map(({ conversation }) => conversation);
  const others: object[] = [];
  world.client.on('typing', (typing) => others.push(typing));
  for (let i = 0; i < 100; i++) world.client.presence.typing('one');
  world.client.presence.typing('two');
  await vi.waitFor(() => expect(typed()).toEqual(['one', 'two']));
  await vi.waitFor(() => {
    world.client.presence.typing('one');
    expect(typed()).toEqual(['one', 'two', 'one']);
  });
  push(world, { typing: { conversation: 'one', user: 'bob' } }, 'e1');
  push(world, { typing: { conversation: 'one', user: 'bob' } }, 'e1');
  push(world, { typing: { conversation: 'two', user: 'carol' } }, 'e2');
  await vi.waitFor(() => expect(others).toHaveLength(2));
  expect(others).toEqual([
    { conversation: 'one', user: 'bob' },
    { conversation: 'two', user: 'carol' },
  ]);
});

test('a typing that fails troubles nobody', async () => {
  const world = await watching({}, { typingEveryMs: 0 });
  world.gate.responders.set('Presence.typing', () => new ImError('NO_SUCH_CONVERSATION', 'no'));
  world.client.presence.typing('none');
  await vi.waitFor(() => expect(world.gate.requests('Presence.typing')).toHaveLength(1));
  world.client.close();
  world.client.presence.typing('closed');
  await expect(world.client.presence.watch(['bob'])).rejects.toMatchObject({ code: 'CLOSED' });
});
