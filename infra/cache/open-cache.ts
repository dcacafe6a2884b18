// The cache of a service on the distributed stack: cached queries in Redis over MySQL, with the connections they need.
import { mysqlCacheFenceRow } from '../mysql/cache-fence-row.ts';
import { mysqlPool, mysqlReader } from '../mysql/pool.ts';
import type { ProcessContext } from '../process/run.ts';
import { redisClient } from '../redis/client.ts';
import type { SqlReader } from '../sql/connection.ts';
import { type CachedQueries, cachedQueries } from './cached-queries.ts';
import { RedisCache } from './redis-cache.ts';

/** Opens the cache and the reader that loads its values. Both are closed when the process stops. */
export function openCache(
  context: ProcessContext,
  { mysqlUrl, redisUrl }: { readonly mysqlUrl: string; readonly redisUrl: string },
): { readonly reader: SqlReader; readonly cachedQueries: CachedQueries } {
  // A pool of its own: reads and presence never delay the batches that store messages.
  const pool = mysqlPool(mysqlUrl);
  context.onStop('MySQL read pool', () => pool.end());
  const reader = mysqlReader(pool);
  // A connection of its own: a batch waits for the cache, so the cache must not queue behind other requests.
  const redis = redisClient(redisUrl, context.log);
  context.onStop('Redis cache connection', () => redis.disconnect());
  const fenceRow = mysqlCacheFenceRow(mysqlUrl);
  context.onStop('MySQL cache fence', () => fenceRow.close());
  const cache = new RedisCache(redis, fenceRow, context.log);
  context.onStop('cache', () => cache.close());
  return { reader, cachedQueries: cachedQueries(cache, reader, context.metrics.withLabels({ service: context.role })) };
}
