-- Which Redis holds the copies that count: see docs/adr/0012. One row.
CREATE TABLE cache_in_force (
  one TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  -- The run id of its process; '' = none, everybody reads the tables.
  server VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- Part of every copy's name: rises whenever another server takes over, or none.
  epoch BIGINT UNSIGNED NOT NULL,
  since DATETIME(3) NOT NULL
) ENGINE=InnoDB;
INSERT INTO cache_in_force (one, server, epoch, since) VALUES (1, '', 1, UTC_TIMESTAMP(3) - INTERVAL 1 HOUR);
