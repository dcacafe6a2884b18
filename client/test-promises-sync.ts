// What is promised of what others change of themselves: whoever has to do with them sees it, at once or when he is back.
import { describe, expect, test, vi } from 'vitest';
import type { im } from '../proto/contract.ts';
import { type Device, id, lastRelation, PASSWORD } from './test-devices.ts';
import type { Server } from './test-servers.ts';

// What is told behind its answer is there within a few seconds.
const SOON = { timeout: 10_000 };
const known = (conversations: readonly im.Conversation.$Properties[]) =>
  conversations.map(({ conversation = '', lastSeq = 0, stateVersion = 0 }) => ({ conversation, lastSeq, stateVersion }));

export function syncPromises(server: () => Server): void {
  describe('what others change of themselves', () => {
    test('a friend’s new profile is there on all my devices at once, and nobody else is told', async () => {
      const [alice, bob] = await server().friends();
      const [bobToo, cay] = await Promise.all([server().second(bob), server().somebody()]);
      await cay.logic.requestFriend({ user: alice.user });
      await alice.logic.updateProfile({ shownName: 'Anna', about: 'new here' });
      for (const device of [bob, bobToo]) {
        await vi.waitFor(
          () =>
            expect(lastRelation(device, alice.user)).toMatchObject({
              friend: true,
              other: { name: alice.name, shownName: 'Anna', about: 'new here' },
            }),
          SOON,
        );
        await vi.waitFor(() => expect(device.client.people.relation(alice.user)?.shownName).toBe('Anna'));
      }
      // She has only heard of her own request.
      expect(lastRelation(cay, alice.user)).toMatchObject({ version: 1, other: { shownName: '' } });
    });

    test('a friend’s new profile is found by who was away, once, and by nobody who only asks', async () => {
      const [alice, bob] = await server().friends();
      const cay = await server().somebody();
      await cay.logic.requestFriend({ user: alice.user });
      const { peopleVersion } = await bob.logic.sync({});
      const asked = await cay.logic.sync({});
      bob.close();
      await alice.logic.updateProfile({ shownName: 'Anna' });
      const back = await server().second(bob);
      const news = await vi.waitFor(async () => {
        const found = await back.logic.sync({ peopleVersion });
        expect(found.relations).toMatchObject([{ friend: true, other: { user: alice.user, shownName: 'Anna' } }]);
        return found;
      }, SOON);
      expect((await back.logic.sync({ peopleVersion: news.peopleVersion })).relations).toEqual([]);
      expect((await cay.logic.sync({ peopleVersion: asked.peopleVersion })).relations).toEqual([]);
      // What only says how one is reached is nobody's business.
      await alice.logic.updateProfile({ findableByAddress: true });
      await alice.logic.updateProfile({ about: 'last' });
      await vi.waitFor(() => expect(lastRelation(back, alice.user)?.version).toBe(Number(news.peopleVersion) + 1), SOON);
      expect(lastRelation(back, alice.user)?.other?.about).toBe('last');
    });

    test('who has deleted his account has no name any more in the conversations of others, at once and after a reconnect', async () => {
      const [alice, cay] = (await server().people(2)) as [Device, Device];
      const bob = await server().somebody();
      const aliceToo = await server().second(alice);
      const conversations = await Promise.all(
        [alice, cay].map(
          async ({ user }) => (await bob.logic.sendMessage({ ...id(), to: user, text: 'remember me' })).conversation,
        ),
      );
      const name = ({ client }: Device, i: number) => client.conversations.get(conversations[i] ?? '')?.name;
      for (const device of [alice, aliceToo]) await vi.waitFor(() => expect(name(device, 0)).toBe(bob.name), SOON);
      const before = await cay.logic.sync({});
      expect(before.conversations).toMatchObject([{ conversation: conversations[1], peerName: bob.name }]);
      cay.close();
      await bob.client.deleteAccount(PASSWORD);
      for (const device of [alice, aliceToo]) await vi.waitFor(() => expect(name(device, 0)).toBe(''), SOON);
      const back = await server().second(cay);
      await vi.waitFor(async () => {
        const news = await back.logic.sync({ known: known(before.conversations) });
        expect(news.conversations).toMatchObject([{ conversation: conversations[1], peerName: '', unread: 1 }]);
      }, SOON);
    });
  });
}
