// The counter of each conversation. Its lock orders the messages of the conversation; a batch that holds it assigns seqs in
// memory.
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { encodeId } from '../../../proto/ids.ts';

export interface ConversationCounter {
  seq: number;
  /** How many messages count as unread for their receivers. */
  lastOrdinal: number;
  /** The last seq that is not a change of another message. */
  messageSeq: number;
  /** The seqs that this batch has assigned, in ascending order. */
  readonly assigned: number[];
}

const noCounters = (): Map<string, ConversationCounter> => new Map();

/** The counters that this batch has locked. */
const lockedCounters = (scope: Scope): Map<string, ConversationCounter> => scope.oncePerBatch(noCounters);

const lockRow: BatchedQuery<string, ConversationCounter | undefined> = {
  locks: true,
  sql: (keys, { forUpdate }) =>
    `SELECT conversation_id, seq, last_ordinal, message_seq FROM conversations
      WHERE conversation_id IN (${sortedIds(keys)}) ORDER BY conversation_id${forUpdate}`,
  decode: (rows, keys) => {
    const found = new Map(
      rows.map(([key, seq, lastOrdinal, messageSeq]) => [
        encodeId(key as Uint8Array),
        { seq: Number(seq), lastOrdinal: Number(lastOrdinal), messageSeq: Number(messageSeq), assigned: [] },
      ]),
    );
    return keys.map((key) => found.get(key));
  },
};

/** Inserts the missing rows. Another transaction that inserts the same row waits for this one. */
const insertRow: BatchedQuery<string, void> = {
  writes: true,
  sql: (keys, dialect) => {
    // Sorted, because all batches lock rows in one order.
    const values = tuples([...new Set(keys.map(id))].sort(), (key) => [key, '0', '0']);
    return `INSERT INTO conversations (conversation_id, seq, last_ordinal) VALUES ${values}${dialect.onConflictIgnore('seq')}`;
  },
  decode: (_rows, keys) => keys.map(() => undefined),
};

/** Locks the conversation's counter for the rest of the batch. Undefined when the conversation does not exist. */
export async function lockCounter(scope: Scope, conversationId: string): Promise<ConversationCounter | undefined> {
  return findLockedCounter(scope, conversationId) ?? (await lockCounterWith(scope, conversationId, undefined))[0];
}

/** The conversation's counter when this batch has locked it. */
export function findLockedCounter(scope: Scope, conversationId: string): ConversationCounter | undefined {
  return lockedCounters(scope).get(conversationId);
}

/** Like `lockCounter`; reads something else in the same round trip, under the lock. */
export function lockCounterWith<T>(
  scope: Scope,
  conversationId: string,
  other: Promise<T> | T,
): Promise<[counter: ConversationCounter | undefined, other: T]> {
  const counters = lockedCounters(scope);
  const locking = counters.get(conversationId) ?? scope.read(lockRow, conversationId);
  return Promise.all([locking, other]).then(([locked, found]) => {
    // Another command of this batch may have locked it while this one waited.
    const counter = counters.get(conversationId) ?? locked;
    if (counter) counters.set(conversationId, counter);
    return [counter, found];
  });
}

/** The seqs of this conversation that this batch has assigned, in ascending order. */
export function assignedSeqs(scope: Scope, conversationId: string): readonly number[] {
  return lockedCounters(scope).get(conversationId)?.assigned ?? [];
}

/** Inserts the conversation's row unless it exists. The next round trip can lock it. */
export function insertCounter(scope: Scope, conversationId: string): Promise<void> {
  return scope.read(insertRow, conversationId);
}

export const advanceCounter: BatchedWrite<Omit<ConversationCounter, 'assigned'> & { readonly conversationId: string }> = {
  lockOrder: LOCK_ORDER.conversations,
  sql: (rows, dialect) => {
    // Only the last row of each conversation; sorted, because all batches lock rows in one order.
    const last = new Map(rows.toSorted((a, b) => a.seq - b.seq).map((row) => [row.conversationId, row]));
    const sorted = [...last.values()].sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
    const values = tuples(sorted, (row) => [
      id(row.conversationId),
      integer(row.seq),
      integer(row.lastOrdinal),
      integer(row.messageSeq),
    ]);
    // The maximum, because commands may be kept in another order than the one in which they got their seqs.
    const update = dialect.onConflictUpdate('conversation_id', { max: ['seq', 'last_ordinal', 'message_seq'] });
    return `INSERT INTO conversations (conversation_id, seq, last_ordinal, message_seq) VALUES ${values}${update}`;
  },
};
