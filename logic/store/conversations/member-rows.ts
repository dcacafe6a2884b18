// Rows of conversation_members: a conversation as one of its members sees it. All writings commute, so that nobody has to lock a row: a batch in which two commands change one is as good as
// the other order. What only the user's own commands set comes in the order of those.

import type { Row } from '../../../infra/sql/connection.ts';
import { id, integer, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedWrite, SharedRows } from '../../../infra/sql/query.ts';
import { encodeId } from '../../../proto/ids.ts';
import type { Membership } from '../../ports/index.ts';

/** A membership with what its counts are made of. */
export interface MemberRow extends Membership {
  /** How many of the conversation's messages up to lastSeq, and up to readSeq, count as unread. */
  readonly lastOrdinal: number;
  readonly readOrdinal: number;
  /** Own ones that count, since some moment; and those of them up to readSeq or that are gone. */
  readonly ownSent: number;
  readonly ownRead: number;
  /** How many of those that are gone count as unread. */
  readonly deletedOrdinal: number;
  /** The last seq, of those the conversation has, that is no change of another message. */
  readonly messageSeq: number;
  readonly hiddenSeq: number;
}

/** The columns `memberOf` understands, of conversation_members m and conversations c. */
export const MEMBER_COLUMNS =
  'm.user, m.conversation, m.peer, m.first_seq, m.left_seq, m.left_ordinal, m.read_seq, m.read_ordinal, m.own_sent, m.own_read, m.delivered_seq, m.peer_read_seq, m.peer_delivered_seq, m.pinned, m.muted, m.hidden_seq, m.state_version, c.seq, c.countable, c.message_seq, c.gone_seq, c.gone_ordinal';
export const MEMBER_COLUMN_COUNT = MEMBER_COLUMNS.split(', ').length;

/** The highest seq a member may see, in SQL. */
export const LAST_SEQ = 'CASE WHEN m.left_seq = 0 THEN c.seq ELSE m.left_seq END';

export function decodeMember(row: Row): MemberRow {
  const [user, conversation, peer, ...rest] = row;
  const numbers = rest.map(Number);
  const [firstSeq = 0, leftSeq = 0, leftOrdinal = 0, readSeq = 0, readOrdinal = 0, ownSent = 0, ownRead = 0] = numbers;
  const [deliveredSeq = 0, peerReadSeq = 0, peerDeliveredSeq = 0, pinned = 0, muted = 0, hiddenSeq = 0] = numbers.slice(7);
  const [stateVersion = 0, seq = 0, countable = 0, messageSeq = 0, goneSeq = 0, deletedOrdinal = 0] = numbers.slice(13);
  const left = leftSeq > 0;
  return deriveCounts({
    conversation: encodeId(conversation as Uint8Array),
    user: encodeId(user as Uint8Array),
    peer: peer === null ? '' : encodeId(peer as Uint8Array),
    isGroup: peer === null,
    firstSeq: Math.max(firstSeq, goneSeq + 1),
    lastSeq: left ? leftSeq : seq,
    left,
    readSeq,
    deliveredSeq,
    peerReadSeq,
    peerDeliveredSeq,
    pinned: pinned !== 0,
    muted: muted !== 0,
    // Rises for everybody with what is gone, without a write to each row.
    stateVersion: stateVersion + goneSeq,
    lastOrdinal: left ? leftOrdinal : countable,
    readOrdinal,
    deletedOrdinal,
    ownSent,
    ownRead,
    messageSeq,
    hiddenSeq,
  });
}

/** With what follows from the others. */
export function deriveCounts(member: Omit<MemberRow, 'unread' | 'hidden'>): MemberRow {
  const { lastOrdinal, readOrdinal, deletedOrdinal, ownSent, ownRead, hiddenSeq, messageSeq, lastSeq } = member;
  return {
    ...member,
    // Of what a former member could read everything may be gone.
    unread: Math.max(0, lastOrdinal - Math.max(readOrdinal, deletedOrdinal)) - (ownSent - ownRead),
    hidden: hiddenSeq > 0 && Math.min(messageSeq, lastSeq) <= hiddenSeq,
  };
}

