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
    readonly conversation: string;
    /** The receipts that a user was pushed about the reading of the other user. */
    receiptsOf(user: string): im.Receipt.$Properties[];
    readers(user: string, seq: number): Promise<string[]>;
  }

  /** Ann has sent four messages, and Ben has read the first. */
  async function openConversation(): Promise<Setup> {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = ''] = await api.addUsers(2);
    const clientMessageId = randomBytes(16);
    const { conversation } = await api.call(ann, 'sendMessage', { clientMessageId, to: ben, text: 'one' });
    for (const text of ['two', 'three', 'four']) await api.sendText(ann, conversation, text);
    await api.call(ben, 'markRead', { conversation, seq: 1 });
    const receiptsOf = (user: string): im.Receipt.$Properties[] => api.pushesTo(user).flatMap(({ receipt }) => receipt ?? []);
    await vi.waitFor(() => expect(receiptsOf(ann)).toHaveLength(1));
    const readers = async (user: string, seq: number): Promise<string[]> =>
      (await api.call(user, 'listReaders', { conversation, seq })).users;
    return { api, ann, ben, conversation, receiptsOf, readers };
  }

  test.each(['ann', 'ben'] as const)('after %s blocks the other user, neither sees what the other reads', async (blocks) => {
    const { api, ann, ben, conversation, receiptsOf, readers } = await openConversation();
    const people = { ann, ben };
    const [blocker, blocked] = blocks === 'ann' ? [ann, ben] : [ben, ann];
    await api.call(people[blocks], 'block', { user: blocked });
    const before = await api.findConversation(ann, conversation);
    expect(await api.call(ben, 'markDelivered', { conversation, seq: 3 })).toMatchObject({ seq: 3, unread: 3 });
    expect(await api.call(ben, 'markRead', { conversation, seq: 2 })).toMatchObject({ seq: 2, unread: 2 });
    expect(await api.call(ann, 'markRead', { conversation, seq: 4 })).toMatchObject({ seq: 4 });
    expect(await api.findConversation(ben, conversation)).toMatchObject({
      readSeq: 2,
      unread: 2,
      peerReadSeq: 0,
      peerDeliveredSeq: 0,
    });
    expect(await api.findConversation(ann, conversation)).toMatchObject({ readSeq: 4, peerReadSeq: 1, peerDeliveredSeq: 1 });
    // Only ann's own MarkRead has changed it.
    expect((await api.findConversation(ann, conversation))?.stateVersion).toBe((before?.stateVersion ?? 0) + 1);
    expect([await readers(ann, 1), await readers(ann, 2)]).toEqual([[ann, ben].sort(byBytes), [ann]]);
    expect(await readers(ben, 2)).toEqual([ben]);

    await api.call(blocker, 'unblock', { user: blocked });
    expect(await api.call(ben, 'markRead', { conversation, seq: 3 })).toMatchObject({ seq: 3, unread: 1 });
    await vi.waitFor(() => expect(receiptsOf(ann)).toHaveLength(2));
    expect(receiptsOf(ann)).toMatchObject([{ readSeq: 1 }, { readSeq: 3, deliveredSeq: 3 }]);
    expect(receiptsOf(ben)).toEqual([]);
    expect(await api.findConversation(ann, conversation)).toMatchObject({ peerReadSeq: 3, peerDeliveredSeq: 3 });
    expect(await readers(ann, 3)).toEqual([ann, ben].sort(byBytes));
  });

  test('ListReaders of a direct conversation pages through the readers in the order of their ids', async () => {
    const { api, ann, ben, conversation } = await openConversation();
    await api.call(ann, 'markRead', { conversation, seq: 1 });
    const [first = '', second = ''] = [ann, ben].sort(byBytes);
    const page = (afterUser: string, limit: number) => api.call(ann, 'listReaders', { conversation, seq: 1, afterUser, limit });
    expect(await page('', 1)).toMatchObject({ users: [first], more: true });
    expect(await page(first, 1)).toMatchObject({ users: [second], more: false });
    for (const after of [second, 'no id']) expect(await page(after, 1)).toMatchObject({ users: [], more: false });
  });

  test('in a group a block does not hide readers', async () => {
    const { api, ann, ben } = await openConversation();
    const group = await api.createGroup(ann, [ben]);
    const seq = await api.sendText(ann, group);
    await api.call(ann, 'block', { user: ben });
    for (const user of [ann, ben]) await api.call(user, 'markRead', { conversation: group, seq });
    expect((await api.call(ann, 'listReaders', { conversation: group, seq })).users).toEqual([ann, ben].sort(byBytes));
  });

  test('a blocked user who recalls a message recalls it for both users', async () => {
    const { api, ann, ben, conversation } = await openConversation();
    await api.call(ben, 'block', { user: ann });
    const recall = { clientMessageId: randomBytes(16), conversation, seq: 4 };
    expect(await api.callForCode(ann, 'recallMessage', recall)).toBe('ok');
    expect(await api.readTexts(ben, conversation)).toEqual(['one', 'two', 'three', '', '']);
  });
});
