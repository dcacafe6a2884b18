// Groups.
export const groups = `
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
`;
