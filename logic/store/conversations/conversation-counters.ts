// The counter of each conversation: its lock orders what is stored in it, and while a batch holds the lock it numbers in memory.

import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { encodeId } from '../../../proto/ids.ts';

export interface ConversationCounter {
  seq: number;
  /** How many of them count as unread. */
  countable: number;
  /** The last seq that is no change of another message. */
  messageSeq: number;
  /** Seqs this batch has given, rising. */
  readonly given: number[];
}

/** The counters this batch has locked. */
const locked = (): Map<string, ConversationCounter> => new Map();

const lockedCounters = (scope: Scope): Map<string, ConversationCounter> => scope.oncePerBatch(locked);

const lockRow: BatchedQuery<string, ConversationCounter | undefined> = {
  locks: true,
  sql: (keys, { forUpdate }) =>
    `SELECT conversation, seq, countable, message_seq FROM conversations WHERE conversation IN (${sortedIds(keys)}) ORDER BY conversation${forUpdate}`,
  decode: (rows, keys) => {
    const found = new Map(
      rows.map(([key, seq, countable, messageSeq]) => [
        encodeId(key as Uint8Array),
        { seq: Number(seq), countable: Number(countable), messageSeq: Number(messageSeq), given: [] },
      ]),
    );
    return keys.map((key) => found.get(key));
  },
};

/** Makes the rows that are missing. Whoever else makes the same one waits for our transaction. */
const makeRow: BatchedQuery<string, void> = {
  writes: true,
  sql: (keys, dialect) =>
    // Sorted: rows are locked in one order everywhere.
    `INSERT INTO conversations (conversation, seq, countable) VALUES ${tuples([...new Set(keys.map(id))].sort(), (key) => [key, '0', '0'])}${dialect.onConflictIgnore('seq')}`,
  decode: (_rows, keys) => keys.map(() => undefined),
};

/** The conversation's counter, locked for the rest of the batch; undefined where there is no such conversation. */
export async function lockCounter(scope: Scope, conversation: string): Promise<ConversationCounter | undefined> {
  return findLockedCounter(scope, conversation) ?? (await lockCounterWith(scope, conversation, undefined))[0];
}

/** The conversation's counter, where this batch has locked it. */
export function findLockedCounter(scope: Scope, conversation: string): ConversationCounter | undefined {
  return lockedCounters(scope).get(conversation);
}

/** As `lockCounter`, with something else that is read in the same round trip, under the lock. */
export function lockCounterWith<T>(
  scope: Scope,
  conversation: string,
  other: Promise<T> | T,
): Promise<[counter: ConversationCounter | undefined, other: T]> {
  const counters = lockedCounters(scope);
  const reading = counters.get(conversation) ?? scope.read(lockRow, conversation);
  return Promise.all([reading, other]).then((both) => {
    // Another command of this batch may have come first while this one waited.
    const counter = counters.get(conversation) ?? both[0];
    if (counter) counters.set(conversation, counter);
    return [counter, both[1]];
  });
}

/** Seqs of this conversation that this batch has given, rising. */
export function assignedSeqs(scope: Scope, conversation: string): readonly number[] {
  return lockedCounters(scope).get(conversation)?.given ?? [];
}

/** Makes the conversation's row, unless it is there; it can be locked in the round trip behind. */
export function insertCounter(scope: Scope, conversation: string): Promise<void> {
  return scope.read(makeRow, conversation);
}

export const advanceCounter: BatchedWrite<Omit<ConversationCounter, 'given'> & { readonly conversation: string }> = {
  lockOrder: LOCK_ORDER.conversations,
  sql: (rows, dialect) => {
    // Sorted, and the last one of each alone: rows are locked in one order everywhere.
    const last = new Map(rows.toSorted((a, b) => a.seq - b.seq).map((row) => [row.conversation, row]));
    const sorted = [...last.values()].sort((a, b) => (a.conversation < b.conversation ? -1 : 1));
    // Commands are not always kept in the order of what they were given.
    return `INSERT INTO conversations (conversation, seq, countable, message_seq) VALUES ${tuples(sorted, (row) => [
      id(row.conversation),
      integer(row.seq),
      integer(row.countable),
      integer(row.messageSeq),
    ])}${dialect.onConflictUpdate('conversation', { max: ['seq', 'countable', 'message_seq'] })}`;
  },
};
