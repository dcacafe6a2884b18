// The fencing row of the cache in MySQL. It is in the same database as the cached values, so every process that can commit a
// change can also read and replace the row.
import type { CacheFenceRow } from '../cache/cache-fence.ts';
import { mysqlPool, queryPool } from './pool.ts';

const TIMEOUT_MS = 1000;
const READ = `SELECT server, epoch, TIMESTAMPDIFF(MICROSECOND, since, UTC_TIMESTAMP(3)) DIV 1000 FROM cache_fence WHERE id = 1`;
const REPLACE = 'UPDATE cache_fence SET server = ?, epoch = epoch + 1, since = UTC_TIMESTAMP(3) WHERE id = 1 AND epoch = ?';

/** Uses its own connections, so that the row never waits behind loads of cached values after an outage of Redis. */
export function mysqlCacheFenceRow(url: string): CacheFenceRow & { close(): Promise<void> } {
  const pool = mysqlPool(url);
  return {
    async read() {
      const rows = await queryPool(pool, READ, { timeoutMs: TIMEOUT_MS });
      const [server, epoch, ageMs] = rows[0] ?? ['', 0, 0];
      return { server: String(server), epoch: Number(epoch), ageMs: Number(ageMs) };
    },
    async replace(epoch, server) {
      await queryPool(pool, REPLACE, { timeoutMs: TIMEOUT_MS, values: [server, epoch] });
    },
    close: () => pool.end(),
  };
}
