// What is promised of who is there and who is typing.
import { describe, expect, test } from 'vitest';
import { im } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { type Device, refused } from './test-devices.ts';
import type { Server } from './test-servers.ts';

const soon = { timeout: 10_000 };

export function presencePromises(server: () => Server): void {
  const statesOf = ({ presences }: Device, { user }: { readonly user: string }): string[] =>
    presences.filter((presence) => presence.user === user).map(({ state }) => state);

  /** The first one watches the second one, his friend, whom he has been told to be there. */
  async function watching(): Promise<[Device, Device]> {
    const [bob, alice] = await server().friends();
    await bob.client.presence.watch([alice.user]);
    await expect.poll(() => statesOf(bob, alice).at(-1), soon).toBe('ONLINE');
    return [bob, alice];
  }

  describe('presence', () => {
    test('friends see each other go away from their devices, come back, and leave; strangers see nothing', {
      timeout: 40_000,
    }, async () => {
      const [bob, alice] = await watching();
      const carol = await server().somebody();
      await bob.client.presence.watch([alice.user, carol.user, 'nobody']);
      await carol.client.presence.watch([alice.user]);
      expect(statesOf(bob, carol)).toEqual(['OFFLINE']);
      expect(carol.presences).toEqual([{ user: alice.user, state: 'OFFLINE', lastSeen: 0 }]);
      await alice.client.presence.setAway(true);
      await expect.poll(() => statesOf(bob, alice).at(-1), soon).toBe('AWAY');
      expect((await bob.logic.listFriends({})).friends).toMatchObject([{ presence: im.PresenceState.AWAY }]);
      await alice.client.presence.setAway(false);
      await expect.poll(() => statesOf(bob, alice).at(-1), soon).toBe('ONLINE');
      // Longer than the ten seconds in which she might come back, shorter than fifteen.
      const left = Date.now();
      const { user } = alice;
      alice.close();
      await expect.poll(() => statesOf(bob, { user }).at(-1), { timeout: 15_000 }).toBe('OFFLINE');
      expect(Date.now() - left).toBeGreaterThan(9500);
      const lastSeen = bob.presences.findLast((presence) => presence.user === user)?.lastSeen ?? 0;
      expect(Math.abs(lastSeen - left)).toBeLessThan(1500);
      expect(carol.presences).toHaveLength(1);
    });

    test('who was blocked after he began to watch is told nothing more', async () => {
      const [bob, alice] = await watching();
      const carol = await server().somebody();
      await carol.logic.requestFriend({ user: alice.user });
      await alice.logic.answerFriendRequest({ user: carol.user, accept: true });
      await carol.client.presence.watch([alice.user]);
      await alice.logic.block({ user: bob.user });
      const before = statesOf(bob, alice);
      await alice.client.presence.setAway(true);
      await expect.poll(() => statesOf(carol, alice).at(-1), soon).toBe('AWAY');
      expect(statesOf(bob, alice)).toEqual(before);
      await bob.client.presence.watch([alice.user]);
      expect(bob.presences.at(-1)).toEqual({ user: alice.user, state: 'OFFLINE', lastSeen: 0 });
    });

    test('typing reaches the other one, and nobody who is not in the conversation', async () => {
      const [alice, bob, carol] = (await server().people(3)) as [Device, Device, Device];
      const { conversation } = await alice.client.send(bob.user, 'hello');
      alice.client.presence.typing(conversation);
      await expect.poll(() => bob.typing, soon).toEqual([{ conversation, user: alice.user }]);
      for (const strange of [conversation, newId(), '', '日本語'])
        await expect(carol.client.call.presence.typing({ conversation: strange })).rejects.toEqual(
          refused('NO_SUCH_CONVERSATION'),
        );
      bob.client.presence.typing(conversation);
      await expect.poll(() => alice.typing, soon).toHaveLength(1);
      expect([bob.typing.length, carol.typing.length]).toEqual([1, 0]);
    });

    test('more than 500 users at once are refused', async () => {
      const alice = await server().somebody();
      const users = Array.from({ length: 501 }, newId);
      await expect(alice.client.call.presence.watchPresence({ users })).rejects.toEqual(refused('BAD_LIMIT'));
      const { presences } = await alice.client.call.presence.watchPresence({ users: users.slice(1) });
      expect(new Set(presences.map(({ state }) => state))).toEqual(new Set([im.PresenceState.OFFLINE]));
    });
  });
}
