// The port ExpiredMessages: deletes old messages by ranges of the primary key, from each conversation's first message on. No
// index by time is needed, because seqs rise with time.
import { StoreFailed } from '../../../infra/ports/index.ts';
import type { Row, SqlConnection, TransactionGuard } from '../../../infra/sql/connection.ts';
import type { Dialect } from '../../../infra/sql/dialect.ts';
import { id, integer, sortedIds } from '../../../infra/sql/literals.ts';
import { encodeId, isId } from '../../../proto/ids.ts';
import type { ExpiredMessages } from '../../ports/index.ts';
import { COUNTS_AS_UNREAD } from './message-rows.ts';

/** The tables whose rows belong to messages, with the columns of their primary keys. */
const DEPENDENT_TABLES = {
  reactions: 'conversation_id, seq, emoji, user_id',
  hidden_messages: 'user_id, conversation_id, seq',
} as const;

/**
 * Whether dependent rows of deleted messages remain in a conversation c. They are deleted in a later step, or by a later walk.
 */
const HAS_DEPENDENTS = Object.keys(DEPENDENT_TABLES)
  .map((table) => `EXISTS (SELECT 1 FROM ${table} t WHERE t.conversation_id = c.conversation_id AND t.seq <= c.deleted_seq)`)
  .join(' OR ');
const JOIN_FIRST_MESSAGE = 'LEFT JOIN messages s ON s.conversation_id = c.conversation_id AND s.seq = c.deleted_seq + 1';

/** The port on a connection of its own. */
export function expiredMessages(connection: SqlConnection): ExpiredMessages {
  return new SqlExpiredMessages(connection);
}

class SqlExpiredMessages implements ExpiredMessages {
  readonly #connection: SqlConnection;

  constructor(connection: SqlConnection) {
    this.#connection = connection;
  }

  async readClock(): Promise<number> {
    const [row] = await this.#query(`SELECT ${this.#connection.dialect.nowMs()}`);
    return Number(row?.[0]);
  }

  async findConversations(
    ...[after, limit, keepMs]: Parameters<ExpiredMessages['findConversations']>
  ): ReturnType<ExpiredMessages['findConversations']> {
    const above = isId(after) ? id(after) : "X''";
    const isExpired = `s.sent_at + ${integer(keepMs)} < ${this.#connection.dialect.nowMs()}`;
    const page = await this.#query(
      `SELECT c.conversation_id, ${isExpired}, ${HAS_DEPENDENTS} FROM conversations c ${JOIN_FIRST_MESSAGE}
        WHERE c.conversation_id > ${above} ORDER BY c.conversation_id LIMIT ${integer(limit)}`,
    );
    const expired = page.filter(([, isOld, hasDependents]) => Number(isOld) === 1 || Number(hasDependents) === 1);
    const last = page.length < limit ? undefined : page.at(-1)?.[0];
    const conversationIds = expired.map(([conversationId]) => encodeId(conversationId as Uint8Array));
    return { conversationIds, last: last === undefined ? undefined : encodeId(last as Uint8Array) };
  }

  async deleteFirst(conversationId: string, limit: number, keepMs: number): ReturnType<ExpiredMessages['deleteFirst']> {
    const [state] = await this.#query(
      `SELECT c.deleted_seq, ${this.#connection.dialect.nowMs()}, s.sent_at, ${HAS_DEPENDENTS}
        FROM conversations c ${JOIN_FIRST_MESSAGE} WHERE c.conversation_id = ${id(conversationId)}`,
    );
    if (!state) return { messages: 0, more: false };
    const [deletedSeq = 0, now = 0, firstAt = 0, hasDependents = 0] = state.map(Number);
    if (hasDependents === 1) {
      await this.#deleteDependents(conversationId, deletedSeq, limit);
      return { messages: 0, more: true };
    }
    if (state[2] === null || firstAt + keepMs >= now) return { messages: 0, more: false };
    const messages = await this.#deleteMessages(conversationId, deletedSeq, limit, now - keepMs);
    return { messages: messages ?? 0, more: messages !== 0 };
  }

  async #query(sql: string): Promise<readonly Row[]> {
    const [rows] = await this.#connection.query([sql]);
    return rows ?? [];
  }

  async #deleteDependents(conversationId: string, deletedSeq: number, limit: number): Promise<void> {
    const where = `conversation_id = ${id(conversationId)} AND seq <= ${integer(deletedSeq)}`;
    const { dialect } = this.#connection;
    await this.#connection.query(
      Object.entries(DEPENDENT_TABLES).map(([table, key]) => dialect.deleteLimited(table, key, where, limit)),
    );
  }

  /** How many messages after `deletedSeq` were deleted; undefined when another process has deleted them first. */
  async #deleteMessages(conversationId: string, deletedSeq: number, limit: number, cutoff: number): Promise<number | undefined> {
    const guard = deletionGuard(conversationId, deletedSeq, this.#connection.dialect);
    const transaction = this.#connection.transaction(guard);
    try {
      const range = rangeCondition(conversationId, deletedSeq, deletedSeq + limit);
      const sql = `SELECT seq, ordinal, sender_id, sent_at FROM messages WHERE ${range} ORDER BY seq`;
      const [first = []] = await transaction.run([{ sql, writes: false }]);
      const end = first.findIndex(([, , , sentAt]) => Number(sentAt) >= cutoff);
      const expired = end < 0 ? first : first.slice(0, end);
      const last = expired.at(-1);
      if (last) {
        guard.to = Number(last[0]);
        const senders = expired.map(([, , senderId]) => encodeId(senderId as Uint8Array));
        const to = { seq: guard.to, ordinal: Number(last[1]) };
        await transaction.commit(deletionStatements(conversationId, deletedSeq, to, senders));
      }
      return expired.length;
    } catch (error) {
      if (guard.isOvertaken) return undefined;
      throw error;
    } finally {
      await transaction.rollback();
    }
  }
}

