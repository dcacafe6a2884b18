// Queries of conversations and their members.
import { id, integer, tuples } from '../../../infra/sql/literals.ts';
import type { BatchedQuery } from '../../../infra/sql/query.ts';
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import { decodeId, encodeId } from '../../../proto/ids.ts';
import type { ConversationSummary, ConversationVersion, Participation } from '../../ports/index.ts';
import {
  COUNTS_AS_UNREAD,
  decodeChangedMessage,
  IS_MESSAGE,
  MESSAGE_COLUMN_COUNT,
  messageReader,
  withoutLaterChange,
} from '../messages/message-rows.ts';
import { decodeMember, LAST_SEQ, type MemberRow, memberReader, toMembership } from './member-rows.ts';

export interface MemberKey {
  readonly userId: string;
  readonly conversationId: string;
}

export const memberKey = ({ userId, conversationId }: MemberKey): string => `${userId} ${conversationId}`;
const keyTuples = (keys: readonly MemberKey[]): string => tuples(keys, (key) => [id(key.userId), id(key.conversationId)]);
const compareIds = (a: string, b: string): number => Buffer.compare(decodeId(a), decodeId(b));

const MEMBERS = 'conversation_members m JOIN conversations c ON c.conversation_id = m.conversation_id';

export const selectMember: BatchedQuery<MemberKey, MemberRow | undefined> = {
  sql: (keys, dialect) =>
    `SELECT ${memberReader.columns} FROM ${MEMBERS} WHERE ${dialect.tuplesIn('m.user_id, m.conversation_id', keyTuples(keys))}`,
  decode: (rows, keys) => {
    const members = rows.map((row) => decodeMember(memberReader.read(row)));
    const found = new Map(members.map((member) => [memberKey(member), member]));
    return keys.map((key) => found.get(memberKey(key)));
  },
};

export const selectParticipation: BatchedQuery<MemberKey, Participation | undefined> = {
  sql: (keys, dialect) =>
    `SELECT user_id, conversation_id, left_seq FROM conversation_members
      WHERE ${dialect.tuplesIn('user_id, conversation_id', keyTuples(keys))}`,
  decode: (rows, keys) => {
    const found = new Map(
      rows.map(([userId, conversationId, leftSeq]) => {
        const key = { userId: encodeId(userId as Uint8Array), conversationId: encodeId(conversationId as Uint8Array) };
        return [memberKey(key), Number(leftSeq) === 0 ? 'current' : 'former'] as const;
      }),
    );
    return keys.map((key) => found.get(memberKey(key)));
  },
};

type ReadMark = { readonly member: MemberRow; readonly seq: number };
/**
 * The ordinal of a seq, and the member's `ownRead` at that seq; both 0 for a member without a row. One statement reads both,
 * because messages may be deleted at any time.
 */
export const selectReadCounts: BatchedQuery<ReadMark, { ordinal: number; ownRead: number }> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ member: { userId, conversationId, ownSent, ownRead }, seq }, i) => {
        const ofConversation = `FROM messages s WHERE s.conversation_id = ${id(conversationId)}`;
        const ordinal = `(SELECT s.ordinal ${ofConversation} AND s.seq = ${integer(seq)})`;
        // Most members have sent nothing since they last read: their messages need not be counted.
        const own =
          ownSent > ownRead
            ? `(SELECT COUNT(*) ${ofConversation} AND s.seq > m.read_seq AND s.seq <= ${integer(seq)}
                AND s.sender_id = ${id(userId)} AND s.${COUNTS_AS_UNREAD})`
            : '0';
        return `SELECT ${i} AS i, ${ordinal} AS ordinal, m.own_read + ${own} AS own FROM conversation_members m
          WHERE m.user_id = ${id(userId)} AND m.conversation_id = ${id(conversationId)}`;
      }),
    ),
  decode: (rows, keys) => {
    const found = new Map(rows.map(([i, ordinal, own]) => [Number(i), { ordinal: Number(ordinal), ownRead: Number(own) }]));
    return keys.map((_, i) => found.get(i) ?? { ordinal: 0, ownRead: 0 });
  },
};

type UserPage = { readonly userId: string; readonly after: string; readonly limit: number };

/** A page of the user's conversations, in the order of the ids' bytes. */
export const selectVersions: BatchedQuery<UserPage, ConversationVersion[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ userId, after, limit }, i) => {
        const above = after === '' ? '' : ` AND m.conversation_id > ${id(after)}`;
        const columns = `m.conversation_id, ${LAST_SEQ} AS last_seq, m.state_version + c.deleted_seq AS state_version`;
        return `SELECT ${i} AS i, ${columns} FROM ${MEMBERS}
          WHERE m.user_id = ${id(userId)}${above} ORDER BY m.conversation_id LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, pages) => {
    const found: ConversationVersion[][] = pages.map(() => []);
    for (const [i, conversationId, lastSeq, stateVersion] of rows)
      found[Number(i)]?.push({
        conversationId: encodeId(conversationId as Uint8Array),
        lastSeq: Number(lastSeq),
        stateVersion: Number(stateVersion),
      });
    for (const page of found) page.sort((a, b) => compareIds(a.conversationId, b.conversationId));
    return found;
  },
};

type DirectConversation = { readonly conversationId: string; readonly peerId: string };

/** A page of the user's direct conversations with other users, in the order of the ids' bytes. */
export const selectDirect: BatchedQuery<UserPage, DirectConversation[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ userId, after, limit }, i) => {
        const above = after === '' ? '' : ` AND conversation_id > ${id(after)}`;
        return `SELECT ${i} AS i, conversation_id, peer_id FROM conversation_members
          WHERE user_id = ${id(userId)} AND peer_id IS NOT NULL AND peer_id <> user_id${above}
          ORDER BY conversation_id LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, pages) => {
    const found: DirectConversation[][] = pages.map(() => []);
    for (const [i, conversationId, peerId] of rows)
      found[Number(i)]?.push({ conversationId: encodeId(conversationId as Uint8Array), peerId: encodeId(peerId as Uint8Array) });
    for (const page of found) page.sort((a, b) => compareIds(a.conversationId, b.conversationId));
    return found;
  },
};

