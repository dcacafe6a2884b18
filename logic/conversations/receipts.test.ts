// Receipts between two of whom one has blocked the other.
import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { im } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { byBytes } from '../testing/model/message-rules.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

onEveryStore('receipts and blocks', (world, store) => {
  interface Talk {
    readonly at: GroupFixture;
    readonly ann: string;
    readonly ben: string;
    readonly conversation: string;
    /** What a user was told of the other one's reading. */
    told(user: string): im.Receipt.$Properties[];
    readers(user: string, seq: number): Promise<string[]>;
  }

  /** Ann has said four things, and Ben has read the first. */
  async function talk(): Promise<Talk> {
    await world().start('Logic');
    const at = await groupFixture(world(), store());
    const [ann = '', ben = ''] = await at.addUsers(2);
    const clientMessageId = randomBytes(16);
    const { conversation } = await at.call(ann, 'sendMessage', { clientMessageId, to: ben, text: 'one' });
    for (const text of ['two', 'three', 'four']) await at.sendText(ann, conversation, text);
    await at.call(ben, 'markRead', { conversation, seq: 1 });
    const told = (user: string): im.Receipt.$Properties[] => at.pushesTo(user).flatMap(({ receipt }) => receipt ?? []);
    await vi.waitFor(() => expect(told(ann)).toHaveLength(1));
    const readers = async (user: string, seq: number): Promise<string[]> =>
      (await at.call(user, 'listReaders', { conversation, seq })).users;
    return { at, ann, ben, conversation, told, readers };
  }

  test.each(['ann', 'ben'] as const)(
    'where %s has blocked the other one, what one has read is one’s own affair',
    async (blocks) => {
      const { at, ann, ben, conversation, told, readers } = await talk();
      const people = { ann, ben };
      const [blocker, blocked] = blocks === 'ann' ? [ann, ben] : [ben, ann];
      await at.call(people[blocks], 'block', { user: blocked });
      const before = await at.findConversation(ann, conversation);
      expect(await at.call(ben, 'markDelivered', { conversation, seq: 3 })).toMatchObject({ seq: 3, unread: 3 });
      expect(await at.call(ben, 'markRead', { conversation, seq: 2 })).toMatchObject({ seq: 2, unread: 2 });
      expect(await at.call(ann, 'markRead', { conversation, seq: 4 })).toMatchObject({ seq: 4 });
      expect(await at.findConversation(ben, conversation)).toMatchObject({
        readSeq: 2,
        unread: 2,
        peerReadSeq: 0,
        peerDeliveredSeq: 0,
      });
      expect(await at.findConversation(ann, conversation)).toMatchObject({ readSeq: 4, peerReadSeq: 1, peerDeliveredSeq: 1 });
      // Her own reading alone has changed it.
      expect((await at.findConversation(ann, conversation))?.stateVersion).toBe((before?.stateVersion ?? 0) + 1);
      expect([await readers(ann, 1), await readers(ann, 2)]).toEqual([[ann, ben].sort(byBytes), [ann]]);
      expect(await readers(ben, 2)).toEqual([ben]);

      await at.call(blocker, 'unblock', { user: blocked });
      expect(await at.call(ben, 'markRead', { conversation, seq: 3 })).toMatchObject({ seq: 3, unread: 1 });
      await vi.waitFor(() => expect(told(ann)).toHaveLength(2));
      expect(told(ann)).toMatchObject([{ readSeq: 1 }, { readSeq: 3, deliveredSeq: 3 }]);
      expect(told(ben)).toEqual([]);
      expect(await at.findConversation(ann, conversation)).toMatchObject({ peerReadSeq: 3, peerDeliveredSeq: 3 });
      expect(await readers(ann, 3)).toEqual([ann, ben].sort(byBytes));
    },
  );

  test('in a conversation of two its readers come page by page, in the order of their ids', async () => {
    const { at, ann, ben, conversation } = await talk();
    await at.call(ann, 'markRead', { conversation, seq: 1 });
    const [first = '', second = ''] = [ann, ben].sort(byBytes);
    const page = (afterUser: string, limit: number) => at.call(ann, 'listReaders', { conversation, seq: 1, afterUser, limit });
    expect(await page('', 1)).toMatchObject({ users: [first], more: true });
    expect(await page(first, 1)).toMatchObject({ users: [second], more: false });
    for (const after of [second, 'no id']) expect(await page(after, 1)).toMatchObject({ users: [], more: false });
  });

  test('in a group a block hides nothing: its members see who has read', async () => {
    const { at, ann, ben } = await talk();
    const group = await at.createGroup(ann, [ben]);
    const seq = await at.sendText(ann, group);
    await at.call(ann, 'block', { user: ben });
    for (const user of [ann, ben]) await at.call(user, 'markRead', { conversation: group, seq });
    expect((await at.call(ann, 'listReaders', { conversation: group, seq })).users).toEqual([ann, ben].sort(byBytes));
  });

  test('who is blocked still takes back what he has said, and it is gone for both', async () => {
    const { at, ann, ben, conversation } = await talk();
    await at.call(ben, 'block', { user: ann });
    const recall = { clientMessageId: randomBytes(16), conversation, seq: 4 };
    expect(await at.callForCode(ann, 'recallMessage', recall)).toBe('ok');
    expect(await at.readTexts(ben, conversation)).toEqual(['one', 'two', 'three', '', '']);
  });
});
