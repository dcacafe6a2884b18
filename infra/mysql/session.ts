// What a MySQL session needs, whatever the defaults of the server are: the connection sets it, or the start is refused.
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { SetupError } from '../ports/index.ts';

// A batch sends up to 3 Mi characters in one text, and a character takes up to four bytes.
export const MIN_PACKET_BYTES = 16 * 1024 * 1024;

// READ COMMITTED: no gap locks, and a statement sees all commits made before it took its lock. Lock waits end after 2 s: only
// a frozen process holds a lock for so long. UTC: with summer time an hour occurs twice, and moments in it would be ambiguous.
export const SESSION: readonly string[] = [
  // Not only in the handshake: a server with character-set-client-handshake=OFF ignores that.
  'SET NAMES utf8mb4',
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION ${[
    "sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
    "time_zone = '+00:00'",
    'innodb_lock_wait_timeout = 2',
    'autocommit = 1',
    // NO_CHAIN: a COMMIT must not begin the next transaction.
    'completion_type = 0',
    'sql_safe_updates = 0',
    'sql_big_selects = 1',
    'sql_select_limit = 18446744073709551615',
  ].join(', ')}`,
];

/** Throws SetupError with what to change when the server cannot hold a batch of texts. */
export async function assertSuitableServer(connection: Connection): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT @@max_allowed_packet AS bytes');
  const bytes = Number(rows[0]?.bytes);
  if (bytes >= MIN_PACKET_BYTES) return;
  throw new SetupError(
    `MySQL takes packets of ${bytes} bytes, and batches need ${MIN_PACKET_BYTES}: set max_allowed_packet=16M on the server`,
  );
}
