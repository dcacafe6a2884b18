// Promises about sync: a user sees the changes of other users at once or after a reconnect, however many there are.
import { describe, expect, test, vi } from 'vitest';
import { byBytes } from '../../logic/testing/model/message-rules.ts';
import { directConversationId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';
import { latestRelation, newMessageId, PASSWORD, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

/** More than one page of 200 conversations or relations. */
const OTHERS = 210;
// Pushes after the reply arrive within a few seconds.
const SOON = { timeout: 10_000 };
const known = (conversations: readonly im.Conversation.$Properties[]) =>
  conversations.map(({ conversationId = '', lastSeq = 0, stateVersion = 0 }) => ({ conversationId, lastSeq, stateVersion }));

describePromises('sync', (system) => {
  describe('changes by other users', () => {
    test('a new profile is pushed to all devices of the user’s friends, and to no other user', async () => {
      const [alice, bob] = await system().newFriends();
      const [bobToo, cay] = await Promise.all([system().secondDevice(bob), system().newUser()]);
      await cay.logic.requestFriend({ userId: alice.userId });
      await alice.logic.updateProfile({ displayName: 'Anna', about: 'new here' });
      for (const device of [bob, bobToo]) {
        await vi.waitFor(
          () =>
            expect(latestRelation(device, alice.userId)).toMatchObject({
              friend: true,
              other: { name: alice.name, displayName: 'Anna', about: 'new here' },
            }),
          SOON,
        );
        await vi.waitFor(() => expect(device.client.people.relation(alice.userId)?.displayName).toBe('Anna'));
      }
      // Cay received only the push of her own request.
      expect(latestRelation(cay, alice.userId)).toMatchObject({ version: 1, other: { displayName: '' } });
    });

    // SYN-7
    test('a friend who was offline gets a new profile once by sync, and a user with a pending request never', async () => {
      const [alice, bob] = await system().newFriends();
      const cay = await system().newUser();
      await cay.logic.requestFriend({ userId: alice.userId });
      const { peopleVersion } = await bob.logic.sync({});
      const asked = await cay.logic.sync({});
      bob.close();
      await alice.logic.updateProfile({ displayName: 'Anna' });
      const back = await system().secondDevice(bob);
      const news = await vi.waitFor(async () => {
        const found = await back.logic.sync({ peopleVersion });
        expect(found.relations).toMatchObject([{ friend: true, other: { userId: alice.userId, displayName: 'Anna' } }]);
        return found;
      }, SOON);
      expect((await back.logic.sync({ peopleVersion: news.peopleVersion })).relations).toEqual([]);
      expect((await cay.logic.sync({ peopleVersion: asked.peopleVersion })).relations).toEqual([]);
      // This setting is private, so friends must not get it.
      await alice.logic.updateProfile({ findableByEmail: true });
      await alice.logic.updateProfile({ about: 'last' });
      await vi.waitFor(() => expect(latestRelation(back, alice.userId)?.version).toBe(Number(news.peopleVersion) + 1), SOON);
      expect(latestRelation(back, alice.userId)?.other?.about).toBe('last');
    });

    // SYN-6
    test('a deleted account has no name in other users’ conversations, at once and after a reconnect', async () => {
      const [alice, cay] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const bob = await system().newUser();
      const aliceToo = await system().secondDevice(alice);
      const conversationIds = await Promise.all(
        [alice, cay].map(
          async ({ userId }) =>
            (await bob.logic.sendMessage({ ...newMessageId(), toUserId: userId, text: 'remember me' })).conversationId,
        ),
      );
      const name = ({ client }: TestDevice, i: number) => client.conversations.get(conversationIds[i] ?? '')?.name;
      for (const device of [alice, aliceToo]) await vi.waitFor(() => expect(name(device, 0)).toBe(bob.name), SOON);
      const before = await cay.logic.sync({});
      expect(before.conversations).toMatchObject([{ conversationId: conversationIds[1], peerName: bob.name }]);
      cay.close();
      await bob.client.deleteAccount(PASSWORD);
      for (const device of [alice, aliceToo]) await vi.waitFor(() => expect(name(device, 0)).toBe(''), SOON);
      const back = await system().secondDevice(cay);
      await vi.waitFor(async () => {
        const news = await back.logic.sync({ known: known(before.conversations) });
        expect(news.conversations).toMatchObject([{ conversationId: conversationIds[1], peerName: '', unread: 1 }]);
      }, SOON);
    });
  });

  describe('more than one page', () => {
    /** Closes a device and continues its session on a new one with this cursor; resolves after one sync. */
    async function syncedOnce({ client }: TestDevice, cursor?: TestDevice['client']['cursor']): Promise<TestDevice> {
      const token = client.me?.token ?? '';
      client.close();
      const device = system().newDevice({ ...(cursor && { cursor }) });
      const synced = new Promise((resolve) => device.client.on('synced', resolve));
      await device.client.resume(token);
      await synced;
      return device;
    }

    test('a sync of several pages gives a new device everything, and a device that was offline only the changes', {
      timeout: 60_000,
    }, async () => {
      const alice = await system().newUser();
      const others = await system().newUsers(OTHERS);
      const userIds = others.map(({ userId }) => userId).sort();
      const ask = async ({ client }: TestDevice): Promise<void> => {
        await client.call.logic.requestFriend({ userId: alice.userId, greeting: 'hi' });
        await client.send(alice.userId, 'hello');
      };
      await Promise.all(others.map(ask));
      const fresh = await syncedOnce(alice);
      const { conversations, people } = fresh.client;
      expect(conversations.all.map(({ peerId }) => peerId).sort()).toEqual(userIds);
      expect(conversations.all.every(({ unread, lastSeq }) => unread === 1 && lastSeq === 1)).toBe(true);
      expect(people.relations.filter(({ incomingRequest }) => incomingRequest).map(({ userId }) => userId)).toHaveLength(OTHERS);
      expect(people.relations.map(({ userId }) => userId).sort()).toEqual(userIds);
      const listed: string[] = [];
      for await (const { other } of people.requests()) listed.push(other?.userId ?? '');
      expect(listed.sort()).toEqual(userIds);
      expect(fresh.messages.map(({ senderId }) => senderId).sort()).toEqual(userIds);

      const { cursor } = fresh.client;
      fresh.close();
      // At least one conversation of each page, including the first and the last one.
      const byId = others.toSorted((a, b) =>
        byBytes(directConversationId(alice.userId, a.userId), directConversationId(alice.userId, b.userId)),
      );
      const changed = byId.filter((_, i) => i % 10 === 0 || i === OTHERS - 1);
      await Promise.all(changed.map(({ client }) => client.send(alice.userId, 'are you there?')));
      await Promise.all(changed.map(({ logic }) => logic.removeFriend({ userId: alice.userId })));
      const back = await syncedOnce(fresh, cursor);
      const news = changed.map(({ userId }) => userId).sort();
      expect(back.messages.map(({ senderId, text }) => `${senderId} ${text}`).sort()).toEqual(
        news.map((userId) => `${userId} are you there?`),
      );
      const of = (unread: number) =>
        back.client.conversations.all.filter((one) => one.unread === unread).map(({ peerId }) => peerId);
      expect(of(2).sort()).toEqual(news);
      expect(of(1)).toHaveLength(OTHERS - news.length);
      const asking = back.client.people.relations.filter(({ incomingRequest }) => incomingRequest).map(({ userId }) => userId);
      expect(asking.sort()).toEqual(userIds.filter((userId) => !news.includes(userId)));
    });
  });
});
