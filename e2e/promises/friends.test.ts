// Promises about friends, blocks and messaging permissions.
import { describe, expect, test, vi } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im, type Rpc, rpcsByNumber } from '../../proto/rpc.ts';
import { latestRelation, PASSWORD, pushedRelations, rejectedWith, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

// Right after a start the presence of all users is unknown for some seconds.
const SOON = { timeout: 20_000 };
const friendIds = async ({ logic }: TestDevice) =>
  (await logic.listFriends({})).friends.map(({ relation }) => relation?.other?.userId);

describePromises('friends', (system) => {
  describe('friends', () => {
    test('an accepted friend request makes both users friends and is pushed to all their devices', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const [aliceToo, bobToo] = await Promise.all([system().secondDevice(alice), system().secondDevice(bob)]);
      const { relation } = await alice.logic.requestFriend({ userId: bob.userId, greeting: 'it is me' });
      expect(relation).toMatchObject({
        other: { userId: bob.userId, name: bob.name },
        outgoingRequest: true,
        greeting: 'it is me',
        friend: false,
      });
      for (const device of [bob, bobToo])
        await vi.waitFor(() =>
          expect(pushedRelations(device)).toMatchObject([
            { other: { userId: alice.userId, name: alice.name }, incomingRequest: true, greeting: 'it is me' },
          ]),
        );
      for (const device of [alice, aliceToo])
        await vi.waitFor(() => expect(pushedRelations(device)).toMatchObject([{ outgoingRequest: true }]));
      const { requests, more } = await bobToo.logic.listFriendRequests({});
      expect(more).toBe(false);
      expect(requests).toMatchObject([{ other: { name: alice.name }, incomingRequest: true, greeting: 'it is me' }]);

      const answered = await bob.logic.answerFriendRequest({ userId: alice.userId, accept: true });
      expect(answered.relation).toMatchObject({ friend: true, incomingRequest: false, greeting: '' });
      for (const device of [alice, aliceToo, bob, bobToo])
        await vi.waitFor(() =>
          expect(latestRelation(device)).toMatchObject({
            friend: true,
            outgoingRequest: false,
            incomingRequest: false,
            version: 2,
          }),
        );
      expect(await friendIds(alice)).toEqual([bob.userId]);
      expect(await friendIds(bob)).toEqual([alice.userId]);
      expect((await bob.logic.listFriendRequests({})).requests).toEqual([]);
      const again = await bob.logic.answerFriendRequest({ userId: alice.userId, accept: true });
      expect(again).toEqual(answered);
      await expect(alice.logic.requestFriend({ userId: bob.userId })).rejects.toEqual(rejectedWith('ALREADY_FRIENDS'));
      await expect
        .poll(async () => (await alice.logic.listFriends({})).friends[0], SOON)
        .toMatchObject({ presence: im.PresenceState.ONLINE, lastSeen: 0 });
    });

    test('two users who request each other become friends at once, even if they do so at the same moment', async () => {
      for (let i = 0; i < 3; i++) {
        const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
        const replies = await Promise.all([
          alice.logic.requestFriend({ userId: bob.userId }),
          bob.logic.requestFriend({ userId: alice.userId }),
        ]);
        expect(replies.filter(({ relation }) => relation?.friend)).toHaveLength(1);
        for (const one of [alice, bob]) {
          await vi.waitFor(() =>
            expect(latestRelation(one)).toMatchObject({ friend: true, outgoingRequest: false, incomingRequest: false }),
          );
          expect((await one.logic.listFriendRequests({})).requests).toEqual([]);
        }
        expect(await friendIds(alice)).toEqual([bob.userId]);
        expect(await friendIds(bob)).toEqual([alice.userId]);
      }
    });

    test('a repeated friend request creates no second request', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const first = await alice.logic.requestFriend({ userId: bob.userId, greeting: 'one' });
      expect(await alice.logic.requestFriend({ userId: bob.userId, greeting: 'one' })).toEqual(first);
      await vi.waitFor(() => expect(pushedRelations(bob)).toHaveLength(1));
      expect((await bob.logic.listFriendRequests({})).requests).toHaveLength(1);
    });

    test('a declined friend request disappears for both users, the requester gets a push and may ask again', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      await alice.logic.requestFriend({ userId: bob.userId, greeting: 'please' });
      const { relation } = await bob.logic.answerFriendRequest({ userId: alice.userId, accept: false });
      expect(relation).toMatchObject({ incomingRequest: false, friend: false, greeting: '' });
      await vi.waitFor(() =>
        expect(latestRelation(alice)).toMatchObject({ outgoingRequest: false, friend: false, greeting: '' }),
      );
      await expect(bob.logic.answerFriendRequest({ userId: alice.userId, accept: false })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
      await expect(bob.logic.answerFriendRequest({ userId: alice.userId, accept: true })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
      await alice.logic.requestFriend({ userId: bob.userId });
      expect((await bob.logic.listFriendRequests({})).requests).toHaveLength(1);
    });

    test('a withdrawn request and an ended friendship disappear for both users', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      await alice.logic.requestFriend({ userId: bob.userId });
      await expect(bob.logic.removeFriend({ userId: alice.userId })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
      await alice.logic.removeFriend({ userId: bob.userId });
      await vi.waitFor(() => expect(latestRelation(bob)).toMatchObject({ incomingRequest: false }));
      expect((await bob.logic.listFriendRequests({})).requests).toEqual([]);

      const [carol, dave] = await system().newFriends();
      await carol.logic.setRemark({ userId: dave.userId, remark: 'D.' });
      await dave.logic.removeFriend({ userId: carol.userId });
      await vi.waitFor(() => expect(latestRelation(carol)).toMatchObject({ friend: false, remark: '' }));
      expect([await friendIds(carol), await friendIds(dave)]).toEqual([[], []]);
      await expect(carol.logic.removeFriend({ userId: dave.userId })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
    });

    test('a remark about a friend is visible on all devices of its author and to no other user', async () => {
      const [alice, bob] = await system().newFriends();
      const desktop = await system().secondDevice(alice);
      const before = pushedRelations(bob).length;
      await alice.logic.setRemark({ userId: bob.userId, remark: ' 老王 ' });
      await vi.waitFor(() => expect(latestRelation(desktop)).toMatchObject({ friend: true, remark: '老王' }));
      expect((await alice.logic.listFriends({})).friends[0]?.relation?.remark).toBe('老王');
      expect((await bob.logic.listFriends({})).friends[0]?.relation?.remark).toBe('');
      expect(pushedRelations(bob)).toHaveLength(before);
      await alice.logic.setRemark({ userId: bob.userId, remark: '' });
      expect((await alice.logic.listFriends({})).friends[0]?.relation?.remark).toBe('');
      await expect(alice.logic.setRemark({ userId: bob.userId, remark: 'x'.repeat(65) })).rejects.toEqual(
        rejectedWith('TEXT_TOO_LONG'),
      );
      await expect(alice.logic.setRemark({ userId: newId(), remark: 'x' })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
    });

    test('an invalid friend request is refused with a specific error code', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const ask = (request: im.RequestFriendRequest.$Properties) => alice.logic.requestFriend(request);
      await expect(ask({ userId: alice.userId })).rejects.toEqual(rejectedWith('BAD_ARGUMENT'));
      await expect(ask({ userId: '' })).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      await expect(ask({ userId: newId() })).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      await expect(ask({ userId: bob.userId, greeting: 'x'.repeat(8_000) })).rejects.toEqual(rejectedWith('TEXT_TOO_LONG'));
      await expect(ask({ userId: bob.userId, greeting: '😀'.repeat(201) })).rejects.toEqual(rejectedWith('TEXT_TOO_LONG'));
      await expect(alice.logic.answerFriendRequest({ userId: alice.userId, accept: true })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
      await expect(alice.logic.removeFriend({ userId: alice.userId })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
      for (const limit of [-1, 201, 4_000_000_000]) {
        await expect(alice.logic.listFriends({ limit })).rejects.toEqual(rejectedWith('BAD_LIMIT'));
        await expect(alice.logic.listFriendRequests({ limit })).rejects.toEqual(rejectedWith('BAD_LIMIT'));
        await expect(alice.logic.listBlocked({ limit })).rejects.toEqual(rejectedWith('BAD_LIMIT'));
      }
      expect(await alice.logic.listFriends({ afterUserId: 'nobody' })).toMatchObject({ friends: [], more: false });
      await ask({ userId: bob.userId, greeting: '😀'.repeat(200) });
      expect((await bob.logic.listFriendRequests({})).requests[0]?.greeting).toBe('😀'.repeat(200));
    });

    test('a deleted account disappears from its friends’ lists with a push, and its messages stay without its name', async () => {
      const [alice, bob] = await system().newFriends();
      const { conversationId } = await bob.client.send(alice.userId, 'remember me');
      await bob.logic.updateProfile({ displayName: 'Bobby', about: 'secrets' });
      await bob.client.deleteAccount(PASSWORD);
      await vi.waitFor(() =>
        expect(latestRelation(alice)).toMatchObject({
          friend: false,
          other: { userId: bob.userId, name: '', displayName: '', about: '' },
        }),
      );
      expect(await friendIds(alice)).toEqual([]);
      await expect(alice.logic.getProfile({ userId: bob.userId })).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      await expect(alice.client.send(bob.userId, 'are you there?')).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      const { messages } = await alice.logic.pullMessages({ conversationId: conversationId ?? '' });
      expect(messages).toMatchObject([{ text: 'remember me', senderId: bob.userId }]);
      const { conversations } = await alice.logic.listConversations({});
      expect(conversations).toMatchObject([{ peerId: bob.userId, peerName: '' }]);
      await expect(alice.logic.removeFriend({ userId: bob.userId })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
    });

    test('a client cannot call EraseUser', async () => {
      const [alice, bob] = await system().newFriends();
      // The SDK does not have it.
      const eraseUser = [...rpcsByNumber([im.Logic]).values()].find(({ handler }) => handler === 'eraseUser') as Rpc;
      expect(await alice.callRaw(eraseUser, new Uint8Array())).toMatchObject({ code: 'FORBIDDEN' });
      expect(await friendIds(bob)).toEqual([alice.userId]);
    });
  });

  describe('blocks', () => {
    test('a block ends the friendship for both users, and only the devices of the blocking user get a push', async () => {
      const [alice, bob] = await system().newFriends();
      const desktop = await system().secondDevice(alice);
      const before = pushedRelations(bob).length;
      await alice.logic.block({ userId: bob.userId });
      for (const device of [alice, desktop])
        await vi.waitFor(() => expect(latestRelation(device)).toMatchObject({ blocked: true, friend: false }));
      expect(await friendIds(bob)).toEqual([]);
      expect(pushedRelations(bob)).toHaveLength(before);
      expect((await desktop.logic.listBlocked({})).users.map(({ userId }) => userId)).toEqual([bob.userId]);
      expect((await bob.logic.listBlocked({})).users).toEqual([]);
      for (const [one, other] of [
        [alice, bob],
        [bob, alice],
      ] as const)
        await expect(one.logic.requestFriend({ userId: other.userId })).rejects.toEqual(rejectedWith('BLOCKED'));
      await alice.logic.block({ userId: bob.userId });
      const pushedBefore = pushedRelations(alice).length;
      await alice.logic.unblock({ userId: bob.userId });
      await vi.waitFor(() => expect(pushedRelations(alice)).toHaveLength(pushedBefore + 1));
      expect(latestRelation(alice)).toMatchObject({ blocked: false, friend: false });
      await alice.logic.unblock({ userId: bob.userId });
      await bob.logic.requestFriend({ userId: alice.userId });
    });

    test('a block removes the friend requests in both directions', async () => {
      const [alice, bob, carol] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
      await bob.logic.requestFriend({ userId: alice.userId });
      await alice.logic.requestFriend({ userId: carol.userId });
      await alice.logic.block({ userId: bob.userId });
      await alice.logic.block({ userId: carol.userId });
      expect((await alice.logic.listFriendRequests({})).requests).toEqual([]);
      expect((await carol.logic.listFriendRequests({})).requests).toEqual([]);
      await expect(carol.logic.answerFriendRequest({ userId: alice.userId, accept: true })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
      await expect(alice.logic.answerFriendRequest({ userId: bob.userId, accept: true })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
    });

    test('a user cannot block themselves or an unknown user', async () => {
      const alice = await system().newUser();
      await expect(alice.logic.block({ userId: alice.userId })).rejects.toEqual(rejectedWith('BAD_ARGUMENT'));
      await expect(alice.logic.block({ userId: newId() })).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      await expect(alice.logic.unblock({ userId: newId() })).resolves.toBeDefined();
      await expect(alice.logic.unblock({ userId: alice.userId })).resolves.toBeDefined();
    });
  });

  describe('messaging permissions', () => {
    test('after a block neither user may message the other, and a resent earlier message gets its first reply', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const clientMessageId = Buffer.from(newId(), 'base64url');
      const first = await bob.client.send(alice.userId, 'before', { clientMessageId });
      await alice.logic.block({ userId: bob.userId });
      for (const [one, other] of [
        [alice, bob],
        [bob, alice],
      ] as const) {
        await expect(one.client.send(other.userId, 'after')).rejects.toEqual(rejectedWith('BLOCKED'));
        const again = {
          conversationId: first.conversationId ?? '',
          text: 'after',
          clientMessageId: Buffer.from(newId(), 'base64url'),
        };
        await expect(one.logic.sendMessage(again)).rejects.toEqual(rejectedWith('BLOCKED'));
      }
      const resent = await bob.logic.sendMessage({ toUserId: alice.userId, text: 'before', clientMessageId });
      expect(resent).toMatchObject({ seq: first.seq, time: first.time, messageId: first.messageId });
      await alice.logic.unblock({ userId: bob.userId });
      expect(await bob.client.send(alice.userId, 'again')).toMatchObject({ seq: 2 });
    });

    test('a user who accepts only messages of friends gets no others, and may message any user who accepts it', async () => {
      const [[alice, bob], carol] = await Promise.all([system().newFriends(), system().newUser()]);
      await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.FRIENDS_ONLY });
      await expect(carol.client.send(alice.userId, 'hello')).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
      await bob.client.send(alice.userId, 'hello');
      await alice.client.send(carol.userId, 'hello');
      await alice.client.send(alice.userId, 'a note');
      await bob.logic.removeFriend({ userId: alice.userId });
      await expect(bob.client.send(alice.userId, 'hello')).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
      await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.ANYONE });
      await carol.client.send(alice.userId, 'hello');
    });
  });
});