/** The port's words of it. */
export function toMembership(member: MemberRow): Membership {
  const { lastOrdinal, readOrdinal, deletedOrdinal, ownSent, ownRead, messageSeq, hiddenSeq, ...membership } = member;
  return membership;
}

interface Key {
  readonly user: string;
  readonly conversation: string;
}

/** Rows in the order of their keys, those of one key in the order they were written in: rows are locked in one order everywhere. */
function sorted<R extends Key>(rows: readonly R[]): readonly [user: string, conversation: string, row: R][] {
  const keyed = rows.map((row): [string, string, R] => [id(row.user), id(row.conversation), row]);
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return keyed.sort(([a, b], [c, d]) => order(a, c) || order(b, d));
}

const shares = {
  rows: {
    lockOrder: LOCK_ORDER.memberRows,
    lock: (keys, { tuplesIn, forUpdate }) =>
      `SELECT user FROM conversation_members WHERE ${tuplesIn('user, conversation', keys.join(','))} ORDER BY user, conversation${forUpdate}`,
  } satisfies SharedRows,
  key: ({ user, conversation }: Key) => `(${id(user)},${id(conversation)})`,
} as const;

/** Those of a conversation of two. */
export const insertMember: BatchedWrite<Key & { readonly peer: string }> = {
  lockOrder: LOCK_ORDER.newMembers,
  sql: (rows, dialect) =>
    `INSERT INTO conversation_members (user, conversation, peer) VALUES ${tuples(
      sorted(rows),
      ([user, conversation, { peer }]) => [user, conversation, id(peer)],
    )}${dialect.onConflictIgnore('peer')}`,
};

/** The user has sent a message that counts as unread. */
export const countOwnMessage: BatchedWrite<Key> = {
  lockOrder: LOCK_ORDER.ownMessageCounts,
  shares,
  sql: (rows, dialect) => {
    const own = new Map<string, { user: string; conversation: string; sent: number }>();
    for (const { user, conversation } of rows) {
      const key = `${user} ${conversation}`;
      own.set(key, { user, conversation, sent: (own.get(key)?.sent ?? 0) + 1 });
    }
    return `INSERT INTO conversation_members (user, conversation, own_sent) VALUES ${tuples(
      sorted([...own.values()]),
      ([user, conversation, { sent }]) => [user, conversation, integer(sent)],
    )}${dialect.onConflictUpdate('user, conversation', { add: ['own_sent'] })}`;
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

/** By a command of the member himself. */
export const updateMember: BatchedWrite<MemberChange> = {
  lockOrder: LOCK_ORDER.memberStates,
  shares,
  sql: (rows, dialect) =>
    `INSERT INTO conversation_members (user, conversation, read_seq, read_ordinal, own_read, delivered_seq, pinned, muted, hidden_seq, state_version) VALUES ${tuples(
      sorted(rows),
      ([user, conversation, row]) => [
        user,
        conversation,
        integer(row.readSeq),
        integer(row.readOrdinal),
        integer(row.ownRead),
        integer(row.deliveredSeq),
        row.pinned ? '1' : '0',
        row.muted ? '1' : '0',
        integer(row.hiddenSeq),
        '1',
      ],
    )}${dialect.onConflictUpdate('user, conversation', {
      set: ['pinned', 'muted', 'hidden_seq'],
      max: ['read_seq', 'read_ordinal', 'own_read', 'delivered_seq'],
      add: ['state_version'],
    })}`,
};

/** By a command of the other one of a conversation of two. */
export const raisePeerMarks: BatchedWrite<Key & { readonly readSeq: number; readonly deliveredSeq: number }> = {
  lockOrder: LOCK_ORDER.peerReceipts,
  shares,
  sql: (rows, dialect) =>
    `INSERT INTO conversation_members (user, conversation, peer_read_seq, peer_delivered_seq, state_version) VALUES ${tuples(
      sorted(rows),
      ([user, conversation, { readSeq, deliveredSeq }]) => [user, conversation, integer(readSeq), integer(deliveredSeq), '1'],
    )}${dialect.onConflictUpdate('user, conversation', { max: ['peer_read_seq', 'peer_delivered_seq'], add: ['state_version'] })}`,
};
