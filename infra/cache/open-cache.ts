// What services read often from copies in Redis, and what they change of it: the connections for that are apart from all others.
import { mysqlCacheFenceRow } from '../mysql/cache-fence-row.ts';
import { mysqlPool, mysqlReader } from '../mysql/connection.ts';
import type { ProcessContext } from '../process/run.ts';
import { redisClient } from '../redis/client.ts';
import type { SqlReader } from '../sql/connection.ts';
import { type CachedQueries, cachedQueries } from './cached-queries.ts';
import { redisCache } from './redis-cache.ts';

/** Opens copies of what MySQL holds, and the reader they are made by; both are closed when the process stops. */
export function openCache(
  life: ProcessContext,
  { mysqlUrl, redisUrl }: { readonly mysqlUrl: string; readonly redisUrl: string },
): { readonly reader: SqlReader; readonly cachedQueries: CachedQueries } {
  // Apart from the batches: nothing that is only looked up, and nothing of presence, stands before a message.
  const pool = mysqlPool(mysqlUrl);
  life.onStop('MySQL, for reading', () => pool.end());
  const reader = mysqlReader(pool);
  // On a connection of its own: what a batch waits for stands behind nothing else.
  const redis = redisClient(redisUrl, life.log);
  life.onStop('Redis, for copies', () => redis.disconnect());
  const inForce = mysqlCacheFenceRow(mysqlUrl);
  life.onStop('MySQL, for the cache', () => inForce.close());
  const cache = redisCache(redis, inForce, life.log);
  life.onStop('the cache', () => cache.close());
  return { reader, cachedQueries: cachedQueries(cache, reader) };
}
