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
  user_id BLOB NOT NULL PRIMARY KEY CHECK (length(user_id) = 16),
  name TEXT NOT NULL,
  name_key TEXT UNIQUE,
  name_skeleton TEXT UNIQUE,
  password_hash TEXT NOT NULL,
  email TEXT NOT NULL DEFAULT '',
  email_key TEXT UNIQUE,
  disabled INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
  deleted_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  session_id BLOB NOT NULL PRIMARY KEY CHECK (length(session_id) = 16),
  user_id BLOB NOT NULL CHECK (length(user_id) = 16),
  client_request_id BLOB NOT NULL CHECK (length(client_request_id) = 16),
  epoch INTEGER NOT NULL,
  gate_instance TEXT NOT NULL,
  gate_slot INTEGER NOT NULL,
  connection INTEGER NOT NULL,
  bound_at INTEGER NOT NULL,
  client_instance_id BLOB NOT NULL DEFAULT x'',
  connection_attempt INTEGER NOT NULL DEFAULT 0,
  device_kind TEXT NOT NULL,
  device_name TEXT NOT NULL,
  created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
  ended_at INTEGER,
  device_forgotten INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER,
  token_number INTEGER NOT NULL DEFAULT 0,
  token_used INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 0,
  UNIQUE (user_id, client_request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id, ended_at, expires_at);

-- Verify's tables: on the distributed stack they are in Redis.

-- Living codes, by the nonce they are derived from. The owner is the e-mail address and who requested the code.
CREATE TABLE codes (
  owner TEXT NOT NULL,
  purpose INTEGER NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 16),
  key_id INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (owner, purpose)
) STRICT, WITHOUT ROWID;
CREATE INDEX codes_by_end ON codes (ends_at);

-- Used codes, kept until they would have expired.
CREATE TABLE code_uses (
  owner TEXT NOT NULL,
  purpose INTEGER NOT NULL,
  use_id TEXT NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 16),
  key_id INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  PRIMARY KEY (owner, purpose, use_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_uses_by_end ON code_uses (ends_at);

-- Mails of the last day: for which command, with which code.
CREATE TABLE code_mails (
  mailbox TEXT NOT NULL,
  command TEXT NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 16),
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (mailbox, command)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_mails_by_time ON code_mails (granted_at);

CREATE TABLE profiles (
  user_id BLOB NOT NULL PRIMARY KEY CHECK (length(user_id) = 16),
  version INTEGER NOT NULL DEFAULT 0,
  display_name TEXT NOT NULL DEFAULT '',
  avatar_url TEXT NOT NULL DEFAULT '',
  about TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  findable_by_email INTEGER NOT NULL DEFAULT 0,
  who_may_write INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE relations (
  user_id BLOB NOT NULL CHECK (length(user_id) = 16),
  other_id BLOB NOT NULL CHECK (length(other_id) = 16),
  conversation_id BLOB NOT NULL CHECK (length(conversation_id) = 16),
  version INTEGER NOT NULL,
  friend INTEGER NOT NULL,
  incoming_request INTEGER NOT NULL,
  outgoing_request INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  since INTEGER NOT NULL,
  requested_at INTEGER NOT NULL,
  remark TEXT NOT NULL,
  greeting TEXT NOT NULL,
  PRIMARY KEY (user_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX relations_by_conversation ON relations (conversation_id, friend, blocked);
CREATE INDEX relations_by_version ON relations (user_id, version);
CREATE INDEX relations_by_friend ON relations (user_id, friend, other_id);
CREATE INDEX relations_by_request ON relations (user_id, incoming_request, requested_at, other_id);
CREATE INDEX relations_by_block ON relations (user_id, blocked, other_id);

CREATE TABLE conversations (
  conversation_id BLOB NOT NULL PRIMARY KEY CHECK (length(conversation_id) = 16),
  seq INTEGER NOT NULL,
  last_ordinal INTEGER NOT NULL,
  message_seq INTEGER NOT NULL DEFAULT 0,
  deleted_seq INTEGER NOT NULL DEFAULT 0,
  deleted_ordinal INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER))
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation_members (
  user_id BLOB NOT NULL CHECK (length(user_id) = 16),
  conversation_id BLOB NOT NULL CHECK (length(conversation_id) = 16),
  peer_id BLOB CHECK (length(peer_id) = 16),
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
  PRIMARY KEY (user_id, conversation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_conversation ON conversation_members (conversation_id, user_id);

CREATE TABLE messages (
  conversation_id BLOB NOT NULL CHECK (length(conversation_id) = 16),
  seq INTEGER NOT NULL CHECK (seq > 0),
  sender_id BLOB NOT NULL CHECK (length(sender_id) = 16),
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
  PRIMARY KEY (conversation_id, seq),
  UNIQUE (conversation_id, sender_id, client_message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions (
  conversation_id BLOB NOT NULL CHECK (length(conversation_id) = 16),
  seq INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  user_id BLOB NOT NULL CHECK (length(user_id) = 16),
  removed INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, seq, emoji, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE hidden_messages (
  user_id BLOB NOT NULL CHECK (length(user_id) = 16),
  conversation_id BLOB NOT NULL CHECK (length(conversation_id) = 16),
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, conversation_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX hidden_by_conversation ON hidden_messages (conversation_id, seq);

CREATE TABLE group_chats (
  conversation_id BLOB NOT NULL PRIMARY KEY CHECK (length(conversation_id) = 16),
  name TEXT NOT NULL,
  avatar_url TEXT NOT NULL,
  about TEXT NOT NULL,
  owner_id BLOB NOT NULL CHECK (length(owner_id) = 16),
  join_policy INTEGER NOT NULL,
  member_count INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  dissolved INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE group_members (
  conversation_id BLOB NOT NULL CHECK (length(conversation_id) = 16),
  user_id BLOB NOT NULL CHECK (length(user_id) = 16),
  role INTEGER NOT NULL,
  muted_until INTEGER NOT NULL,
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_by_user ON group_members (user_id, conversation_id);

CREATE TABLE group_restrictions (
  conversation_id BLOB NOT NULL CHECK (length(conversation_id) = 16),
  user_id BLOB NOT NULL CHECK (length(user_id) = 16),
  banned INTEGER NOT NULL,
  muted_until INTEGER NOT NULL,
  set_by BLOB NOT NULL CHECK (length(set_by) = 16),
  set_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_restrictions_by_user ON group_restrictions (user_id);

CREATE TABLE group_requests (
  conversation_id BLOB NOT NULL CHECK (length(conversation_id) = 16),
  user_id BLOB NOT NULL CHECK (length(user_id) = 16),
  invited_by BLOB NULL CHECK (length(invited_by) = 16),
  greeting TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_requests_by_user ON group_requests (user_id, conversation_id);
CREATE INDEX group_requests_by_inviter ON group_requests (invited_by, conversation_id, user_id);

CREATE TABLE audit_log (
  audit_id INTEGER PRIMARY KEY AUTOINCREMENT,
  act_id BLOB NOT NULL CHECK (length(act_id) = 16),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  address TEXT NOT NULL,
  act TEXT NOT NULL,
  target TEXT NOT NULL,
  result TEXT NOT NULL
) STRICT;
CREATE INDEX audit_log_by_act ON audit_log (act_id, result);
