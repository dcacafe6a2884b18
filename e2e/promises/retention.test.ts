// Promises about messages older than the retention period.
import { expect, test, vi } from 'vitest';
import { decodeId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';
import { NEVER_SYNCS, receivedTexts, rejectedWith, type TestDevice } from '../testing/device.ts';
import { describePromises, RETENTION_DAYS } from '../testing/test-system.ts';

const LONG_AGO_MS = (RETENTION_DAYS + 1) * 86_400_000;
const SOON = { timeout: 20_000, interval: 100 };

describePromises(
  'retention',
  (system, kind) => {
    /** Makes every message of a conversation older than the retention period. */
    async function age(conversationId: string): Promise<void> {
      const hex = Buffer.from(decodeId(conversationId)).toString('hex');
      await system().runSql(`UPDATE messages SET sent_at = sent_at - ${LONG_AGO_MS} WHERE conversation_id = x'${hex}'`);
    }
    const firstSeq = async ({ client }: TestDevice, conversationId: string) => (await client.history(conversationId)).firstSeq;

    test('expired messages and their changes are deleted for all users, and history, sync and unread counts agree', {
      timeout: 60_000,
    }, async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const away = await system().secondDevice(bob);
      const { conversationId } = await alice.client.send(bob.userId, 'one');
      await alice.client.send(bob.userId, 'two');
      await vi.waitFor(() => expect(receivedTexts(away)).toEqual(['one', 'two']));
      const { cursor } = away.client;
      away.close();
      await alice.client.send(bob.userId, 'three');
      await bob.client.markRead(conversationId, 1);
      await bob.client.react({ conversationId, seq: 1 }, '👍');
      await alice.client.edit({ conversationId, seq: 2 }, 'two!');
      await age(conversationId);
      await alice.client.send(bob.userId, 'six');
      await alice.client.send(bob.userId, 'seven');
      await bob.client.react({ conversationId, seq: 6 }, '🎉');
      await system().restartLogic();
      await expect.poll(() => firstSeq(alice, conversationId), SOON).toBe(6);

      const kept = [
        { seq: 6, text: 'six', reactions: [{ emoji: '🎉', count: 1 }] },
        { seq: 7, text: 'seven' },
        { seq: 8, kind: 'REACTED', target: 6 },
      ];
      for (const { client } of [alice, bob])
        for (const range of [{}, { after: 0 }, { after: 2 }, { before: 2 ** 40, limit: 5 }])
          expect(await client.history(conversationId, range)).toMatchObject({ messages: kept, more: false, lastSeq: 8 });
      expect(await bob.client.history(conversationId, { before: 6 })).toMatchObject({ messages: [], more: false });
      const truth = { lastSeq: 8, firstSeq: 6, unread: 2, readSeq: 1, lastMessage: { seq: 7, text: 'seven' } };
      expect((await bob.logic.sync({})).conversations).toMatchObject([{ conversationId, ...truth }]);
      expect((await alice.logic.sync({})).conversations).toMatchObject([{ peerReadSeq: 1, unread: 0, firstSeq: 6 }]);
      await bob.client.sync();
      expect(bob.client.conversations.get(conversationId)).toMatchObject(truth);
      await expect(bob.client.react({ conversationId, seq: 2 }, '👍')).rejects.toEqual(rejectedWith('NO_SUCH_MESSAGE'));

      // One device had some of the messages and one had none. Neither waits for the deleted messages.
      const back = await system().secondDevice(bob, { ...(cursor && { cursor }) });
      const fresh = await system().secondDevice(bob);
      for (const device of [back, fresh]) {
        await vi.waitFor(() => expect(receivedTexts(device)).toEqual(['six', 'seven']), SOON);
        await vi.waitFor(() => expect(device.client.conversations.get(conversationId)).toMatchObject(truth));
      }
      expect((await alice.client.send(bob.userId, 'nine')).seq).toBe(9);
      for (const device of [back, fresh]) await vi.waitFor(() => expect(receivedTexts(device)).toEqual(['six', 'seven', 'nine']));
      await vi.waitFor(() => expect(receivedTexts(bob)).toEqual(['one', 'two', 'three', 'six', 'seven', 'nine']));
      await bob.client.markRead(conversationId);
      await vi.waitFor(() => expect(back.client.conversations.get(conversationId)).toMatchObject({ unread: 0, readSeq: 9 }));
    });

    test('a conversation whose messages all expired keeps its state, has no unread messages, and continues with the next seq', {
      timeout: 60_000,
    }, async () => {
      const [ann, ben] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const groupId = await system().createGroup(ann, [ben]);
      for (const text of ['two', 'three']) await ann.client.send({ conversationId: groupId }, text);
      await age(groupId);
      await system().restartLogic();
      await expect.poll(() => firstSeq(ann, groupId), SOON).toBe(4);
      expect((await ben.logic.listConversations({})).conversations).toMatchObject([
        { conversationId: groupId, isGroup: true, lastSeq: 3, unread: 0, lastMessage: null, peerName: 'friends' },
      ]);
      expect(await ben.logic.getGroup({ groupId })).toMatchObject({ group: { memberCount: 2 } });
      const fresh = await system().secondDevice(ben);
      expect((await ann.client.send({ conversationId: groupId }, 'four')).seq).toBe(4);
      for (const device of [ann, fresh]) await vi.waitFor(() => expect(receivedTexts(device).at(-1)).toBe('four'), SOON);
      expect(receivedTexts(fresh)).toEqual(['four']);
      await vi.waitFor(() => expect(fresh.client.conversations.get(groupId)).toMatchObject({ lastSeq: 4, unread: 1 }));
    });

    // Not for embedded servers: they delete only after a restart, and then the device reconnects and syncs anyway.
    if (kind === 'embedded') return;
    test('a device that missed the pushes of expired messages does not wait for them', { timeout: 60_000 }, async () => {
      const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
      const dropsPush = ({ messageStored }: im.Push): boolean => ['two', 'three'].includes(messageStored?.text ?? '');
      const lossyDevice = await system().secondDevice(bob, { dropsPush, timing: NEVER_SYNCS });
      const { conversationId } = await alice.client.send(bob.userId, 'one');
      for (const text of ['two', 'three']) await alice.client.send(bob.userId, text);
      await vi.waitFor(() => expect(lossyDevice.pushedMessages(conversationId)).toHaveLength(3));
      await age(conversationId);
      await system().restartLogic();
      await expect.poll(() => firstSeq(alice, conversationId), SOON).toBe(4);
      await alice.client.send(bob.userId, 'four');
      await vi.waitFor(() => expect(receivedTexts(lossyDevice)).toEqual(['one', 'four']), SOON);
    });
  },
  'own',
);
