-- All tables of the SQLite store. The same tables and columns as in infra/mysql/schema/, which says what the columns mean.
-- Moments are milliseconds since 1970. Ids are BLOBs of 16 bytes.

CREATE TABLE consumer_position (
  grp TEXT NOT NULL,
  topic TEXT NOT NULL,
  part INTEGER NOT NULL,
  next_offset INTEGER NOT NULL,
  published_offset INTEGER NOT NULL,
  PRIMARY KEY (grp, topic, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE consumer_producer (
  grp TEXT NOT NULL,
  topic TEXT NOT NULL,
  part INTEGER NOT NULL,
  producer TEXT NOT NULL,
  last_number INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (grp, topic, part, producer)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  grp TEXT NOT NULL,
  topic TEXT NOT NULL,
  part INTEGER NOT NULL,
  log_offset INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  outcome BLOB NOT NULL,
  PRIMARY KEY (grp, topic, part, log_offset, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
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

CREATE TABLE sessions (
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
CREATE INDEX sessions_by_user ON sessions (user, ended_at, expires_at);

-- Verify's tables: on the distributed stack they are in Redis.

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
CREATE INDEX codes_by_end ON codes (ends_at);

CREATE TABLE code_callers (
  address TEXT NOT NULL,
  purpose INTEGER NOT NULL,
  caller TEXT NOT NULL,
  tries INTEGER NOT NULL,
  PRIMARY KEY (address, purpose, caller),
  FOREIGN KEY (address, purpose) REFERENCES codes ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Used codes, kept until they would have expired.
CREATE TABLE code_uses (
  address TEXT NOT NULL,
  purpose INTEGER NOT NULL,
  used_by TEXT NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 16),
  key_id INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  PRIMARY KEY (address, purpose, used_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_uses_by_end ON code_uses (ends_at);

-- Mails of the last day: for which command, with which code.
CREATE TABLE code_mails (
  address TEXT NOT NULL,
  command TEXT NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 16),
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (address, command)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_mails_by_time ON code_mails (granted_at);

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

CREATE TABLE conversations (
  conversation BLOB NOT NULL PRIMARY KEY CHECK (length(conversation) = 16),
  seq INTEGER NOT NULL,
  countable INTEGER NOT NULL,
  message_seq INTEGER NOT NULL DEFAULT 0,
  gone_seq INTEGER NOT NULL DEFAULT 0,
  gone_ordinal INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER))
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation_members (
  user BLOB NOT NULL CHECK (length(user) = 16),
  conversation BLOB NOT NULL CHECK (length(conversation) = 16),
  peer BLOB CHECK (length(peer) = 16),
  first_seq INTEGER NOT NULL DEFAULT 1,
  left_seq INTEGER NOT NULL DEFAULT 0,
  left_ordinal INTEGER NOT NULL DEFAULT 0,
  read_seq INTEGER NOT NULL DEFAULT 0,
  read_ordinal INTEGER NOT NULL DEFAULT 0,
  own_sent INTEGER NOT NULL DEFAULT 0,
  own_read INTEGER NOT NULL DEFAULT 0,
  delivered_seq INTEGER NOT NULL DEFAULT 0,
  peer_read_seq INTEGER NOT NULL DEFAULT 0,
  peer_delivered_seq INTEGER NOT NULL DEFAULT 0,
  pinned INTEGER NOT NULL DEFAULT 0,
  muted INTEGER NOT NULL DEFAULT 0,
  hidden_seq INTEGER NOT NULL DEFAULT 0,
  state_version INTEGER NOT NULL DEFAULT 0,
  left_name TEXT,
  PRIMARY KEY (user, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_conversation ON conversation_members (conversation, user);

CREATE TABLE messages (
  conversation BLOB NOT NULL CHECK (length(conversation) = 16),
  seq INTEGER NOT NULL CHECK (seq > 0),
  sender BLOB NOT NULL CHECK (length(sender) = 16),
  client_message_id BLOB NOT NULL CHECK (length(client_message_id) = 16),
  sent_at INTEGER NOT NULL,
  text TEXT NOT NULL,
  ordinal INTEGER NOT NULL DEFAULT 0,
  kind INTEGER NOT NULL DEFAULT 0,
  body TEXT,
  reply_to INTEGER NOT NULL DEFAULT 0,
  mentions BLOB,
  target INTEGER NOT NULL DEFAULT 0,
  emoji TEXT,
  removed INTEGER NOT NULL DEFAULT 0,
  edited INTEGER NOT NULL DEFAULT 0,
  recalled INTEGER NOT NULL DEFAULT 0,
  changed_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation, seq),
  UNIQUE (conversation, sender, client_message_id)
) STRICT, WITHOUT ROWID;

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
CREATE INDEX hidden_by_conversation ON hidden_messages (conversation, seq);

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
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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
CREATE INDEX group_requests_by_user ON group_requests (user);
