// Promises about messages and their changes.
import { expect, test, vi } from 'vitest';
import { getRpc } from '../../client/sdk/api/contract.ts';
import { im } from '../../proto/rpc.ts';
import { newMessageId, PASSWORD, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

const { TEXT, IMAGE, FILE, LOCATION, CUSTOM, SYSTEM, EDITED, RECALLED, REACTED } = im.MessageKind;
const TOO_LATE_MS = 2 * 60_000 + 1000;

describePromises('messages', (system) => {
  const pull = async (device: TestDevice, conversationId: string) =>
    (await device.logic.pullMessages({ conversationId, limit: 200 })).messages as im.Message[];

  test('each kind of message arrives unchanged on all devices but the sending one, with mentions and reply', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const [aliceToo, bobToo] = await Promise.all([system().secondDevice(alice), system().secondDevice(bob)]);
    const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'look:' });
    const body = JSON.stringify({ url: 'https://example.org/1', size: [3, 4], name: '图.png' });
    for (const kind of [IMAGE, FILE, LOCATION, CUSTOM])
      await alice.logic.sendMessage({ ...newMessageId(), conversationId, kind, body });
    await bob.logic.sendMessage({ ...newMessageId(), conversationId, text: 'nice', replyTo: 2, mentions: [alice.userId] });
    const expected = [
      { seq: 1, kind: TEXT, text: 'look:', body: '', senderId: alice.userId },
      ...[IMAGE, FILE, LOCATION, CUSTOM].map((kind, i) => ({ seq: i + 2, kind, body, text: '' })),
      { seq: 6, text: 'nice', replyTo: 2, mentions: [alice.userId], senderId: bob.userId },
    ];
    for (const device of [aliceToo, bobToo])
      await vi.waitFor(() => {
        const pushed = device.pushedMessages(conversationId).toSorted((a, b) => a.seq - b.seq);
        expect(pushed).toMatchObject(expected);
      });
    await vi.waitFor(() => expect(alice.pushedMessages(conversationId).map(({ seq }) => seq)).toEqual([6]));
    for (const device of [alice, bob]) expect(await pull(device, conversationId)).toMatchObject(expected);
  });

  test('an edit, a reaction and a recall each get a seq, and online and offline devices receive them', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'helo' });
    await alice.logic.editMessage({ ...newMessageId(), conversationId, seq: 1, text: 'hello' });
    await bob.logic.react({ ...newMessageId(), conversationId, seq: 1, emoji: '👍' });
    await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'oops' });
    await alice.logic.recallMessage({ ...newMessageId(), conversationId, seq: 4 });
    // A device gets no push for its own commands, only their replies.
    await vi.waitFor(() =>
      expect(bob.pushedMessages(conversationId).toSorted((a, b) => a.seq - b.seq)).toMatchObject([
        { seq: 1, text: 'helo' },
        { seq: 2, kind: EDITED, target: 1, text: 'hello' },
        { seq: 4, text: 'oops' },
        { seq: 5, kind: RECALLED, target: 4 },
      ]),
    );
    await vi.waitFor(() =>
      expect(alice.pushedMessages(conversationId)).toMatchObject([{ seq: 3, kind: REACTED, target: 1, emoji: '👍' }]),
    );
    const away = await system().secondDevice(bob);
    expect(await pull(away, conversationId)).toMatchObject([
      { seq: 1, text: 'hello', edited: true, reactions: [{ emoji: '👍', count: 1, mine: true }] },
      { seq: 2, kind: EDITED, target: 1 },
      { seq: 3, kind: REACTED, target: 1 },
      { seq: 4, text: '', recalled: true },
      { seq: 5, kind: RECALLED, target: 4 },
    ]);
    expect((await away.logic.sync({})).conversations).toMatchObject([{ lastSeq: 5, unread: 2, lastMessage: { seq: 4 } }]);
  });

  test('two devices that edit one message at the same moment both get a reply, and the later edit remains', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const aliceToo = await system().secondDevice(alice);
    const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'one' });
    const edits = await Promise.all(
      [alice, aliceToo, alice, aliceToo].map(async (device, i) => {
        const text = `edit ${i}`;
        return { text, seq: (await device.logic.editMessage({ ...newMessageId(), conversationId, seq: 1, text })).seq };
      }),
    );
    edits.sort((a, b) => a.seq - b.seq);
    expect(edits.map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
    const { text } = edits.at(-1) ?? { text: '' };
    expect(await pull(bob, conversationId)).toMatchObject([
      { text, edited: true },
      ...[2, 3, 4].map((seq) => ({ seq, kind: EDITED, text: '' })),
      { seq: 5, text },
    ]);
  });

  // GRP-4
  test('a sender can recall a message only within two minutes, and a group admin can at any time', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const groupId = await system().createGroup(alice, [bob]);
    const { conversationId } = await bob.logic.sendMessage({ ...newMessageId(), toUserId: alice.userId, text: 'early' });
    await bob.logic.recallMessage({ ...newMessageId(), conversationId, seq: 1 });
    await bob.logic.sendMessage({ ...newMessageId(), conversationId, text: 'late' });
    const { seq } = await bob.logic.sendMessage({ ...newMessageId(), conversationId: groupId, text: 'late' });
    // Makes every message more than two minutes old.
    await system().runSql(`UPDATE messages SET sent_at = sent_at - ${TOO_LATE_MS}`);
    expect((await bob.callLogic('recallMessage', { ...newMessageId(), conversationId, seq: 3 })).code).toBe('TOO_LATE');
    expect((await bob.callLogic('recallMessage', { ...newMessageId(), conversationId: groupId, seq })).code).toBe('TOO_LATE');
    await alice.logic.recallMessage({ ...newMessageId(), conversationId: groupId, seq });
    expect(await pull(bob, groupId)).toMatchObject([{ kind: SYSTEM }, { seq, recalled: true, text: '' }, { kind: RECALLED }]);
  });

  test('a message that a user deletes for themselves disappears on all their devices and stays for other users', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const bobToo = await system().secondDevice(bob);
    const { conversationId } = await alice.logic.sendMessage({ ...newMessageId(), toUserId: bob.userId, text: 'one' });
    await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'two' });
    await bob.logic.deleteForMe({ conversationId, seqs: [2] });
    await vi.waitFor(() =>
      expect(bobToo.pushes.find((event) => event.conversationChanged)?.conversationChanged).toMatchObject({
        conversationId,
        deletedSeqs: [2],
        unread: 2,
      }),
    );
    expect(await bobToo.logic.pullMessages({ conversationId })).toMatchObject({ messages: [{ seq: 1 }], deletedSeqs: [2] });
    expect((await bobToo.logic.listConversations({})).conversations).toMatchObject([{ lastSeq: 2, lastMessage: { seq: 1 } }]);
    expect(await pull(alice, conversationId)).toHaveLength(2);
  });

  test('a resend from any device gets the first reply, even after the recipient’s account was deleted', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const aliceToo = await system().secondDevice(alice);
    const request = { ...newMessageId(), toUserId: bob.userId, text: 'are you there?' };
    const first = await alice.logic.sendMessage(request);
    const route = getRpc('Auth', 'deleteAccount');
    expect(await bob.callRaw(route, route.request.encode({ password: PASSWORD }).finish())).toMatchObject({ code: 'ok' });
    await vi.waitFor(() => expect(bob.closeReason).toBe('ACCOUNT_DELETED'));
    for (const device of [alice, aliceToo]) expect(await device.logic.sendMessage(request)).toEqual(first);
    expect((await alice.callLogic('sendMessage', { ...request, text: 'hello?' })).code).toBe('ID_REUSED');
    expect((await alice.callLogic('sendMessage', { ...request, ...newMessageId() })).code).toBe('NO_SUCH_USER');
    expect(await pull(alice, first.conversationId)).toHaveLength(1);
  });
});
