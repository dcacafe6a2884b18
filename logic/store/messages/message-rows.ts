// Rows of the table of messages: how they are read and written.
import type { Row } from '../../../infra/sql/connection.ts';
import type { Dialect } from '../../../infra/sql/dialect.ts';
import { bytes, id, integer, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedWrite } from '../../../infra/sql/query.ts';
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import { decodeId, encodeId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import type { StoredMessage } from '../../ports/index.ts';

const COLUMNS = {
  conversationId: column.id('s.conversation_id'),
  seq: column.integer('s.seq'),
  senderId: column.id('s.sender_id'),
  clientMessageId: column.bytes('s.client_message_id'),
  text: column.text('s.text'),
  time: column.integer('s.sent_at'),
  kind: column.integer('s.kind'),
  body: column.nullable(column.text('s.body')),
  replyTo: column.integer('s.reply_to'),
  mentions: column.nullable(column.bytes('s.mentions')),
  target: column.integer('s.target'),
  emoji: column.nullable(column.binaryText('s.emoji')),
  removed: column.boolean('s.removed'),
  edited: column.boolean('s.edited'),
  recalled: column.boolean('s.recalled'),
  changedSeq: column.integer('s.changed_seq'),
};

/** The columns of messages s, for `decodeMessage` and `decodeChangedMessage`. */
export const messageReader = new RowReader(COLUMNS);
export const MESSAGE_COLUMN_COUNT = Object.keys(COLUMNS).length;

/** The condition of a message that counts as unread, in SQL. */
export const COUNTS_AS_UNREAD = `kind <= ${im.MessageKind.CUSTOM}`;
/** The condition of a message that is not a change of another one, in SQL. */
export const IS_MESSAGE = `kind < ${im.MessageKind.EDITED}`;

export function countsAsUnread({ kind }: { readonly kind: im.MessageKind }): boolean {
  return kind <= im.MessageKind.CUSTOM;
}

export function isChange({ kind }: { readonly kind: im.MessageKind }): boolean {
  return kind >= im.MessageKind.EDITED;
}

/** A message, and the seq of its last edit or recall; 0 = it has none. */
export interface ChangedMessage {
  readonly message: StoredMessage;
  readonly changedSeq: number;
}

export function decodeMessage(row: Row): StoredMessage {
  return decodeChangedMessage(row).message;
}

export function decodeChangedMessage(row: Row): ChangedMessage {
  const { changedSeq, body, mentions, emoji, ...same } = messageReader.read(row);
  return { message: { ...same, body: body ?? '', mentions: decodeMentions(mentions), emoji: emoji ?? '' }, changedSeq };
}

/**
 * The message as a former member sees it, whose last seq is `changesUpTo`. A later edit or recall is not theirs to read, and the
 * former content is no longer stored: they see that it was changed. Undefined for a present member.
 */
export function withoutLaterChange({ message, changedSeq }: ChangedMessage, changesUpTo: number | undefined): StoredMessage {
  if (changesUpTo === undefined || changedSeq <= changesUpTo) return message;
  return { ...message, text: '', body: '', mentions: [], edited: true, recalled: false };
}

const ID_BYTES = 16;

function decodeMentions(all: Uint8Array | undefined): string[] {
  if (!all) return [];
  return Array.from({ length: all.length / ID_BYTES }, (_, i) => encodeId(all.subarray(i * ID_BYTES, (i + 1) * ID_BYTES)));
}

function mentionsLiteral(mentions: readonly string[]): string {
  return mentions.length === 0 ? 'NULL' : bytes(Buffer.concat(mentions.map(decodeId)));
}

function textOrNull(value: string, { text }: Dialect): string {
  return value === '' ? 'NULL' : text(value);
}

/** A message with its ordinal: how many messages of the conversation, up to this one, count as unread. */
export interface NumberedMessage {
  readonly message: StoredMessage;
  readonly ordinal: number;
}

const PLAIN_COLUMNS = 'conversation_id, seq, sender_id, client_message_id, text, sent_at, ordinal';

const plainLiterals = ({ message, ordinal }: NumberedMessage, { text }: Dialect): string[] => [
  id(message.conversationId),
  integer(message.seq),
  id(message.senderId),
  bytes(message.clientMessageId),
  text(message.text),
  integer(message.time),
  integer(ordinal),
];

/** Inserts messages with a text and nothing else. Most messages are such, and the shorter statement is faster. */
export const insertPlainMessage: BatchedWrite<NumberedMessage> = {
  lockOrder: LOCK_ORDER.textMessages,
  sql: (rows, dialect) =>
    `INSERT INTO messages (${PLAIN_COLUMNS}) VALUES ${tuples(rows, (message) => plainLiterals(message, dialect))}`,
};

/** Inserts messages of any content. */
export const insertRichMessage: BatchedWrite<NumberedMessage> = {
  lockOrder: LOCK_ORDER.messages,
  sql: (rows, dialect) => {
    const values = tuples(rows, ({ message, ordinal }) => [
      ...plainLiterals({ message, ordinal }, dialect),
      integer(message.kind),
      textOrNull(message.body, dialect),
      integer(message.replyTo),
      mentionsLiteral(message.mentions),
      integer(message.target),
      message.emoji === '' ? 'NULL' : dialect.binaryText(message.emoji),
      message.removed ? '1' : '0',
    ]);
    return `INSERT INTO messages (${PLAIN_COLUMNS}, kind, body, reply_to, mentions, target, emoji, removed) VALUES ${values}`;
  },
};

export function isPlain({ kind, body, replyTo, mentions }: StoredMessage): boolean {
  return kind === im.MessageKind.TEXT && body === '' && replyTo === 0 && mentions.length === 0;
}

/** Replaces the content of stored messages. */
export const rewriteMessage: BatchedWrite<ChangedMessage> = {
  lockOrder: LOCK_ORDER.rewrittenMessages,
  sql: (rows, dialect) => {
    // Only the last row of each message.
    const last = [...new Map(rows.map((row) => [`${row.message.conversationId} ${row.message.seq}`, row])).values()];
    const isRow = ({ message: { conversationId, seq } }: ChangedMessage): string =>
      `conversation_id = ${id(conversationId)} AND seq = ${integer(seq)}`;
    const set = (name: string, literal: (row: ChangedMessage) => string): string =>
      `${name} = CASE ${last.map((row) => `WHEN ${isRow(row)} THEN ${literal(row)}`).join(' ')} END`;
    const columns = [
      set('text', ({ message }) => dialect.text(message.text)),
      set('body', ({ message }) => textOrNull(message.body, dialect)),
      set('mentions', ({ message }) => mentionsLiteral(message.mentions)),
      set('edited', ({ message }) => (message.edited ? '1' : '0')),
      set('recalled', ({ message }) => (message.recalled ? '1' : '0')),
      set('changed_seq', (row) => integer(row.changedSeq)),
    ];
    const targets = last.map(({ message }) => [id(message.conversationId), integer(message.seq)] as const);
    return `UPDATE messages SET ${columns.join(', ')} WHERE ${dialect.pairsIn(['conversation_id', 'seq'], targets)}`;
  },
};
