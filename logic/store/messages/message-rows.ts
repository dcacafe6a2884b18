// Rows of the table of messages, and how they are written.

import type { Row } from '../../../infra/sql/connection.ts';
import type { Dialect } from '../../../infra/sql/dialect.ts';
import { bytes, id, integer, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedWrite } from '../../../infra/sql/query.ts';
import { decodeId, encodeId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import type { StoredMessage } from '../../ports/index.ts';

const COLUMNS = [
  'conversation',
  'seq',
  'sender',
  'client_message_id',
  'text',
  'sent_at',
  'kind',
  'body',
  'reply_to',
  'mentions',
  'target',
  'emoji',
  'removed',
  'edited',
  'recalled',
  'changed_seq',
] as const;

/** How many columns a row has that `storedMessage` understands. */
export const MESSAGE_COLUMN_COUNT = COLUMNS.length;

/** The columns in the order `storedMessage` expects them, of the table or its alias. */
export function messageColumns(table: string): string {
  return COLUMNS.map((column) => `${table}.${column}`).join(', ');
}

/** What counts as unread, in SQL. */
export const COUNTS_AS_UNREAD = `kind <= ${im.MessageKind.CUSTOM}`;
/** What is no change of another message, in SQL. */
export const IS_MESSAGE = `kind < ${im.MessageKind.EDITED}`;

export function countsAsUnread({ kind }: { readonly kind: im.MessageKind }): boolean {
  return kind <= im.MessageKind.CUSTOM;
}

export function isChange({ kind }: { readonly kind: im.MessageKind }): boolean {
  return kind >= im.MessageKind.EDITED;
}

const ID_BYTES = 16;

export function decodeMessage(row: Row): StoredMessage {
  const [conversation, seq, sender, clientMessageId, text, time, kind, body, replyTo, mentions, target, emoji] = row;
  return {
    conversation: encodeId(conversation as Uint8Array),
    seq: Number(seq),
    sender: encodeId(sender as Uint8Array),
    clientMessageId: clientMessageId as Uint8Array,
    text: String(text),
    time: Number(time),
    kind: Number(kind) as im.MessageKind,
    body: String(body ?? ''),
    replyTo: Number(replyTo),
    mentions: mentionsOf(mentions as Uint8Array | null),
    target: Number(target),
    emoji: String(emoji ?? ''),
    removed: Number(row[12]) !== 0,
    edited: Number(row[13]) !== 0,
    recalled: Number(row[14]) !== 0,
  };
}

/** The seq of the last edit or recall of the message in this row; 0 = none. */
export function decodeChangedSeq(row: Row): number {
  return Number(row[15]);
}

function mentionsOf(all: Uint8Array | null): string[] {
  if (!all) return [];
  return Array.from({ length: all.length / ID_BYTES }, (_, i) => encodeId(all.subarray(i * ID_BYTES, (i + 1) * ID_BYTES)));
}

function mentionsLiteral(mentions: readonly string[]): string {
  return mentions.length === 0 ? 'NULL' : bytes(Buffer.concat(mentions.map(decodeId)));
}

function textOrNull(value: string, { text }: Dialect): string {
  return value === '' ? 'NULL' : text(value);
}

/** A message with how many of its conversation count as unread up to it. */
export interface NumberedMessage {
  readonly message: StoredMessage;
  readonly ordinal: number;
}

const plainRow = ({ message, ordinal }: NumberedMessage, { text }: Dialect): string[] => [
  id(message.conversation),
  integer(message.seq),
  id(message.sender),
  bytes(message.clientMessageId),
  text(message.text),
  integer(message.time),
  integer(ordinal),
];

/** What has a text and nothing else, as most have: the shorter statement is worth a kind of its own. */
export const insertPlainMessage: BatchedWrite<NumberedMessage> = {
  lockOrder: LOCK_ORDER.textMessages,
  sql: (rows, dialect) =>
    `INSERT INTO messages (conversation, seq, sender, client_message_id, text, sent_at, ordinal) VALUES ${tuples(rows, (m) => plainRow(m, dialect))}`,
};

export const insertRichMessage: BatchedWrite<NumberedMessage> = {
  lockOrder: LOCK_ORDER.messages,
  sql: (rows, dialect) =>
    `INSERT INTO messages (conversation, seq, sender, client_message_id, text, sent_at, ordinal, kind, body, reply_to, mentions, target, emoji, removed) VALUES ${tuples(
      rows,
      ({ message: m, ordinal }) => [
        ...plainRow({ message: m, ordinal }, dialect),
        integer(m.kind),
        textOrNull(m.body, dialect),
        integer(m.replyTo),
        mentionsLiteral(m.mentions),
        integer(m.target),
        m.emoji === '' ? 'NULL' : dialect.binaryText(m.emoji),
        m.removed ? '1' : '0',
      ],
    )}`,
};

export function isPlain({ kind, body, replyTo, mentions }: StoredMessage): boolean {
  return kind === im.MessageKind.TEXT && body === '' && replyTo === 0 && mentions.length === 0;
}

export interface MessageRewrite {
  readonly message: StoredMessage;
  readonly changedSeq: number;
}

/** The content of messages that are there. */
export const rewriteMessage: BatchedWrite<MessageRewrite> = {
  lockOrder: LOCK_ORDER.rewrittenMessages,
  sql: (rows, dialect) => {
    // The last one of each alone.
    const last = [...new Map(rows.map((row) => [`${row.message.conversation} ${row.message.seq}`, row])).values()];
    const set = (column: string, literal: (row: MessageRewrite) => string): string =>
      `${column} = CASE ${last.map((row) => `WHEN conversation = ${id(row.message.conversation)} AND seq = ${integer(row.message.seq)} THEN ${literal(row)}`).join(' ')} END`;
    const columns = [
      set('text', ({ message }) => dialect.text(message.text)),
      set('body', ({ message }) => textOrNull(message.body, dialect)),
      set('mentions', ({ message }) => mentionsLiteral(message.mentions)),
      set('edited', ({ message }) => (message.edited ? '1' : '0')),
      set('recalled', ({ message }) => (message.recalled ? '1' : '0')),
      set('changed_seq', (row) => integer(row.changedSeq)),
    ];
    const targets = last.map(({ message }) => [id(message.conversation), integer(message.seq)] as const);
    return `UPDATE messages SET ${columns.join(', ')} WHERE ${dialect.pairsIn(['conversation', 'seq'], targets)}`;
  },
};