const isHidden = (conversationId: string, seq: string): string =>
  `EXISTS (SELECT 1 FROM hidden_messages h
    WHERE h.user_id = m.user_id AND h.conversation_id = ${conversationId} AND h.seq = ${seq})`;
/** The last message that the member sees: the conversation's, except for a former member or when the member has hidden it. */
const LAST_MESSAGE = `CASE WHEN m.left_seq = 0 AND NOT ${isHidden('m.conversation_id', 'c.message_seq')} THEN c.message_seq
  ELSE (SELECT s.seq FROM messages s
    WHERE s.conversation_id = m.conversation_id AND s.seq >= m.first_seq AND s.seq <= ${LAST_SEQ} AND s.${IS_MESSAGE}
      AND NOT ${isHidden('s.conversation_id', 's.seq')}
    ORDER BY s.seq DESC LIMIT 1) END`;

/** The columns before those of the last message: t.*, and the name. */
const summaryReader = new RowReader({
  member: memberReader,
  lastMessageSeq: column.nullable(column.integer('last_message')),
  leftName: column.nullable(column.text('left_name')),
  peerName: column.nullable(column.text('name')),
});

export const selectSummary: BatchedQuery<MemberKey, ConversationSummary | undefined> = {
  // The LIMIT keeps the inner query apart, so that it runs once: by the primary key, and then each message by its primary key.
  sql: (keys, dialect) =>
    `SELECT t.*, COALESCE(a.name, t.left_name, g.name), ${messageReader.columns} FROM (
      SELECT ${memberReader.columns}, ${LAST_MESSAGE} AS last_message, m.left_name FROM ${MEMBERS}
      WHERE ${dialect.tuplesIn('m.user_id, m.conversation_id', keyTuples(keys))} LIMIT ${keys.length}) t
    LEFT JOIN accounts a ON a.user_id = t.peer_id
    LEFT JOIN group_chats g ON t.peer_id IS NULL AND g.conversation_id = t.conversation_id
    LEFT JOIN messages s ON s.conversation_id = t.conversation_id AND s.seq = t.last_message AND s.seq >= t.first_seq`,
  decode: (rows, keys) => {
    const found = new Map(
      rows.map((row) => {
        const { member: fields, peerName } = summaryReader.read(row.slice(0, -MESSAGE_COLUMN_COUNT));
        const member = decodeMember(fields);
        // The columns of the message are all NULL when the member sees none.
        const message = row.slice(-MESSAGE_COLUMN_COUNT);
        const membership = toMembership(member);
        const changesUpTo = membership.left ? membership.lastSeq : undefined;
        const lastMessage = message[0] === null ? undefined : withoutLaterChange(decodeChangedMessage(message), changesUpTo);
        return [memberKey(member), { ...membership, peerName: peerName ?? '', lastMessage }];
      }),
    );
    return keys.map((key) => found.get(memberKey(key)));
  },
};

type ReadersPage = { readonly conversationId: string; readonly seq: number; readonly after: string; readonly limit: number };

/** A page of the members who have read a message, in the order of the ids' bytes. */
export const selectReaders: BatchedQuery<ReadersPage, string[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ conversationId, seq, after, limit }, i) => {
        const above = after === '' ? '' : ` AND user_id > ${id(after)}`;
        const hasRead = `left_seq = 0 AND first_seq <= ${integer(seq)} AND read_seq >= ${integer(seq)}`;
        return `SELECT ${i} AS i, user_id FROM conversation_members
          WHERE conversation_id = ${id(conversationId)}${above} AND ${hasRead} ORDER BY user_id LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, pages) => {
    const found = pages.map((): string[] => []);
    for (const [i, userId] of rows) found[Number(i)]?.push(encodeId(userId as Uint8Array));
    for (const userIds of found) userIds.sort(compareIds);
    return found;
  },
};

type MessageKey = { readonly conversationId: string; readonly seq: number };

/**
 * Who may see a message. The members of each conversation are read once, for all its messages: after a takeover hundreds of
 * messages to thousands of members are asked for at once.
 */
export const selectAudience: BatchedQuery<MessageKey, string[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      [...Map.groupBy(keys, ({ conversationId }) => conversationId)].map(([conversationId, messages]) => {
        const seqs = messages.map(({ seq }) => seq);
        const [first, last] = [integer(Math.min(...seqs)), integer(Math.max(...seqs))];
        return `SELECT conversation_id, user_id, first_seq, left_seq FROM conversation_members
          WHERE conversation_id = ${id(conversationId)} AND first_seq <= ${last} AND (left_seq = 0 OR left_seq >= ${first})`;
      }),
    ),
  decode: (rows, keys) => {
    const windows = rows.map(([conversationId, userId, firstSeq, leftSeq]) => ({
      conversationId: encodeId(conversationId as Uint8Array),
      userId: encodeId(userId as Uint8Array),
      firstSeq: Number(firstSeq),
      lastSeq: Number(leftSeq) || Number.POSITIVE_INFINITY,
    }));
    const byConversation = Map.groupBy(windows, ({ conversationId }) => conversationId);
    return keys.map(({ conversationId, seq }) =>
      (byConversation.get(conversationId) ?? [])
        .filter(({ firstSeq, lastSeq }) => firstSeq <= seq && seq <= lastSeq)
        .map(({ userId }) => userId),
    );
  },
};
