// The names MySQL's tables have, and moments that need not be given.
export const names = `
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
`;
