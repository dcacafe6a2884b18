-- All tables on MySQL. The same tables and columns as in infra/sqlite/schema/. See migration.ts for the numbering.
-- Each statement can run again: MySQL commits every CREATE TABLE by itself, so a crash can leave a part of this file applied.
-- Moments are milliseconds since 1970 unless the column is a TIMESTAMP.

-- Runtime.

-- How far each consumer group has come in each partition. Advanced in the transaction of the effects.
CREATE TABLE IF NOT EXISTS consumer_position (
  grp VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  part INT UNSIGNED NOT NULL,
  next_offset BIGINT UNSIGNED NOT NULL,
  published_offset BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (grp, topic, part)
) ENGINE=InnoDB;

-- The last pack of each producer whose effects are stored. A pack with this number or a lower one is a duplicate.
CREATE TABLE IF NOT EXISTS consumer_producer (
  grp VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  part INT UNSIGNED NOT NULL,
  producer VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  last_number BIGINT UNSIGNED NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (grp, topic, part, producer)
) ENGINE=InnoDB;

-- Outcomes that the other tables cannot reproduce, kept until they are published.
CREATE TABLE IF NOT EXISTS outbox (
  grp VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  part INT UNSIGNED NOT NULL,
  log_offset BIGINT UNSIGNED NOT NULL,
  idx INT UNSIGNED NOT NULL,
  outcome MEDIUMBLOB NOT NULL,
  PRIMARY KEY (grp, topic, part, log_offset, idx)
) ENGINE=InnoDB;

-- The fencing row of the cache: the only Redis whose cache is valid. One row. See docs/adr/0012.
CREATE TABLE IF NOT EXISTS cache_fence (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  -- The run id of the Redis process; '' = none, every process reads the tables.
  server VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- Part of every cache key. Rises with every change of `server`.
  epoch BIGINT UNSIGNED NOT NULL,
  since DATETIME(3) NOT NULL
) ENGINE=InnoDB;
INSERT IGNORE INTO cache_fence (id, server, epoch, since) VALUES (1, '', 1, UTC_TIMESTAMP(3) - INTERVAL 1 HOUR);

-- Auth.

CREATE TABLE IF NOT EXISTS accounts (
  user_id BINARY(16) NOT NULL,
  name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  -- The normalized name in UTF-8, compared byte by byte; NULL once the account is deleted: its name is free.
  -- 64 characters become at most 768 bytes in lower case.
  name_key VARBINARY(768) NULL,
  -- The same for all names that look alike; NULL once the account is deleted. 64 characters become at most 1152 bytes.
  name_skeleton VARBINARY(1536) NULL DEFAULT NULL,
  password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  -- The normalized e-mail address; NULL where there is none. 254 bytes become at most three times as many in lower case.
  email_key VARBINARY(768) NULL DEFAULT NULL,
  disabled BOOLEAN NOT NULL DEFAULT FALSE,
  created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  deleted_at TIMESTAMP(3) NULL DEFAULT NULL,
  -- Rises with each change of the account, and of its sessions under the account's lock.
  revision INT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id),
  UNIQUE KEY by_name (name_key),
  UNIQUE KEY by_name_skeleton (name_skeleton),
  UNIQUE KEY by_email (email_key)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

-- One row per log-in, bound to one connection at a time.
CREATE TABLE IF NOT EXISTS sessions (
  session_id BINARY(16) NOT NULL,
  user_id BINARY(16) NOT NULL,
  -- The request that opened the session: a resend of it finds the session.
  client_request_id BINARY(16) NOT NULL,
  epoch INT UNSIGNED NOT NULL,
  gate_instance VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  gate_slot INT UNSIGNED NOT NULL,
  connection INT UNSIGNED NOT NULL,
  -- By this server's clock.
  bound_at BIGINT UNSIGNED NOT NULL,
  -- The client instance that bound the session, and its count of connections.
  client_instance_id VARBINARY(16) NOT NULL DEFAULT '',
  connection_attempt INT UNSIGNED NOT NULL DEFAULT 0,
  device_kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  device_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  ended_at TIMESTAMP(3) NULL DEFAULT NULL,
  -- 1 = another device has ended it: its device token is worth nothing any more. Such rows are kept for as long.
  device_forgotten TINYINT UNSIGNED NOT NULL DEFAULT 0,
  -- By this server's clock. NULL: does not expire until it is bound again.
  expires_at BIGINT UNSIGNED NULL DEFAULT NULL,
  token_number INT UNSIGNED NOT NULL DEFAULT 0,
  token_used INT UNSIGNED NOT NULL DEFAULT 0,
  -- Rises with each change.
  revision INT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (session_id),
  UNIQUE KEY by_request (user_id, client_request_id),
  KEY by_user (user_id, ended_at, expires_at)
) ENGINE=InnoDB;

