// Logic's tables on MySQL: messages, their conversations, and the people in them.
import type { Conversations, LogicStored, Messages, NewMessage, People, Person, StoredMessage } from '../../logic/ports.ts';
import { conversationOf, idOf, isId } from '../../proto/ids.ts';
import type { Reading, Scope, Writing } from './batch.ts';
import { bytes, id, text, whole } from './text.ts';

// The lock order of the tables, after the positions: accounts, sessions (10–19), conversations, members, messages.
const ORDER = { conversations: 20, members: 21, messages: 22 };

/** Makes logic's tables for one command of a batch. */
export function logicTables(scope: Scope): LogicStored {
  return { people: people(scope), messages: messages(scope), conversations: conversations(scope) };
}

// ---------------------------------------------------------------- people

const existing: Reading<string, boolean> = {
  sql: (users) => `SELECT user FROM accounts WHERE user IN (${users.map(id).join(',')}) AND deleted_at IS NULL`,
  answer: (rows, users) => {
    const found = new Set(rows.map(([user]) => idOf(user as Buffer)));
    return users.map((user) => found.has(user));
  },
};

const named: Reading<string, Person | undefined> = {
  sql: (keys) =>
    `SELECT name_key, user, name FROM accounts WHERE name_key IN (${keys.map((key) => bytes(Buffer.from(key))).join(',')})`,
  answer: (rows, keys) => {
    const found = new Map(rows.map(([key, user, name]) => [String(key), { user: idOf(user as Buffer), name: String(name) }]));
    return keys.map((key) => found.get(key));
  },
};

function people(scope: Scope): People {
  return {
    exists: async (user) => isId(user) && (await scope.read(existing, user)),
    byName: (nameKey) => scope.read(named, nameKey),
  };
}

// ---------------------------------------------------------------- messages

interface Counter {
  seq: number;
  countable: number;
}

/** The counters this batch has locked, and the messages it has numbered, by "conversation sender clientMessageId". */
interface Numbered {
  readonly counters: Map<string, Counter>;
  readonly messages: Map<string, StoredMessage>;
}
const numbered = (): Numbered => ({ counters: new Map(), messages: new Map() });

const lockCounter: Reading<string, Counter | undefined> = {
  locks: true,
  sql: (keys) =>
    `SELECT conversation, seq, countable FROM conversations WHERE conversation IN (${unique(keys).map(id).join(',')}) ORDER BY conversation FOR UPDATE`,
  answer: (rows, keys) => {
    const found = new Map(
      rows.map(([key, seq, countable]) => [idOf(key as Buffer), { seq: Number(seq), countable: Number(countable) }]),
    );
    return keys.map((key) => found.get(key));
  },
};

/** Makes the counter rows that are missing. Whoever else makes the same one waits for our transaction. */
const makeCounter: Reading<string, void> = {
  locks: true,
  sql: (keys) =>
    `INSERT INTO conversations (conversation, seq, countable) VALUES ${unique(keys)
      .map((key) => `(${id(key)},0,0)`)
      .join(',')} ON DUPLICATE KEY UPDATE seq = seq`,
  answer: (_rows, keys) => keys.map(() => undefined),
};

type SentKey = { readonly conversation: string; readonly message: NewMessage };
const sentBefore: Reading<SentKey, StoredMessage | undefined> = {
  sql: (keys) =>
    `SELECT conversation, seq, sender, client_message_id, body, sent_at FROM messages WHERE (conversation, sender, client_message_id) IN (${keys
      .map((key) => `(${id(key.conversation)},${id(key.message.sender)},${bytes(key.message.clientMessageId)})`)
      .join(',')})`,
  answer: (rows, keys) => {
    const found = new Map(
      rows.map((row) => storedMessage(row)).map((message) => [sentName(message.conversation, message), message]),
    );
    return keys.map((key) => found.get(sentName(key.conversation, key.message)));
  },
};

const insertMessage: Writing<StoredMessage> = {
  order: ORDER.messages,
  sql: (rows) =>
    `INSERT INTO messages (conversation, seq, sender, client_message_id, sent_at, body) VALUES ${rows
      .map(
        (m) =>
          `(${id(m.conversation)},${whole(m.seq)},${id(m.sender)},${bytes(m.clientMessageId)},${whole(m.time)},${text(m.text)})`,
      )
      .join(',')}`,
};

const insertMember: Writing<{ user: string; conversation: string; peer: string }> = {
  order: ORDER.members,
  sql: (rows) =>
    `INSERT INTO conversation_members (user, conversation, peer) VALUES ${rows
      .map((row) => `(${id(row.user)},${id(row.conversation)},${id(row.peer)})`)
      .join(',')} ON DUPLICATE KEY UPDATE peer = VALUES(peer)`,
};

