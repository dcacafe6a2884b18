// Logic's tables: messages, their conversations, and the people in them.
import type { Conversations, LogicStored, Messages, NewMessage, StoredMessage } from '../../logic/ports.ts';
import { conversationOf, idOf, isId } from '../../proto/ids.ts';
import type { Row } from './connection.ts';
import { bytes, id, ids, tuples, whole } from './literals.ts';
import { people } from './people.ts';
import { relations } from './relations.ts';
import { ORDER, type Reading, type Scope, type Writing } from './tables.ts';

/** Makes logic's tables for one command of a batch. */
export function logicTables(scope: Scope): LogicStored {
  return { people: people(scope), relations: relations(scope), messages: messages(scope), conversations: conversations(scope) };
}

// ---------------------------------------------------------------- messages

interface Counter {
  seq: number;
  countable: number;
  /** What this batch has given, rising. */
  readonly given: number[];
}

/** The counters this batch has locked, and the messages it has numbered, by "conversation sender clientMessageId". */
interface Numbered {
  readonly counters: Map<string, Counter>;
  readonly messages: Map<string, StoredMessage>;
  /** Those that another command was answered with. */
  readonly told: Set<StoredMessage>;
}
const numbered = (): Numbered => ({ counters: new Map(), messages: new Map(), told: new Set() });

const MESSAGE = 'conversation, seq, sender, client_message_id, text, sent_at';

const lockCounter: Reading<string, Counter | undefined> = {
  locks: true,
  sql: (keys, { forUpdate }) =>
    `SELECT conversation, seq, countable FROM conversations WHERE conversation IN (${ids(keys)}) ORDER BY conversation${forUpdate}`,
  answer: (rows, keys) => {
    const found = new Map(
      rows.map(([key, seq, countable]) => [
        idOf(key as Uint8Array),
        { seq: Number(seq), countable: Number(countable), given: [] },
      ]),
    );
    return keys.map((key) => found.get(key));
  },
};

/** Makes the counter rows that are missing. Whoever else makes the same one waits for our transaction. */
const makeCounter: Reading<string, void> = {
  writes: true,
  sql: (keys, dialect) =>
    // Sorted: rows are locked in one order everywhere.
    `INSERT INTO conversations (conversation, seq, countable) VALUES ${tuples([...new Set(keys.map(id))].sort(), (key) => [key, '0', '0'])}${dialect.leaveOut('seq')}`,
  answer: (_rows, keys) => keys.map(() => undefined),
};

type SentKey = { readonly conversation: string; readonly message: NewMessage };
const sentBefore: Reading<SentKey, StoredMessage | undefined> = {
  sql: (keys, dialect) => {
    const sent = tuples(keys, ({ conversation, message: { sender, clientMessageId } }) => [
      id(conversation),
      id(sender),
      bytes(clientMessageId),
    ]);
    return `SELECT ${MESSAGE} FROM messages WHERE ${dialect.tuplesIn('conversation, sender, client_message_id', sent)}`;
  },
  answer: (rows, keys) => {
    const found = new Map(
      rows.map((row) => storedMessage(row)).map((message) => [sentName(message.conversation, message), message]),
    );
    return keys.map((key) => found.get(sentName(key.conversation, key.message)));
  },
};

const insertMessage: Writing<StoredMessage> = {
  order: ORDER.messages,
  sql: (rows, { text }) =>
    `INSERT INTO messages (${MESSAGE}) VALUES ${tuples(rows, (m) => [
      id(m.conversation),
      whole(m.seq),
      id(m.sender),
      bytes(m.clientMessageId),
      text(m.text),
      whole(m.time),
    ])}`,
};

const insertMember: Writing<{ user: string; conversation: string; peer: string }> = {
  order: ORDER.members,
  sql: (rows, dialect) =>
    `INSERT INTO conversation_members (user, conversation, peer) VALUES ${tuples(rows, (row) => [
      id(row.user),
      id(row.conversation),
      id(row.peer),
    ])}${dialect.upsert('user, conversation', { set: ['peer'] })}`,
};

