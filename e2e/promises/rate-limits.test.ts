// Promises about rate limits and invalid requests.
import { expect, test } from 'vitest';
import { getRpc } from '../../client/sdk/api/contract.ts';
import { COMMANDS_PER_MINUTE } from '../../logic/rates.ts';
import { im } from '../../proto/rpc.ts';
import { newMessageId, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

describePromises('rate limits', (system) => {
  test('a user over a rate limit gets the time to wait, and their messages and other users are not limited', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const aliceToo = await system().secondDevice(alice);
    const more = 10;
    const attempts = Array.from({ length: COMMANDS_PER_MINUTE.search + more }, (_, i) => (i % 2 ? alice : aliceToo));
    const outcomes = await Promise.all(attempts.map((device) => device.callLogic('findUser', { name: bob.name })));
    const refused = outcomes.filter(({ code }) => code !== 'ok');
    expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: more }, () => 'TOO_MANY_REQUESTS'));
    for (const { retryAfterMs } of refused) {
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    }
    await bob.logic.findUser({ name: alice.name });
    for (const device of [alice, aliceToo])
      await device.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'still here' });
    await alice.logic.updateProfile({ about: 'another class' });
  });

  const bytes = (rpc: string, request: object, ...tail: number[]): Buffer =>
    Buffer.from([...getRpc('Logic', rpc).request.encode(request).finish(), ...tail]);

  test('an invalid request gets one specific code, changes nothing and leaves the connection open', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'one' });
    const minusOne = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
    const bomb = '[{"a":'.repeat(30_000);
    const cases: [code: string, rpc: string, payload: Buffer][] = [
      [
        'BAD_BODY',
        'sendMessage',
        bytes('sendMessage', { ...newMessageId(), conversationId, kind: im.MessageKind.CUSTOM, body: bomb }),
      ],
      [
        'BAD_BODY',
        'sendMessage',
        bytes('sendMessage', { ...newMessageId(), conversationId, kind: im.MessageKind.CUSTOM, body: bomb.slice(0, 6000) }),
      ],
      ['BAD_PAYLOAD', 'sendMessage', bytes('sendMessage', { ...newMessageId(), conversationId }, 0x1a, 2, 0xff, 0xfe)],
      ['BAD_PAYLOAD', 'requestFriend', bytes('requestFriend', { userId: alice.userId }, 0x12, 3, 0xed, 0xa0, 0x80)],
      ['BAD_PAYLOAD', 'sync', Buffer.from([0x0a, 0x7f])],
      ['TEXT_TOO_LONG', 'requestFriend', bytes('requestFriend', { userId: alice.userId, greeting: '王'.repeat(2500) })],
      ['BAD_LIMIT', 'pullMessages', bytes('pullMessages', { conversationId }, 0x18, ...minusOne)],
      ['BAD_LIMIT', 'listConversations', bytes('listConversations', { limit: 2 ** 32 - 1 })],
      ['BAD_LIMIT', 'sync', bytes('sync', { limit: 501 })],
      ['BAD_LIMIT', 'listFriends', bytes('listFriends', { limit: 201 })],
      ['BAD_ARGUMENT', 'markRead', bytes('markRead', { conversationId, seq: 2 })],
      ['BAD_ARGUMENT', 'markRead', bytes('markRead', { conversationId }, 0x10, ...minusOne)],
      ['NO_SUCH_MESSAGE', 'react', bytes('react', { ...newMessageId(), conversationId, seq: 2 ** 50, emoji: '👍' })],
      ['BAD_REACTION', 'react', bytes('react', { ...newMessageId(), conversationId, seq: 1, emoji: 'x'.repeat(7000) })],
      ['BAD_MESSAGE_ID', 'sendMessage', bytes('sendMessage', { clientMessageId: Buffer.alloc(15), conversationId, text: 'x' })],
      ['NO_SUCH_USER', 'sendMessage', bytes('sendMessage', { ...newMessageId(), toUserId: '日本語', text: 'x' })],
      ['NO_SUCH_CONVERSATION', 'pullMessages', bytes('pullMessages', { conversationId: 'a@b.c' })],
      [
        'GROUP_TOO_LARGE',
        'createGroup',
        bytes('createGroup', {
          clientRequestId: Buffer.alloc(16),
          name: 'all',
          memberIds: Array.from({ length: 2001 }, (_, i) => `${i}`),
        }),
      ],
    ];
    for (const [code, rpc, payload] of cases) {
      const { code: seen } = await bob.callRaw(getRpc('Logic', rpc), payload);
      expect(seen, `${rpc} ${payload.subarray(0, 40).toString('latin1')}`).toBe(code);
    }
    expect(bob.closeReason).toBeUndefined();
    expect(await bob.logic.listConversations({})).toMatchObject({
      conversations: [{ conversationId, lastSeq: 1, readSeq: 0 }],
    });
    expect((await alice.logic.listFriendRequests({})).requests).toEqual([]);
  });

  test('a frame above the size limit closes its own connection with the reason, and no other connection', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const greeting = 'x'.repeat(1024 * 1024);
    await alice.callLogic('requestFriend', { userId: bob.userId, greeting });
    await expect.poll(() => alice.closeReason).toBe('FRAME_TOO_LARGE');
    expect(bob.closeReason).toBeUndefined();
    expect((await bob.logic.listFriendRequests({})).requests).toEqual([]);
  });
});
