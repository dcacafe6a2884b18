-- What a conversation of many is besides. Its lock orders everything about membership.
CREATE TABLE group_chats (
  conversation BINARY(16) NOT NULL,
  name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  avatar_url VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  about VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  owner BINARY(16) NOT NULL,
  join_policy TINYINT UNSIGNED NOT NULL,
  members INT UNSIGNED NOT NULL,
  -- Milliseconds since 1970.
  made_at BIGINT UNSIGNED NOT NULL,
  dissolved BOOLEAN NOT NULL,
  -- Rises once with each command that changes the group, its members or its requests.
  revision INT UNSIGNED NOT NULL,
  PRIMARY KEY (conversation)
) ENGINE=InnoDB;

-- Present members alone: what a former member may still read stands in conversation_members.
CREATE TABLE group_members (
  conversation BINARY(16) NOT NULL,
  user BINARY(16) NOT NULL,
  role TINYINT UNSIGNED NOT NULL,
  -- Milliseconds since 1970, as below; 0 = may write.
  muted_until BIGINT UNSIGNED NOT NULL,
  joined_at BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (conversation, user),
  KEY by_user (user, conversation)
) ENGINE=InnoDB;

CREATE TABLE group_requests (
  conversation BINARY(16) NOT NULL,
  user BINARY(16) NOT NULL,
  greeting VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  asked_at BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (conversation, user)
) ENGINE=InnoDB;
