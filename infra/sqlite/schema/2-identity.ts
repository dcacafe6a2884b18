// Addresses, deleted accounts, sessions that expire. name_key of a deleted account is NULL: only a new table can have it so.
export const identity = `
CREATE TABLE new_accounts (
  user BLOB NOT NULL PRIMARY KEY CHECK (length(user) = 16),
  name TEXT NOT NULL,
  name_key TEXT UNIQUE,
  password_hash TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  -- NULL where there is no address.
  address_key TEXT UNIQUE,
  disabled INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER,
  -- Rises with each change to the account, and to its sessions under its lock.
  revision INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO new_accounts (user, name, name_key, password_hash, created_at)
  SELECT user, name, name_key, password_hash, created_at FROM accounts;
DROP TABLE accounts;
ALTER TABLE new_accounts RENAME TO accounts;

-- NULL: does not expire until it is next bound.
ALTER TABLE sessions ADD COLUMN expires_at INTEGER;
ALTER TABLE sessions ADD COLUMN token_number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN token_used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
CREATE INDEX sessions_by_user ON sessions (user, ended_at, expires_at);
`;
