-- One row for each conversation: the counter that numbers its messages. Its lock orders them.
CREATE TABLE conversations (
  conversation BINARY(16) NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  -- Counts the messages that count as unread; edits, recalls and reactions will take a seq but no ordinal.
  countable BIGINT UNSIGNED NOT NULL,
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (conversation)
) ENGINE=InnoDB;

CREATE TABLE conversation_members (
  user BINARY(16) NOT NULL,
  conversation BINARY(16) NOT NULL,
  -- The other user of a conversation of two; oneself in a conversation with oneself.
  peer BINARY(16) NOT NULL,
  PRIMARY KEY (user, conversation)
) ENGINE=InnoDB;

CREATE TABLE messages (
  conversation BINARY(16) NOT NULL,
  seq BIGINT UNSIGNED NOT NULL,
  sender BINARY(16) NOT NULL,
  client_message_id BINARY(16) NOT NULL,
  -- Milliseconds since 1970, for display only.
  sent_at BIGINT UNSIGNED NOT NULL,
  body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (conversation, seq),
  UNIQUE KEY by_client_id (conversation, sender, client_message_id)
) ENGINE=InnoDB;
