// Rows of conversation_members: a conversation as one of its members sees it. All writes commute, so no command has to lock a
// row: the result is the same in either order. Fields that only the member's own commands set follow the order of those
// commands.
import { id, integer, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedWrite, SharedRows } from '../../../infra/sql/query.ts';
import { column, type Decoded, RowReader } from '../../../infra/sql/row-reader.ts';
import type { Membership } from '../../ports/index.ts';

/** A membership, and what its counts are computed from. An ordinal is the number of messages up to a seq that count as unread. */
export interface MemberRow extends Membership {
  readonly lastOrdinal: number;
  readonly readOrdinal: number;
  /** The member's own messages that count as unread. */
  readonly ownSent: number;
  /** How many of `ownSent` are up to readSeq, or deleted. */
  readonly ownRead: number;
  /** The ordinal of the last deleted message. */
  readonly deletedOrdinal: number;
  /** The conversation's last seq that is not a change of another message. */
  readonly messageSeq: number;
  readonly hiddenSeq: number;
}

/** Columns of conversation_members m JOIN conversations c, for `decodeMember`. */
export const memberReader = new RowReader({
  userId: column.id('m.user_id'),
  conversationId: column.id('m.conversation_id'),
  peerId: column.nullable(column.id('m.peer_id')),
  firstSeq: column.integer('m.first_seq'),
  leftSeq: column.integer('m.left_seq'),
  leftOrdinal: column.integer('m.left_ordinal'),
  readSeq: column.integer('m.read_seq'),
  readOrdinal: column.integer('m.read_ordinal'),
  ownSent: column.integer('m.own_sent'),
  ownRead: column.integer('m.own_read'),
  deliveredSeq: column.integer('m.delivered_seq'),
  peerReadSeq: column.integer('m.peer_read_seq'),
  peerDeliveredSeq: column.integer('m.peer_delivered_seq'),
  pinned: column.boolean('m.pinned'),
  muted: column.boolean('m.muted'),
  hiddenSeq: column.integer('m.hidden_seq'),
  stateVersion: column.integer('m.state_version'),
  seq: column.integer('c.seq'),
  lastOrdinal: column.integer('c.last_ordinal'),
  messageSeq: column.integer('c.message_seq'),
  deletedSeq: column.integer('c.deleted_seq'),
  deletedOrdinal: column.integer('c.deleted_ordinal'),
});

type MemberFields = typeof memberReader extends RowReader<infer Fields> ? Decoded<Fields> : never;

/** The highest seq that a member may see, in SQL. */
export const LAST_SEQ = 'CASE WHEN m.left_seq = 0 THEN c.seq ELSE m.left_seq END';

export function decodeMember(fields: MemberFields): MemberRow {
  const { firstSeq, leftSeq, leftOrdinal, stateVersion, seq, lastOrdinal, deletedSeq, peerId, ...same } = fields;
  const left = leftSeq > 0;
  return deriveCounts({
    ...same,
    peerId: peerId ?? '',
    isGroup: peerId === undefined,
    firstSeq: Math.max(firstSeq, deletedSeq + 1),
    lastSeq: left ? leftSeq : seq,
    left,
    // Deletion raises every member's version without a write to each row.
    stateVersion: stateVersion + deletedSeq,
    lastOrdinal: left ? leftOrdinal : lastOrdinal,
  });
}

/** Adds the fields that are computed from the others. */
export function deriveCounts(member: Omit<MemberRow, 'unread' | 'hidden'>): MemberRow {
  const { lastOrdinal, readOrdinal, deletedOrdinal, ownSent, ownRead, hiddenSeq, messageSeq, lastSeq } = member;
  return {
    ...member,
    // For a former member, everything they could read may be deleted.
    unread: Math.max(0, lastOrdinal - Math.max(readOrdinal, deletedOrdinal)) - (ownSent - ownRead),
    hidden: hiddenSeq > 0 && Math.min(messageSeq, lastSeq) <= hiddenSeq,
  };
}

/** The row without its internal fields. */
export function toMembership(member: MemberRow): Membership {
  const { lastOrdinal, readOrdinal, deletedOrdinal, ownSent, ownRead, messageSeq, hiddenSeq, ...membership } = member;
  return membership;
}

interface Key {
  readonly userId: string;
  readonly conversationId: string;
}

