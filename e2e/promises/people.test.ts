// Promises about users at different gates.
import { expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { latestRelation, newMessageId, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

describePromises('people', (system) => {
  test('requests and friendships are pushed to all devices of both users, and crossing requests make friends', async () => {
    const [alice, bob, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
    const [aliceToo, bobToo] = await Promise.all([system().secondDevice(alice), system().secondDevice(bob)]);
    await alice.logic.requestFriend({ user: bob.user, greeting: 'it is me' });
    for (const device of [bob, bobToo])
      await vi.waitFor(() => expect(latestRelation(device, alice.user)).toMatchObject({ asksMe: true, greeting: 'it is me' }));
    await bobToo.logic.answerFriendRequest({ user: alice.user, accept: true });
    for (const [device, other] of [
      [alice, bob],
      [aliceToo, bob],
      [bob, alice],
      [bobToo, alice],
    ] as const)
      await vi.waitFor(() =>
        expect(latestRelation(device, other.user)).toMatchObject({ friend: true, asksMe: false, asked: false }),
      );
    await Promise.all([alice.logic.requestFriend({ user: cay.user }), cay.logic.requestFriend({ user: alice.user })]);
    for (const device of [alice, aliceToo])
      await vi.waitFor(() => expect(latestRelation(device, cay.user)).toMatchObject({ friend: true }));
    const friends = (await aliceToo.logic.listFriends({})).friends.map(({ relation }) => relation?.other?.user);
    expect(new Set(friends)).toEqual(new Set([bob.user, cay.user]));
  });

  test('a blocked sender gets BLOCKED and no push, and strangers of a friends-only user get NOT_FRIENDS', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const aliceToo = await system().secondDevice(alice);
    const { conversation } = await bob.logic.sendMessage({ ...newMessageId(), to: alice.user, text: 'hello' });
    await alice.logic.block({ user: bob.user });
    await vi.waitFor(() => expect(latestRelation(aliceToo, bob.user)).toMatchObject({ blocked: true }));
    for (const place of [{ to: alice.user }, { conversation }])
      expect((await bob.callLogic('sendMessage', { ...newMessageId(), ...place, text: 'hello?' })).code).toBe('BLOCKED');
    expect(latestRelation(bob, alice.user)).toBeUndefined();
    await aliceToo.logic.unblock({ user: bob.user });
    await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.FRIENDS_ONLY });
    await alice.logic.updateProfile({ about: 'says something else of herself' });
    expect((await bob.callLogic('sendMessage', { ...newMessageId(), conversation, text: 'hello?' })).code).toBe('NOT_FRIENDS');
    await alice.logic.updateProfile({ whoMayWrite: im.WhoMayWrite.ANYONE });
    expect(await bob.logic.sendMessage({ ...newMessageId(), conversation, text: 'hello!' })).toMatchObject({ seq: 2 });
  });
});
