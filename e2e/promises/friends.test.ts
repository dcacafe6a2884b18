// Promises about friends, blocks and messaging permissions.
import { describe, expect, test, vi } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { latestRelation, PASSWORD, pushedRelations, rejectedWith, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

// Right after a start the presence of all users is unknown for some seconds.
const SOON = { timeout: 20_000 };
const friendIds = async ({ logic }: TestDevice) =>
  (await logic.listFriends({})).friends.map(({ relation }) => relation?.other?.user);

describePromises('friends', (system) => {
  describe('friends', () => {
    test('an accepted friend request makes both users friends and is pushed to all their devices', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const [aliceToo, bobToo] = await Promise.all([system().secondDevice(alice), system().secondDevice(bob)]);
      const { relation } = await alice.logic.requestFriend({ user: bob.user, greeting: 'it is me' });
      expect(relation).toMatchObject({
        other: { user: bob.user, name: bob.name },
        asked: true,
        greeting: 'it is me',
        friend: false,
      });
      for (const device of [bob, bobToo])
        await vi.waitFor(() =>
          expect(pushedRelations(device)).toMatchObject([
            { other: { user: alice.user, name: alice.name }, asksMe: true, greeting: 'it is me' },
          ]),
        );
      for (const device of [alice, aliceToo])
        await vi.waitFor(() => expect(pushedRelations(device)).toMatchObject([{ asked: true }]));
      const { requests, more } = await bobToo.logic.listFriendRequests({});
      expect(more).toBe(false);
      expect(requests).toMatchObject([{ other: { name: alice.name }, asksMe: true, greeting: 'it is me' }]);

      const answered = await bob.logic.answerFriendRequest({ user: alice.user, accept: true });
      expect(answered.relation).toMatchObject({ friend: true, asksMe: false, greeting: '' });
      for (const device of [alice, aliceToo, bob, bobToo])
        await vi.waitFor(() =>
          expect(latestRelation(device)).toMatchObject({ friend: true, asked: false, asksMe: false, version: 2 }),
        );
      expect(await friendIds(alice)).toEqual([bob.user]);
      expect(await friendIds(bob)).toEqual([alice.user]);
      expect((await bob.logic.listFriendRequests({})).requests).toEqual([]);
      const again = await bob.logic.answerFriendRequest({ user: alice.user, accept: true });
      expect(again).toEqual(answered);
      await expect(alice.logic.requestFriend({ user: bob.user })).rejects.toEqual(rejectedWith('ALREADY_FRIENDS'));
      await expect
        .poll(async () => (await alice.logic.listFriends({})).friends[0], SOON)
        .toMatchObject({ presence: im.PresenceState.ONLINE, lastSeen: 0 });
    });

    test('two users who request each other become friends at once, even if they do so at the same moment', async () => {
      for (let i = 0; i < 3; i++) {
        const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
        const replies = await Promise.all([
          alice.logic.requestFriend({ user: bob.user }),
          bob.logic.requestFriend({ user: alice.user }),
        ]);
        expect(replies.filter(({ relation }) => relation?.friend)).toHaveLength(1);
        for (const one of [alice, bob]) {
          await vi.waitFor(() => expect(latestRelation(one)).toMatchObject({ friend: true, asked: false, asksMe: false }));
          expect((await one.logic.listFriendRequests({})).requests).toEqual([]);
        }
        expect(await friendIds(alice)).toEqual([bob.user]);
        expect(await friendIds(bob)).toEqual([alice.user]);
      }
    });

    test('a repeated friend request creates no second request', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const first = await alice.logic.requestFriend({ user: bob.user, greeting: 'one' });
      expect(await alice.logic.requestFriend({ user: bob.user, greeting: 'one' })).toEqual(first);
      await vi.waitFor(() => expect(pushedRelations(bob)).toHaveLength(1));
      expect((await bob.logic.listFriendRequests({})).requests).toHaveLength(1);
    });

    test('a declined friend request disappears for both users, the requester gets a push and may ask again', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      await alice.logic.requestFriend({ user: bob.user, greeting: 'please' });
      const { relation } = await bob.logic.answerFriendRequest({ user: alice.user, accept: false });
      expect(relation).toMatchObject({ asksMe: false, friend: false, greeting: '' });
      await vi.waitFor(() => expect(latestRelation(alice)).toMatchObject({ asked: false, friend: false, greeting: '' }));
      await expect(bob.logic.answerFriendRequest({ user: alice.user, accept: false })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
      await expect(bob.logic.answerFriendRequest({ user: alice.user, accept: true })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
      await alice.logic.requestFriend({ user: bob.user });
      expect((await bob.logic.listFriendRequests({})).requests).toHaveLength(1);
    });

    test('a withdrawn request and an ended friendship disappear for both users', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      await alice.logic.requestFriend({ user: bob.user });
      await expect(bob.logic.removeFriend({ user: alice.user })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
      await alice.logic.removeFriend({ user: bob.user });
      await vi.waitFor(() => expect(latestRelation(bob)).toMatchObject({ asksMe: false }));
      expect((await bob.logic.listFriendRequests({})).requests).toEqual([]);

      const [carol, dave] = await system().newFriends();
      await carol.logic.setRemark({ user: dave.user, remark: 'D.' });
      await dave.logic.removeFriend({ user: carol.user });
      await vi.waitFor(() => expect(latestRelation(carol)).toMatchObject({ friend: false, remark: '' }));
      expect([await friendIds(carol), await friendIds(dave)]).toEqual([[], []]);
      await expect(carol.logic.removeFriend({ user: dave.user })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
    });

    test('a remark about a friend is visible on all devices of its author and to no other user', async () => {
      const [alice, bob] = await system().newFriends();
      const desktop = await system().secondDevice(alice);
      const before = pushedRelations(bob).length;
      await alice.logic.setRemark({ user: bob.user, remark: ' 老王 ' });
      await vi.waitFor(() => expect(latestRelation(desktop)).toMatchObject({ friend: true, remark: '老王' }));
      expect((await alice.logic.listFriends({})).friends[0]?.relation?.remark).toBe('老王');
      expect((await bob.logic.listFriends({})).friends[0]?.relation?.remark).toBe('');
      expect(pushedRelations(bob)).toHaveLength(before);
      await alice.logic.setRemark({ user: bob.user, remark: '' });
      expect((await alice.logic.listFriends({})).friends[0]?.relation?.remark).toBe('');
      await expect(alice.logic.setRemark({ user: bob.user, remark: 'x'.repeat(65) })).rejects.toEqual(
        rejectedWith('TEXT_TOO_LONG'),
      );
      await expect(alice.logic.setRemark({ user: newId(), remark: 'x' })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
    });

    test('an invalid friend request is refused with a specific error code', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const ask = (request: im.RequestFriendRequest.$Properties) => alice.logic.requestFriend(request);
      await expect(ask({ user: alice.user })).rejects.toEqual(rejectedWith('BAD_ARGUMENT'));
      await expect(ask({ user: '' })).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      await expect(ask({ user: newId() })).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      await expect(ask({ user: bob.user, greeting: 'x'.repeat(500_000) })).rejects.toEqual(rejectedWith('TEXT_TOO_LONG'));
      await expect(ask({ user: bob.user, greeting: '😀'.repeat(201) })).rejects.toEqual(rejectedWith('TEXT_TOO_LONG'));
      await expect(alice.logic.answerFriendRequest({ user: alice.user, accept: true })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
      await expect(alice.logic.removeFriend({ user: alice.user })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
      for (const limit of [-1, 201, 4_000_000_000]) {
        await expect(alice.logic.listFriends({ limit })).rejects.toEqual(rejectedWith('BAD_LIMIT'));
        await expect(alice.logic.listFriendRequests({ limit })).rejects.toEqual(rejectedWith('BAD_LIMIT'));
        await expect(alice.logic.listBlocked({ limit })).rejects.toEqual(rejectedWith('BAD_LIMIT'));
      }
      expect(await alice.logic.listFriends({ afterUser: 'nobody' })).toMatchObject({ friends: [], more: false });
      await ask({ user: bob.user, greeting: '😀'.repeat(200) });
      expect((await bob.logic.listFriendRequests({})).requests[0]?.greeting).toBe('😀'.repeat(200));
    });

    test('a deleted account disappears from its friends’ lists with a push, and its messages stay without its name', async () => {
      const [alice, bob] = await system().newFriends();
      const { conversation } = await bob.client.send(alice.user, 'remember me');
      await bob.logic.updateProfile({ shownName: 'Bobby', about: 'secrets' });
      await bob.client.deleteAccount(PASSWORD);
      await vi.waitFor(() =>
        expect(latestRelation(alice)).toMatchObject({
          friend: false,
          other: { user: bob.user, name: '', shownName: '', about: '' },
        }),
      );
      expect(await friendIds(alice)).toEqual([]);
      await expect(alice.logic.getProfile({ user: bob.user })).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      await expect(alice.client.send(bob.user, 'are you there?')).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      const { messages } = await alice.logic.pullMessages({ conversation: conversation ?? '' });
      expect(messages).toMatchObject([{ text: 'remember me', sender: bob.user }]);
      const { conversations } = await alice.logic.listConversations({});
      expect(conversations).toMatchObject([{ peer: bob.user, peerName: '' }]);
      await expect(alice.logic.removeFriend({ user: bob.user })).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
    });

    test('a client cannot call EraseUser', async () => {
      const [alice, bob] = await system().newFriends();
      await expect(alice.logic.forgetUser({})).rejects.toEqual(rejectedWith('FORBIDDEN'));
      expect(await friendIds(bob)).toEqual([alice.user]);
    });
  });

  describe('blocks', () => {
    test('a block ends the friendship for both users, and only the devices of the blocking user get a push', async () => {
      const [alice, bob] = await system().newFriends();
      const desktop = await system().secondDevice(alice);
      const before = pushedRelations(bob).length;
      await alice.logic.block({ user: bob.user });
      for (const device of [alice, desktop])
        await vi.waitFor(() => expect(latestRelation(device)).toMatchObject({ blocked: true, friend: false }));
      expect(await friendIds(bob)).toEqual([]);
      expect(pushedRelations(bob)).toHaveLength(before);
      expect((await desktop.logic.listBlocked({})).users.map(({ user }) => user)).toEqual([bob.user]);
      expect((await bob.logic.listBlocked({})).users).toEqual([]);
      for (const [one, other] of [
        [alice, bob],
        [bob, alice],
      ] as const)
        await expect(one.logic.requestFriend({ user: other.user })).rejects.toEqual(rejectedWith('BLOCKED'));
      await alice.logic.block({ user: bob.user });
      const pushedBefore = pushedRelations(alice).length;
      await alice.logic.unblock({ user: bob.user });
      await vi.waitFor(() => expect(pushedRelations(alice)).toHaveLength(pushedBefore + 1));
      expect(latestRelation(alice)).toMatchObject({ blocked: false, friend: false });
      await alice.logic.unblock({ user: bob.user });
      await bob.logic.requestFriend({ user: alice.user });
    });

    test('a block removes the friend requests in both directions', async () => {
      const [alice, bob, carol] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
      await bob.logic.requestFriend({ user: alice.user });
      await alice.logic.requestFriend({ user: carol.user });
      await alice.logic.block({ user: bob.user });
      await alice.logic.block({ user: carol.user });
      expect((await alice.logic.listFriendRequests({})).requests).toEqual([]);
      expect((await carol.logic.listFriendRequests({})).requests).toEqual([]);
      await expect(carol.logic.answerFriendRequest({ user: alice.user, accept: true })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
      await expect(alice.logic.answerFriendRequest({ user: bob.user, accept: true })).rejects.toEqual(
        rejectedWith('NO_SUCH_REQUEST'),
      );
    });

    test('a user cannot block themselves or an unknown user', async () => {
      const alice = await system().newUser();
      await expect(alice.logic.block({ user: alice.user })).rejects.toEqual(rejectedWith('BAD_ARGUMENT'));
      await expect(alice.logic.block({ user: newId() })).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      await expect(alice.logic.unblock({ user: newId() })).resolves.toBeDefined();
      await expect(alice.logic.unblock({ user: alice.user })).resolves.toBeDefined();
    });
  });

  describe('messaging permissions', () => {
    test('after a block neither user may message the other, and a resent earlier message gets its first reply', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const clientMessageId = Buffer.from(newId(), 'base64url');
      const first = await bob.client.send(alice.user, 'before', { clientMessageId });
      await alice.logic.block({ user: bob.user });
      for (const [one, other] of [
        [alice, bob],
        [bob, alice],
      ] as const) {
        await expect(one.client.send(other.user, 'after')).rejects.toEqual(rejectedWith('BLOCKED'));
        const again = {
          conversation: first.conversation ?? '',
          text: 'after',
          clientMessageId: Buffer.from(newId(), 'base64url'),
        };
        await expect(one.logic.sendMessage(again)).rejects.toEqual(rejectedWith('BLOCKED'));
      }
      const resent = await bob.logic.sendMessage({ to: alice.user, text: 'before', clientMessageId });
      expect(resent).toMatchObject({ seq: first.seq, time: first.time, messageId: first.messageId });
      await alice.logic.unblock({ user: bob.user });
      expect(await bob.client.send(alice.user, 'again')).toMatchObject({ seq: 2 });
    });

    test('a user who accepts only messages of friends gets no others, and may message any user who accepts it', async () => {
      const [[alice, bob], carol] = await Promise.all([system().newFriends(), system().newUser()]);
      await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.FRIENDS_ONLY });
      await expect(carol.client.send(alice.user, 'hello')).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
      await bob.client.send(alice.user, 'hello');
      await alice.client.send(carol.user, 'hello');
      await alice.client.send(alice.user, 'a note');
      await bob.logic.removeFriend({ user: alice.user });
      await expect(bob.client.send(alice.user, 'hello')).rejects.toEqual(rejectedWith('NOT_FRIENDS'));
      await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.ANYONE });
      await carol.client.send(alice.user, 'hello');
    });
  });
});
