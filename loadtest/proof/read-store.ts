// Reads the texts of users from a store, to compare them with what clients were told.
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { readMysqlRows } from '../../tools/servers/mysql-statements.ts';
import type { StoredText } from './fate-file.ts';

/** A text, and no system message: im.MessageKind. */
const TEXTS = 'SELECT conversation_id AS conversation, seq, client_message_id AS id FROM messages WHERE kind = 0';
const CONVERSATIONS_PER_QUERY = 500;

/** All texts, or those of these conversations. Rejects when MySQL cannot be read. */
export async function readMysqlMessages(url: string, conversationIds?: readonly string[]): Promise<StoredText[]> {
  const queries = conversationIds === undefined ? [{ sql: TEXTS }] : queriesFor(conversationIds);
  return (await readMysqlRows(url, queries)).map(toStoredText);
}

function* queriesFor(conversationIds: readonly string[]): Generator<{ sql: string; values: Buffer[] }> {
  for (let from = 0; from < conversationIds.length; from += CONVERSATIONS_PER_QUERY) {
    const values = conversationIds.slice(from, from + CONVERSATIONS_PER_QUERY).map((id) => Buffer.from(id, 'base64url'));
    yield { sql: `${TEXTS} AND conversation_id IN (${values.map(() => '?').join(', ')})`, values };
  }
}

/** All texts of an embedded store, also while its process runs. */
export function readSqliteMessages(file: string): StoredText[] {
  const store = openSqliteStore(file);
  try {
    return store.database.prepare(TEXTS).all().map(toStoredText);
  } finally {
    store.close();
  }
}

function toStoredText({ conversation, seq, id }: Readonly<Record<string, unknown>>): StoredText {
  return {
    conversationId: Buffer.from(conversation as Uint8Array).toString('base64url'),
    seq: Number(seq),
    clientMessageId: Buffer.from(id as Uint8Array).toString('hex'),
  };
}
