// Invalid requests: each gets its own code and changes nothing.
import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { decodeSendReply, failureCode, waitFor } from '../testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { IMAGE, SYSTEM, EDITED } = im.MessageKind;
const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;

onEveryStore('bad input', (fixture, store) => {
  let conversationId: string;
  let eve: string;
  const id = () => ({ clientMessageId: randomBytes(16) });
  const code = async (rpc: string, request: object, userId = fixture().alice) =>
    failureCode(await fixture().ask(`Logic.${rpc}`, request, { userId }));
  const lastSeq = async () => {
    const { payload } = await fixture().ask('Logic.PullMessages', { conversationId });
    return im.PullMessagesReply.decode(payload).lastSeq;
  };

  beforeEach(async () => {
    await fixture().start('Logic');
    eve = newId();
    await store().addUser(eve);
    ({ conversationId } = decodeSendReply(
      await fixture().ask('Logic.SendMessage', { ...id(), toUserId: fixture().bob, text: 'one' }),
    ));
  });

  test.each<[string, string, object]>([
    ['BAD_BODY', 'a body that is not JSON', { kind: IMAGE, body: '{"a":' }],
    ['BAD_BODY', 'a body that is not an object', { kind: IMAGE, body: '[1]' }],
    ['BAD_BODY', 'a missing body', { kind: IMAGE }],
    ['BAD_BODY', 'a body nested nine deep', { kind: IMAGE, body: nested(9) }],
    ['BAD_BODY', 'a body of brackets', { kind: IMAGE, body: '['.repeat(900) }],
    ['BAD_BODY', 'a body that is too long', { kind: IMAGE, body: `{"a":"${'x'.repeat(1000)}"}` }],
    ['BAD_BODY', 'an escaped control character in a body', { kind: IMAGE, body: '{"caption":"\\u001b[2J"}' }],
    ['BAD_BODY', 'an escaped NUL deep in a body', { kind: IMAGE, body: '{"a":[{"b":["x","\\u0000"]}]}' }],
    ['BAD_BODY', 'a control character in a key of a body', { kind: IMAGE, body: '{"a\\b":1}' }],
    ['BAD_BODY', 'a C1 control as it is in a body', { kind: IMAGE, body: '{"a":"\u009b2J"}' }],
    ['BAD_BODY', 'half of an emoji in a body', { kind: IMAGE, body: '{"a":"\\ud83d"}' }],
    ['BAD_BODY', 'a text with a body', { text: 'x', body: '{}' }],
    ['BAD_ARGUMENT', 'a kind that only the server may send', { kind: SYSTEM, body: '{}' }],
    ['BAD_ARGUMENT', 'a change sent as a message', { kind: EDITED, text: 'x' }],
    ['BAD_ARGUMENT', 'an unknown kind', { kind: 77, text: 'x' }],
    ['BAD_ARGUMENT', 'a mention that is not an id', { text: 'x', mentions: ['a@b.c'] }],
    ['BAD_ARGUMENT', '51 mentions', { text: 'x', mentions: Array.from({ length: 51 }, newId) }],
    ['BAD_ARGUMENT', 'a reply to seq 2^60', { text: 'x', replyTo: 2 ** 60 }],
    ['NO_SUCH_MESSAGE', 'a reply to a seq that does not exist yet', { text: 'x', replyTo: 2 }],
  ])('%s for %s', async (expected, _what, wrong) => {
    expect(await code('SendMessage', { ...id(), toUserId: fixture().bob, ...wrong })).toBe(expected);
    expect(await code('SendMessage', { ...id(), conversationId, ...wrong })).toBe(expected);
    expect(await lastSeq()).toBe(1);
  });

  test('a body of eight levels with brackets in its strings is stored', async () => {
    for (const body of [nested(8), JSON.stringify({ a: '[[[[[[[[[[{{{{{{{"\\' }), '{"a":"你好\\n\\u4f60"}'])
      expect(await code('SendMessage', { ...id(), conversationId, kind: IMAGE, body })).toBe('CODE_UNSPECIFIED');
  });

  test('SendMessage with both a user and a conversation is BAD_ARGUMENT', async () => {
    expect(await code('SendMessage', { ...id(), conversationId, toUserId: fixture().bob, text: 'x' })).toBe('BAD_ARGUMENT');
  });

  test('SendMessage without a receiver is BAD_ARGUMENT', async () => {
    expect(await code('SendMessage', { ...id(), text: 'x' })).toBe('BAD_ARGUMENT');
  });

  test.each(['', ' ', ' \n\t', '\u200b\u2060', '\u3164', '\u2800', '\u034f', '\ufe0f'])(
    'a text with nothing to see (%j) is TEXT_EMPTY',
    async (text) => {
      expect(await code('SendMessage', { ...id(), conversationId, text })).toBe('TEXT_EMPTY');
      expect(await code('EditMessage', { ...id(), conversationId, seq: 1, text })).toBe('TEXT_EMPTY');
    },
  );

  test.each(['a\0', 'a\x1b[2J', '\x07', 'a\x9b2Jb', 'a\x85', `a${'\u0301\u0302'.repeat(500)}`])(
    'a text with control characters or piled marks (case %#) is BAD_TEXT, and nothing is stored',
    async (text) => {
      expect(await code('SendMessage', { ...id(), conversationId, text })).toBe('BAD_TEXT');
      expect(await code('EditMessage', { ...id(), conversationId, seq: 1, text })).toBe('BAD_TEXT');
      expect(await code('SendMessage', { ...id(), conversationId, kind: IMAGE, text, body: '{}' })).toBe('BAD_TEXT');
      expect(await lastSeq()).toBe(1);
    },
  );

  test.each(['two\nlines\tand a tab\r\n', 'copied \u202d+1 555\u202c', 'a\u2028b', `Z${'\u0301\u0302'.repeat(15)}`])(
    'a text with line ends, tabs, bidi controls or 30 marks (case %#) is stored',
    async (text) => {
      expect(await code('EditMessage', { ...id(), conversationId, seq: 1, text })).toBe('CODE_UNSPECIFIED');
    },
  );

  test('an edit without text and body is BAD_ARGUMENT, and one with a body alone keeps the text', async () => {
    expect(await code('EditMessage', { ...id(), conversationId, seq: 1 })).toBe('BAD_ARGUMENT');
    const image = { ...id(), conversationId, kind: IMAGE, text: 'caption', body: '{"url":"https://a.example/1"}' };
    const { seq } = decodeSendReply(await fixture().ask('Logic.SendMessage', image));
    const edits = [{ body: '{"url":"https://a.example/2"}' }, { text: 'another caption' }];
    // The second time is a resend: it is compared with what the first one stored.
    for (const edit of edits.map((changes) => ({ ...id(), conversationId, seq, ...changes })))
      for (let i = 0; i < 2; i++) expect(await code('EditMessage', edit)).toBe('CODE_UNSPECIFIED');
    const { payload } = await fixture().ask('Logic.PullMessages', { conversationId });
    const { messages } = im.PullMessagesReply.decode(payload);
    expect(messages.find((message) => message.seq === seq)).toMatchObject({ text: 'another caption', body: edits[0]?.body });
    expect(messages.filter(({ kind }) => kind === EDITED).map(({ text, body }) => [text, body])).toEqual([
      // Replaced by the later edit.
      ['', ''],
      ['another caption', '{"url":"https://a.example/2"}'],
    ]);
  });

  test('every rpc on a conversation returns NO_SUCH_CONVERSATION for a stranger and for an invalid id', async () => {
    const attempts: [string, object][] = [
      ['SendMessage', { ...id(), text: 'x' }],
      ['RecallMessage', { ...id(), seq: 1 }],
      ['EditMessage', { ...id(), seq: 1, text: 'x' }],
      ['React', { ...id(), seq: 1, emoji: '👍' }],
      ['DeleteForMe', { seqs: [1] }],
      ['PullMessages', {}],
      ['MarkRead', { seq: 1 }],
      ['MarkDelivered', { seq: 1 }],
      ['ListReaders', { seq: 1 }],
      ['SetConversation', { pinned: true }],
    ];
    for (const [rpc, request] of attempts) {
      expect(await code(rpc, { ...request, conversationId }, eve), rpc).toBe('NO_SUCH_CONVERSATION');
      expect(await code(rpc, { ...request, conversationId: 'a@b.c' }), rpc).toBe('NO_SUCH_CONVERSATION');
      expect(await code(rpc, { ...request, conversationId: newId() }), rpc).toBe('NO_SUCH_CONVERSATION');
    }
  });

  test.each(['RecallMessage', 'EditMessage', 'React'])(
    '%s returns NO_SUCH_MESSAGE for an unknown seq and the seq of a change, and changes no recalled message',
    async (rpc) => {
      const request = () => ({ ...id(), conversationId, text: 'x', emoji: '👍' });
      for (const seq of [0, 2, 2 ** 53, 2 ** 60])
        expect(await code(rpc, { ...request(), seq }), `${seq}`).toBe('NO_SUCH_MESSAGE');
      await fixture().ask('Logic.RecallMessage', { ...id(), conversationId, seq: 1 });
      // It is recalled already: there is nothing to change.
      const recalled = { EditMessage: 'TOO_LATE', React: 'NO_SUCH_MESSAGE' }[rpc] ?? 'CODE_UNSPECIFIED';
      expect(await code(rpc, { ...request(), seq: 1 })).toBe(recalled);
      expect(await code(rpc, { ...request(), seq: 2 })).toBe('NO_SUCH_MESSAGE');
      expect(await lastSeq()).toBe(2);
    },
  );

  test('editing or recalling a message of another user gives NOT_YOURS, and reusing a message id gives ID_REUSED', async () => {
    expect(await code('EditMessage', { ...id(), conversationId, seq: 1, text: 'x' }, fixture().bob)).toBe('NOT_YOURS');
    expect(await code('RecallMessage', { ...id(), conversationId, seq: 1 }, fixture().bob)).toBe('NOT_YOURS');
    const used = id();
    expect(await code('EditMessage', { ...used, conversationId, seq: 1, text: 'x' })).toBe('CODE_UNSPECIFIED');
    expect(await code('EditMessage', { ...used, conversationId, seq: 1, text: 'x' })).toBe('CODE_UNSPECIFIED');
    expect(await code('EditMessage', { ...used, conversationId, seq: 1, text: 'y' })).toBe('ID_REUSED');
    expect(await code('RecallMessage', { ...used, conversationId, seq: 1 })).toBe('ID_REUSED');
    expect(await lastSeq()).toBe(2);
  });

  test.each(['', 'a', '👍👍', '👍 ', 'x'.repeat(100_000), '\0', '1'])('React refuses %j', async (emoji) => {
    expect(await code('React', { ...id(), conversationId, seq: 1, emoji })).toBe('BAD_REACTION');
  });

  test('a blocked user may remove a reaction they have set, and nothing else', async () => {
    const react = (emoji: string, remove: boolean) =>
      code('React', { ...id(), conversationId, seq: 1, emoji, remove }, fixture().bob);
    expect(await react('👍', false)).toBe('CODE_UNSPECIFIED');
    await fixture().ask('Logic.Block', { userId: fixture().bob });
    const removed = [await react('🎉', true), await react('👍', true), await react('👍', true)];
    expect(removed).toEqual(removed.map(() => 'CODE_UNSPECIFIED'));
    expect(await react('👍', false)).toBe('BLOCKED');
    // Only one of them has changed something.
    expect(await lastSeq()).toBe(3);
  });

  test('a message has at most 20 different reactions', async () => {
    const emojis = [...'😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓😔'];
    const sent = emojis.map((emoji) => fixture().send('Logic.React', { ...id(), conversationId, seq: 1, emoji }));
    await waitFor(() => sent.every((request) => fixture().replies(request).length > 0), 'all replies');
    const codes = sent.map((request) => failureCode(fixture().replies(request)[0] as im.Envelope));
    expect(codes.filter((each) => each === 'BAD_REACTION')).toHaveLength(1);
    expect(await code('React', { ...id(), conversationId, seq: 1, emoji: '😀' }, fixture().bob)).toBe('CODE_UNSPECIFIED');
  });

  test('a seq that does not exist yet cannot be marked as read and has no readers', async () => {
    for (const seq of [2, 2 ** 53, 2 ** 60]) {
      expect(await code('MarkRead', { conversationId, seq }), `${seq}`).toBe('BAD_ARGUMENT');
      expect(await code('MarkDelivered', { conversationId, seq }), `${seq}`).toBe('BAD_ARGUMENT');
      expect(await code('ListReaders', { conversationId, seq }), `${seq}`).toBe('NO_SUCH_MESSAGE');
    }
    expect(await code('ListReaders', { conversationId, seq: 0 })).toBe('NO_SUCH_MESSAGE');
  });

  test('a limit above the maximum is BAD_LIMIT', async () => {
    expect(await code('DeleteForMe', { conversationId, seqs: Array.from({ length: 101 }, (_, i) => i) })).toBe('BAD_LIMIT');
    expect(await code('Sync', { limit: 501 })).toBe('BAD_LIMIT');
    expect(await code('ListReaders', { conversationId, seq: 1, limit: 2 ** 32 - 1 })).toBe('BAD_LIMIT');
    expect(await code('PullMessages', { conversationId, limit: 201 })).toBe('BAD_LIMIT');
  });

  test('DeleteForMe with seqs that do not exist yet does not hide the later messages with these seqs', async () => {
    expect(await code('DeleteForMe', { conversationId, seqs: [0, 2, 2 ** 53] })).toBe('CODE_UNSPECIFIED');
    await fixture().ask('Logic.SendMessage', { ...id(), toUserId: fixture().bob, text: 'two' });
    const { payload } = await fixture().ask('Logic.PullMessages', { conversationId });
    expect(im.PullMessagesReply.decode(payload).messages.map(({ seq }) => seq)).toEqual([1, 2]);
  });
});