const advanceCounter: Writing<{ conversation: string; seq: number; countable: number }> = {
  order: ORDER.conversations,
  sql: (rows, dialect) => {
    // Sorted, and the last one of each alone: rows are locked in one order everywhere.
    const last = new Map(rows.toSorted((a, b) => a.seq - b.seq).map((row) => [row.conversation, row]));
    const sorted = [...last.values()].sort((a, b) => (a.conversation < b.conversation ? -1 : 1));
    // Commands are not always kept in the order of what they were given.
    return `INSERT INTO conversations (conversation, seq, countable) VALUES ${tuples(sorted, (row) => [
      id(row.conversation),
      whole(row.seq),
      whole(row.countable),
    ])}${dialect.upsert('conversation', { raise: ['seq', 'countable'] })}`;
  },
};

/**
 * Locks the conversation's counter for the rest of the batch, from where on the batch numbers in memory, and looks the message up under that lock: what is not
 * found then, nobody else can store meanwhile.
 */
async function lockAndLookUp(
  scope: Scope,
  conversation: string,
  message: NewMessage,
): Promise<[Counter, StoredMessage | undefined]> {
  const { counters } = scope.shared(numbered);
  const attempt = (): Promise<[Counter | undefined, StoredMessage | undefined]> =>
    Promise.all([
      counters.get(conversation) ?? scope.read(lockCounter, conversation),
      scope.read(sentBefore, { conversation, message }),
    ]);
  let [found, before] = await attempt();
  if (!found) {
    // There was no row to lock.
    await scope.read(makeCounter, conversation);
    [found, before] = await attempt();
  }
  // Another command of this batch may have come first while this one waited.
  const counter = counters.get(conversation) ?? found ?? { seq: 0, countable: 0, given: [] };
  counters.set(conversation, counter);
  return [counter, before];
}

function messages(scope: Scope): Messages {
  return {
    append: async (message) => {
      const conversation = conversationOf(message.sender, message.receiver);
      const name = sentName(conversation, message);
      const batch = scope.shared(numbered);
      const [counter, before] = await lockAndLookUp(scope, conversation, message);
      const there = batch.messages.get(name) ?? before;
      if (there) batch.told.add(there);
      if (there) return { message: there, first: false };

      const { sender, text, time } = message;
      // A copy: the request's bytes are a view of the whole record.
      const clientMessageId = Buffer.from(message.clientMessageId);
      const stored: StoredMessage = { conversation, seq: counter.seq + 1, sender, clientMessageId, text, time };
      counter.seq++;
      counter.countable++;
      counter.given.push(stored.seq);
      batch.messages.set(name, stored);
      scope.onDiscard(() => {
        if (counter.seq !== stored.seq || batch.told.has(stored)) return false;
        counter.seq--;
        counter.countable--;
        counter.given.pop();
        batch.messages.delete(name);
        return true;
      });
      scope.write(insertMessage, stored);
      scope.write(advanceCounter, { conversation, seq: counter.seq, countable: counter.countable });
      if (stored.seq === 1) {
        scope.write(insertMember, { user: message.sender, conversation, peer: message.receiver });
        if (message.receiver !== message.sender)
          scope.write(insertMember, { user: message.receiver, conversation, peer: message.sender });
      }
      return { message: stored, first: true };
    },

    pull: async (user, conversation, afterSeq, limit) => {
      if (!isId(user) || !isId(conversation)) return undefined;
      const lastSeq = await scope.read(lastSeqFor, { user, conversation });
      if (lastSeq === undefined) return undefined;
      const messages = await scope.read(pulled, { conversation, afterSeq, limit });
      return upToUndecided({ messages, lastSeq }, afterSeq, scope.shared(numbered).counters.get(conversation)?.given);
    },
  };
}

// ---------------------------------------------------------------- reading

type Pulled = { readonly messages: StoredMessage[]; readonly lastSeq: number };

/** The page without what lies behind a message that another command of this batch has not decided on yet: who reads it shall see no gap. */
function upToUndecided({ messages, lastSeq }: Pulled, afterSeq: number, given: readonly number[] = []): Pulled {
  const there = new Set(messages.map(({ seq }) => seq));
  const last = messages.at(-1)?.seq ?? 0;
  const undecided = given.find((seq) => afterSeq < seq && seq < last && !there.has(seq));
  if (undecided === undefined) return { messages, lastSeq };
  return { messages: messages.filter(({ seq }) => seq < undecided), lastSeq: undecided - 1 };
}

