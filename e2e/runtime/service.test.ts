import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { fixtureRpc } from '../../logic/testing/runtime/fixture-service.ts';
import { decodeSendReply, failureCode, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { im } from '../../proto/rpc.ts';

onEveryStore('a service', (fixture) => {
  const message = (text: string, id: Uint8Array = randomBytes(16)) => ({ clientMessageId: id, toUserId: fixture().bob, text });
  test('a message is stored, acknowledged after the commit and pushed to the receiver', async () => {
    await fixture().start('Logic');
    const id = randomBytes(16);
    const reply = decodeSendReply(await fixture().ask('Logic.SendMessage', message('hello', id)));
    expect(reply).toMatchObject({ seq: 1, messageId: `${reply.conversationId}.1` });
    expect(Buffer.compare(reply.clientMessageId, id)).toBe(0);
    await waitFor(() => fixture().pushed.length === 1, 'the push');
    expect(fixture().pushed).toEqual([{ text: 'hello', seq: 1, targets: [2], eventId: '' }]);
    expect(await fixture().history(fixture().bob, fixture().alice)).toEqual([{ seq: 1, text: 'hello' }]);
  });

  test('many messages that a user sends at once are stored in their order', async () => {
    await fixture().start('Logic');
    const ids = Array.from({ length: 300 }, (_, i) => fixture().send('Logic.SendMessage', message(`m${i}`)));
    await waitFor(() => ids.every((id) => fixture().replies(id).length > 0), 'all replies');
    expect(ids.map((id) => decodeSendReply(fixture().replies(id)[0] as im.Envelope).seq)).toEqual(ids.map((_, i) => i + 1));
    expect((await fixture().history(fixture().alice, fixture().bob)).map(({ text }) => text)).toEqual(ids.map((_, i) => `m${i}`));
  });

  test('a message to oneself is stored once and pushed to the sending connection', async () => {
    await fixture().start('Logic');
    await fixture().ask('Logic.SendMessage', { ...message('note'), toUserId: fixture().alice });
    await waitFor(() => fixture().pushed.length === 1, 'the push');
    expect(fixture().pushed[0]?.targets).toEqual([1]);
    expect(await fixture().history(fixture().alice, fixture().alice)).toEqual([{ seq: 1, text: 'note' }]);
  });

  test("a message is pushed to the sender's other devices, but not to the sending connection", async () => {
    await fixture().start('Logic');
    const [phone] = fixture().routes.entries.get(fixture().alice) ?? [];
    if (!phone) throw new Error('alice has no route');
    fixture().routes.entries.set(fixture().alice, [
      phone,
      { ...phone, sessionId: 'desktop', address: { ...phone.address, connection: 7 } },
    ]);
    await fixture().ask('Logic.SendMessage', message('hello'));
    await waitFor(() => fixture().pushed.length === 1, 'the push');
    expect([...(fixture().pushed[0]?.targets ?? [])].sort()).toEqual([2, 7]);
  });

  test('a resent message gets the first reply and is stored once; the same id with another text is ID_REUSED', async () => {
    await fixture().start('Logic');
    const id = randomBytes(16);
    const first = await fixture().ask('Logic.SendMessage', message('hello', id));
    const again = await fixture().ask('Logic.SendMessage', message('hello', id));
    expect(decodeSendReply(again)).toEqual(decodeSendReply(first));
    expect(failureCode(await fixture().ask('Logic.SendMessage', message('other', id)))).toBe('ID_REUSED');
    const twice = [
      fixture().send(
        'Logic.SendMessage',
        message(
          'both',
          id.map((b) => b ^ 1),
        ),
      ),
      fixture().send(
        'Logic.SendMessage',
        message(
          'both',
          id.map((b) => b ^ 1),
        ),
      ),
    ];
    await waitFor(() => twice.every((request) => fixture().replies(request).length > 0), 'both replies');
    expect(await fixture().history(fixture().alice, fixture().bob)).toEqual([
      { seq: 1, text: 'hello' },
      { seq: 2, text: 'both' },
    ]);
  });

  test.each([
    ['NO_SUCH_USER', 'an id like a@b.c', { toUserId: 'a@b.c' }],
    ['NO_SUCH_USER', 'an id like 日本語', { toUserId: '日本語' }],
    ['BAD_ARGUMENT', 'no receiver', { toUserId: '' }],
    ['NO_SUCH_USER', "nobody's id", { toUserId: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['BAD_MESSAGE_ID', 'a message id of 15 bytes', { clientMessageId: new Uint8Array(15) }],
    ['BAD_MESSAGE_ID', 'no message id', { clientMessageId: new Uint8Array() }],
    ['TEXT_EMPTY', 'no text', { text: '' }],
    ['TEXT_TOO_LONG', 'a text of more bytes than allowed', { text: '字'.repeat(334) }],
  ])('%s for %s, and the next message takes the next seq', async (code, _what, wrong) => {
    await fixture().start('Logic');
    await fixture().ask('Logic.SendMessage', message('one'));
    expect(failureCode(await fixture().ask('Logic.SendMessage', { ...message('bad'), ...wrong }))).toBe(code);
    expect(decodeSendReply(await fixture().ask('Logic.SendMessage', message('two'))).seq).toBe(2);
  });

  test('pages of long messages are shorter, and reading on until last_seq misses nothing', async () => {
    await fixture().start('Logic', { maxTextBytes: 200_000 });
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(200_000));
    for (const text of texts) await fixture().ask('Logic.SendMessage', { ...message(''), text });
    const list = im.ListConversationsReply.decode((await fixture().ask('Logic.ListConversations', {})).payload);
    const conversationId = list.conversations[0]?.conversationId ?? '';
    const pulled: string[] = [];
    for (let afterSeq = 0; afterSeq < 3; ) {
      const reply = await fixture().ask('Logic.PullMessages', { conversationId, afterSeq });
      const page = im.PullMessagesReply.decode(reply.payload);
      expect(page).toMatchObject({ lastSeq: 3 });
      expect(reply.payload.length).toBeLessThan(500_000);
      pulled.push(...page.messages.map(({ text }) => text ?? ''));
      afterSeq = page.messages.at(-1)?.seq ?? 3;
    }
    expect(pulled).toEqual(texts);
  });

  test('history is read in pages; unknown conversations and wrong limits have their own codes', async () => {
    await fixture().start('Logic');
    for (let i = 1; i <= 5; i++) fixture().send('Logic.SendMessage', message(`m${i}`));
    const { conversationId } = decodeSendReply(await fixture().ask('Logic.SendMessage', message('m6')));
    const page = im.PullMessagesReply.decode(
      (await fixture().ask('Logic.PullMessages', { conversationId, afterSeq: 2, limit: 3 }, { userId: fixture().bob })).payload,
    );
    expect(page.messages.map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect(page.lastSeq).toBe(6);
    for (const strange of ['a@b.c', '日本語', '', 'AAAAAAAAAAAAAAAAAAAAAA']) {
      expect(failureCode(await fixture().ask('Logic.PullMessages', { conversationId: strange }))).toBe('NO_SUCH_CONVERSATION');
    }
    expect(failureCode(await fixture().ask('Logic.PullMessages', { conversationId }, { userId: 'AAAAAAAAAAAAAAAAAAAAAQ' }))).toBe(
      'NO_SUCH_CONVERSATION',
    );
    expect(failureCode(await fixture().ask('Logic.PullMessages', { conversationId, limit: 201 }))).toBe('BAD_LIMIT');
    expect(failureCode(await fixture().ask('Logic.PullMessages', { conversationId, afterSeq: 2 ** 60 }))).toBe('BAD_ARGUMENT');
    const list = im.ListConversationsReply.decode(
      (await fixture().ask('Logic.ListConversations', {}, { userId: fixture().bob })).payload,
    );
    expect(list).toMatchObject({
      more: false,
      conversations: [{ conversationId, peerId: fixture().alice, lastSeq: 6, lastMessage: { text: 'm6' } }],
    });
  });

  test('an expired read is refused with EXPIRED, and an expired write runs', async () => {
    await fixture().start('Fixture');
    expect(failureCode(await fixture().ask('Fixture.Look', { toUserId: fixture().bob }, { heldMs: 60_001 }))).toBe('EXPIRED');
    const reply = await fixture().ask('Fixture.Keep', { text: 'late', toUserId: fixture().bob }, { heldMs: 60_001 });
    expect(reply.failure).toBeNull();
    expect(await fixture().history(fixture().alice, fixture().bob)).toEqual([{ seq: 1, text: 'late' }]);
  });

  test.each([-3_600_000, -45_000, 600_000])(
    'a gate whose clock is %i ms ahead is served like any other',
    async (clockAheadMs) => {
      await fixture().start('Fixture');
      const reply = await fixture().ask('Fixture.Look', { toUserId: fixture().bob }, { clockAheadMs, heldMs: 1000 });
      expect(reply.failure).toBeNull();
    },
  );

  test('messages are stored and acknowledged while routes are unavailable', async () => {
    await fixture().start('Logic');
    fixture().routes.isDown = true;
    expect(decodeSendReply(await fixture().ask('Logic.SendMessage', message('one'))).seq).toBe(1);
    fixture().routes.isDown = false;
    await fixture().ask('Logic.SendMessage', message('two'));
    await waitFor(() => fixture().pushed.length === 1, 'the push');
    expect(fixture().pushed[0]?.seq).toBe(2);
  });

  test('routes are looked up after the commit: a user who reconnects meanwhile gets the push', async () => {
    let move = (): void => undefined;
    await fixture().start('Logic', {
      afterCommit: async () => move(),
    });
    move = () => {
      const [route] = fixture().routes.entries.get(fixture().bob) ?? [];
      if (route) fixture().routes.entries.set(fixture().bob, [{ ...route, address: { ...route.address, connection: 99 } }]);
    };
    await fixture().ask('Logic.SendMessage', message('hello'));
    await waitFor(() => fixture().pushed.length === 1, 'the push');
    expect(fixture().pushed[0]?.targets).toEqual([99]);
  });

  test('a push without a seq carries an id by which receivers drop duplicates', async () => {
    await fixture().start('Fixture');
    await fixture().ask('Fixture.Keep', { text: 'one', toUserId: fixture().bob });
    await fixture().ask('Fixture.Keep', { text: 'two', toUserId: fixture().bob });
    await waitFor(() => fixture().pushed.length === 2, 'the pushes');
    const ids = fixture().pushed.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  test('a sealed payload is decrypted only for the handler, and its reply is sealed', async () => {
    const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
    await fixture().start('Fixture', {
      opener: {
        open: (sealed) => {
          if (sealed[0] !== 0xf5) throw new Error('not sealed for us');
          return { payload: flip(sealed), sealReply: flip };
        },
      },
    });
    const { descriptor } = fixtureRpc('hidden');
    const reply = await fixture().ask(
      'Fixture.Hidden',
      {},
      { payload: flip(descriptor.request.encode({ text: 'secret' }).finish()) },
    );
    expect(descriptor.reply.decode(flip(reply.payload))).toMatchObject({ text: 'SECRET' });
    expect(failureCode(await fixture().ask('Fixture.Hidden', { text: 'clear' }))).toBe('BAD_PAYLOAD');
  });

  test('a USER command without a user is refused on every topic', async () => {
    await fixture().start('Logic');
    expect(failureCode(await fixture().ask('Logic.SendMessage', message('x'), { userId: '' }))).toBe('NOT_LOGGED_IN');
  });
});
