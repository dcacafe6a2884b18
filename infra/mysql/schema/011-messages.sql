ALTER TABLE conversations
  -- The last seq that is no change of another message.
  ADD COLUMN message_seq BIGINT UNSIGNED NOT NULL DEFAULT 0;
UPDATE conversations SET message_seq = seq;

-- Unread are: countable - read_ordinal - own_since (for a former member left_ordinal - …).
ALTER TABLE conversation_members
  -- NULL: a group.
  MODIFY COLUMN peer BINARY(16) NULL DEFAULT NULL,
  -- What the member may see: from first_seq to left_seq; 0 = is a member.
  ADD COLUMN first_seq BIGINT UNSIGNED NOT NULL DEFAULT 1,
  ADD COLUMN left_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- `countable` of the conversation at left_seq, and at read_seq.
  ADD COLUMN left_ordinal BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN read_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN read_ordinal BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- Own countable messages behind read_seq.
  ADD COLUMN own_since INT NOT NULL DEFAULT 0,
  ADD COLUMN delivered_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN peer_read_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN peer_delivered_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN pinned BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN muted BOOLEAN NOT NULL DEFAULT FALSE,
  -- Hidden until a message follows this seq; 0 = not.
  ADD COLUMN hidden_seq BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN state_version BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ADD KEY by_conversation (conversation, user);
UPDATE conversation_members m JOIN conversations c ON c.conversation = m.conversation
  SET m.read_seq = c.seq, m.read_ordinal = c.countable, m.delivered_seq = c.seq, m.peer_read_seq = c.seq, m.peer_delivered_seq = c.seq;

ALTER TABLE messages
  CHANGE COLUMN body text MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  -- How many of the conversation's messages up to this one count as unread: edits, recalls, reactions and what happens in a group take a seq but do not count.
  ADD COLUMN ordinal BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- im.MessageKind.
  ADD COLUMN kind TINYINT UNSIGNED NOT NULL DEFAULT 0,
  -- JSON.
  ADD COLUMN body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL DEFAULT NULL,
  ADD COLUMN reply_to BIGINT UNSIGNED NOT NULL DEFAULT 0,
  -- User ids, 16 bytes each.
  ADD COLUMN mentions VARBINARY(800) NULL DEFAULT NULL,
  -- Of a change: what it changes, and how.
  ADD COLUMN target BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN emoji VARBINARY(32) NULL DEFAULT NULL,
  ADD COLUMN removed BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN edited BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN recalled BOOLEAN NOT NULL DEFAULT FALSE,
  -- The seq of the last edit or recall of this message; 0 = none.
  ADD COLUMN changed_seq BIGINT UNSIGNED NOT NULL DEFAULT 0;
UPDATE messages SET ordinal = seq;

CREATE TABLE reactions (
  conversation BINARY(16) NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  emoji VARBINARY(32) NOT NULL,
  user BINARY(16) NOT NULL,
  -- Taken away again.
  removed BOOLEAN NOT NULL,
  PRIMARY KEY (conversation, seq, emoji, user)
) ENGINE=InnoDB;

-- Messages that one user does not want to see any more.
CREATE TABLE hidden_messages (
  user BINARY(16) NOT NULL,
  conversation BINARY(16) NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (user, conversation, seq)
) ENGINE=InnoDB;
