import { expect, test } from 'vitest';
import { formatAsJson, formatAsPlain, type ScriptMessage } from './script-event.ts';

const MESSAGE: ScriptMessage = {
  ...{ event: 'message', messageId: 'c.7', clientMessageId: '00', conversationId: 'c', seq: 7 },
  ...{ conversation: 'alice', isGroup: false, senderId: 'u', sender: 'alice', own: false, kind: 'TEXT' },
  ...{ text: 'hi', body: '', time: '2026-01-02T03:04:05.000Z', replyTo: 0, mentions: [], target: 0, emoji: '', removed: false },
};

test('a plain message is one line of four columns, and a text cannot add a column, a line or an escape sequence', () => {
  expect(formatAsPlain(MESSAGE)).toEqual({ line: '2026-01-02T03:04:05.000Z\talice\talice\thi', isError: false });
  const hostile = { ...MESSAGE, isGroup: true, conversation: 'team', text: 'a\tb\nc\u001b[2J\u009b2J\u202e' };
  expect(formatAsPlain(hostile)?.line).toBe('2026-01-02T03:04:05.000Z\t#team\talice\ta\ufffdb ⏎ c\ufffd[2J\ufffd2J\ufffd');
});

test('plain text has neither changes of messages nor group events; what went wrong goes to standard error', () => {
  expect(formatAsPlain({ ...MESSAGE, kind: 'EDITED', target: 3 })).toBeUndefined();
  expect(formatAsPlain({ ...MESSAGE, kind: 'SYSTEM', text: '', body: '{}' })).toBeUndefined();
  expect(formatAsPlain({ event: 'loggedIn', userId: 'u', name: 'bot' })).toBeUndefined();
  const error = { event: 'error', code: 'BLOCKED', sentence: 'no\u001b[2J', line: 1, text: 'hi' } as const;
  expect(formatAsPlain(error)).toEqual({ line: 'no\ufffd[2J', isError: true });
});

test('a JSON line escapes every control character, and its text comes back unchanged', () => {
  const text = 'a\nb\u001b[2J\u007f\u009b2J\u202e\u2028 "你好"';
  const line = formatAsJson({ ...MESSAGE, text });
  expect(line).not.toMatch(/[\p{Cc}\u2028-\u202e]/u);
  expect(JSON.parse(line)).toEqual({ ...MESSAGE, text });
});
