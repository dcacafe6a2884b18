// What is promised of what others do meanwhile: whoever has to do with them sees it, at once or when he is back, however much it is.
import { describe, expect, test, vi } from 'vitest';
import { byBytes } from '../../logic/testing/model/message-rules.ts';
import { directConversationId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';
import { latestRelation, newMessageId, PASSWORD, type TestDevice } from '../testing/device.ts';
import type { TestSystem } from '../testing/test-system.ts';

/** More than one page of 200, of conversations and of people. */
const OTHERS = 210;
// What is told behind its answer is there within a few seconds.
const SOON = { timeout: 10_000 };
const known = (conversations: readonly im.Conversation.$Properties[]) =>
  conversations.map(({ conversation = '', lastSeq = 0, stateVersion = 0 }) => ({ conversation, lastSeq, stateVersion }));

export function syncPromises(server: () => TestSystem): void {
  describe('what others change of themselves', () => {
    test('a friend’s new profile is there on all my devices at once, and nobody else is told', async () => {
      const [alice, bob] = await server().newFriends();
      const [bobToo, cay] = await Promise.all([server().secondDevice(bob), server().newUser()]);
      await cay.logic.requestFriend({ user: alice.user });
      await alice.logic.updateProfile({ shownName: 'Anna', about: 'new here' });
      for (const device of [bob, bobToo]) {
        await vi.waitFor(
          () =>
            expect(latestRelation(device, alice.user)).toMatchObject({
              friend: true,
              other: { name: alice.name, shownName: 'Anna', about: 'new here' },
            }),
          SOON,
        );
        await vi.waitFor(() => expect(device.client.people.relation(alice.user)?.shownName).toBe('Anna'));
      }
      // She has only heard of her own request.
      expect(latestRelation(cay, alice.user)).toMatchObject({ version: 1, other: { shownName: '' } });
    });

    test('a friend’s new profile is found by who was away, once, and by nobody who only asks', async () => {
      const [alice, bob] = await server().newFriends();
      const cay = await server().newUser();
      await cay.logic.requestFriend({ user: alice.user });
      const { peopleVersion } = await bob.logic.sync({});
      const asked = await cay.logic.sync({});
      bob.close();
      await alice.logic.updateProfile({ shownName: 'Anna' });
      const back = await server().secondDevice(bob);
      const news = await vi.waitFor(async () => {
        const found = await back.logic.sync({ peopleVersion });
        expect(found.relations).toMatchObject([{ friend: true, other: { user: alice.user, shownName: 'Anna' } }]);
        return found;
      }, SOON);
      expect((await back.logic.sync({ peopleVersion: news.peopleVersion })).relations).toEqual([]);
      expect((await cay.logic.sync({ peopleVersion: asked.peopleVersion })).relations).toEqual([]);
      // What only says how one is reached is nobody's business.
      await alice.logic.updateProfile({ findableByEmail: true });
      await alice.logic.updateProfile({ about: 'last' });
      await vi.waitFor(() => expect(latestRelation(back, alice.user)?.version).toBe(Number(news.peopleVersion) + 1), SOON);
      expect(latestRelation(back, alice.user)?.other?.about).toBe('last');
    });

    test('who has deleted his account has no name any more in the conversations of others, at once and after a reconnect', async () => {
      const [alice, cay] = (await server().newUsers(2)) as [TestDevice, TestDevice];
      const bob = await server().newUser();
      const aliceToo = await server().secondDevice(alice);
      const conversations = await Promise.all(
        [alice, cay].map(
          async ({ user }) => (await bob.logic.sendMessage({ ...newMessageId(), to: user, text: 'remember me' })).conversation,
        ),
      );
      const name = ({ client }: TestDevice, i: number) => client.conversations.get(conversations[i] ?? '')?.name;
      for (const device of [alice, aliceToo]) await vi.waitFor(() => expect(name(device, 0)).toBe(bob.name), SOON);
      const before = await cay.logic.sync({});
      expect(before.conversations).toMatchObject([{ conversation: conversations[1], peerName: bob.name }]);
      cay.close();
      await bob.client.deleteAccount(PASSWORD);
      for (const device of [alice, aliceToo]) await vi.waitFor(() => expect(name(device, 0)).toBe(''), SOON);
      const back = await server().secondDevice(cay);
      await vi.waitFor(async () => {
        const news = await back.logic.sync({ known: known(before.conversations) });
        expect(news.conversations).toMatchObject([{ conversation: conversations[1], peerName: '', unread: 1 }]);
      }, SOON);
    });
  });

  describe('more than one page', () => {
    /** Goes on with the session of a device, whose connection is closed, on another one that knows what the cursor says; it has compared once. */
    async function syncedOnce({ client }: TestDevice, cursor?: TestDevice['client']['cursor']): Promise<TestDevice> {
      const token = client.me?.token ?? '';
      client.close();
      const device = server().newDevice({ ...(cursor && { cursor }) });
      const synced = new Promise((resolve) => device.client.on('synced', resolve));
      await device.client.resume(token);
      await synced;
      return device;
    }

    test('of conversations and of people: a new device knows all of them, and one that was away gets what has changed on every page and nothing else', {
      timeout: 60_000,
    }, async () => {
      const alice = await server().newUser();
      const others = await server().newUsers(OTHERS);
      const users = others.map(({ user }) => user).sort();
      const ask = async ({ client }: TestDevice): Promise<void> => {
        await client.call.logic.requestFriend({ user: alice.user, greeting: 'hi' });
        await client.send(alice.user, 'hello');
      };
      await Promise.all(others.map(ask));
      const fresh = await syncedOnce(alice);
      const { conversations, people } = fresh.client;
      expect(conversations.all.map(({ peer }) => peer).sort()).toEqual(users);
      expect(conversations.all.every(({ unread, lastSeq }) => unread === 1 && lastSeq === 1)).toBe(true);
      expect(people.relations.filter(({ asksMe }) => asksMe).map(({ user }) => user)).toHaveLength(OTHERS);
      expect(people.relations.map(({ user }) => user).sort()).toEqual(users);
      const listed: string[] = [];
      for await (const { other } of people.requests()) listed.push(other?.user ?? '');
      expect(listed.sort()).toEqual(users);
      expect(fresh.messages.map(({ sender }) => sender).sort()).toEqual(users);

      const { cursor } = fresh.client;
      fresh.close();
      // Of every page at least one, first and last ones included.
      const byId = others.toSorted((a, b) =>
        byBytes(directConversationId(alice.user, a.user), directConversationId(alice.user, b.user)),
      );
      const changed = byId.filter((_, i) => i % 10 === 0 || i === OTHERS - 1);
      await Promise.all(changed.map(({ client }) => client.send(alice.user, 'are you there?')));
      await Promise.all(changed.map(({ logic }) => logic.removeFriend({ user: alice.user })));
      const back = await syncedOnce(fresh, cursor);
      const news = changed.map(({ user }) => user).sort();
      expect(back.messages.map(({ sender, text }) => `${sender} ${text}`).sort()).toEqual(
        news.map((user) => `${user} are you there?`),
      );
      const of = (unread: number) => back.client.conversations.all.filter((one) => one.unread === unread).map(({ peer }) => peer);
      expect(of(2).sort()).toEqual(news);
      expect(of(1)).toHaveLength(OTHERS - news.length);
      const asking = back.client.people.relations.filter(({ asksMe }) => asksMe).map(({ user }) => user);
      expect(asking.sort()).toEqual(users.filter((user) => !news.includes(user)));
    });
  });
}
