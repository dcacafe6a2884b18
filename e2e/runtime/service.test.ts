import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { fixtureRpc } from '../../logic/testing/runtime/fixture-service.ts';
import { decodeSendReply, failureCode, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { im } from '../../proto/rpc.ts';

onEveryStore('a service', (world) => {
  const message = (text: string, id: Uint8Array = randomBytes(16)) => ({ clientMessageId: id, to: world().bob, text });
  test('a message is stored, acknowledged after the commit, and pushed to the receiver', async () => {
    await world().start('Logic');
    const id = randomBytes(16);
    const reply = decodeSendReply(await world().ask('Logic.SendMessage', message('hello', id)));
    expect(reply).toMatchObject({ seq: 1, messageId: `${reply.conversation}.1` });
    expect(Buffer.compare(reply.clientMessageId, id)).toBe(0);
    await waitFor(() => world().pushed.length === 1, 'the push');
    expect(world().pushed).toEqual([{ text: 'hello', seq: 1, targets: [2], eventId: '' }]);
    expect(await world().history(world().bob, world().alice)).toEqual([{ seq: 1, text: 'hello' }]);
  });

  test("a user's messages are stored in the order he sent them, many at once", async () => {
    await world().start('Logic');
    const ids = Array.from({ length: 300 }, (_, i) => world().send('Logic.SendMessage', message(`m${i}`)));
    await waitFor(() => ids.every((id) => world().replies(id).length > 0), 'all replies');
    expect(ids.map((id) => decodeSendReply(world().replies(id)[0] as im.Envelope).seq)).toEqual(ids.map((_, i) => i + 1));
    expect((await world().history(world().alice, world().bob)).map(({ text }) => text)).toEqual(ids.map((_, i) => `m${i}`));
  });

  test('a message to oneself is stored once and pushed to the sending connection too', async () => {
    await world().start('Logic');
    await world().ask('Logic.SendMessage', { ...message('note'), to: world().alice });
    await waitFor(() => world().pushed.length === 1, 'the push');
    expect(world().pushed[0]?.targets).toEqual([1]);
    expect(await world().history(world().alice, world().alice)).toEqual([{ seq: 1, text: 'note' }]);
  });

  test("the sender's other devices get the message, the sending connection does not", async () => {
    await world().start('Logic');
    const [phone] = world().routes.entries.get(world().alice) ?? [];
    if (!phone) throw new Error('alice has no route');
    world().routes.entries.set(world().alice, [
      phone,
      { ...phone, sessionId: 'desktop', address: { ...phone.address, connection: 7 } },
    ]);
    await world().ask('Logic.SendMessage', message('hello'));
    await waitFor(() => world().pushed.length === 1, 'the push');
    expect([...(world().pushed[0]?.targets ?? [])].sort()).toEqual([2, 7]);
  });

  test('a resend gets the first answer and is stored once; the same id with another text is ID_REUSED', async () => {
    await world().start('Logic');
    const id = randomBytes(16);
    const first = await world().ask('Logic.SendMessage', message('hello', id));
    const again = await world().ask('Logic.SendMessage', message('hello', id));
    expect(decodeSendReply(again)).toEqual(decodeSendReply(first));
    expect(failureCode(await world().ask('Logic.SendMessage', message('other', id)))).toBe('ID_REUSED');
    const twice = [
      world().send(
        'Logic.SendMessage',
        message(
          'both',
          id.map((b) => b ^ 1),
        ),
      ),
      world().send(
        'Logic.SendMessage',
        message(
          'both',
          id.map((b) => b ^ 1),
        ),
      ),
    ];
    await waitFor(() => twice.every((request) => world().replies(request).length > 0), 'both replies');
    expect(await world().history(world().alice, world().bob)).toEqual([
      { seq: 1, text: 'hello' },
      { seq: 2, text: 'both' },
    ]);
  });

  test.each([
    ['NO_SUCH_USER', 'an id like a@b.c', { to: 'a@b.c' }],
    ['NO_SUCH_USER', 'an id like 日本語', { to: '日本語' }],
    ['NO_SUCH_USER', 'no id', { to: '' }],
    ['NO_SUCH_USER', "nobody's id", { to: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['BAD_MESSAGE_ID', 'a message id of 15 bytes', { clientMessageId: new Uint8Array(15) }],
    ['BAD_MESSAGE_ID', 'no message id', { clientMessageId: new Uint8Array() }],
    ['TEXT_EMPTY', 'no text', { text: '' }],
    ['TEXT_TOO_LONG', 'a text of more bytes than allowed', { text: '字'.repeat(334) }],
  ])('%s for %s, and the next message takes the next seq', async (code, _what, wrong) => {
    await world().start('Logic');
    await world().ask('Logic.SendMessage', message('one'));
    expect(failureCode(await world().ask('Logic.SendMessage', { ...message('bad'), ...wrong }))).toBe(code);
    expect(decodeSendReply(await world().ask('Logic.SendMessage', message('two'))).seq).toBe(2);
  });

  test('pages of long messages are shorter, and nothing is missing when one goes on until last_seq', async () => {
    await world().start('Logic', { maxTextBytes: 200_000 });
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(200_000));
    for (const text of texts) await world().ask('Logic.SendMessage', { ...message(''), text });
    const list = im.ListConversationsReply.decode((await world().ask('Logic.ListConversations', {})).payload);
    const conversation = list.conversations[0]?.conversation ?? '';
    const pulled: string[] = [];
    for (let afterSeq = 0; afterSeq < 3; ) {
      const reply = await world().ask('Logic.PullMessages', { conversation, afterSeq });
      const page = im.PullMessagesReply.decode(reply.payload);
      expect(page).toMatchObject({ lastSeq: 3 });
      expect(reply.payload.length).toBeLessThan(500_000);
      pulled.push(...page.messages.map(({ text }) => text ?? ''));
      afterSeq = page.messages.at(-1)?.seq ?? 3;
    }
    expect(pulled).toEqual(texts);
  });

  test('history comes in pages; unknown conversations and limits have their own codes', async () => {
    await world().start('Logic');
    for (let i = 1; i <= 5; i++) world().send('Logic.SendMessage', message(`m${i}`));
    const { conversation } = decodeSendReply(await world().ask('Logic.SendMessage', message('m6')));
    const page = im.PullMessagesReply.decode(
      (await world().ask('Logic.PullMessages', { conversation, afterSeq: 2, limit: 3 }, { user: world().bob })).payload,
    );
    expect(page.messages.map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect(page.lastSeq).toBe(6);
    for (const strange of ['a@b.c', '日本語', '', 'AAAAAAAAAAAAAAAAAAAAAA']) {
      expect(failureCode(await world().ask('Logic.PullMessages', { conversation: strange }))).toBe('NO_SUCH_CONVERSATION');
    }
    expect(failureCode(await world().ask('Logic.PullMessages', { conversation }, { user: 'AAAAAAAAAAAAAAAAAAAAAQ' }))).toBe(
      'NO_SUCH_CONVERSATION',
    );
    expect(failureCode(await world().ask('Logic.PullMessages', { conversation, limit: 201 }))).toBe('BAD_LIMIT');
    expect(failureCode(await world().ask('Logic.PullMessages', { conversation, afterSeq: 2 ** 60 }))).toBe('BAD_ARGUMENT');
    const list = im.ListConversationsReply.decode(
      (await world().ask('Logic.ListConversations', {}, { user: world().bob })).payload,
    );
    expect(list).toMatchObject({
      more: false,
      conversations: [{ conversation, peer: world().alice, lastSeq: 6, lastMessage: { text: 'm6' } }],
    });
  });

  test('an expired read is answered with EXPIRED, an expired write is run', async () => {
    await world().start('Fixture');
    const deadline = Date.now() - 1;
    expect(failureCode(await world().ask('Fixture.Look', { to: world().bob }, { deadline }))).toBe('EXPIRED');
    const reply = await world().ask('Fixture.Keep', { text: 'late', to: world().bob }, { deadline });
    expect(reply.failure).toBeNull();
    expect(await world().history(world().alice, world().bob)).toEqual([{ seq: 1, text: 'late' }]);
  });

  test('while the routes are away replies go out and messages are stored', async () => {
    await world().start('Logic');
    world().routes.isDown = true;
    expect(decodeSendReply(await world().ask('Logic.SendMessage', message('one'))).seq).toBe(1);
    world().routes.isDown = false;
    await world().ask('Logic.SendMessage', message('two'));
    await waitFor(() => world().pushed.length === 1, 'the push');
    expect(world().pushed[0]?.seq).toBe(2);
  });

  test('routes are looked up after the commit: who moves meanwhile is found where he is now', async () => {
    let move = (): void => undefined;
    await world().start('Logic', {
      afterCommit: async () => move(),
    });
    move = () => {
      const [route] = world().routes.entries.get(world().bob) ?? [];
      if (route) world().routes.entries.set(world().bob, [{ ...route, address: { ...route.address, connection: 99 } }]);
    };
    await world().ask('Logic.SendMessage', message('hello'));
    await waitFor(() => world().pushed.length === 1, 'the push');
    expect(world().pushed[0]?.targets).toEqual([99]);
  });

  test('events without a seq carry an id by which receivers drop doubles', async () => {
    await world().start('Fixture');
    await world().ask('Fixture.Keep', { text: 'one', to: world().bob });
    await world().ask('Fixture.Keep', { text: 'two', to: world().bob });
    await waitFor(() => world().pushed.length === 2, 'the pushes');
    const ids = world().pushed.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  test('sealed payloads are opened for the handler only, and the reply goes out sealed', async () => {
    const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
    await world().start('Fixture', {
      opener: {
        open: (sealed) => {
          if (sealed[0] !== 0xf5) throw new Error('not sealed for us');
          return { payload: flip(sealed), sealReply: flip };
        },
      },
    });
    const { descriptor } = fixtureRpc('hidden');
    const reply = await world().ask(
      'Fixture.Hidden',
      {},
      { payload: flip(descriptor.request.encode({ text: 'secret' }).finish()) },
    );
    expect(descriptor.reply.decode(flip(reply.payload))).toMatchObject({ text: 'SECRET' });
    expect(failureCode(await world().ask('Fixture.Hidden', { text: 'clear' }))).toBe('BAD_PAYLOAD');
  });

  test('a user command without a user is refused whatever topic it came by', async () => {
    await world().start('Logic');
    expect(failureCode(await world().ask('Logic.SendMessage', message('x'), { user: '' }))).toBe('NOT_LOGGED_IN');
  });
});
