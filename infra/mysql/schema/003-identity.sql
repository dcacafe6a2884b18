ALTER TABLE accounts
  -- NULL once the account is deleted: its name is free.
  MODIFY COLUMN name_key VARBINARY(768) NULL,
  ADD COLUMN address VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  -- NULL where there is no address. 254 bytes grow to at most three times as many without case.
  ADD COLUMN address_key VARBINARY(768) NULL DEFAULT NULL,
  ADD COLUMN disabled BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN deleted_at TIMESTAMP(3) NULL DEFAULT NULL,
  -- Rises with each change to the account, and to its sessions under its lock.
  ADD COLUMN revision INT UNSIGNED NOT NULL DEFAULT 0,
  ADD UNIQUE KEY by_address (address_key);

ALTER TABLE sessions
  -- Milliseconds since 1970, by this server's clock. NULL: does not expire until it is next bound.
  ADD COLUMN expires_at BIGINT UNSIGNED NULL DEFAULT NULL,
  ADD COLUMN token_number INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN token_used INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN revision INT UNSIGNED NOT NULL DEFAULT 0,
  ADD KEY by_user (user, ended_at, expires_at);
