CREATE TABLE accounts (
  user BINARY(16) NOT NULL,
  name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  -- UTF-8, compared byte by byte: what is alike is decided before it comes here. 64 characters grow to at most 768 bytes without case.
  name_key VARBINARY(768) NOT NULL,
  password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (user),
  UNIQUE KEY by_name (name_key)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;

-- One row for each log-in, bound to one connection at a time.
CREATE TABLE sessions (
  session BINARY(16) NOT NULL,
  user BINARY(16) NOT NULL,
  -- The request that opened it: a resend of it finds it.
  client_request_id BINARY(16) NOT NULL,
  epoch INT UNSIGNED NOT NULL,
  gate_instance VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  gate_slot INT UNSIGNED NOT NULL,
  connection INT UNSIGNED NOT NULL,
  -- Milliseconds since 1970, by the gate's clock.
  bound_at BIGINT UNSIGNED NOT NULL,
  device_kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  device_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  ended_at TIMESTAMP(3) NULL DEFAULT NULL,
  PRIMARY KEY (session),
  UNIQUE KEY by_request (user, client_request_id)
) ENGINE=InnoDB;
