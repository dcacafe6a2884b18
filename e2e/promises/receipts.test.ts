// Promises about conversations, receipts and unread counts.
import { describe, expect, test, vi } from 'vitest';
import { byBytes } from '../../logic/testing/model/message-rules.ts';
import type { im } from '../../proto/rpc.ts';
import { createGroup, newMessageId, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

const receipts = ({ pushes }: TestDevice): im.Push['receipt'][] => pushes.flatMap(({ receipt }) => receipt ?? []);
const changes = ({ pushes }: TestDevice): im.Push['conversationChanged'][] =>
  pushes.flatMap((event) => event.conversationChanged ?? []);

describePromises('receipts', (system) => {
  const seen = async (device: TestDevice): Promise<im.Conversation[]> =>
    (await device.logic.listConversations({})).conversations as im.Conversation[];

  describe('receipts', () => {
    test('marks are pushed to all devices of the peer, and read marks also to the reader’s other devices', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const [aliceToo, bobToo] = await Promise.all([system().secondDevice(alice), system().secondDevice(bob)]);
      const { conversation } = await alice.logic.sendMessage({ ...newMessageId(), to: bob.user, text: 'one' });
      await alice.logic.sendMessage({ ...newMessageId(), conversation, text: 'two' });
      expect(await bob.logic.markDelivered({ conversation, seq: 2 })).toMatchObject({ seq: 2, unread: 2 });
      expect(await bob.logic.markRead({ conversation, seq: 1 })).toMatchObject({ seq: 1, unread: 1 });
      for (const device of [alice, aliceToo])
        await vi.waitFor(() =>
          expect(receipts(device)).toMatchObject([
            { conversation, user: bob.user, deliveredSeq: 2, readSeq: 0 },
            { conversation, user: bob.user, deliveredSeq: 2, readSeq: 1 },
          ]),
        );
      await vi.waitFor(() => expect(changes(bobToo)).toMatchObject([{ conversation, readSeq: 1, unread: 1, left: false }]));
      expect([receipts(bob), changes(bob)]).toEqual([[], []]);
      expect(await seen(aliceToo)).toMatchObject([{ unread: 0, peerReadSeq: 1, peerDeliveredSeq: 2 }]);
      expect(await seen(bobToo)).toMatchObject([{ unread: 1, readSeq: 1, peerReadSeq: 0 }]);
    });

    test('read marks never move back, are pushed once, and cannot exceed the last message', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const { conversation } = await alice.logic.sendMessage({ ...newMessageId(), to: bob.user, text: 'one' });
      await alice.logic.sendMessage({ ...newMessageId(), conversation, text: 'two' });
      await bob.logic.markRead({ conversation, seq: 2 });
      expect(await bob.logic.markRead({ conversation, seq: 1 })).toMatchObject({ seq: 2, unread: 0 });
      expect((await bob.callLogic('markRead', { conversation, seq: 3 })).code).toBe('BAD_ARGUMENT');
      await alice.logic.sendMessage({ ...newMessageId(), conversation, text: 'three' });
      await vi.waitFor(() => expect(bob.pushedMessages(conversation)).toHaveLength(3));
      await bob.logic.markRead({ conversation, seq: 3 });
      await vi.waitFor(() => expect(receipts(alice)).toMatchObject([{ readSeq: 2 }, { readSeq: 3 }]));
    });

    test('unread counts ignore edits, recalls, reactions and own messages, on every device', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const bobToo = await system().secondDevice(bob);
      const { conversation } = await alice.logic.sendMessage({ ...newMessageId(), to: bob.user, text: 'one' });
      await alice.logic.sendMessage({ ...newMessageId(), conversation, text: 'two' });
      await alice.logic.editMessage({ ...newMessageId(), conversation, seq: 1, text: 'one!' });
      await alice.logic.react({ ...newMessageId(), conversation, seq: 1, emoji: '🎉' });
      await alice.logic.recallMessage({ ...newMessageId(), conversation, seq: 2 });
      await bob.logic.sendMessage({ ...newMessageId(), conversation, text: 'mine' });
      for (const device of [bob, bobToo]) expect(await seen(device)).toMatchObject([{ lastSeq: 6, unread: 2 }]);
      expect(await bobToo.logic.markRead({ conversation, seq: 1 })).toMatchObject({ unread: 1 });
      expect(await bob.logic.markRead({ conversation, seq: 6 })).toMatchObject({ unread: 0 });
      await alice.logic.sendMessage({ ...newMessageId(), conversation, text: 'three' });
      for (const device of [bob, bobToo]) expect(await seen(device)).toMatchObject([{ unread: 1, readSeq: 6 }]);
    });

    test('group members list a message’s readers in pages, and read marks reach the reader’s devices only', async () => {
      const [alice, ...others] = (await system().newUsers(4)) as [TestDevice, TestDevice, TestDevice, TestDevice];
      const [bob] = others;
      const bobToo = await system().secondDevice(bob);
      const group = await createGroup(alice, others);
      const { seq } = await alice.logic.sendMessage({ ...newMessageId(), conversation: group, text: 'all here?' });
      for (const device of [alice, ...others]) await device.logic.markRead({ conversation: group, seq });
      await vi.waitFor(() => expect(changes(bobToo)).toMatchObject([{ conversation: group, readSeq: seq, unread: 0 }]));
      expect(receipts(alice)).toEqual([]);
      const readers: string[] = [];
      for (let more = true; more; ) {
        const page = await bob.logic.listReaders({ conversation: group, seq, limit: 3, afterUser: readers.at(-1) ?? '' });
        readers.push(...page.users);
        more = page.more;
      }
      expect(readers).toEqual([alice, ...others].map(({ user }) => user).sort(byBytes));
      await bob.logic.sendMessage({ ...newMessageId(), conversation: group, text: 'yes' });
      expect((await alice.logic.listReaders({ conversation: group, seq: seq + 1 })).users).toEqual([]);
    });
  });

  describe('conversations', () => {
    test('pin, mute and hide apply on all devices of a user, and a new message shows a hidden conversation again', async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const bobToo = await system().secondDevice(bob);
      const { conversation } = await alice.logic.sendMessage({ ...newMessageId(), to: bob.user, text: 'one' });
      await bob.logic.setConversation({ conversation, pinned: true, muted: true });
      const { stateVersion } = await bob.logic.setConversation({ conversation, hidden: true });
      await vi.waitFor(() => {
        const pushed = changes(bobToo).toSorted((a, b) => (a?.stateVersion ?? 0) - (b?.stateVersion ?? 0));
        expect(pushed).toMatchObject([
          { conversation, pinned: true, muted: true, hidden: false },
          { pinned: true, muted: true, hidden: true, stateVersion },
        ]);
      });
      expect(await seen(bobToo)).toMatchObject([{ pinned: true, muted: true, hidden: true }]);
      expect(await seen(alice)).toMatchObject([{ pinned: false, muted: false, hidden: false }]);
      await alice.logic.react({ ...newMessageId(), conversation, seq: 1, emoji: '👍' });
      expect(await seen(bob)).toMatchObject([{ hidden: true }]);
      await alice.logic.sendMessage({ ...newMessageId(), conversation, text: 'two' });
      expect(await seen(bob)).toMatchObject([{ pinned: true, muted: true, hidden: false }]);
    });

    test('a device that was offline gets every change in one sync, and nothing that it already knows', async () => {
      const [alice, bob, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
      const { conversation } = await alice.logic.sendMessage({ ...newMessageId(), to: bob.user, text: 'one' });
      await bob.logic.sendMessage({ ...newMessageId(), to: bob.user, text: 'a note' });
      await bob.logic.updateProfile({ about: 'away now and then' });
      const { conversations, peopleVersion } = await bob.logic.sync({});
      const known = (conversations as im.Conversation[]).map(({ conversation: each, lastSeq, stateVersion }) => ({
        conversation: each,
        lastSeq,
        stateVersion,
      }));
      expect(await bob.logic.sync({ known, peopleVersion })).toMatchObject({ conversations: [], relations: [], profile: null });
      bob.close();
      await alice.logic.markRead({ conversation, seq: 1 });
      await alice.logic.sendMessage({ ...newMessageId(), conversation, text: 'two' });
      const group = await createGroup(alice, [bob]);
      await cay.logic.requestFriend({ user: bob.user, greeting: 'it is me' });
      const back = await system().secondDevice(bob);
      const news = await back.logic.sync({ known, peopleVersion });
      const expected = [
        { conversation, lastSeq: 2, unread: 2, peerReadSeq: 1, lastMessage: { text: 'two' } },
        { conversation: group, isGroup: true, peerName: 'friends' },
      ];
      expect(news).toMatchObject({
        conversations: expected.sort((a, b) => byBytes(a.conversation, b.conversation)),
        relations: [{ other: { user: cay.user }, asksMe: true, greeting: 'it is me' }],
      });
      const page = await back.logic.pullMessages({ conversation, afterSeq: 1 });
      expect(page).toMatchObject({ messages: [{ seq: 2, text: 'two' }], lastSeq: 2 });
    });
  });
});
