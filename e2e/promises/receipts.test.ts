// Promises about conversations, receipts and unread counts.
import { describe, expect, test, vi } from 'vitest';
import { byBytes } from '../../logic/testing/model/message-rules.ts';
import type { im } from '../../proto/rpc.ts';
import { newMessageId, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

const receipts = ({ pushes }: TestDevice): im.Push['receipt'][] => pushes.flatMap(({ receipt }) => receipt ?? []);
const changes = ({ pushes }: TestDevice): im.Push['conversationChanged'][] =>
  pushes.flatMap((event) => event.conversationChanged ?? []);

describePromises('receipts', (system) => {
  const seen = async (device: TestDevice): Promise<im.Conversation[]> =>
    (await device.logic.listConversations({})).conversations as im.Conversation[];

  describe('receipts', () => {
    // RCP-1
    test('marks are pushed to all devices of the peer, and read marks also to the reader’s other devices', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const [aliceToo, bobToo] = await Promise.all([system().secondDevice(alice), system().secondDevice(bob)]);
      const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'one' });
      await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'two' });
      expect(await bob.logic.markDelivered({ conversationId, seq: 2 })).toMatchObject({ seq: 2, unread: 2 });
      expect(await bob.logic.markRead({ conversationId, seq: 1 })).toMatchObject({ seq: 1, unread: 1 });
      for (const device of [alice, aliceToo])
        await vi.waitFor(() =>
          expect(receipts(device)).toMatchObject([
            { conversationId, userId: bob.userId, deliveredSeq: 2, readSeq: 0 },
            { conversationId, userId: bob.userId, deliveredSeq: 2, readSeq: 1 },
          ]),
        );
      await vi.waitFor(() => expect(changes(bobToo)).toMatchObject([{ conversationId, readSeq: 1, unread: 1, left: false }]));
      expect([receipts(bob), changes(bob)]).toEqual([[], []]);
      expect(await seen(aliceToo)).toMatchObject([{ unread: 0, peerReadSeq: 1, peerDeliveredSeq: 2 }]);
      expect(await seen(bobToo)).toMatchObject([{ unread: 1, readSeq: 1, peerReadSeq: 0 }]);
    });

    // RCP-2
    test('read marks never move back, are pushed once, and cannot exceed the last message', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'one' });
      await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'two' });
      await bob.logic.markRead({ conversationId, seq: 2 });
      expect(await bob.logic.markRead({ conversationId, seq: 1 })).toMatchObject({ seq: 2, unread: 0 });
      expect((await bob.callLogic('markRead', { conversationId, seq: 3 })).code).toBe('BAD_ARGUMENT');
      await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'three' });
      await vi.waitFor(() => expect(bob.pushedMessages(conversationId)).toHaveLength(3));
      await bob.logic.markRead({ conversationId, seq: 3 });
      await vi.waitFor(() => expect(receipts(alice)).toMatchObject([{ readSeq: 2 }, { readSeq: 3 }]));
    });

    // UNR-1
    test('unread counts ignore edits, recalls, reactions and own messages, on every device', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const bobToo = await system().secondDevice(bob);
      const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'one' });
      await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'two' });
      await alice.logic.editMessage({ ...newMessageId(), conversationId, seq: 1, text: 'one!' });
      await alice.logic.react({ ...newMessageId(), conversationId, seq: 1, emoji: '🎉' });
      await alice.logic.recallMessage({ ...newMessageId(), conversationId, seq: 2 });
      await bob.logic.sendMessage({ ...newMessageId(), conversationId, text: 'mine' });
      for (const device of [bob, bobToo]) expect(await seen(device)).toMatchObject([{ lastSeq: 6, unread: 2 }]);
      expect(await bobToo.logic.markRead({ conversationId, seq: 1 })).toMatchObject({ unread: 1 });
      expect(await bob.logic.markRead({ conversationId, seq: 6 })).toMatchObject({ unread: 0 });
      await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'three' });
      for (const device of [bob, bobToo]) expect(await seen(device)).toMatchObject([{ unread: 1, readSeq: 6 }]);
    });

    // RCP-6
    test('group members list a message’s readers in pages, and read marks reach the reader’s devices only', async () => {
      const [alice, ...others] = (await system().newUsers(4)) as [TestDevice, TestDevice, TestDevice, TestDevice];
      const [bob] = others;
      const bobToo = await system().secondDevice(bob);
      const groupId = await system().createGroup(alice, others);
      const { seq } = await alice.logic.sendMessage({ ...newMessageId(), conversationId: groupId, text: 'all here?' });
      for (const device of [alice, ...others]) await device.logic.markRead({ conversationId: groupId, seq });
      await vi.waitFor(() => expect(changes(bobToo)).toMatchObject([{ conversationId: groupId, readSeq: seq, unread: 0 }]));
      expect(receipts(alice)).toEqual([]);
      const readers: string[] = [];
      for (let more = true; more; ) {
        const page = await bob.logic.listReaders({ conversationId: groupId, seq, limit: 3, afterUserId: readers.at(-1) ?? '' });
        readers.push(...page.userIds);
        more = page.more;
      }
      expect(readers).toEqual([alice, ...others].map(({ userId }) => userId).sort(byBytes));
      await bob.logic.sendMessage({ ...newMessageId(), conversationId: groupId, text: 'yes' });
      expect((await alice.logic.listReaders({ conversationId: groupId, seq: seq + 1 })).userIds).toEqual([]);
    });
  });

  describe('conversations', () => {
    test('pin, mute and hide apply on all devices of a user, and a new message shows a hidden conversation again', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const bobToo = await system().secondDevice(bob);
      const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'one' });
      await bob.logic.setConversation({ conversationId, pinned: true, muted: true });
      const { stateVersion } = await bob.logic.setConversation({ conversationId, hidden: true });
      await vi.waitFor(() => {
        const pushed = changes(bobToo).toSorted((a, b) => (a?.stateVersion ?? 0) - (b?.stateVersion ?? 0));
        expect(pushed).toMatchObject([
          { conversationId, pinned: true, muted: true, hidden: false },
          { pinned: true, muted: true, hidden: true, stateVersion },
        ]);
      });
      expect(await seen(bobToo)).toMatchObject([{ pinned: true, muted: true, hidden: true }]);
      expect(await seen(alice)).toMatchObject([{ pinned: false, muted: false, hidden: false }]);
      await alice.logic.react({ ...newMessageId(), conversationId, seq: 1, emoji: '👍' });
      expect(await seen(bob)).toMatchObject([{ hidden: true }]);
      await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'two' });
      expect(await seen(bob)).toMatchObject([{ pinned: true, muted: true, hidden: false }]);
    });

    test('a device that was offline gets every change in one sync, and nothing that it already knows', async () => {
      const [alice, bob, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
      const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'one' });
      await bob.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'a note' });
      await bob.logic.updateProfile({ about: 'away now and then' });
      const { conversations, peopleVersion } = await bob.logic.sync({});
      const known = (conversations as im.Conversation[]).map(({ conversationId: each, lastSeq, stateVersion }) => ({
        conversationId: each,
        lastSeq,
        stateVersion,
      }));
      expect(await bob.logic.sync({ known, peopleVersion })).toMatchObject({ conversations: [], relations: [], profile: null });
      bob.close();
      await alice.logic.markRead({ conversationId, seq: 1 });
      await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'two' });
      const groupId = await system().createGroup(alice, [bob]);
      await cay.logic.requestFriend({ userId: bob.userId, greeting: 'it is me' });
      const back = await system().secondDevice(bob);
      const news = await back.logic.sync({ known, peopleVersion });
      const expected = [
        { conversationId, lastSeq: 2, unread: 2, peerReadSeq: 1, lastMessage: { text: 'two' } },
        { conversationId: groupId, isGroup: true, peerName: 'friends' },
      ];
      expect(news).toMatchObject({
        conversations: expected.sort((a, b) => byBytes(a.conversationId, b.conversationId)),
        relations: [{ other: { userId: cay.userId }, incomingRequest: true, greeting: 'it is me' }],
      });
      const page = await back.logic.pullMessages({ conversationId, afterSeq: 1 });
      expect(page).toMatchObject({ messages: [{ seq: 2, text: 'two' }], lastSeq: 2 });
    });
  });
});
