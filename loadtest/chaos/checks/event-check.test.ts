import { expect, test } from 'vitest';
import { formatMessageId } from '../../../proto/id-text.ts';
import { im } from '../../../proto/rpc.ts';
import { compareEvents, listTexts } from './event-check.ts';

test('a missing event is not hidden by one of a message that is not stored', () => {
  expect(compareEvents(new Set(['a.1', 'a.2']), new Set(['a.2', 'a.1']))).toEqual([]);
  expect(compareEvents(new Set(['a.1', 'a.2']), new Set(['a.1', 'a.3']))).toEqual([
    '1 of 2 stored messages have no domain event',
    '1 domain events are of messages that are not stored',
  ]);
});

test('a stored message is found by the id of its event, and a change of a message is no message', () => {
  const id = formatMessageId('a', 7);
  const events = [
    { id, messageStored: { conversationId: 'a', seq: 7 } },
    { id: 'a.8', messageStored: { kind: im.MessageKind.EDITED } },
    { id: 'b', receipt: {} },
  ];
  const envelopes = events.map((event) => ({ payload: im.DomainEvent.encode(event).finish() }));
  expect(listTexts({ value: im.Pack.encode({ envelopes }).finish() })).toEqual([id]);
});
