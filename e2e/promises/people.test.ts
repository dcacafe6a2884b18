// Promises about users at different gates.
import { expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { latestRelation, newMessageId, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

describePromises('people', (system) => {
  test('requests and friendships are pushed to all devices of both users, and crossing requests make friends', async () => {
    const [alice, bob, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
    const [aliceToo, bobToo] = await Promise.all([system().secondDevice(alice), system().secondDevice(bob)]);
    await alice.logic.requestFriend({ userId: bob.userId, greeting: 'it is me' });
    for (const device of [bob, bobToo])
      await vi.waitFor(() =>
        expect(latestRelation(device, alice.userId)).toMatchObject({ incomingRequest: true, greeting: 'it is me' }),
      );
    await bobToo.logic.answerFriendRequest({ userId: alice.userId, accept: true });
    for (const [device, other] of [
      [alice, bob],
      [aliceToo, bob],
      [bob, alice],
      [bobToo, alice],
    ] as const)
      await vi.waitFor(() =>
        expect(latestRelation(device, other.userId)).toMatchObject({
          friend: true,
          incomingRequest: false,
          outgoingRequest: false,
        }),
      );
    await Promise.all([alice.logic.requestFriend({ userId: cay.userId }), cay.logic.requestFriend({ userId: alice.userId })]);
    for (const device of [alice, aliceToo])
      await vi.waitFor(() => expect(latestRelation(device, cay.userId)).toMatchObject({ friend: true }));
    const friends = (await aliceToo.logic.listFriends({})).friends.map(({ relation }) => relation?.other?.userId);
    expect(new Set(friends)).toEqual(new Set([bob.userId, cay.userId]));
  });

  test('a blocked sender gets BLOCKED and no push, and strangers of a friends-only user get NOT_FRIENDS', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const aliceToo = await system().secondDevice(alice);
    const { conversationId } = await bob.logic.sendMessage({ ...newMessageId(), toUserId: alice.userId, text: 'hello' });
    await alice.logic.block({ userId: bob.userId });
    await vi.waitFor(() => expect(latestRelation(aliceToo, bob.userId)).toMatchObject({ blocked: true }));
    for (const place of [{ toUserId: alice.userId }, { conversationId }])
      expect((await bob.callLogic('sendMessage', { ...newMessageId(), ...place, text: 'hello?' })).code).toBe('BLOCKED');
    expect(latestRelation(bob, alice.userId)).toBeUndefined();
    await aliceToo.logic.unblock({ userId: bob.userId });
    await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.FRIENDS_ONLY });
    await alice.logic.updateProfile({ about: 'says something else of herself' });
    expect((await bob.callLogic('sendMessage', { ...newMessageId(), conversationId, text: 'hello?' })).code).toBe('NOT_FRIENDS');
    await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.ANYONE });
    expect(await bob.logic.sendMessage({ ...newMessageId(), conversationId, text: 'hello!' })).toMatchObject({ seq: 2 });
  });
});