-- People.

-- A user's profile and the counter of their changes. The lock of this row orders all changes between two users.
CREATE TABLE IF NOT EXISTS profiles (
  user_id BINARY(16) NOT NULL,
  -- One rising counter for the user's relations and profile.
  version BIGINT UNSIGNED NOT NULL DEFAULT 0,
  display_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  avatar_url VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  about VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  findable_by_email BOOLEAN NOT NULL DEFAULT FALSE,
  -- 0 = the server's default.
  who_may_write TINYINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

-- What the other user is to the user. A pair of users has two rows, one for each direction.
CREATE TABLE IF NOT EXISTS relations (
  user_id BINARY(16) NOT NULL,
  other_id BINARY(16) NOT NULL,
  -- Their direct conversation, the same in both rows: a list of single keys is found much faster than a list of pairs.
  conversation_id BINARY(16) NOT NULL,
  version BIGINT UNSIGNED NOT NULL,
  friend BOOLEAN NOT NULL,
  incoming_request BOOLEAN NOT NULL,
  outgoing_request BOOLEAN NOT NULL,
  blocked BOOLEAN NOT NULL,
  -- When the request was made or the friendship began.
  since BIGINT UNSIGNED NOT NULL,
  -- When the last request to the user was made. It stays after the answer, so that the next page of requests can start behind it.
  requested_at BIGINT UNSIGNED NOT NULL,
  remark VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  greeting VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (user_id, other_id),
  KEY by_conversation (conversation_id, friend, blocked),
  KEY by_version (user_id, version),
  KEY by_friend (user_id, friend, other_id),
  KEY by_request (user_id, incoming_request, requested_at, other_id),
  KEY by_block (user_id, blocked, other_id)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

-- Conversations and messages.

-- The counter of each conversation. The lock of this row orders the conversation's messages.
CREATE TABLE IF NOT EXISTS conversations (
  conversation_id BINARY(16) NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  -- The number of messages that count as unread. Edits, recalls, reactions and group events take a seq but do not count.
  last_ordinal BIGINT UNSIGNED NOT NULL,
  -- The last seq that is not a change of another message.
  message_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- Retention has deleted the messages up to this seq, and this many of them counted as unread.
  deleted_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  deleted_ordinal BIGINT UNSIGNED NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (conversation_id)
) ENGINE=InnoDB;

-- A conversation as one of its members sees it. Unread messages:
-- last_ordinal - max(read_ordinal, deleted_ordinal) - (own_sent - own_read). A former member has left_ordinal, not last_ordinal.
CREATE TABLE IF NOT EXISTS conversation_members (
  user_id BINARY(16) NOT NULL,
  conversation_id BINARY(16) NOT NULL,
  -- The other user of a direct conversation, or the same user in a conversation with oneself; NULL in a group.
  peer_id BINARY(16) NULL DEFAULT NULL,
  -- The visibility window: the member sees first_seq to left_seq; left_seq 0 = still a member.
  first_seq BIGINT UNSIGNED NOT NULL DEFAULT 1,
  left_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- `ordinal` of the messages at left_seq, and at read_seq.
  left_ordinal BIGINT UNSIGNED NOT NULL DEFAULT 0,
  read_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  read_ordinal BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- The member's own messages that count, since some moment before read_seq, and how many are up to read_seq or deleted.
  -- Both only rise, so that no statement has to lock the row first.
  own_sent INT NOT NULL DEFAULT 0,
  own_read INT NOT NULL DEFAULT 0,
  delivered_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  peer_read_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  peer_delivered_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  pinned BOOLEAN NOT NULL DEFAULT FALSE,
  muted BOOLEAN NOT NULL DEFAULT FALSE,
  -- Hidden until a message with a higher seq arrives; 0 = not hidden.
  hidden_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  state_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- The group's name when the member left; NULL = a present member, who sees each new name.
  left_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (user_id, conversation_id),
  KEY by_conversation (conversation_id, user_id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS messages (
  conversation_id BINARY(16) NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  sender_id BINARY(16) NOT NULL,
  client_message_id BINARY(16) NOT NULL,
  -- For display only: seq is the order.
  sent_at BIGINT UNSIGNED NOT NULL,
  text MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  -- How many of the conversation's messages up to this one count as unread.
  ordinal BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- im.MessageKind.
  kind TINYINT UNSIGNED NOT NULL DEFAULT 0,
  -- JSON.
  body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL DEFAULT NULL,
  reply_to BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- User ids, 16 bytes each.
  mentions VARBINARY(800) NULL DEFAULT NULL,
  -- Of a change: the seq of the message it changes, and the reaction.
  target BIGINT UNSIGNED NOT NULL DEFAULT 0,
  emoji VARBINARY(64) NULL DEFAULT NULL,
  removed BOOLEAN NOT NULL DEFAULT FALSE,
  edited BOOLEAN NOT NULL DEFAULT FALSE,
  recalled BOOLEAN NOT NULL DEFAULT FALSE,
  -- The seq of the last edit or recall of this message; 0 = none.
  changed_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, seq),
  UNIQUE KEY by_client_id (conversation_id, sender_id, client_message_id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS reactions (
  conversation_id BINARY(16) NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  emoji VARBINARY(64) NOT NULL,
  user_id BINARY(16) NOT NULL,
  -- Removed again by the user.
  removed BOOLEAN NOT NULL,
  PRIMARY KEY (conversation_id, seq, emoji, user_id)
) ENGINE=InnoDB;

-- Messages that one user has hidden from themselves.
CREATE TABLE IF NOT EXISTS hidden_messages (
  user_id BINARY(16) NOT NULL,
  conversation_id BINARY(16) NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (user_id, conversation_id, seq),
  -- Retention finds the rows of deleted messages by it.
  KEY by_conversation (conversation_id, seq)
) ENGINE=InnoDB;

-- Groups.

-- The group behind a group conversation. The lock of this row orders all membership changes.
CREATE TABLE IF NOT EXISTS group_chats (
  conversation_id BINARY(16) NOT NULL,
  name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  avatar_url VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  about VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  owner_id BINARY(16) NOT NULL,
  join_policy TINYINT UNSIGNED NOT NULL,
  member_count INT UNSIGNED NOT NULL,
  created_at BIGINT UNSIGNED NOT NULL,
  dissolved BOOLEAN NOT NULL,
  -- Rises once with each command that changes the group, its members or its join requests.
  revision INT UNSIGNED NOT NULL,
  PRIMARY KEY (conversation_id)
) ENGINE=InnoDB;

-- Present members only. What a former member may still read is in conversation_members.
CREATE TABLE IF NOT EXISTS group_members (
  conversation_id BINARY(16) NOT NULL,
  user_id BINARY(16) NOT NULL,
  role TINYINT UNSIGNED NOT NULL,
  -- 0 = not muted.
  muted_until BIGINT UNSIGNED NOT NULL,
  joined_at BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (conversation_id, user_id),
  KEY by_user (user_id, conversation_id)
) ENGINE=InnoDB;

-- What outlives a membership: a ban, or the rest of a mute.
CREATE TABLE IF NOT EXISTS group_restrictions (
  conversation_id BINARY(16) NOT NULL,
  user_id BINARY(16) NOT NULL,
  banned BOOLEAN NOT NULL,
  muted_until BIGINT UNSIGNED NOT NULL,
  -- The admin who banned the user, or the user themselves who left.
  set_by BINARY(16) NOT NULL,
  set_at BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (conversation_id, user_id),
  -- Finds the restrictions of a user who deleted their account.
  KEY by_user (user_id)
) ENGINE=InnoDB;

-- Open requests of users to join, and open invitations to them: at most one of both for each group and user.
CREATE TABLE IF NOT EXISTS group_requests (
  conversation_id BINARY(16) NOT NULL,
  user_id BINARY(16) NOT NULL,
  -- The member who invited the user; NULL = the user has asked to join.
  invited_by BINARY(16) NULL,
  greeting VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  requested_at BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (conversation_id, user_id),
  KEY by_user (user_id, conversation_id),
  -- The requests of a group, and the invitations that a user has sent.
  KEY by_inviter (invited_by, conversation_id, user_id)
) ENGINE=InnoDB;

-- What operators did. Rows are only ever added: one when an act begins, and one with its result.
CREATE TABLE IF NOT EXISTS audit_log (
  audit_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  -- The same in both rows.
  act_id BINARY(16) NOT NULL,
  at BIGINT UNSIGNED NOT NULL,
  actor VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  address VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  act VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  target VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  -- Empty in the first row.
  result VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (audit_id),
  KEY by_act (act_id, result)
) ENGINE=InnoDB;