type Membership = { readonly user: string; readonly conversation: string };
const lastSeqFor: Reading<Membership, number | undefined> = {
  sql: (keys, dialect) => {
    const members = tuples(keys, (key) => [id(key.user), id(key.conversation)]);
    return `SELECT m.user, m.conversation, c.seq FROM conversation_members m JOIN conversations c ON c.conversation = m.conversation WHERE ${dialect.tuplesIn('m.user, m.conversation', members)}`;
  },
  answer: (rows, keys) => {
    const found = new Map(
      rows.map(([user, conversation, seq]) => [`${idOf(user as Uint8Array)} ${idOf(conversation as Uint8Array)}`, Number(seq)]),
    );
    return keys.map((key) => found.get(`${key.user} ${key.conversation}`));
  },
};

type Page = { readonly conversation: string; readonly afterSeq: number; readonly limit: number };
const pulled: Reading<Page, StoredMessage[]> = {
  sql: (keys, dialect) =>
    dialect.union(
      keys.map(
        (key, i) =>
          `SELECT ${MESSAGE}, ${i} FROM messages WHERE conversation = ${id(key.conversation)} AND seq > ${whole(key.afterSeq)} ORDER BY seq LIMIT ${whole(key.limit)}`,
      ),
    ),
  answer: (rows, keys) => {
    const pages: StoredMessage[][] = keys.map(() => []);
    for (const row of rows) pages[Number(row[6])]?.push(storedMessage(row));
    for (const page of pages) page.sort((a, b) => a.seq - b.seq);
    return pages;
  },
};

type ListKey = { readonly user: string; readonly after: string; readonly limit: number };
interface Listed {
  readonly conversation: string;
  readonly peer: string;
  readonly peerName: string;
  readonly last: StoredMessage;
}
const listed: Reading<ListKey, Listed[]> = {
  sql: (keys, dialect) =>
    dialect.union(
      keys.map((key, i) => {
        const after = key.after === '' ? '' : ` AND m.conversation > ${id(key.after)}`;
        return `SELECT c.conversation, c.seq, s.sender, s.client_message_id, s.text, s.sent_at, ${i}, m.peer, a.name FROM conversation_members m JOIN conversations c ON c.conversation = m.conversation JOIN messages s ON s.conversation = c.conversation AND s.seq = c.seq LEFT JOIN accounts a ON a.user = m.peer WHERE m.user = ${id(key.user)}${after} ORDER BY m.conversation LIMIT ${whole(key.limit)}`;
      }),
    ),
  answer: (rows, keys) => {
    const lists: Listed[][] = keys.map(() => []);
    for (const row of rows) {
      const last = storedMessage(row);
      lists[Number(row[6])]?.push({
        conversation: last.conversation,
        peer: idOf(row[7] as Uint8Array),
        peerName: String(row[8] ?? ''),
        last,
      });
    }
    const key = (entry: Listed): Buffer => Buffer.from(entry.conversation, 'base64url');
    for (const list of lists) list.sort((a, b) => Buffer.compare(key(a), key(b)));
    return lists;
  },
};

function conversations(scope: Scope): Conversations {
  return {
    list: async (user, after, limit) => {
      if (!isId(user) || (after !== '' && !isId(after))) return [];
      return scope.read(listed, { user, after, limit });
    },
  };
}

function storedMessage(row: Row): StoredMessage {
  const [conversation, seq, sender, clientMessageId, text, time] = row;
  return {
    conversation: idOf(conversation as Uint8Array),
    seq: Number(seq),
    sender: idOf(sender as Uint8Array),
    clientMessageId: clientMessageId as Uint8Array,
    text: String(text),
    time: Number(time),
  };
}

function sentName(conversation: string, message: { sender: string; clientMessageId: Uint8Array }): string {
  return `${conversation} ${message.sender} ${idOf(message.clientMessageId)}`;
}