const advanceCounter: Writing<{ conversation: string; counter: Counter }> = {
  order: ORDER.conversations,
  sql: (rows) => {
    // The counter object is shared by all messages of the batch: its value now is the last one.
    const last = new Map(rows.map((row) => [row.conversation, row.counter]));
    return `INSERT INTO conversations (conversation, seq, countable) VALUES ${[...last]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([conversation, counter]) => `(${id(conversation)},${whole(counter.seq)},${whole(counter.countable)})`)
      .join(',')} ON DUPLICATE KEY UPDATE seq = VALUES(seq), countable = VALUES(countable)`;
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
  const counter = counters.get(conversation) ?? found ?? { seq: 0, countable: 0 };
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
      if (there) return { message: there, first: false };

      const { sender, text, time } = message;
      // A copy: the request's bytes are a view of the whole record.
      const clientMessageId = Buffer.from(message.clientMessageId);
      const stored: StoredMessage = { conversation, seq: counter.seq + 1, sender, clientMessageId, text, time };
      counter.seq++;
      counter.countable++;
      batch.messages.set(name, stored);
      scope.onDiscard(() => {
        if (counter.seq !== stored.seq) return false;
        counter.seq--;
        counter.countable--;
        batch.messages.delete(name);
        return true;
      });
      scope.write(insertMessage, stored);
      scope.write(advanceCounter, { conversation, counter });
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
      return { messages: await scope.read(pulled, { conversation, afterSeq, limit }), lastSeq };
    },
  };
}

// ---------------------------------------------------------------- reading

type Membership = { readonly user: string; readonly conversation: string };
const lastSeqFor: Reading<Membership, number | undefined> = {
  sql: (keys) =>
    `SELECT m.user, m.conversation, c.seq FROM conversation_members m JOIN conversations c ON c.conversation = m.conversation WHERE (m.user, m.conversation) IN (${keys
      .map((key) => `(${id(key.user)},${id(key.conversation)})`)
      .join(',')})`,
  answer: (rows, keys) => {
    const found = new Map(
      rows.map(([user, conversation, seq]) => [`${idOf(user as Buffer)} ${idOf(conversation as Buffer)}`, Number(seq)]),
    );
    return keys.map((key) => found.get(`${key.user} ${key.conversation}`));
  },
};

type Page = { readonly conversation: string; readonly afterSeq: number; readonly limit: number };
const MESSAGE_COLUMNS = 'conversation, seq, sender, client_message_id, body, sent_at';
const pulled: Reading<Page, StoredMessage[]> = {
  sql: (keys) =>
    keys
      .map(
        (key, i) =>
          `(SELECT ${MESSAGE_COLUMNS}, ${i} FROM messages WHERE conversation = ${id(key.conversation)} AND seq > ${whole(key.afterSeq)} ORDER BY seq LIMIT ${whole(key.limit)})`,
      )
      .join(' UNION ALL '),
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
  sql: (keys) =>
    keys
      .map((key, i) => {
        const after = key.after === '' ? '' : ` AND m.conversation > ${id(key.after)}`;
        return `(SELECT c.conversation, c.seq, s.sender, s.client_message_id, s.body, s.sent_at, ${i}, m.peer, a.name FROM conversation_members m JOIN conversations c ON c.conversation = m.conversation JOIN messages s ON s.conversation = c.conversation AND s.seq = c.seq LEFT JOIN accounts a ON a.user = m.peer WHERE m.user = ${id(key.user)}${after} ORDER BY m.conversation LIMIT ${whole(key.limit)})`;
      })
      .join(' UNION ALL '),
  answer: (rows, keys) => {
    const lists: Listed[][] = keys.map(() => []);
    for (const row of rows) {
      const last = storedMessage(row);
      lists[Number(row[6])]?.push({
        conversation: last.conversation,
        peer: idOf(row[7] as Buffer),
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

function storedMessage(row: unknown[]): StoredMessage {
  const [conversation, seq, sender, clientMessageId, body, time] = row;
  return {
    conversation: idOf(conversation as Buffer),
    seq: Number(seq),
    sender: idOf(sender as Buffer),
    clientMessageId: clientMessageId as Buffer,
    text: String(body),
    time: Number(time),
  };
}

function sentName(conversation: string, message: { sender: string; clientMessageId: Uint8Array }): string {
  return `${conversation} ${message.sender} ${idOf(message.clientMessageId)}`;
}

function unique(keys: readonly string[]): string[] {
  // Sorted: rows are locked in one order everywhere.
  return [...new Set(keys)].sort();
}
