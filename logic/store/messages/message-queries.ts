// Queries of messages, by client message id, by seq and by page.
import { bytes, id, integer, tuples } from '../../../infra/sql/literals.ts';
import type { BatchedQuery } from '../../../infra/sql/query.ts';
import { encodeId } from '../../../proto/ids.ts';
import type { NewMessage, SeqRange, StoredMessage } from '../../ports/index.ts';
import {
  type ChangedMessage,
  decodeChangedMessage,
  decodeMessage,
  MESSAGE_COLUMN_COUNT,
  messageReader,
  withoutLaterChange,
} from './message-rows.ts';

/** What identifies a message that a client sends, perhaps more than once. `key` holds it in one string. */
export interface ClientMessageKey extends Pick<NewMessage, 'conversationId' | 'senderId' | 'clientMessageId'> {
  readonly key: string;
}

export function clientMessageKey({ conversationId, senderId, clientMessageId }: Omit<ClientMessageKey, 'key'>): ClientMessageKey {
  return { conversationId, senderId, clientMessageId, key: `${conversationId} ${senderId} ${encodeId(clientMessageId)}` };
}

export const selectByClientId: BatchedQuery<ClientMessageKey, StoredMessage | undefined> = {
  sql: (keys, dialect) => {
    const literals = tuples(keys, ({ conversationId, senderId, clientMessageId }) => [
      id(conversationId),
      id(senderId),
      bytes(clientMessageId),
    ]);
    const isWanted = dialect.tuplesIn('s.conversation_id, s.sender_id, s.client_message_id', literals);
    return `SELECT ${messageReader.columns} FROM messages s WHERE ${isWanted}`;
  },
  decode: (rows, keys) => {
    const found = new Map(rows.map(decodeMessage).map((message) => [clientMessageKey(message).key, message]));
    return keys.map(({ key }) => found.get(key));
  },
};

export interface SeqKey {
  readonly conversationId: string;
  readonly seq: number;
}

export function seqKey({ conversationId, seq }: SeqKey): string {
  return `${conversationId} ${seq}`;
}

export const selectBySeq: BatchedQuery<SeqKey, ChangedMessage | undefined> = {
  sql: (keys, dialect) => {
    const literals = tuples(keys, ({ conversationId, seq }) => [id(conversationId), integer(seq)]);
    return `SELECT ${messageReader.columns} FROM messages s WHERE ${dialect.tuplesIn('s.conversation_id, s.seq', literals)}`;
  },
  decode: (rows, keys) => {
    const found = new Map(rows.map(decodeChangedMessage).map((each) => [seqKey(each.message), each]));
    return keys.map((key) => found.get(seqKey(key)));
  },
};

type MessagePage = SeqRange & { readonly userId: string; readonly conversationId: string };

/** A page of messages by seq, with what the user has hidden. */
export const selectPage: BatchedQuery<MessagePage, (StoredMessage & { readonly hidden: boolean })[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ userId, conversationId, from, to, limit, fromEnd }, i) => {
        const isHidden = `EXISTS (SELECT 1 FROM hidden_messages h
          WHERE h.user_id = ${id(userId)} AND h.conversation_id = s.conversation_id AND h.seq = s.seq)`;
        return `SELECT ${messageReader.columns}, ${i} AS i, ${isHidden} AS hidden FROM messages s
          WHERE s.conversation_id = ${id(conversationId)} AND s.seq >= ${integer(from)} AND s.seq <= ${integer(to)}
          ORDER BY s.seq${fromEnd ? ' DESC' : ''} LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, pages) => {
    const found: (StoredMessage & { hidden: boolean })[][] = pages.map(() => []);
    for (const row of rows) {
      const [i, hidden] = row.slice(MESSAGE_COLUMN_COUNT);
      const changed = decodeChangedMessage(row.slice(0, MESSAGE_COLUMN_COUNT));
      const message = withoutLaterChange(changed, pages[Number(i)]?.changesUpTo);
      found[Number(i)]?.push({ ...message, hidden: Number(hidden) !== 0 });
    }
    for (const page of found) page.sort((a, b) => a.seq - b.seq);
    return found;
  },
};

/**
 * The page up to the first message that another command of this batch has not yet kept or discarded, so that a reader sees no
 * gap. `assigned` are the seqs that this batch has assigned, in ascending order.
 */
export function endBeforeUndecided<M extends SeqKey>(
  page: readonly M[],
  from: number,
  assigned: readonly number[],
): readonly M[] {
  const seqs = new Set(page.map(({ seq }) => seq));
  const last = page.at(-1)?.seq ?? 0;
  const undecided = assigned.find((seq) => from <= seq && seq < last && !seqs.has(seq));
  return undecided === undefined ? page : page.filter(({ seq }) => seq < undecided);
}
