// What logic stores, in the embedded store: people, conversations, messages.

import type {
  ConversationSummary,
  Conversations,
  LogicStored,
  Messages,
  NewMessage,
  People,
  StoredMessage,
} from '../../logic/ports.ts';
import { conversationOf, idBytes, idOf, isId } from '../../proto/ids.ts';
import { type CommandView, type Counter, Overlay } from './batch-state.ts';
import type { Store } from './store.ts';

interface Membership {
  readonly user: string;
  readonly conversation: string;
  readonly peer: string;
}

const BY_SEQ = new Overlay<StoredMessage>();
const BY_CLIENT_ID = new Overlay<StoredMessage>();
const MEMBERSHIPS = new Overlay<Membership>();

/** Logic's tables, bound to one command of a batch. */
export function embeddedLogicStored(store: Store): (view: CommandView) => LogicStored {
  const sql = statements(store);
  return (view) => ({ people: people(view, sql), messages: messages(view, sql), conversations: conversations(view, sql) });
}

function people(view: CommandView, sql: Statements): People {
  return {
    exists: (user) => view.read(() => isId(user) && sql.nameOf(user) !== undefined),
    byName: (nameKey) => view.read(() => sql.personByName(nameKey)),
  };
}

function messages(view: CommandView, sql: Statements): Messages {
  return {
    append: (message) => view.read(() => append(view, sql, message)),
    pull: (user, conversation, afterSeq, limit) =>
      view.read(() => {
        if (!isId(user) || !isId(conversation)) return undefined;
        if (!view.written(MEMBERSHIPS, `${user}:${conversation}`) && !sql.isMember(user, conversation)) return undefined;
        const lastStored = sql.seqs.load(conversation);
        const found = sql.messagesAfter(conversation, afterSeq, limit);
        let lastSeq = lastStored;
        for (const message of writtenAfter(view, conversation, lastStored)) {
          if (message.seq > afterSeq && found.length < limit) found.push(message);
          lastSeq = message.seq;
        }
        return { messages: found, lastSeq };
      }),
  };
}

function append(view: CommandView, sql: Statements, message: NewMessage): { message: StoredMessage; first: boolean } {
  const { sender, receiver, clientMessageId, text, time } = message;
  const conversation = conversationOf(sender, receiver);
  const clientKey = `${conversation}:${sender}:${idOf(clientMessageId)}`;
  const known = view.written(BY_CLIENT_ID, clientKey) ?? sql.messageByClientId(conversation, sender, clientMessageId);
  if (known) return { message: known, first: false };

  const seq = view.take(sql.seqs, conversation);
  const stored: StoredMessage = { conversation, seq, sender, clientMessageId, text, time };
  view.put(BY_SEQ, `${conversation}.${seq}`, stored);
  view.put(BY_CLIENT_ID, clientKey, stored);
  view.write(() => sql.insertMessage(stored));
  if (seq === 1) join(view, sql, conversation, sender, receiver);
  return { message: stored, first: true };
}

function join(view: CommandView, sql: Statements, conversation: string, one: string, other: string): void {
  const memberships = new Map([
    [one, { user: one, conversation, peer: other }],
    [other, { user: other, conversation, peer: one }],
  ]);
  for (const membership of memberships.values()) {
    view.put(MEMBERSHIPS, `${membership.user}:${conversation}`, membership);
    view.write(() => sql.insertMember(membership));
  }
}

/** Messages this batch has written above the stored ones, up to the first seq that belongs to an undecided command: a reader never sees a gap. */
function* writtenAfter(view: CommandView, conversation: string, lastStored: number): Generator<StoredMessage> {
  for (let seq = lastStored + 1; ; seq++) {
    const message = view.written(BY_SEQ, `${conversation}.${seq}`);
    if (!message) return;
    yield message;
  }
}

function conversations(view: CommandView, sql: Statements): Conversations {
  return {
    list: (user, after, limit) =>
      view.read(() => {
        if (!isId(user) || (after !== '' && !isId(after))) return [];
        const listed = new Map(sql.conversationsAfter(user, after, limit).map((found) => [found.conversation, found]));
        for (const { user: member, conversation, peer } of view.allWritten(MEMBERSHIPS)) {
          if (member !== user || listed.has(conversation) || !isAfter(conversation, after)) continue;
          const [last] = writtenAfter(view, conversation, 0);
          if (last) listed.set(conversation, { conversation, peer, peerName: sql.nameOf(peer) ?? '', last });
        }
        return [...listed.values()]
          .sort((one, other) => Buffer.compare(idBytes(one.conversation), idBytes(other.conversation)))
          .slice(0, limit)
          .map((found) => ({ ...found, last: lastOf(view, found) }));
      }),
  };
}

