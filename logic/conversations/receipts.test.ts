// Receipts between two users, one of whom has blocked the other.
import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { im } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { byBytes } from '../testing/model/message-rules.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

onEveryStore('receipts and blocks', (fixture, store) => {
  interface Setup {
    readonly api: GroupFixture;
    readonly ann: string;
    readonly ben: string;
    readonly conversationId: string;
    /** The receipts that a user was pushed about the reading of the other user. */
    receiptsOf(userId: string): im.Receipt.$Properties[];
    readers(userId: string, seq: number): Promise<string[]>;
  }

  /** Ann has sent four messages, and Ben has read the first. */
  async function openConversation(): Promise<Setup> {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = ''] = await api.addUsers(2);
    const clientMessageId = randomBytes(16);
    const { conversationId } = await api.call(ann, 'sendMessage', { clientMessageId, toUserId: ben, text: 'one' });
    for (const text of ['two', 'three', 'four']) await api.sendText(ann, conversationId, text);
    await api.call(ben, 'markRead', { conversationId, seq: 1 });
    const receiptsOf = (userId: string): im.Receipt.$Properties[] => api.pushesTo(userId).flatMap(({ receipt }) => receipt ?? []);
    await vi.waitFor(() => expect(receiptsOf(ann)).toHaveLength(1));
    const readers = async (userId: string, seq: number): Promise<string[]> =>
      (await api.call(userId, 'listReaders', { conversationId, seq })).userIds;
    return { api, ann, ben, conversationId, receiptsOf, readers };
  }

  // RCP-4
  test.each(['ann', 'ben'] as const)('after %s blocks the other user, neither sees what the other reads', async (blocks) => {
    const { api, ann, ben, conversationId, receiptsOf, readers } = await openConversation();
    const people = { ann, ben };
    const [blocker, blocked] = blocks === 'ann' ? [ann, ben] : [ben, ann];
    await api.call(people[blocks], 'block', { userId: blocked });
    const before = await api.findConversation(ann, conversationId);
    expect(await api.call(ben, 'markDelivered', { conversationId, seq: 3 })).toMatchObject({ seq: 3, unread: 3 });
    expect(await api.call(ben, 'markRead', { conversationId, seq: 2 })).toMatchObject({ seq: 2, unread: 2 });
    expect(await api.call(ann, 'markRead', { conversationId, seq: 4 })).toMatchObject({ seq: 4 });
    expect(await api.findConversation(ben, conversationId)).toMatchObject({
      readSeq: 2,
      unread: 2,
      peerReadSeq: 0,
      peerDeliveredSeq: 0,
    });
    expect(await api.findConversation(ann, conversationId)).toMatchObject({ readSeq: 4, peerReadSeq: 1, peerDeliveredSeq: 1 });
    // Only ann's own MarkRead has changed it.
    expect((await api.findConversation(ann, conversationId))?.stateVersion).toBe((before?.stateVersion ?? 0) + 1);
    expect([await readers(ann, 1), await readers(ann, 2)]).toEqual([[ann, ben].sort(byBytes), [ann]]);
    expect(await readers(ben, 2)).toEqual([ben]);

    await api.call(blocker, 'unblock', { userId: blocked });
    expect(await api.call(ben, 'markRead', { conversationId, seq: 3 })).toMatchObject({ seq: 3, unread: 1 });
    await vi.waitFor(() => expect(receiptsOf(ann)).toHaveLength(2));
    expect(receiptsOf(ann)).toMatchObject([{ readSeq: 1 }, { readSeq: 3, deliveredSeq: 3 }]);
    expect(receiptsOf(ben)).toEqual([]);
    expect(await api.findConversation(ann, conversationId)).toMatchObject({ peerReadSeq: 3, peerDeliveredSeq: 3 });
    expect(await readers(ann, 3)).toEqual([ann, ben].sort(byBytes));
  });

  test('ListReaders of a direct conversation pages through the readers in the order of their ids', async () => {
    const { api, ann, ben, conversationId } = await openConversation();
    await api.call(ann, 'markRead', { conversationId, seq: 1 });
    const [first = '', second = ''] = [ann, ben].sort(byBytes);
    const page = (afterUserId: string, limit: number) =>
      api.call(ann, 'listReaders', { conversationId, seq: 1, afterUserId, limit });
    expect(await page('', 1)).toMatchObject({ userIds: [first], more: true });
    expect(await page(first, 1)).toMatchObject({ userIds: [second], more: false });
    for (const after of [second, 'no id']) expect(await page(after, 1)).toMatchObject({ userIds: [], more: false });
  });

  test('in a group a block does not hide readers', async () => {
    const { api, ann, ben } = await openConversation();
    const groupId = await api.createGroup(ann, [ben]);
    const seq = await api.sendText(ann, groupId);
    await api.call(ann, 'block', { userId: ben });
    for (const userId of [ann, ben]) await api.call(userId, 'markRead', { conversationId: groupId, seq });
    expect((await api.call(ann, 'listReaders', { conversationId: groupId, seq })).userIds).toEqual([ann, ben].sort(byBytes));
  });

  // UNR-2
  test('counts of marks on two devices, while messages arrive, cover exactly the messages up to their last_seq', async () => {
    const { api, ann, ben, conversationId } = await openConversation();
    // Ben's other device: the commands come from the first one.
    const address = { instance: 'gate.test', slot: 0, connection: 5000 };
    const routes = fixture().routes.entries;
    routes.set(ben, [...(routes.get(ben) ?? []), { sessionId: 'other', epoch: 1, address }]);
    const pushed = (): im.ConversationChanged[] =>
      api.pushes
        .filter(({ targets }) => targets.includes(5000))
        .flatMap(({ event }) => (event.conversationChanged as im.ConversationChanged | null) ?? []);
    const send = (userId: string, text: string): Promise<number> => api.sendText(userId, conversationId, text);
    const counts: Partial<im.ConversationChanged>[] = [];
    const mark = async (seq: number): Promise<void> => {
      const { seq: readSeq, unread, lastSeq, stateVersion } = await api.call(ben, 'markRead', { conversationId, seq });
      counts.push({ readSeq, unread, lastSeq, stateVersion });
    };
    for (let round = 0; round < 8; round += 1) {
      const last = (await api.findConversation(ben, conversationId))?.lastSeq ?? 0;
      const react = { clientMessageId: randomBytes(16), conversationId, seq: 1, emoji: '👍', remove: round % 2 > 0 };
      await Promise.all([
        ...['a', 'b'].map((text) => send(ann, text)),
        mark(last - 1),
        send(ben, 'mine'),
        api.call(ann, 'react', react),
        mark(last - (round % 3)),
        send(ann, 'c'),
      ]);
    }
    const versions = counts.flatMap(({ stateVersion }) => stateVersion || []);
    expect(new Set(versions).size).toBe(versions.length);
    expect(Math.max(...versions)).toBe((await api.findConversation(ben, conversationId))?.stateVersion);
    await vi.waitFor(() => expect(pushed()).toHaveLength(versions.length));
    const { messages } = await api.call(ben, 'pullMessages', { conversationId, limit: 200 });
    const all = messages as im.Message[];
    for (const { readSeq = 0, lastSeq = 0, unread } of [...counts, ...pushed()]) {
      const counted = all.filter(({ seq, senderId, kind }) => seq > readSeq && seq <= lastSeq && senderId !== ben && kind < 9);
      expect({ readSeq, lastSeq, unread }).toEqual({ readSeq, lastSeq, unread: counted.length });
    }
  });

  test('a mark or a setting that changes nothing is answered without a version', async () => {
    const { api, ben, conversationId } = await openConversation();
    expect(await api.call(ben, 'markRead', { conversationId, seq: 1 })).toMatchObject({ seq: 1, lastSeq: 4, stateVersion: 0 });
    expect(await api.call(ben, 'setConversation', { conversationId, pinned: false })).toMatchObject({ stateVersion: 0 });
    expect(await api.call(ben, 'deleteForMe', { conversationId, seqs: [99] })).toMatchObject({ stateVersion: 0 });
    const before = (await api.findConversation(ben, conversationId))?.stateVersion ?? 0;
    expect(await api.call(ben, 'deleteForMe', { conversationId, seqs: [2] })).toMatchObject({ stateVersion: before + 1 });
  });

  test('a blocked user who recalls a message recalls it for both users', async () => {
    const { api, ann, ben, conversationId } = await openConversation();
    await api.call(ben, 'block', { userId: ann });
    const recall = { clientMessageId: randomBytes(16), conversationId, seq: 4 };
    expect(await api.callForCode(ann, 'recallMessage', recall)).toBe('ok');
    expect(await api.readTexts(ben, conversationId)).toEqual(['one', 'two', 'three', '', '']);
  });
});
