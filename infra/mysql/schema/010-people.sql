-- What users say of themselves, and the counter of what has changed for them: its lock orders all changes between two users.
CREATE TABLE profiles (
  user BINARY(16) NOT NULL,
  -- Of the user's relations and profile together, rising.
  version BIGINT UNSIGNED NOT NULL DEFAULT 0,
  shown_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  avatar_url VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  about VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  findable_by_address BOOLEAN NOT NULL DEFAULT FALSE,
  -- 0 = what the server is set to.
  who_may_write TINYINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (user)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

-- What "other" is to "user"; of two users each has a row.
CREATE TABLE relations (
  user BINARY(16) NOT NULL,
  other BINARY(16) NOT NULL,
  -- That of the two, the same for both rows: a list of single keys is found much faster than one of pairs.
  conversation BINARY(16) NOT NULL,
  version BIGINT UNSIGNED NOT NULL,
  friend BOOLEAN NOT NULL,
  asks_me BOOLEAN NOT NULL,
  asked BOOLEAN NOT NULL,
  blocked BOOLEAN NOT NULL,
  -- Milliseconds since 1970: of the request or of the friendship.
  since BIGINT UNSIGNED NOT NULL,
  -- Of the last request to "user"; stays when it is answered, so that a page of requests can go on behind it.
  asked_at BIGINT UNSIGNED NOT NULL,
  remark VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  greeting VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (user, other),
  KEY by_conversation (conversation, friend, blocked),
  KEY by_version (user, version),
  KEY by_friend (user, friend, other),
  KEY by_request (user, asks_me, asked_at, other),
  KEY by_block (user, blocked, other)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
