// What users say of themselves, and what they are to each other; what the columns mean stands in MySQL's schema.
export const people = `
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
`;
