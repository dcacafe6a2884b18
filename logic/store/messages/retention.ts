// Deletes messages that are too old: by ranges of the primary key, from each conversation's first message on. Nothing is found by its time: seq rises with it.

import { StoreFailed } from '../../../infra/ports/index.ts';
import type { Row, SqlConnection, TransactionGuard } from '../../../infra/sql/connection.ts';
import type { Dialect } from '../../../infra/sql/dialect.ts';
import { id, integer, sortedIds } from '../../../infra/sql/literals.ts';
import { encodeId, isId } from '../../../proto/ids.ts';
import type { ExpiredMessages } from '../../ports/index.ts';
import { COUNTS_AS_UNREAD } from './message-rows.ts';

/** What hangs on messages, with the columns of its primary key. */
const REST = { reactions: 'conversation, seq, emoji, user', hidden_messages: 'user, conversation, seq' } as const;

/** Whether anything hangs on messages that are gone, of a conversation c: it goes in a step behind them, or when a later walk comes by. */
const HAS_REST = Object.keys(REST)
  .map((table) => `EXISTS (SELECT 1 FROM ${table} t WHERE t.conversation = c.conversation AND t.seq <= c.gone_seq)`)
  .join(' OR ');
const FIRST_MESSAGE = 'LEFT JOIN messages s ON s.conversation = c.conversation AND s.seq = c.gone_seq + 1';

/** The port OldMessages on a connection of its own. */
export function expiredMessages(connection: SqlConnection): ExpiredMessages {
  const { dialect } = connection;

  async function rows(sql: string): Promise<readonly Row[]> {
    const [found] = await connection.query([sql]);
    return found ?? [];
  }

  async function deleteRest(conversation: string, gone: number, limit: number): Promise<void> {
    const where = `conversation = ${id(conversation)} AND seq <= ${integer(gone)}`;
    await connection.query(Object.entries(REST).map(([table, key]) => dialect.deleteLimited(table, key, where, limit)));
  }

  /** How many messages behind the seq `gone` it has deleted; undefined where somebody else was faster. */
  async function deleteFirst(conversation: string, gone: number, limit: number, cutoff: number): Promise<number | undefined> {
    const guard = guardOf(conversation, gone, dialect);
    const transaction = connection.transaction(guard);
    try {
      const some = `SELECT seq, ordinal, sender, sent_at FROM messages WHERE ${between(conversation, gone, gone + limit)} ORDER BY seq`;
      const [found = []] = await transaction.run([{ sql: some, writes: false }]);
      const end = found.findIndex(([, , , sentAt]) => Number(sentAt) >= cutoff);
      const old = end < 0 ? found : found.slice(0, end);
      const last = old.at(-1);
      if (last) {
        guard.to = Number(last[0]);
        const senders = old.map(([, , sender]) => encodeId(sender as Uint8Array));
        await transaction.commit(deletion(conversation, gone, { seq: guard.to, ordinal: Number(last[1]) }, senders));
      }
      return old.length;
    } catch (error) {
      if (guard.isTaken) return undefined;
      throw error;
    } finally {
      await transaction.rollback();
    }
  }

  return {
    findConversations: async (after, limit, keepMs) => {
      const above = isId(after) ? id(after) : "X''";
      const page = await rows(
        `SELECT c.conversation, s.sent_at + ${integer(keepMs)} < ${dialect.nowMs()}, ${HAS_REST} FROM conversations c ${FIRST_MESSAGE} WHERE c.conversation > ${above} ORDER BY c.conversation LIMIT ${integer(limit)}`,
      );
      const old = page.filter(([, isOld, hasRest]) => Number(isOld) === 1 || Number(hasRest) === 1);
      const last = page.length < limit ? undefined : page.at(-1)?.[0];
      const conversations = old.map(([conversation]) => encodeId(conversation as Uint8Array));
      return { conversations, last: last === undefined ? undefined : encodeId(last as Uint8Array) };
    },

    deleteFirst: async (conversation, limit, keepMs) => {
      const [state] = await rows(
        `SELECT c.gone_seq, ${dialect.nowMs()}, s.sent_at, ${HAS_REST} FROM conversations c ${FIRST_MESSAGE} WHERE c.conversation = ${id(conversation)}`,
      );
      if (!state) return { messages: 0, more: false };
      const [gone = 0, now = 0, firstAt = 0, hasRest = 0] = state.map(Number);
      if (hasRest === 1) {
        await deleteRest(conversation, gone, limit);
        return { messages: 0, more: true };
      }
      if (state[2] === null || firstAt + keepMs >= now) return { messages: 0, more: false };
      const messages = await deleteFirst(conversation, gone, limit, now - keepMs);
      return { messages: messages ?? 0, more: messages !== 0 };
    },
  };
}

function between(conversation: string, gone: number, to: number): string {
  return `conversation = ${id(conversation)} AND seq > ${integer(gone)} AND seq <= ${integer(to)}`;
}

/** In the lock order. What a member has sent himself and not read no longer counts as sent by him; rows of other members stay as they are. */
function deletion(
  conversation: string,
  gone: number,
  to: { readonly seq: number; readonly ordinal: number },
  senders: readonly string[],
): string[] {
  const range = between(conversation, gone, to.seq);
  const own = `SELECT COUNT(*) FROM messages WHERE ${range} AND seq > conversation_members.read_seq AND sender = conversation_members.user AND ${COUNTS_AS_UNREAD}`;
  return [
    `UPDATE conversations SET gone_seq = ${integer(to.seq)}, gone_ordinal = ${integer(to.ordinal)} WHERE conversation = ${id(conversation)}`,
    `UPDATE conversation_members SET own_read = own_read + (${own}) WHERE conversation = ${id(conversation)} AND user IN (${sortedIds(senders)}) AND read_seq < ${integer(to.seq)}`,
    `DELETE FROM messages WHERE ${range}`,
  ];
}

/** Locks the conversation: nobody changes a message meanwhile, and of two who delete the second one finds that it is too late. */
function guardOf(
  conversation: string,
  gone: number,
  { forUpdate }: Dialect,
): TransactionGuard & { to: number; readonly isTaken: boolean } {
  const goneNow = ([row]: readonly Row[]): number => Number(row?.[0]);
  const guard = {
    to: gone,
    isTaken: false,
    sql: `SELECT gone_seq FROM conversations WHERE conversation = ${id(conversation)}${forUpdate}`,
    assertStart: (found: readonly Row[]): void => {
      if (goneNow(found) === gone) return;
      guard.isTaken = true;
      throw new StoreFailed('somebody else deletes in this conversation');
    },
    isCommitted: (found: readonly Row[]): boolean => goneNow(found) >= guard.to,
  };
  return guard;
}
