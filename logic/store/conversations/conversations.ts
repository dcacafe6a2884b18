// Conversations as their members see them.

import { id, integer, tuples } from '../../../infra/sql/literals.ts';
import type { BatchedQuery, Scope } from '../../../infra/sql/query.ts';
import { decodeId, directConversationId, encodeId, isId } from '../../../proto/ids.ts';
import type { ConversationStore, ConversationSummary, ConversationVersion, Membership } from '../../ports/index.ts';
import { COUNTS_AS_UNREAD, decodeMessage, IS_MESSAGE, MESSAGE_COLUMN_COUNT, messageColumns } from '../messages/message-rows.ts';
import { findLockedCounter, insertCounter, lockCounter } from './conversation-counters.ts';
import {
  decodeMember,
  deriveCounts,
  insertMember,
  LAST_SEQ,
  MEMBER_COLUMN_COUNT,
  MEMBER_COLUMNS,
  type MemberRow,
  raisePeerMarks,
  toMembership,
  updateMember,
} from './member-rows.ts';

interface Key {
  readonly user: string;
  readonly conversation: string;
}

const keyOf = ({ user, conversation }: Key): string => `${user} ${conversation}`;
const keyTuples = (keys: readonly Key[]): string => tuples(keys, (key) => [id(key.user), id(key.conversation)]);
const byIdBytes = (a: string, b: string): number => Buffer.compare(decodeId(a), decodeId(b));

const memberRow: BatchedQuery<Key, MemberRow | undefined> = {
  sql: (keys, dialect) =>
    `SELECT ${MEMBER_COLUMNS} FROM conversation_members m JOIN conversations c ON c.conversation = m.conversation WHERE ${dialect.tuplesIn('m.user, m.conversation', keyTuples(keys))}`,
  decode: (rows, keys) => {
    const found = new Map(rows.map(decodeMember).map((member) => [keyOf(member), member]));
    return keys.map((key) => found.get(keyOf(key)));
  },
};

type Reach = { readonly member: MemberRow; readonly seq: number };
/** How many messages up to a seq count as unread, and the member's ownRead there. One statement, and so of one moment: old messages go at any time. */
const reachOf: BatchedQuery<Reach, { ordinal: number; ownRead: number }> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ member: { user, conversation, ownSent, ownRead }, seq }, i) => {
        const ordinal = `(SELECT s.ordinal FROM messages s WHERE s.conversation = ${id(conversation)} AND s.seq = ${integer(seq)})`;
        const own = `(SELECT COUNT(*) FROM messages s WHERE s.conversation = ${id(conversation)} AND s.seq > m.read_seq AND s.seq <= ${integer(seq)} AND s.sender = ${id(user)} AND s.${COUNTS_AS_UNREAD})`;
        // Most have sent nothing since: for them nothing has to be counted.
        return `SELECT ${i} AS i, ${ordinal} AS ordinal, m.own_read + ${ownSent > ownRead ? own : '0'} AS own FROM conversation_members m WHERE m.user = ${id(user)} AND m.conversation = ${id(conversation)}`;
      }),
    ),
  decode: (rows, keys) => {
    const found = new Map(rows.map(([i, ordinal, own]) => [Number(i), { ordinal: Number(ordinal), ownRead: Number(own) }]));
    return keys.map((_, i) => found.get(i) ?? { ordinal: 0, ownRead: 0 });
  },
};

type PageKey = { readonly user: string; readonly after: string; readonly limit: number };
const statesOf: BatchedQuery<PageKey, ConversationVersion[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ user, after, limit }, i) => {
        const above = after === '' ? '' : ` AND m.conversation > ${id(after)}`;
        return `SELECT ${i} AS i, m.conversation, ${LAST_SEQ} AS last_seq, m.state_version + c.gone_seq AS state_version FROM conversation_members m JOIN conversations c ON c.conversation = m.conversation WHERE m.user = ${id(user)}${above} ORDER BY m.conversation LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, keys) => {
    const pages: ConversationVersion[][] = keys.map(() => []);
    for (const [i, conversation, lastSeq, stateVersion] of rows) {
      const state = {
        conversation: encodeId(conversation as Uint8Array),
        lastSeq: Number(lastSeq),
        stateVersion: Number(stateVersion),
      };
      pages[Number(i)]?.push(state);
    }
    for (const page of pages) page.sort((a, b) => byIdBytes(a.conversation, b.conversation));
    return pages;
  },
};

type Talk = { readonly conversation: string; readonly peer: string };
const talksOf: BatchedQuery<PageKey, Talk[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ user, after, limit }, i) => {
        const above = after === '' ? '' : ` AND conversation > ${id(after)}`;
        return `SELECT ${i} AS i, conversation, peer FROM conversation_members WHERE user = ${id(user)} AND peer IS NOT NULL AND peer <> user${above} ORDER BY conversation LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, keys) => {
    const pages: Talk[][] = keys.map(() => []);
    for (const [i, conversation, peer] of rows)
      pages[Number(i)]?.push({ conversation: encodeId(conversation as Uint8Array), peer: encodeId(peer as Uint8Array) });
    for (const page of pages) page.sort((a, b) => byIdBytes(a.conversation, b.conversation));
    return pages;
  },
};

