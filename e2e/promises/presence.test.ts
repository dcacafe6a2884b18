// Promises about presence and typing.
import { expect, onTestFinished, test } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { rejectedWith, type TestDevice } from '../testing/device.ts';
import { emittedStates, pushedPresences, reconnectTo, type UserRef, watchNewFriends } from '../testing/presence.ts';
import { describePromises } from '../testing/test-system.ts';

const soon = { timeout: 10_000 };
/** Friends see a user as offline within this time, even if the connection ended without a close. */
const OFFLINE_MS = 15_000;
// Just below the ten seconds after which friends are notified. The rest is enough time to connect.
const NEARLY_GONE_MS = 7000;

describePromises(
  'presence',
  (system) => {
    /** Two friends. The first watches the second and has seen them online. */
    async function watching(): Promise<[TestDevice, TestDevice]> {
      const [bob, alice] = await system().newFriends();
      await bob.client.presence.watch([alice.userId]);
      await expect.poll(() => emittedStates(bob, alice).at(-1), soon).toBe('ONLINE');
      return [bob, alice];
    }

    // PRS-1
    test('friends see each other go away and come back, and strangers see nothing', async () => {
      const [bob, alice] = await watching();
      const carol = await system().newUser();
      await bob.client.presence.watch([alice.userId, carol.userId, 'nobody']);
      await carol.client.presence.watch([alice.userId]);
      expect(emittedStates(bob, carol)).toEqual(['OFFLINE']);
      expect(carol.presences).toEqual([{ userId: alice.userId, state: 'OFFLINE', lastSeen: 0 }]);
      await alice.client.presence.setAway(true);
      await expect.poll(() => emittedStates(bob, alice).at(-1), soon).toBe('AWAY');
      expect((await bob.logic.listFriends({})).friends).toMatchObject([{ presence: im.PresenceState.AWAY }]);
      await alice.client.presence.setAway(false);
      await expect.poll(() => emittedStates(bob, alice).at(-1), soon).toBe('ONLINE');
      expect(carol.presences).toHaveLength(1);
    });

    // PRS-2
    test('a user who disconnects is offline for friends after 10 to 15 s, unless they reconnect to any gate within 10 s', {
      timeout: 40_000,
    }, async () => {
      const { watcher, friends } = await watchNewFriends(system(), 3);
      const [stays, moves, leaver] = friends as [TestDevice, TestDevice, TestDevice];
      const [here, elsewhere] = system().gates;
      const { token = '' } = moves.client.me ?? {};
      const users = friends.map(({ userId }) => ({ userId }));
      moves.client.close();
      await reconnectTo(system(), stays, here);
      const left = Date.now();
      leaver.client.close();
      await expect.poll(() => Date.now() - left, soon).toBeGreaterThan(NEARLY_GONE_MS);
      const back = system().newDevice({ gates: [elsewhere] });
      await back.client.resume(token);
      const [ofStays, ofMoves, ofLeaver] = users as [UserRef, UserRef, UserRef];
      await expect
        .poll(() => emittedStates(watcher, ofLeaver).at(-1), { timeout: OFFLINE_MS - (Date.now() - left), interval: 20 })
        .toBe('OFFLINE');
      expect(Date.now() - left).toBeGreaterThan(9500);
      const { lastSeen = 0 } = watcher.presences.findLast(({ userId }) => userId === ofLeaver.userId) ?? {};
      expect(Math.abs(lastSeen - left)).toBeLessThan(1500);
      // The user who reconnected had disconnected before the one who is offline now.
      for (const one of [ofStays, ofMoves]) {
        expect(emittedStates(watcher, one)).toEqual(['ONLINE']);
        expect(pushedPresences(watcher, one)).toEqual([]);
      }
      expect(pushedPresences(watcher, ofLeaver)).toEqual([im.PresenceState.OFFLINE]);
    });

    test('the users of a killed gate are offline within 15 s, except those who have reconnected', {
      timeout: 60_000,
    }, async () => {
      const { watcher, friends } = await watchNewFriends(system(), 8, () => system().gates[1]);
      const [rescued, ...lost] = friends as [TestDevice, ...TestDevice[]];
      onTestFinished(() => system().restoreGate());
      const killed = Date.now();
      await system().killGate();
      const back = await reconnectTo(system(), rescued, system().gates[0]);
      await back.client.presence.watch(lost.map(({ userId }) => userId));
      const gone = lost.map(() => 'OFFLINE');
      const timeout = OFFLINE_MS - (Date.now() - killed);
      await expect
        .poll(() => lost.map((friend) => emittedStates(watcher, friend).at(-1)), { timeout, interval: 20 })
        .toEqual(gone);
      const took = Date.now() - killed;
      await expect.poll(() => lost.map((friend) => emittedStates(back, friend).at(-1)), soon).toEqual(gone);
      await expect.poll(() => emittedStates(watcher, back).at(-1), soon).toBe('ONLINE');
      for (const friend of lost) expect(emittedStates(watcher, friend)).toEqual(['ONLINE', 'OFFLINE']);
      // If the only process dies, nobody knows the time of the disconnection.
      if (!system().distributed) return;
      console.info(`users of the killed gate were offline for their watchers after ${took} ms`);
      expect(emittedStates(watcher, back)).toEqual(['ONLINE']);
      for (const friend of lost) {
        expect(pushedPresences(watcher, friend)).toEqual([im.PresenceState.OFFLINE]);
        const seen = watcher.presences.findLast(({ userId }) => userId === friend.userId)?.lastSeen ?? 0;
        expect(Math.abs(seen - killed)).toBeLessThan(4000);
      }
    });

    test('a watcher who is blocked receives no further presence', async () => {
      const [bob, alice] = await watching();
      const carol = await system().newUser();
      await carol.logic.requestFriend({ userId: alice.userId });
      await alice.logic.answerFriendRequest({ userId: carol.userId, accept: true });
      await carol.client.presence.watch([alice.userId]);
      await alice.logic.block({ userId: bob.userId });
      const before = emittedStates(bob, alice);
      await alice.client.presence.setAway(true);
      await expect.poll(() => emittedStates(carol, alice).at(-1), soon).toBe('AWAY');
      expect(emittedStates(bob, alice)).toEqual(before);
      await bob.client.presence.watch([alice.userId]);
      expect(bob.presences.at(-1)).toEqual({ userId: alice.userId, state: 'OFFLINE', lastSeen: 0 });
    });

    // PRS-3
    test('typing reaches the other member and no user outside the conversation', async () => {
      const [alice, bob, carol] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
      const { conversationId } = await alice.client.send(bob.userId, 'hello');
      alice.client.presence.typing(conversationId);
      await expect.poll(() => bob.typing, soon).toEqual([{ conversationId, userId: alice.userId }]);
      for (const strange of [conversationId, newId(), '', '日本語'])
        await expect(carol.client.call.presence.typing({ conversationId: strange })).rejects.toEqual(
          rejectedWith('NO_SUCH_CONVERSATION'),
        );
      bob.client.presence.typing(conversationId);
      await expect.poll(() => alice.typing, soon).toHaveLength(1);
      expect([bob.typing.length, carol.typing.length]).toEqual([1, 0]);
    });

    test('a request to watch more than 500 users is refused', async () => {
      const alice = await system().newUser();
      const userIds = Array.from({ length: 501 }, newId);
      await expect(alice.client.call.presence.watchPresence({ userIds })).rejects.toEqual(rejectedWith('BAD_LIMIT'));
      const { presences } = await alice.client.call.presence.watchPresence({ userIds: userIds.slice(1) });
      expect(new Set(presences.map(({ state }) => state))).toEqual(new Set([im.PresenceState.OFFLINE]));
    });
  },
  'own',
);
