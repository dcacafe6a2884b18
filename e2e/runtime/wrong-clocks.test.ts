// What the clock of a gate cannot change: the clock of the store decides over moments.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AskCommandOptions } from '../../logic/testing/runtime/runtime-fixture.ts';
import { decodeSendReply, failureCode } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';

const HOUR_MS = 3_600_000;

onEveryStore('with gates whose clocks are wrong', (fixture, store) => {
  const newMessage = (text: string) => ({ clientMessageId: randomBytes(16), text });

  async function code(rpc: string, request: object, options: AskCommandOptions): Promise<string | undefined> {
    return failureCode(await fixture().ask(rpc, request, options));
  }

  test.each([-HOUR_MS, HOUR_MS])('a message is recalled in time through a gate that is %i ms ahead', async (clockAheadMs) => {
    await fixture().start('Logic');
    const sent = decodeSendReply(
      await fixture().ask('Logic.SendMessage', { ...newMessage('oops'), toUserId: fixture().bob }, { clockAheadMs: 0 }),
    );
    const { conversationId, seq } = sent;
    const recall = { clientMessageId: randomBytes(16), conversationId, seq };
    expect(await code('Logic.RecallMessage', recall, { clockAheadMs })).toBe('CODE_UNSPECIFIED');
    expect(Math.abs(sent.time - Date.now())).toBeLessThan(60_000);
  });

  test.each([-HOUR_MS, HOUR_MS])(
    'a mute that began through a gate that is %i ms ahead lasts as long as told',
    async (clockAheadMs) => {
      await fixture().start('Logic');
      const { alice, bob } = fixture();
      const created = await fixture().ask('Logic.CreateGroup', {
        clientRequestId: randomBytes(16),
        name: 'the group',
        joinPolicy: im.JoinPolicy.OPEN,
      });
      const groupId = im.CreateGroupReply.decode(created.payload).group?.groupId ?? '';
      expect(await code('Logic.JoinGroup', { groupId }, { userId: bob })).toBe('CODE_UNSPECIFIED');
      expect(await code('Logic.MuteMember', { groupId, userId: bob, seconds: 5 }, { userId: alice, clockAheadMs })).toBe(
        'CODE_UNSPECIFIED',
      );
      const message = { ...newMessage('hello'), conversationId: groupId };
      const refused = await fixture().ask('Logic.SendMessage', message, { userId: bob });
      expect(failureCode(refused)).toBe('MUTED');
      expect(refused.failure?.retryAfterMs).toBeLessThanOrEqual(5000);
      await new Promise((resolve) => setTimeout(resolve, (refused.failure?.retryAfterMs ?? 0) + 5));
      expect(await code('Logic.SendMessage', message, { userId: bob, clockAheadMs: -2 * HOUR_MS })).toBe('CODE_UNSPECIFIED');
    },
  );

  test('a gate whose clock is ahead ends no mute when members leave, are banned or may come back', async () => {
    await fixture().start('Logic');
    const { alice, bob } = fixture();
    const carol = newId();
    await store().addUser(carol);
    const create = { clientRequestId: randomBytes(16), name: 'the group', joinPolicy: im.JoinPolicy.OPEN };
    const created = await fixture().ask('Logic.CreateGroup', create);
    const groupId = im.CreateGroupReply.decode(created.payload).group?.groupId ?? '';
    const ahead = { clockAheadMs: 2 * HOUR_MS };
    const run = async (rpc: string, userId: string, request: object = {}, options: AskCommandOptions = {}) =>
      expect(await code(`Logic.${rpc}`, { groupId, ...request }, { userId, ...options }), rpc).toBe('CODE_UNSPECIFIED');
    const isMuted = async (userId: string) =>
      (await code('Logic.SendMessage', { ...newMessage('hello'), conversationId: groupId }, { userId })) === 'MUTED';
    for (const userId of [bob, carol]) {
      await run('JoinGroup', userId);
      await run('MuteMember', alice, { userId, seconds: 3600 });
    }
    await run('LeaveGroup', bob, {}, ahead);
    await run('RemoveFromGroup', alice, { userId: carol, ban: true }, ahead);
    const { bans } = im.ListGroupBansReply.decode((await fixture().ask('Logic.ListGroupBans', { groupId })).payload);
    expect(Math.abs((bans[0]?.bannedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    await run('LiftGroupBan', alice, { userId: carol }, ahead);
    for (const userId of [bob, carol]) {
      await run('JoinGroup', userId);
      expect(await isMuted(userId)).toBe(true);
    }
  });
});