/** The last message a member sees: the conversation's, but where he has hidden that one or is no member any more. */
const VISIBLE = `s.conversation = m.conversation AND s.seq >= m.first_seq AND s.seq <= ${LAST_SEQ} AND s.${IS_MESSAGE} AND NOT EXISTS (SELECT 1 FROM hidden_messages h WHERE h.user = m.user AND h.conversation = s.conversation AND h.seq = s.seq)`;
const LAST_MESSAGE = `CASE WHEN m.left_seq = 0 AND NOT EXISTS (SELECT 1 FROM hidden_messages h WHERE h.user = m.user AND h.conversation = m.conversation AND h.seq = c.message_seq) THEN c.message_seq ELSE (SELECT s.seq FROM messages s WHERE ${VISIBLE} ORDER BY s.seq DESC LIMIT 1) END`;

/** The columns between the member's and the name: last_message and left_name. */
const BESIDES = 2;

const summaryOf: BatchedQuery<Key, ConversationSummary | undefined> = {
  sql: (keys, dialect) =>
    // The limit keeps the inner query one of its own, which is carried out once: by the primary key, and then each message by its own.
    `SELECT t.*, COALESCE(a.name, t.left_name, g.name), ${messageColumns('s')} FROM (SELECT ${MEMBER_COLUMNS}, ${LAST_MESSAGE} AS last_message, m.left_name FROM conversation_members m JOIN conversations c ON c.conversation = m.conversation WHERE ${dialect.tuplesIn('m.user, m.conversation', keyTuples(keys))} LIMIT ${keys.length}) t LEFT JOIN accounts a ON a.user = t.peer LEFT JOIN group_chats g ON t.peer IS NULL AND g.conversation = t.conversation LEFT JOIN messages s ON s.conversation = t.conversation AND s.seq = t.last_message AND s.seq >= t.first_seq`,
  decode: (rows, keys) => {
    const found = new Map(
      rows.map((row) => {
        const member = decodeMember(row.slice(0, MEMBER_COLUMN_COUNT));
        const [name, ...message] = row.slice(
          MEMBER_COLUMN_COUNT + BESIDES,
          MEMBER_COLUMN_COUNT + BESIDES + 1 + MESSAGE_COLUMN_COUNT,
        );
        const lastMessage = message[0] === null ? undefined : decodeMessage(message);
        return [keyOf(member), { ...toMembership(member), peerName: String(name ?? ''), lastMessage }];
      }),
    );
    return keys.map((key) => found.get(keyOf(key)));
  },
};

