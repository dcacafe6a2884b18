// What is promised of who is there and who is typing.
import { describe, expect, onTestFinished, test } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { rejectedWith, type TestDevice } from '../testing/device.ts';
import type { TestSystem } from '../testing/test-system.ts';

const soon = { timeout: 10_000 };
/** Somebody is offline so soon, however he went. */
const OFFLINE_MS = 15_000;
// Of the ten seconds in which nobody is told; what is left is enough to connect.
const NEARLY_GONE_MS = 7000;
const NEVER_RECONNECTS = { reconnectMinMs: 600_000, reconnectMaxMs: 600_000 };

type Somebody = Pick<TestDevice, 'user'>;

export const emittedStates = ({ presences }: TestDevice, { user }: Somebody): string[] =>
  presences.filter((presence) => presence.user === user).map(({ state }) => state);

/** What was pushed to a device of somebody, each push; without that he has come, which may have been told before he was watched, or a moment after. */
export function pushedPresences({ pushes }: TestDevice, { user }: Somebody): im.PresenceState[] {
  const states = pushes.flatMap(({ presence }) => (presence?.user === user ? [presence.state ?? im.PresenceState.OFFLINE] : []));
  return states[0] === im.PresenceState.ONLINE ? states.slice(1) : states;
}

interface Watched {
  readonly watcher: TestDevice;
  readonly friends: readonly TestDevice[];
}

/** Somebody at the first gate who watches so many friends of his. A friend's connection that ends is not made again by itself. */
export async function watchNewFriends(
  server: TestSystem,
  count: number,
  gate: (index: number) => string = () => server.gates[0],
): Promise<Watched> {
  const watcher = await server.newUser();
  const people = await server.newUsers(count);
  const friends = await Promise.all(people.map((person, i) => movedTo(server, person, gate(i))));
  for (const { logic } of friends) await logic.requestFriend({ user: watcher.user });
  for (const { user } of friends) await watcher.logic.answerFriendRequest({ user, accept: true });
  await watcher.client.presence.watch(friends.map(({ user }) => user));
  for (const friend of friends) await expect.poll(() => emittedStates(watcher, friend).at(-1), soon).toBe('ONLINE');
  return { watcher, friends };
}

/** Goes on with his session from another connection; the one he has had is closed. */
async function movedTo(server: TestSystem, { client }: TestDevice, gate: string): Promise<TestDevice> {
  const token = client.me?.token ?? '';
  client.close();
  const moved = server.newDevice({ gates: [gate], timing: NEVER_RECONNECTS });
  await moved.client.resume(token);
  return moved;
}