function isAfter(conversation: string, after: string): boolean {
  return after === '' || Buffer.compare(idBytes(conversation), idBytes(after)) > 0;
}

function lastOf(view: CommandView, { conversation, last }: ConversationSummary): StoredMessage {
  let newest = last;
  for (const message of writtenAfter(view, conversation, last.seq)) newest = message;
  return newest;
}

type Row = NonNullable<ReturnType<ReturnType<Store['statement']>['get']>>;

function messageOf(row: Row): StoredMessage {
  return {
    conversation: idOf(row.conversation as Uint8Array),
    seq: row.seq as number,
    sender: idOf(row.sender as Uint8Array),
    clientMessageId: row.client_message_id as Uint8Array,
    text: row.text as string,
    time: row.time as number,
  };
}

type Statements = ReturnType<typeof statements>;

function statements(store: Store) {
  const nameOf = store.statement('SELECT name FROM accounts WHERE user = ? AND deleted_at IS NULL');
  const personByName = store.statement('SELECT user, name FROM accounts WHERE name_key = ?');
  const isMember = store.statement('SELECT 1 FROM conversation_members WHERE user = ? AND conversation = ?');
  const insertMember = store.statement('INSERT INTO conversation_members VALUES (?, ?, ?)');
  const seqOf = store.statement('SELECT seq FROM conversations WHERE conversation = ?');
  // Each seq given so far is a message, and each message counts as unread.
  const saveSeq = store.statement(
    `INSERT INTO conversations VALUES (?1, ?2, ?2)
       ON CONFLICT DO UPDATE SET countable = countable + excluded.seq - seq, seq = excluded.seq`,
  );
  const byClientId = store.statement('SELECT * FROM messages WHERE conversation = ? AND sender = ? AND client_message_id = ?');
  const after = store.statement('SELECT * FROM messages WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?');
  const insertMessage = store.statement('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)');
  const conversationsAfter = store.statement(
    `SELECT message.*, mine.peer, coalesce(account.name, '') AS peer_name
       FROM conversation_members mine
       JOIN conversations USING (conversation)
       JOIN messages message ON message.conversation = mine.conversation AND message.seq = conversations.seq
       LEFT JOIN accounts account ON account.user = mine.peer
      WHERE mine.user = ? AND mine.conversation > ?
      ORDER BY mine.conversation LIMIT ?`,
  );
  const seqs: Counter = {
    load: (conversation) => (seqOf.get(idBytes(conversation))?.seq as number | undefined) ?? 0,
    save: (conversation, last) => {
      saveSeq.run(idBytes(conversation), last);
    },
  };
  return {
    seqs,
    nameOf: (user: string) => nameOf.get(idBytes(user))?.name as string | undefined,
    personByName(nameKey: string) {
      const row = personByName.get(nameKey);
      return row && { user: idOf(row.user as Uint8Array), name: row.name as string };
    },
    isMember: (user: string, conversation: string) => isMember.get(idBytes(user), idBytes(conversation)) !== undefined,
    insertMember: ({ user, conversation, peer }: Membership) =>
      insertMember.run(idBytes(user), idBytes(conversation), idBytes(peer)),
    messageByClientId(conversation: string, sender: string, clientMessageId: Uint8Array) {
      const row = byClientId.get(idBytes(conversation), idBytes(sender), clientMessageId);
      return row && messageOf(row);
    },
    messagesAfter: (conversation: string, afterSeq: number, limit: number) =>
      after.all(idBytes(conversation), afterSeq, limit).map(messageOf),
    insertMessage: ({ conversation, seq, sender, clientMessageId, text, time }: StoredMessage) =>
      insertMessage.run(idBytes(conversation), seq, idBytes(sender), clientMessageId, text, time),
    conversationsAfter: (user: string, afterConversation: string, limit: number): ConversationSummary[] =>
      conversationsAfter
        .all(idBytes(user), afterConversation === '' ? Buffer.alloc(0) : idBytes(afterConversation), limit)
        .map((row) => ({
          conversation: idOf(row.conversation as Uint8Array),
          peer: idOf(row.peer as Uint8Array),
          peerName: row.peer_name as string,
          last: messageOf(row),
        })),
  };
}
