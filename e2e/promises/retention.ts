// What is promised of messages that are older than they are kept.
import { describe, expect, test, vi } from 'vitest';
import { decodeId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';
import { receivedTexts, rejectedWith, type TestDevice } from '../testing/device.ts';
import type { TestSystem } from '../testing/test-system.ts';
import { NEVER_SYNCS } from './lost-pushes.ts';
import { createGroup } from './messages.ts';

/** KEEP_MESSAGES_DAYS of the server. */
export const RETENTION_DAYS = '7';
const LONG_AGO_MS = 8 * 86_400_000;
const SOON = { timeout: 20_000, interval: 100 };

export function retentionPromises(server: () => TestSystem, isReal: boolean): void {
  /** As if all that was said in it had been said before the time for which messages are kept. */
  async function age(conversation: string): Promise<void> {
    const hex = Buffer.from(decodeId(conversation)).toString('hex');
    await server().runSql(`UPDATE messages SET sent_at = sent_at - ${LONG_AGO_MS} WHERE conversation = x'${hex}'`);
  }
  const firstSeq = async ({ client }: TestDevice, conversation: string) => (await client.history(conversation)).firstSeq;

  describe('messages that are too old', () => {
    test('are gone for everybody, with what was done to them; newer ones stay, and history, sync and unread counts say so', {
      timeout: 60_000,
    }, async () => {
      const [alice, bob] = (await server().newUsers(2)) as [TestDevice, TestDevice];
      const away = await server().secondDevice(bob);
      const { conversation } = await alice.client.send(bob.user, 'one');
      await alice.client.send(bob.user, 'two');
      await vi.waitFor(() => expect(receivedTexts(away)).toEqual(['one', 'two']));
      const { cursor } = away.client;
      away.close();
      await alice.client.send(bob.user, 'three');
      await bob.client.markRead(conversation, 1);
      await bob.client.react({ conversation, seq: 1 }, '👍');
      await alice.client.edit({ conversation, seq: 2 }, 'two!');
      await age(conversation);
      await alice.client.send(bob.user, 'six');
      await alice.client.send(bob.user, 'seven');
      await bob.client.react({ conversation, seq: 6 }, '🎉');
      await server().restartLogic();
      await expect.poll(() => firstSeq(alice, conversation), SOON).toBe(6);

      const kept = [
        { seq: 6, text: 'six', reactions: [{ emoji: '🎉', count: 1 }] },
        { seq: 7, text: 'seven' },
        { seq: 8, kind: 'REACTED', target: 6 },
      ];
      for (const { client } of [alice, bob])
        for (const range of [{}, { after: 0 }, { after: 2 }, { before: 2 ** 40, limit: 5 }])
          expect(await client.history(conversation, range)).toMatchObject({ messages: kept, more: false, lastSeq: 8 });
      expect(await bob.client.history(conversation, { before: 6 })).toMatchObject({ messages: [], more: false });
      const truth = { lastSeq: 8, firstSeq: 6, unread: 2, readSeq: 1, lastMessage: { seq: 7, text: 'seven' } };
      expect((await bob.logic.sync({})).conversations).toMatchObject([{ conversation, ...truth }]);
      expect((await alice.logic.sync({})).conversations).toMatchObject([{ peerReadSeq: 1, unread: 0, firstSeq: 6 }]);
      await bob.client.sync();
      expect(bob.client.conversations.get(conversation)).toMatchObject(truth);
      await expect(bob.client.react({ conversation, seq: 2 }, '👍')).rejects.toEqual(rejectedWith('NO_SUCH_MESSAGE'));

      // Who has seen some of them, and who has seen nothing: neither waits for what is gone.
      const back = await server().secondDevice(bob, { ...(cursor && { cursor }) });
      const fresh = await server().secondDevice(bob);
      for (const device of [back, fresh]) {
        await vi.waitFor(() => expect(receivedTexts(device)).toEqual(['six', 'seven']), SOON);
        await vi.waitFor(() => expect(device.client.conversations.get(conversation)).toMatchObject(truth));
      }
      expect((await alice.client.send(bob.user, 'nine')).seq).toBe(9);
      for (const device of [back, fresh]) await vi.waitFor(() => expect(receivedTexts(device)).toEqual(['six', 'seven', 'nine']));
      await vi.waitFor(() => expect(receivedTexts(bob)).toEqual(['one', 'two', 'three', 'six', 'seven', 'nine']));
      await bob.client.markRead(conversation);
      await vi.waitFor(() => expect(back.client.conversations.get(conversation)).toMatchObject({ unread: 0, readSeq: 9 }));
    });

    test('leave their conversation as it was, with nothing unread, and it goes on behind them', { timeout: 60_000 }, async () => {
      const [ann, ben] = (await server().newUsers(2)) as [TestDevice, TestDevice];
      const groupId = await createGroup(ann, [ben]);
      for (const text of ['two', 'three']) await ann.client.send({ conversation: groupId }, text);
      await age(groupId);
      await server().restartLogic();
      await expect.poll(() => firstSeq(ann, groupId), SOON).toBe(4);
      expect((await ben.logic.listConversations({})).conversations).toMatchObject([
        { conversation: groupId, isGroup: true, lastSeq: 3, unread: 0, lastMessage: null, peerName: 'friends' },
      ]);
      expect(await ben.logic.getGroup({ groupId })).toMatchObject({ group: { members: 2 } });
      const fresh = await server().secondDevice(ben);
      expect((await ann.client.send({ conversation: groupId }, 'four')).seq).toBe(4);
      for (const device of [ann, fresh]) await vi.waitFor(() => expect(receivedTexts(device).at(-1)).toBe('four'), SOON);
      expect(receivedTexts(fresh)).toEqual(['four']);
      await vi.waitFor(() => expect(fresh.client.conversations.get(groupId)).toMatchObject({ lastSeq: 4, unread: 1 }));
    });

    // One process cannot be had to delete without a restart, and who reconnects asks what he has missed.
    if (!isReal) return;
    test('are waited for by nobody who has missed their pushes', { timeout: 60_000 }, async () => {
      const [alice, bob] = (await server().newUsers(2)) as [TestDevice, TestDevice];
      const dropsPush = ({ messageStored }: im.Push): boolean => ['two', 'three'].includes(messageStored?.text ?? '');
      const deaf = await server().secondDevice(bob, { dropsPush, timing: NEVER_SYNCS });
      const { conversation } = await alice.client.send(bob.user, 'one');
      for (const text of ['two', 'three']) await alice.client.send(bob.user, text);
      await vi.waitFor(() => expect(deaf.pushedMessages(conversation)).toHaveLength(3));
      await age(conversation);
      await server().restartLogic();
      await expect.poll(() => firstSeq(alice, conversation), SOON).toBe(4);
      await alice.client.send(bob.user, 'four');
      await vi.waitFor(() => expect(receivedTexts(deaf)).toEqual(['one', 'four']), SOON);
    });
  });
}