export function presencePromises(server: () => TestSystem): void {
  /** The first one watches the second one, his friend, whom he has been told to be there. */
  async function watching(): Promise<[TestDevice, TestDevice]> {
    const [bob, alice] = await server().newFriends();
    await bob.client.presence.watch([alice.user]);
    await expect.poll(() => emittedStates(bob, alice).at(-1), soon).toBe('ONLINE');
    return [bob, alice];
  }

  describe('presence', () => {
    test('friends see each other go away from their devices and come back; strangers see nothing', async () => {
      const [bob, alice] = await watching();
      const carol = await server().newUser();
      await bob.client.presence.watch([alice.user, carol.user, 'nobody']);
      await carol.client.presence.watch([alice.user]);
      expect(emittedStates(bob, carol)).toEqual(['OFFLINE']);
      expect(carol.presences).toEqual([{ user: alice.user, state: 'OFFLINE', lastSeen: 0 }]);
      await alice.client.presence.setAway(true);
      await expect.poll(() => emittedStates(bob, alice).at(-1), soon).toBe('AWAY');
      expect((await bob.logic.listFriends({})).friends).toMatchObject([{ presence: im.PresenceState.AWAY }]);
      await alice.client.presence.setAway(false);
      await expect.poll(() => emittedStates(bob, alice).at(-1), soon).toBe('ONLINE');
      expect(carol.presences).toHaveLength(1);
    });

    test('who leaves is offline for his friends after ten seconds and within fifteen; who reconnects within ten has been there all the time, at the same gate and at another one', {
      timeout: 40_000,
    }, async () => {
      const { watcher, friends } = await watchNewFriends(server(), 3);
      const [stays, moves, leaver] = friends as [TestDevice, TestDevice, TestDevice];
      const [here, elsewhere] = server().gates;
      const { token = '' } = moves.client.me ?? {};
      const users = friends.map(({ user }) => ({ user }));
      moves.client.close();
      await movedTo(server(), stays, here);
      const left = Date.now();
      leaver.client.close();
      await expect.poll(() => Date.now() - left, soon).toBeGreaterThan(NEARLY_GONE_MS);
      const back = server().newDevice({ gates: [elsewhere] });
      await back.client.resume(token);
      const [ofStays, ofMoves, ofLeaver] = users as [Somebody, Somebody, Somebody];
      await expect
        .poll(() => emittedStates(watcher, ofLeaver).at(-1), { timeout: OFFLINE_MS - (Date.now() - left), interval: 20 })
        .toBe('OFFLINE');
      expect(Date.now() - left).toBeGreaterThan(9500);
      const { lastSeen = 0 } = watcher.presences.findLast(({ user }) => user === ofLeaver.user) ?? {};
      expect(Math.abs(lastSeen - left)).toBeLessThan(1500);
      // He was gone before the one who has been told of.
      for (const one of [ofStays, ofMoves]) {
        expect(emittedStates(watcher, one)).toEqual(['ONLINE']);
        expect(pushedPresences(watcher, one)).toEqual([]);
      }
      expect(pushedPresences(watcher, ofLeaver)).toEqual([im.PresenceState.OFFLINE]);
    });

    test('a gate that is killed takes its users offline within fifteen seconds, but for those who have come back', {
      timeout: 60_000,
    }, async () => {
      const { watcher, friends } = await watchNewFriends(server(), 8, () => server().gates[1]);
      const [rescued, ...lost] = friends as [TestDevice, ...TestDevice[]];
      onTestFinished(() => server().restoreGate());
      const killed = Date.now();
      await server().killGate();
      const back = await movedTo(server(), rescued, server().gates[0]);
      await back.client.presence.watch(lost.map(({ user }) => user));
      const gone = lost.map(() => 'OFFLINE');
      const timeout = OFFLINE_MS - (Date.now() - killed);
      await expect
        .poll(() => lost.map((friend) => emittedStates(watcher, friend).at(-1)), { timeout, interval: 20 })
        .toEqual(gone);
      const took = Date.now() - killed;
      await expect.poll(() => lost.map((friend) => emittedStates(back, friend).at(-1)), soon).toEqual(gone);
      await expect.poll(() => emittedStates(watcher, back).at(-1), soon).toBe('ONLINE');
      for (const friend of lost) expect(emittedStates(watcher, friend)).toEqual(['ONLINE', 'OFFLINE']);
      // Where all was one process nobody knows any more since when they are gone.
      if (!server().real) return;
      console.info(`a gate was killed: its users were offline for those who watch them after ${took} ms`);
      expect(emittedStates(watcher, back)).toEqual(['ONLINE']);
      for (const friend of lost) {
        expect(pushedPresences(watcher, friend)).toEqual([im.PresenceState.OFFLINE]);
        const seen = watcher.presences.findLast(({ user }) => user === friend.user)?.lastSeen ?? 0;
        expect(Math.abs(seen - killed)).toBeLessThan(4000);
      }
    });

    test('who was blocked after he began to watch is told nothing more', async () => {
      const [bob, alice] = await watching();
      const carol = await server().newUser();
      await carol.logic.requestFriend({ user: alice.user });
      await alice.logic.answerFriendRequest({ user: carol.user, accept: true });
      await carol.client.presence.watch([alice.user]);
      await alice.logic.block({ user: bob.user });
      const before = emittedStates(bob, alice);
      await alice.client.presence.setAway(true);
      await expect.poll(() => emittedStates(carol, alice).at(-1), soon).toBe('AWAY');
      expect(emittedStates(bob, alice)).toEqual(before);
      await bob.client.presence.watch([alice.user]);
      expect(bob.presences.at(-1)).toEqual({ user: alice.user, state: 'OFFLINE', lastSeen: 0 });
    });

    test('typing reaches the other one, and nobody who is not in the conversation', async () => {
      const [alice, bob, carol] = (await server().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
      const { conversation } = await alice.client.send(bob.user, 'hello');
      alice.client.presence.typing(conversation);
      await expect.poll(() => bob.typing, soon).toEqual([{ conversation, user: alice.user }]);
      for (const strange of [conversation, newId(), '', '日本語'])
        await expect(carol.client.call.presence.typing({ conversation: strange })).rejects.toEqual(
          rejectedWith('NO_SUCH_CONVERSATION'),
        );
      bob.client.presence.typing(conversation);
      await expect.poll(() => alice.typing, soon).toHaveLength(1);
      expect([bob.typing.length, carol.typing.length]).toEqual([1, 0]);
    });

    test('more than 500 users at once are refused', async () => {
      const alice = await server().newUser();
      const users = Array.from({ length: 501 }, newId);
      await expect(alice.client.call.presence.watchPresence({ users })).rejects.toEqual(rejectedWith('BAD_LIMIT'));
      const { presences } = await alice.client.call.presence.watchPresence({ users: users.slice(1) });
      expect(new Set(presences.map(({ state }) => state))).toEqual(new Set([im.PresenceState.OFFLINE]));
    });
  });
}
