// What the connection that asks gets: a reply with a seq and no push, or a push.
import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

onEveryStore('replies and pushes', (fixture, store) => {
  // ORD-10
  test('messages and their changes are not pushed to their sender, whose reply has the seq; system messages are', async () => {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = ''] = await api.addUsers(2);
    const conversationId = await api.createGroup(ann, [ben]);
    const seq = await api.sendText(ann, conversationId);
    const id = () => ({ clientMessageId: randomBytes(16), conversationId, seq });
    const replies = [
      await api.call(ann, 'editMessage', { ...id(), text: 'changed' }),
      await api.call(ann, 'react', { ...id(), emoji: '👍' }),
      await api.call(ann, 'recallMessage', id()),
    ];
    expect([seq, ...replies.map((reply) => reply.seq)]).toEqual([2, 3, 4, 5]);
    await api.call(ann, 'updateGroup', { groupId: conversationId, name: 'renamed' });
    const kinds = (userId: string): (string | undefined)[] =>
      api.pushesTo(userId).flatMap(({ messageStored }) => (messageStored ? [im.MessageKind[messageStored.kind ?? 0]] : []));
    await vi.waitFor(() => expect(kinds(ben)).toEqual(['SYSTEM', 'TEXT', 'EDITED', 'REACTED', 'RECALLED', 'SYSTEM']));
    await vi.waitFor(() => expect(kinds(ann)).toEqual(['SYSTEM', 'SYSTEM']));
  });

  // ORD-1
  test('the same client_message_id in another conversation is another message', async () => {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = '', cay = ''] = await api.addUsers(3);
    const clientMessageId = randomBytes(16);
    const toBen = await api.call(ann, 'sendMessage', { clientMessageId, toUserId: ben, text: 'for ben' });
    const toCay = await api.call(ann, 'sendMessage', { clientMessageId, toUserId: cay, text: 'for cay' });
    expect(toCay.conversationId).not.toBe(toBen.conversationId);
    expect(await api.readTexts(cay, toCay.conversationId)).toEqual(['for cay']);
  });
});