/** Rows in key order, because all batches lock rows in one order. Rows of one key keep the order in which they were written. */
function sortByKey<R extends Key>(rows: readonly R[]): readonly [userId: string, conversationId: string, row: R][] {
  const keyed = rows.map((row): [string, string, R] => [id(row.userId), id(row.conversationId), row]);
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return keyed.sort(([a, b], [c, d]) => compare(a, c) || compare(b, d));
}

const shares = {
  rows: {
    lockOrder: LOCK_ORDER.memberRows,
    lock: (keys, { tuplesIn, forUpdate }) =>
      `SELECT user_id FROM conversation_members WHERE ${tuplesIn('user_id, conversation_id', keys.join(','))}
        ORDER BY user_id, conversation_id${forUpdate}`,
  } satisfies SharedRows,
  key: ({ userId, conversationId }: Key) => `(${id(userId)},${id(conversationId)})`,
} as const;

/** Inserts a member of a direct conversation. */
export const insertMember: BatchedWrite<Key & { readonly peerId: string }> = {
  lockOrder: LOCK_ORDER.newMembers,
  sql: (rows, dialect) => {
    const values = tuples(sortByKey(rows), ([userId, conversationId, { peerId }]) => [userId, conversationId, id(peerId)]);
    const ignore = dialect.onConflictIgnore('peer_id');
    return `INSERT INTO conversation_members (user_id, conversation_id, peer_id) VALUES ${values}${ignore}`;
  },
};

/** Counts a message that the user has sent and that counts as unread for others. */
export const countOwnMessage: BatchedWrite<Key> = {
  lockOrder: LOCK_ORDER.ownMessageCounts,
  shares,
  sql: (rows, dialect) => {
    const sent = new Map<string, { userId: string; conversationId: string; count: number }>();
    for (const { userId, conversationId } of rows) {
      const key = `${userId} ${conversationId}`;
      sent.set(key, { userId, conversationId, count: (sent.get(key)?.count ?? 0) + 1 });
    }
    const values = tuples(sortByKey([...sent.values()]), ([userId, conversationId, { count }]) => [
      userId,
      conversationId,
      integer(count),
    ]);
    const addCount = dialect.onConflictUpdate('user_id, conversation_id', { add: ['own_sent'] });
    return `INSERT INTO conversation_members (user_id, conversation_id, own_sent) VALUES ${values}${addCount}`;
  },
};

export interface MemberChange extends Key {
  readonly readSeq: number;
  readonly readOrdinal: number;
  readonly ownRead: number;
  readonly deliveredSeq: number;
  readonly pinned: boolean;
  readonly muted: boolean;
  readonly hiddenSeq: number;
}

/** A change by a command of the member. */
export const updateMember: BatchedWrite<MemberChange> = {
  lockOrder: LOCK_ORDER.memberStates,
  shares,
  sql: (rows, dialect) => {
    const set = ['pinned', 'muted', 'hidden_seq'];
    const max = ['read_seq', 'read_ordinal', 'own_read', 'delivered_seq'];
    const columns = ['user_id', 'conversation_id', ...max, ...set, 'state_version'].join(', ');
    const values = tuples(sortByKey(rows), ([userId, conversationId, row]) => [
      userId,
      conversationId,
      integer(row.readSeq),
      integer(row.readOrdinal),
      integer(row.ownRead),
      integer(row.deliveredSeq),
      row.pinned ? '1' : '0',
      row.muted ? '1' : '0',
      integer(row.hiddenSeq),
      '1',
    ]);
    const update = dialect.onConflictUpdate('user_id, conversation_id', { set, max, add: ['state_version'] });
    return `INSERT INTO conversation_members (${columns}) VALUES ${values}${update}`;
  },
};

/** A change by a command of the other user of a direct conversation. */
export const raisePeerMarks: BatchedWrite<Key & { readonly readSeq: number; readonly deliveredSeq: number }> = {
  lockOrder: LOCK_ORDER.peerReceipts,
  shares,
  sql: (rows, dialect) => {
    const max = ['peer_read_seq', 'peer_delivered_seq'];
    const values = tuples(sortByKey(rows), ([userId, conversationId, { readSeq, deliveredSeq }]) => [
      userId,
      conversationId,
      integer(readSeq),
      integer(deliveredSeq),
      '1',
    ]);
    const update = dialect.onConflictUpdate('user_id, conversation_id', { max, add: ['state_version'] });
    return `INSERT INTO conversation_members (user_id, conversation_id, ${max.join(', ')}, state_version)
      VALUES ${values}${update}`;
  },
};
