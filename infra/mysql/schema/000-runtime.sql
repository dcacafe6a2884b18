-- How far each consumer group has come in each partition. Advanced in the transaction of the effects.
CREATE TABLE consumer_position (
  grp VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  part INT UNSIGNED NOT NULL,
  next_offset BIGINT UNSIGNED NOT NULL,
  published_offset BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (grp, topic, part)
) ENGINE=InnoDB;

-- The last pack of each producer whose effects are stored: a pack with that number or a lower one was sent again.
CREATE TABLE consumer_producer (
  grp VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  part INT UNSIGNED NOT NULL,
  producer VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  last_number BIGINT UNSIGNED NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (grp, topic, part, producer)
) ENGINE=InnoDB;

-- Outcomes that cannot be found again in the tables, kept until they are published.
CREATE TABLE outbox (
  grp VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topic VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  part INT UNSIGNED NOT NULL,
  log_offset BIGINT UNSIGNED NOT NULL,
  idx INT UNSIGNED NOT NULL,
  outcome MEDIUMBLOB NOT NULL,
  PRIMARY KEY (grp, topic, part, log_offset, idx)
) ENGINE=InnoDB;
