// The tables of the embedded store, as numbered steps: PRAGMA user_version says how many a file has had.
import type { DatabaseSync } from 'node:sqlite';

/** A step that has been released is never changed: a change is a new step. */
const STEPS: readonly string[] = [
  `
  CREATE TABLE consumer_position (
    consumer_group TEXT NOT NULL,
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    next_offset INTEGER NOT NULL,
    published_offset INTEGER NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE consumer_producer (
    consumer_group TEXT NOT NULL,
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    producer TEXT NOT NULL,
    number INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition, producer)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE outbox (
    consumer_group TEXT NOT NULL,
    topic TEXT NOT NULL,
    partition INTEGER NOT NULL,
    record_offset INTEGER NOT NULL,
    envelope_index INTEGER NOT NULL,
    outcome BLOB NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition, record_offset, envelope_index)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE accounts (
    user BLOB NOT NULL PRIMARY KEY CHECK (length(user) = 16),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sessions (
    session BLOB NOT NULL PRIMARY KEY CHECK (length(session) = 16),
    user BLOB NOT NULL CHECK (length(user) = 16),
    epoch INTEGER NOT NULL,
    gate_instance TEXT NOT NULL,
    gate_slot INTEGER NOT NULL,
    connection INTEGER NOT NULL,
    bound_at INTEGER NOT NULL,
    device_kind TEXT NOT NULL,
    device_name TEXT NOT NULL,
    client_request_id BLOB NOT NULL CHECK (length(client_request_id) = 16),
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    UNIQUE (user, client_request_id)
  ) STRICT, WITHOUT ROWID;

  -- The counter row of a conversation: its last seq, and how many of them count as unread (edits and recalls take a seq but do not).
  CREATE TABLE conversations (
    conversation BLOB NOT NULL PRIMARY KEY CHECK (length(conversation) = 16),
    seq INTEGER NOT NULL,
    countable INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE conversation_members (
    user BLOB NOT NULL CHECK (length(user) = 16),
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    -- The other user of a conversation of two; oneself in a conversation with oneself.
    peer BLOB NOT NULL CHECK (length(peer) = 16),
    PRIMARY KEY (user, conversation)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE messages (
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    seq INTEGER NOT NULL CHECK (seq > 0),
    sender BLOB NOT NULL CHECK (length(sender) = 16),
    client_message_id BLOB NOT NULL CHECK (length(client_message_id) = 16),
    text TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (conversation, seq),
    UNIQUE (conversation, sender, client_message_id)
  ) STRICT, WITHOUT ROWID;
  `,
  // name_key of a deleted account is NULL: only a new table can have it so.
  `
  CREATE TABLE new_accounts (
    user BLOB NOT NULL PRIMARY KEY CHECK (length(user) = 16),
    name TEXT NOT NULL,
    name_key TEXT UNIQUE,
    password_hash TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    -- NULL where there is no address.
    address_key TEXT UNIQUE,
    disabled INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    -- Rises with each change to the account, and to its sessions under its lock.
    revision INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  INSERT INTO new_accounts (user, name, name_key, password_hash, created_at)
    SELECT user, name, name_key, password_hash, created_at FROM accounts;
  DROP TABLE accounts;
  ALTER TABLE new_accounts RENAME TO accounts;

  -- NULL: does not expire until it is next bound.
  ALTER TABLE sessions ADD COLUMN expires_at INTEGER;
  ALTER TABLE sessions ADD COLUMN token_number INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE sessions ADD COLUMN token_used INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE sessions ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX sessions_by_user ON sessions (user, ended_at, expires_at);
  `,
  `
  -- Living codes, by the nonce they are derived from.
  CREATE TABLE codes (
    address TEXT NOT NULL,
    purpose INTEGER NOT NULL,
    nonce BLOB NOT NULL CHECK (length(nonce) = 16),
    key_id INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (address, purpose)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE code_callers (
    address TEXT NOT NULL,
    purpose INTEGER NOT NULL,
    caller TEXT NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (address, purpose, caller),
    FOREIGN KEY (address, purpose) REFERENCES codes ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;

  -- Codes that were used up, until they would have expired.
  CREATE TABLE code_uses (
    address TEXT NOT NULL,
    purpose INTEGER NOT NULL,
    used_by TEXT NOT NULL,
    nonce BLOB NOT NULL CHECK (length(nonce) = 16),
    key_id INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (address, purpose, used_by)
  ) STRICT, WITHOUT ROWID;

  -- Mails granted in the last day: to which command, with which code.
  CREATE TABLE code_mails (
    address TEXT NOT NULL,
    command TEXT NOT NULL,
    nonce BLOB NOT NULL CHECK (length(nonce) = 16),
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (address, command)
  ) STRICT, WITHOUT ROWID;
  `,
  // The names MySQL's tables have, and moments that need not be given.
  `
  ALTER TABLE consumer_position RENAME COLUMN consumer_group TO grp;
  ALTER TABLE consumer_position RENAME COLUMN partition TO part;
  ALTER TABLE consumer_producer RENAME COLUMN consumer_group TO grp;
  ALTER TABLE consumer_producer RENAME COLUMN partition TO part;
  ALTER TABLE consumer_producer RENAME COLUMN number TO last_number;
  ALTER TABLE consumer_producer RENAME COLUMN seen_at TO updated_at;
  ALTER TABLE outbox RENAME COLUMN consumer_group TO grp;
  ALTER TABLE outbox RENAME COLUMN partition TO part;
  ALTER TABLE outbox RENAME COLUMN record_offset TO log_offset;
  ALTER TABLE outbox RENAME COLUMN envelope_index TO idx;
  ALTER TABLE messages RENAME COLUMN text TO body;
  ALTER TABLE messages RENAME COLUMN time TO sent_at;

  CREATE TABLE new_conversations (
    conversation BLOB NOT NULL PRIMARY KEY CHECK (length(conversation) = 16),
    seq INTEGER NOT NULL,
    countable INTEGER NOT NULL,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER))
  ) STRICT, WITHOUT ROWID;
  INSERT INTO new_conversations (conversation, seq, countable) SELECT conversation, seq, countable FROM conversations;
  DROP TABLE conversations;
  ALTER TABLE new_conversations RENAME TO conversations;

  CREATE TABLE new_accounts (
    user BLOB NOT NULL PRIMARY KEY CHECK (length(user) = 16),
    name TEXT NOT NULL,
    name_key TEXT UNIQUE,
    password_hash TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    address_key TEXT UNIQUE,
    disabled INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    deleted_at INTEGER,
    revision INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  INSERT INTO new_accounts
    (user, name, name_key, password_hash, address, address_key, disabled, created_at, deleted_at, revision)
    SELECT user, name, name_key, password_hash, address, address_key, disabled, created_at, deleted_at, revision FROM accounts;
  DROP TABLE accounts;
  ALTER TABLE new_accounts RENAME TO accounts;

  CREATE TABLE new_sessions (
    session BLOB NOT NULL PRIMARY KEY CHECK (length(session) = 16),
    user BLOB NOT NULL CHECK (length(user) = 16),
    client_request_id BLOB NOT NULL CHECK (length(client_request_id) = 16),
    epoch INTEGER NOT NULL,
    gate_instance TEXT NOT NULL,
    gate_slot INTEGER NOT NULL,
    connection INTEGER NOT NULL,
    bound_at INTEGER NOT NULL,
    device_kind TEXT NOT NULL,
    device_name TEXT NOT NULL,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    ended_at INTEGER,
    expires_at INTEGER,
    token_number INTEGER NOT NULL DEFAULT 0,
    token_used INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    UNIQUE (user, client_request_id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO new_sessions
    (session, user, client_request_id, epoch, gate_instance, gate_slot, connection, bound_at, device_kind, device_name,
     created_at, ended_at, expires_at, token_number, token_used, revision)
    SELECT session, user, client_request_id, epoch, gate_instance, gate_slot, connection, bound_at, device_kind, device_name,
     created_at, ended_at, expires_at, token_number, token_used, revision FROM sessions;
  DROP TABLE sessions;
  ALTER TABLE new_sessions RENAME TO sessions;
  CREATE INDEX sessions_by_user ON sessions (user, ended_at, expires_at);
  `,
  // Kinds of messages, changes of them, reactions; what each member has read. Of what is there already everything counts as read.
  `
  ALTER TABLE conversations ADD COLUMN message_seq INTEGER NOT NULL DEFAULT 0;
  UPDATE conversations SET message_seq = seq;

  CREATE TABLE new_members (
    user BLOB NOT NULL CHECK (length(user) = 16),
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    -- NULL: a group.
    peer BLOB CHECK (length(peer) = 16),
    first_seq INTEGER NOT NULL DEFAULT 1,
    left_seq INTEGER NOT NULL DEFAULT 0,
    left_ordinal INTEGER NOT NULL DEFAULT 0,
    read_seq INTEGER NOT NULL DEFAULT 0,
    read_ordinal INTEGER NOT NULL DEFAULT 0,
    own_since INTEGER NOT NULL DEFAULT 0,
    delivered_seq INTEGER NOT NULL DEFAULT 0,
    peer_read_seq INTEGER NOT NULL DEFAULT 0,
    peer_delivered_seq INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    muted INTEGER NOT NULL DEFAULT 0,
    hidden_seq INTEGER NOT NULL DEFAULT 0,
    state_version INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user, conversation)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO new_members
    (user, conversation, peer, read_seq, read_ordinal, delivered_seq, peer_read_seq, peer_delivered_seq)
    SELECT m.user, m.conversation, m.peer, c.seq, c.countable, c.seq, c.seq, c.seq
      FROM conversation_members m JOIN conversations c ON c.conversation = m.conversation;
  DROP TABLE conversation_members;
  ALTER TABLE new_members RENAME TO conversation_members;
  CREATE INDEX members_by_conversation ON conversation_members (conversation, user);

  ALTER TABLE messages RENAME COLUMN body TO text;
  ALTER TABLE messages ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN body TEXT;
  ALTER TABLE messages ADD COLUMN reply_to INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN mentions BLOB;
  ALTER TABLE messages ADD COLUMN target INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN emoji TEXT;
  ALTER TABLE messages ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN recalled INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN changed_seq INTEGER NOT NULL DEFAULT 0;
  UPDATE messages SET ordinal = seq;

  CREATE TABLE reactions (
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    seq INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    user BLOB NOT NULL CHECK (length(user) = 16),
    removed INTEGER NOT NULL,
    PRIMARY KEY (conversation, seq, emoji, user)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hidden_messages (
    user BLOB NOT NULL CHECK (length(user) = 16),
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    seq INTEGER NOT NULL,
    PRIMARY KEY (user, conversation, seq)
  ) STRICT, WITHOUT ROWID;
  `,
  // Groups.
  `
  CREATE TABLE group_chats (
    conversation BLOB NOT NULL PRIMARY KEY CHECK (length(conversation) = 16),
    name TEXT NOT NULL,
    avatar_url TEXT NOT NULL,
    about TEXT NOT NULL,
    owner BLOB NOT NULL CHECK (length(owner) = 16),
    join_policy INTEGER NOT NULL,
    members INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    dissolved INTEGER NOT NULL,
    -- Rises once with each command that changes the group, its members or its requests.
    revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Present members alone: what a former member may still read stands in conversation_members.
  CREATE TABLE group_members (
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    user BLOB NOT NULL CHECK (length(user) = 16),
    role INTEGER NOT NULL,
    muted_until INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (conversation, user)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX group_members_by_user ON group_members (user, conversation);

  CREATE TABLE group_requests (
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    user BLOB NOT NULL CHECK (length(user) = 16),
    greeting TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    PRIMARY KEY (conversation, user)
  ) STRICT, WITHOUT ROWID;
  `,
  // What users say of themselves, and what they are to each other; what the columns mean stands in MySQL's schema.
  `
  CREATE TABLE profiles (
    user BLOB NOT NULL PRIMARY KEY CHECK (length(user) = 16),
    version INTEGER NOT NULL DEFAULT 0,
    shown_name TEXT NOT NULL DEFAULT '',
    avatar_url TEXT NOT NULL DEFAULT '',
    about TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    findable_by_address INTEGER NOT NULL DEFAULT 0,
    who_may_write INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE relations (
    user BLOB NOT NULL CHECK (length(user) = 16),
    other BLOB NOT NULL CHECK (length(other) = 16),
    conversation BLOB NOT NULL CHECK (length(conversation) = 16),
    version INTEGER NOT NULL,
    friend INTEGER NOT NULL,
    asks_me INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    blocked INTEGER NOT NULL,
    since INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    remark TEXT NOT NULL,
    greeting TEXT NOT NULL,
    PRIMARY KEY (user, other)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX relations_by_conversation ON relations (conversation, friend, blocked);
  CREATE INDEX relations_by_version ON relations (user, version);
  CREATE INDEX relations_by_friend ON relations (user, friend, other);
  CREATE INDEX relations_by_request ON relations (user, asks_me, asked_at, other);
  CREATE INDEX relations_by_block ON relations (user, blocked, other);
  `,
];

/**
 * Brings the file to the newest schema, or for a test to an older one: each step in a transaction with its number. Throws when the file has had more steps
 * than are known here.
 */
export function migrate(database: DatabaseSync, steps: number = STEPS.length): void {
  const row = database.prepare('PRAGMA user_version').get();
  const had = Number(row?.user_version);
  if (had > STEPS.length)
    throw new Error(`the store has schema ${had}, this version knows ${STEPS.length}: it was written by a newer version`);
  for (const [index, step] of STEPS.slice(0, steps).entries()) {
    if (index < had) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(step);
      database.exec(`PRAGMA user_version = ${index + 1}`);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