function rangeCondition(conversationId: string, after: number, to: number): string {
  return `conversation_id = ${id(conversationId)} AND seq > ${integer(after)} AND seq <= ${integer(to)}`;
}

/**
 * In the lock order. A sender's deleted messages that they had not read stop counting as their own. The rows of other members
 * do not change.
 */
function deletionStatements(
  conversationId: string,
  deletedSeq: number,
  to: { readonly seq: number; readonly ordinal: number },
  senders: readonly string[],
): string[] {
  const range = rangeCondition(conversationId, deletedSeq, to.seq);
  const ownUnread = `SELECT COUNT(*) FROM messages
    WHERE ${range} AND seq > conversation_members.read_seq AND sender_id = conversation_members.user_id AND ${COUNTS_AS_UNREAD}`;
  return [
    `UPDATE conversations SET deleted_seq = ${integer(to.seq)}, deleted_ordinal = ${integer(to.ordinal)}
      WHERE conversation_id = ${id(conversationId)}`,
    `UPDATE conversation_members SET own_read = own_read + (${ownUnread})
      WHERE conversation_id = ${id(conversationId)} AND user_id IN (${sortedIds(senders)}) AND read_seq < ${integer(to.seq)}`,
    `DELETE FROM messages WHERE ${range}`,
  ];
}

/** Locks the conversation, so that no message changes during the deletion, and of two deletions the second one fails. */
function deletionGuard(
  conversationId: string,
  deletedSeq: number,
  { forUpdate }: Dialect,
): TransactionGuard & { to: number; readonly isOvertaken: boolean } {
  const currentSeq = ([row]: readonly Row[]): number => Number(row?.[0]);
  const guard = {
    to: deletedSeq,
    isOvertaken: false,
    sql: `SELECT deleted_seq FROM conversations WHERE conversation_id = ${id(conversationId)}${forUpdate}`,
    assertStart: (rows: readonly Row[]): void => {
      if (currentSeq(rows) === deletedSeq) return;
      guard.isOvertaken = true;
      throw new StoreFailed('another process deletes messages of this conversation');
    },
    isCommitted: (rows: readonly Row[]): boolean => currentSeq(rows) >= guard.to,
  };
  return guard;
}
