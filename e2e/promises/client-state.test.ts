// Promises about the SDK's state: conversations, people and groups are current on every device.
import { expect, test, vi } from 'vitest';
import type { im } from '../../proto/rpc.ts';
import { NEVER_SYNCS, PASSWORD, receivedTexts, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

const SOON = { timeout: 15_000 };

describePromises('client state', (system) => {
  test('all devices of a user show the same unread counts, and all show zero when one device has read', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const bobToo = await system().secondDevice(bob);
    for (const text of ['one', 'two', 'three']) await alice.client.send(bob.userId, text);
    const [here, there] = [bob, bobToo].map(({ client }) => client.conversations);
    for (const conversations of [here, there])
      await vi.waitFor(() => expect(conversations?.with(alice.userId)).toMatchObject({ unread: 3, name: alice.name }), SOON);
    const conversationId = here?.with(alice.userId)?.conversationId ?? '';
    await bob.client.markRead(conversationId, 2);
    for (const conversations of [here, there])
      await vi.waitFor(() => expect(conversations?.get(conversationId)).toMatchObject({ unread: 1, readSeq: 2 }), SOON);
    await bobToo.client.markRead(conversationId);
    for (const conversations of [here, there])
      await vi.waitFor(() => expect(conversations?.get(conversationId)).toMatchObject({ unread: 0, readSeq: 3 }), SOON);
    await bob.client.sync();
    expect(here?.get(conversationId)).toMatchObject({ unread: 0, readSeq: 3 });
  });

  test('a mark of another device that counts messages not yet received leaves the badge right before any sync', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const send = (text: string) => alice.client.send(bob.userId, text);
    const { conversationId } = await send('one');
    for (const text of ['two', 'three']) await send(text);
    const isLate = ({ messageStored }: im.Push): boolean => ['four', 'five'].includes(messageStored?.text ?? '');
    const there = await system().secondDevice(bob, { timing: NEVER_SYNCS, dropsPush: isLate });
    const seen = () => there.client.conversations.get(conversationId);
    await vi.waitFor(() => expect(seen()).toMatchObject({ lastSeq: 3, unread: 3 }), SOON);
    for (const text of ['four', 'five']) await send(text);
    await bob.client.markRead(conversationId, 2);
    // The count covers four and five, which this device gets only after six has shown that they are missing.
    await vi.waitFor(() => expect(seen()).toMatchObject({ lastSeq: 3, readSeq: 2, unread: 3 }), SOON);
    await send('six');
    await vi.waitFor(() => expect(seen()).toMatchObject({ lastSeq: 6, readSeq: 2, unread: 4 }), SOON);
  });

  // RCP-5
  test('a sender sees which messages were delivered and read', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    await system().secondDevice(bob, { sendsDeliveryReceipts: true });
    const { conversationId } = await alice.client.send(bob.userId, 'are you there?');
    const seen = () => alice.client.conversations.get(conversationId);
    await vi.waitFor(() => expect(seen()).toMatchObject({ peerDeliveredSeq: 1, peerReadSeq: 0 }), SOON);
    await bob.client.markRead(conversationId);
    await vi.waitFor(() => expect(seen()).toMatchObject({ peerDeliveredSeq: 1, peerReadSeq: 1 }), SOON);
  });

  test('an edit, a reaction and a recall reach both users with the message in its new state', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const changes: string[] = [];
    bob.client.on('changed', ({ target, message: { text, recalled, reactions } }) =>
      changes.push(
        `${target} ${recalled ? 'recalled' : text}${reactions.map(({ emoji, count }) => ` ${emoji}${count}`).join('')}`,
      ),
    );
    const first = await alice.client.send(bob.userId, 'helo');
    const second = await alice.client.send(bob.userId, 'oops');
    await vi.waitFor(() => expect(receivedTexts(bob)).toEqual(['helo', 'oops']), SOON);
    await alice.client.edit(first, 'hello');
    await bob.client.react(first, '👍');
    await alice.client.recall(second);
    await vi.waitFor(() => expect(changes).toEqual(expect.arrayContaining(['1 hello 👍1', '2 recalled'])), SOON);
    const { messages, more } = await alice.client.history(first.conversationId);
    expect(messages.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'TEXT hello',
      'TEXT ',
      'EDITED hello',
      'REACTED ',
      'RECALLED ',
    ]);
    expect(messages[0]?.reactions).toEqual([{ emoji: '👍', count: 1, mine: false }]);
    expect(more).toBe(false);
    const recalled = { unread: 2, lastMessage: { seq: 2, recalled: true } };
    await vi.waitFor(() => expect(bob.client.conversations.with(alice.userId)).toMatchObject(recalled), SOON);
  });

  test('one sync brings a device that was offline up to date: conversations, people and profile', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const away = await system().secondDevice(bob);
    await alice.client.send(bob.userId, 'before');
    await vi.waitFor(() => expect(receivedTexts(away)).toEqual(['before']), SOON);
    await away.client.sync();
    const { cursor } = away.client;
    away.client.close();

    const { conversationId } = await alice.client.send(bob.userId, 'while you were away');
    await alice.client.call.logic.requestFriend({ userId: bob.userId, greeting: 'hi' });
    await bob.client.call.logic.setConversation({ conversationId, pinned: true });
    await bob.client.call.logic.updateProfile({ displayName: 'Bobby' });

    const back = system().newDevice({ ...(cursor && { cursor }) });
    const synced = new Promise((resolve) => back.client.on('synced', resolve));
    await back.client.logIn(bob.name, PASSWORD);
    await synced;
    expect(receivedTexts(back)).toEqual(['while you were away']);
    expect(back.client.conversations.get(conversationId)).toMatchObject({ pinned: true, unread: 2, lastSeq: 2 });
    expect(back.client.people.relation(alice.userId)).toMatchObject({ incomingRequest: true, greeting: 'hi' });
    expect(back.client.people.profile).toMatchObject({ displayName: 'Bobby' });
  });

  test('a resent request creates one group, and its members post, see its name, and see that they have left it', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const clientRequestId = crypto.getRandomValues(new Uint8Array(16));
    const request = { name: 'friends', memberIds: [bob.userId], clientRequestId };
    await system().befriend(alice.userId, [bob.userId]);
    const [{ group }, again] = [await alice.client.groups.create(request), await alice.client.groups.create(request)];
    expect(again.group.groupId).toBe(group.groupId);
    await alice.client.send({ conversationId: group.groupId }, { text: 'welcome', mentions: [bob.userId] });
    await vi.waitFor(() => expect(bob.messages.at(-1)).toMatchObject({ text: 'welcome', mentions: [bob.userId] }), SOON);
    await vi.waitFor(
      () => expect(bob.client.conversations.get(group.groupId)).toMatchObject({ isGroup: true, name: 'friends', unread: 1 }),
      SOON,
    );
    await alice.client.call.logic.updateGroup({ groupId: group.groupId, name: 'best friends' });
    await vi.waitFor(() => expect(bob.client.conversations.get(group.groupId)?.name).toBe('best friends'), SOON);
    const names = [];
    for await (const { name } of bob.client.groups.members(group.groupId)) names.push(name);
    expect(names.toSorted()).toEqual([alice.name, bob.name].toSorted());
    await bob.client.call.logic.leaveGroup({ groupId: group.groupId });
    await vi.waitFor(() => expect(bob.client.conversations.get(group.groupId)?.left).toBe(true), SOON);
  });

  test('a message that a user deletes for themselves disappears on all their devices and for no other user', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const bobToo = await system().secondDevice(bob);
    const deleted = vi.fn();
    bobToo.client.on('deleted', deleted);
    const { conversationId } = await alice.client.send(bob.userId, 'one');
    await alice.client.send(bob.userId, 'two');
    await vi.waitFor(() => expect(receivedTexts(bobToo)).toEqual(['one', 'two']), SOON);
    await bob.client.deleteForMe(conversationId, [2]);
    await vi.waitFor(() => expect(deleted).toHaveBeenCalledWith({ conversationId, seqs: [2] }), SOON);
    await vi.waitFor(() => expect(bobToo.client.conversations.get(conversationId)?.lastMessage?.text).toBe('one'), SOON);
    expect((await bobToo.client.history(conversationId)).messages.map(({ text }) => text)).toEqual(['one']);
    expect((await alice.client.history(conversationId)).messages).toHaveLength(2);
    const third = await system().secondDevice(bob);
    await vi.waitFor(() => expect(third.client.cursor?.seqs).toEqual({ [conversationId]: 2 }), SOON);
    expect(receivedTexts(third)).toEqual(['one']);
  });

  test('the lists of friend requests and of friends are complete', async () => {
    const alice = await system().newUser();
    const others = await system().newUsers(3);
    for (const { client } of others) await client.call.logic.requestFriend({ userId: alice.userId });
    const asking = [];
    for await (const { other } of alice.client.people.requests()) asking.push(other?.userId);
    expect(asking.toSorted()).toEqual(others.map(({ userId }) => userId).toSorted());
    await vi.waitFor(
      () => expect(alice.client.people.relations.filter(({ incomingRequest }) => incomingRequest)).toHaveLength(3),
      SOON,
    );
    for (const { userId } of others) await alice.client.call.logic.answerFriendRequest({ userId, accept: true });
    const friends = [];
    for await (const { relation } of alice.client.people.friends()) friends.push(relation?.other?.name);
    expect(friends.toSorted()).toEqual(others.map(({ name }) => name).toSorted());
  });
});
