// Kinds of messages, changes of them, reactions; what each member has read. Of what is there already everything counts as read.
export const messages = `
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
`;
