// Fills the tables with enough rows that the database plans its statements as in production.
import { createHash } from 'node:crypto';
import type { SqlConnection } from '../../../infra/sql/connection.ts';
import { bytes, id } from '../../../infra/sql/literals.ts';
import { directConversationId } from '../../../proto/ids.ts';
import { fillGroups, type InsertRows, inGroup, NOW, upTo } from './large-groups.ts';
import {
  BIG_CONVERSATION,
  BIG_GROUP,
  DELETED,
  deletedUser,
  directConversation,
  nthId,
  SIZES,
  smallGroupId,
  userId,
} from './large-table-ids.ts';

const ROWS_AT_ONCE = 1000;
/** Members of groups that no call reads. */
const OTHER_MEMBERS = 30_000;
/** Of the first message: late enough that a slow machine recalls it in time. */
const SENT_AT = NOW + 3_600_000;

export async function fillTables(connection: SqlConnection, passwordHash: string): Promise<void> {
  const { dialect } = connection;
  const insert: InsertRows = async (table, columns, rows) => {
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      const values = rows.slice(at, at + ROWS_AT_ONCE).map((row) => `(${row.join(',')})`);
      await connection.query([`INSERT INTO ${table} (${columns}) VALUES ${values.join(',')}`]);
    }
  };
  const users = upTo(SIZES.users);
  const key = (n: number): string => bytes(Buffer.from(nthId('key', n), 'base64url'));

  await insert(
    'accounts',
    'user_id, name, name_key, password_hash, email, email_key',
    users.map((n) => [
      id(userId(n)),
      `'user${n}'`,
      dialect.binaryText(`user${n}`),
      dialect.text(passwordHash),
      `'user${n}@example.org'`,
      dialect.binaryText(`user${n}@example.org`),
    ]),
  );
  await insert(
    'profiles',
    'user_id, version, findable_by_email',
    users.map((n) => [id(userId(n)), n === 0 ? SIZES.relations : 2, n % 2]),
  );
  await insert(
    'sessions',
    'session_id, user_id, client_request_id, epoch, gate_instance, gate_slot, connection, bound_at, device_kind, device_name',
    upTo(2 * SIZES.users).map((n) => [
      id(nthId('session', n)),
      id(userId(n % SIZES.users)),
      key(n),
      1,
      "'gate'",
      0,
      n + 1,
      NOW + n,
      "'phone'",
      "'phone'",
    ]),
  );

  const relation = `user_id, other_id, conversation_id, version, friend, incoming_request, outgoing_request, blocked,
    since, requested_at, remark, greeting`;
  const related = (one: string, other: string, version: number, [friend, incoming, outgoing, blocked]: readonly number[]) => [
    id(one),
    id(other),
    id(directConversationId(one, other)),
    version,
    friend ?? 0,
    incoming ?? 0,
    outgoing ?? 0,
    blocked ?? 0,
    NOW,
    incoming ? NOW + version : 0,
    "''",
    "''",
  ];
  const states = [
    [1, 0, 0, 0],
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 1],
  ];
  const other = (n: number): string => (n < 1000 ? userId(n + 1000) : nthId('other', n));
  await insert(
    'relations',
    relation,
    upTo(SIZES.relations).map((n) => related(userId(0), other(n), n + 1, states[n % 4] ?? [])),
  );
  await insert('relations', relation, [
    ...users.slice(3).map((n) => related(userId(n), userId(n - 1), 1, [1, 0, 0, 0])),
    ...users.slice(2, -1).map((n) => related(userId(n), userId(n + 1), 2, [1, 0, 0, 0])),
  ]);

  await insert(
    'accounts',
    'user_id, name, password_hash, deleted_at',
    upTo(DELETED).map((n) => [id(userId(deletedUser(n))), "''", "''", dialect.now()]),
  );
  const friends = upTo(DELETED).flatMap((n): [number, number][] =>
    n === 0 ? upTo(DELETED).map((other) => [0, other + 1]) : [[n, n]],
  );
  await insert(
    'relations',
    relation,
    friends.flatMap(([n, other]) => [
      related(userId(deletedUser(n)), userId(other), 1, [1, 0, 0, 0]),
      related(userId(other), userId(deletedUser(n)), 3, [1, 0, 0, 0]),
    ]),
  );

  const goneTalks = [
    ...upTo(500).map((i) => [0, i + 1] as const),
    ...upTo(DELETED)
      .slice(1)
      .map((n) => [n, n] as const),
  ].map(([n, other]) => ({
    n: deletedUser(n),
    other,
    conversationId: directConversationId(userId(deletedUser(n)), userId(other)),
  }));

  const message = 'conversation_id, seq, sender_id, client_message_id, text, sent_at, ordinal, kind, target';
  const said = (conversationId: string, seq: number, senderId: string) => [
    id(conversationId),
    seq,
    id(senderId),
    bytes(createHash('md5').update(`${conversationId} ${seq}`).digest()),
    `'message ${seq}'`,
    SENT_AT + seq,
    seq,
    0,
    0,
  ];
  await insert(
    'messages',
    message,
    upTo(SIZES.messages).map((n) => said(BIG_CONVERSATION, n + 1, userId(n % 2))),
  );
  await insert(
    'messages',
    message,
    upTo(SIZES.members).map((n) => said(BIG_GROUP, n + 1, userId(n % 100))),
  );
  const pairs = users.slice(1, -1);
  await insert(
    'messages',
    message,
    pairs.flatMap((n) => [
      said(directConversation(n), 1, userId(n)),
      said(directConversation(n), 2, userId(n + 1)),
      said(directConversation(n), 3, userId(n)),
    ]),
  );
  await insert(
    'messages',
    message,
    upTo(SIZES.groups).map((n) => said(smallGroupId(n), 1, userId(n + 1))),
  );
  const counters: [string, number][] = [
    [BIG_CONVERSATION, SIZES.messages],
    [BIG_GROUP, SIZES.members],
    ...pairs.map((n): [string, number] => [directConversation(n), 3]),
    ...goneTalks.map(({ conversationId }): [string, number] => [conversationId, 1]),
    ...upTo(SIZES.groups).map((n): [string, number] => [smallGroupId(n), 1]),
  ];
  await insert(
    'conversations',
    'conversation_id, seq, last_ordinal, message_seq',
    counters.map(([conversationId, seq]) => [id(conversationId), seq, seq, seq]),
  );

  const member = 'user_id, conversation_id, peer_id, read_seq, read_ordinal, own_sent, own_read';
  const sees = (n: number, conversationId: string, peerId: string | undefined, read: number, own: number) => [
    id(userId(n)),
    id(conversationId),
    peerId === undefined ? 'NULL' : id(peerId),
    read,
    read,
    own,
    0,
  ];
  const unread = 1000;
  await insert('conversation_members', member, [
    sees(0, BIG_CONVERSATION, userId(1), SIZES.messages - unread, unread / 2),
    sees(1, BIG_CONVERSATION, userId(0), SIZES.messages - unread, unread / 2),
    ...upTo(SIZES.members).map((n) => sees(n, BIG_GROUP, undefined, n, 0)),
    ...pairs.flatMap((n) => [
      sees(n, directConversation(n), userId(n + 1), 0, 2),
      sees(n + 1, directConversation(n), userId(n), 0, 1),
    ]),
    // Groups that no call reads: if one group were most of the table, a full scan would be the right plan.
    ...upTo(OTHER_MEMBERS).map((n) => sees(n % 500, nthId('group', SIZES.groups + Math.floor(n / 500)), undefined, 0, 0)),
    ...upTo(SIZES.groups).flatMap((n) => inGroup(n).map((i) => sees(i, smallGroupId(n), undefined, 0, i === n + 1 ? 1 : 0))),
    ...goneTalks.flatMap(({ n, other, conversationId }) => [
      sees(n, conversationId, userId(other), 0, 0),
      sees(other, conversationId, userId(n), 0, 0),
    ]),
  ]);
  await insert(
    'reactions',
    'conversation_id, seq, emoji, user_id, removed',
    upTo(2000).map((n) => [
      id(BIG_CONVERSATION),
      SIZES.messages - 100 + (n % 100),
      dialect.binaryText('👍'),
      id(userId(Math.floor(n / 100))),
      0,
    ]),
  );
  await insert(
    'hidden_messages',
    'user_id, conversation_id, seq',
    upTo(2000).map((n) => [id(userId(0)), id(BIG_CONVERSATION), SIZES.messages - 2 * n]),
  );

  await fillGroups(insert);

  const parts = upTo(8);
  await insert(
    'consumer_position',
    'grp, topic, part, next_offset, published_offset',
    parts.flatMap((part) => ['logic', 'auth', 'verify'].map((of) => [`'${of}'`, "'full'", part, 5000, 5000])),
  );
  await insert(
    'consumer_producer',
    'grp, topic, part, producer, last_number, updated_at',
    upTo(2000).map((n) => ["'logic'", "'full'", n % 8, `'gate.${n}'`, n, dialect.now()]),
  );
  await insert(
    'outbox',
    'grp, topic, part, log_offset, idx, outcome',
    upTo(4000).map((n) => ["'logic'", "'full'", n % 8, n, 0, "X'00'"]),
  );
}
