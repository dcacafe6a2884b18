// The runtime's tables, accounts and sessions, messages.
export const first = `
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
`;
