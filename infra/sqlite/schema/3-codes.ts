// Codes by mail.
export const codes = `
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

CREATE TABLE code_callers (
  address TEXT NOT NULL,
  purpose INTEGER NOT NULL,
  caller TEXT NOT NULL,
  tries INTEGER NOT NULL,
  PRIMARY KEY (address, purpose, caller),
  FOREIGN KEY (address, purpose) REFERENCES codes ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Codes that were used up, until they would have expired.
CREATE TABLE code_uses (
  address TEXT NOT NULL,
  purpose INTEGER NOT NULL,
  used_by TEXT NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 16),
  key_id INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  PRIMARY KEY (address, purpose, used_by)
) STRICT, WITHOUT ROWID;

-- Mails granted in the last day: to which command, with which code.
CREATE TABLE code_mails (
  address TEXT NOT NULL,
  command TEXT NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 16),
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (address, command)
) STRICT, WITHOUT ROWID;
`;