type ReadersKey = { readonly conversation: string; readonly seq: number; readonly after: string; readonly limit: number };
const readersOf: BatchedQuery<ReadersKey, string[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ conversation, seq, after, limit }, i) => {
        const above = after === '' ? '' : ` AND user > ${id(after)}`;
        return `SELECT ${i} AS i, user FROM conversation_members WHERE conversation = ${id(conversation)}${above} AND left_seq = 0 AND first_seq <= ${integer(seq)} AND read_seq >= ${integer(seq)} ORDER BY user LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, keys) => {
    const found = keys.map((): string[] => []);
    for (const [i, user] of rows) found[Number(i)]?.push(encodeId(user as Uint8Array));
    for (const users of found) users.sort(byIdBytes);
    return found;
  },
};

type PlaceKey = { readonly conversation: string; readonly seq: number };
/** Each conversation's members are read once, however many of its messages are asked for: after a takeover those may be hundreds, said to thousands. */
const audienceOf: BatchedQuery<PlaceKey, string[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      [...Map.groupBy(keys, ({ conversation }) => conversation)].map(([conversation, its]) => {
        const seqs = its.map(({ seq }) => seq);
        const [first, last] = [integer(Math.min(...seqs)), integer(Math.max(...seqs))];
        return `SELECT conversation, user, first_seq, left_seq FROM conversation_members WHERE conversation = ${id(conversation)} AND first_seq <= ${last} AND (left_seq = 0 OR left_seq >= ${first})`;
      }),
    ),
  decode: (rows, keys) => {
    const members = rows.map(([conversation, user, firstSeq, leftSeq]) => ({
      conversation: encodeId(conversation as Uint8Array),
      user: encodeId(user as Uint8Array),
      firstSeq: Number(firstSeq),
      lastSeq: Number(leftSeq) || Number.POSITIVE_INFINITY,
    }));
    const those = Map.groupBy(members, ({ conversation }) => conversation);
    return keys.map(({ conversation, seq }) =>
      (those.get(conversation) ?? [])
        .filter(({ firstSeq, lastSeq }) => firstSeq <= seq && seq <= lastSeq)
        .map(({ user }) => user),
    );
  },
};

export function conversations(scope: Scope): ConversationStore {
  return new SqlConversations(scope);
}

// A class, not a closure for each method: every message to somebody makes one.
class SqlConversations implements ConversationStore {
  readonly #scope: Scope;
  /** Rows as this command has read or changed them; made with the first one. */
  #known: Map<string, MemberRow> | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  async ensureDirect(one: string, other: string): Promise<string> {
    const conversation = directConversationId(one, other);
    let counter = findLockedCounter(this.#scope, conversation) ?? (await lockCounter(this.#scope, conversation));
    if (!counter) {
      // There was no row to lock.
      await insertCounter(this.#scope, conversation);
      counter = await lockCounter(this.#scope, conversation);
    }
    if (counter?.seq === 0) {
      this.#scope.write(insertMember, { user: one, conversation, peer: other });
      if (one !== other) this.#scope.write(insertMember, { user: other, conversation, peer: one });
    }
    return conversation;
  }

  async findMembership(user: string, conversation: string): Promise<Membership | undefined> {
    const found = await this.#member(user, conversation);
    return found && toMembership(found);
  }

  async updateMembership(...[user, conversation, to]: Parameters<ConversationStore['updateMembership']>): Promise<Membership> {
    const before = await this.#member(user, conversation);
    if (!before) throw new Error('only a row that is there is changed');
    const readSeq = Math.max(before.readSeq, Math.min(to.readSeq ?? 0, before.lastSeq));
    const { readOrdinal, ownRead } = await this.#reach(before, readSeq);
    const deliveredSeq = Math.max(before.deliveredSeq, Math.min(to.deliveredSeq ?? 0, before.lastSeq));
    const hiddenSeq = to.hidden === undefined ? before.hiddenSeq : to.hidden ? before.lastSeq : 0;
    const { pinned, muted } = { ...before, ...to };
    const changed = { readSeq, readOrdinal, ownRead, deliveredSeq, pinned, muted, hiddenSeq };
    this.#scope.write(updateMember, { user, conversation, ...changed });
    const after = deriveCounts({ ...before, ...changed, stateVersion: before.stateVersion + 1 });
    this.#remember(after);
    return toMembership(after);
  }

  advancePeerReceipt(
    ...[user, conversation, { readSeq, deliveredSeq }]: Parameters<ConversationStore['advancePeerReceipt']>
  ): void {
    this.#scope.write(raisePeerMarks, { user, conversation, readSeq, deliveredSeq });
  }

  async listDirect(user: string, after: string, limit: number): ReturnType<ConversationStore['listDirect']> {
    if (!isId(user) || (after !== '' && !isId(after))) return [];
    return this.#scope.read(talksOf, { user, after, limit });
  }

  markPeerChanged(user: string, conversation: string): void {
    // He has got no further than he had.
    this.#scope.write(raisePeerMarks, { user, conversation, readSeq: 0, deliveredSeq: 0 });
  }

  async listVersions(user: string, after: string, limit: number): Promise<ConversationVersion[]> {
    if (!isId(user) || (after !== '' && !isId(after))) return [];
    return this.#scope.read(statesOf, { user, after, limit });
  }

  async listSummaries(user: string, conversations: readonly string[]): Promise<ConversationSummary[]> {
    if (!isId(user)) return [];
    const all = conversations.filter(isId).map((conversation) => this.#scope.read(summaryOf, { user, conversation }));
    return (await Promise.all(all)).filter((summary) => summary !== undefined);
  }

  async listAudience(conversation: string, seq: number): Promise<readonly string[]> {
    return isId(conversation) ? this.#scope.read(audienceOf, { conversation, seq }) : [];
  }

  async listReaders(...[conversation, seq, after, limit]: Parameters<ConversationStore['listReaders']>): Promise<string[]> {
    if (!isId(conversation) || (after !== '' && !isId(after))) return [];
    return this.#scope.read(readersOf, { conversation, seq, after, limit });
  }

  async #member(user: string, conversation: string): Promise<MemberRow | undefined> {
    if (!isId(user) || !isId(conversation)) return undefined;
    const key = { user, conversation };
    const known = this.#known?.get(keyOf(key));
    if (known) return known;
    const found = await this.#scope.read(memberRow, key);
    if (found) this.#remember(found);
    return found;
  }

  #remember(member: MemberRow): void {
    this.#known ??= new Map();
    this.#known.set(keyOf(member), member);
  }

  /** What of a member's counts follows from his having read up to a seq. A message that is gone counts as nothing. */
  async #reach(before: MemberRow, seq: number): Promise<Pick<MemberRow, 'readOrdinal' | 'ownRead'>> {
    const { readOrdinal, ownRead } = before;
    if (seq <= before.readSeq) return { readOrdinal, ownRead };
    if (seq >= before.lastSeq) return { readOrdinal: before.lastOrdinal, ownRead: before.ownSent };
    const there = await this.#scope.read(reachOf, { member: before, seq });
    return { readOrdinal: Math.max(readOrdinal, there.ordinal), ownRead: Math.max(ownRead, there.ownRead) };
  }
}
