// What services read often from copies in Redis, and what they change of it: the connections for that are apart from all others.
import { mysqlCacheInForce } from './mysql/cache-in-force.ts';
import { mysqlPool, mysqlReader } from './mysql/connection.ts';
import { redisCache } from './redis/cache.ts';
import { redisClient } from './redis/client.ts';
import type { Life } from './run.ts';
import type { Reader } from './sql/connection.ts';
import { type Copies, copies } from './sql/copies.ts';

/** Opens copies of what MySQL holds, and the reader they are made by; both are closed when the process stops. */
export function openCopies(
  life: Life,
  { mysqlUrl, redisUrl }: { readonly mysqlUrl: string; readonly redisUrl: string },
): { readonly reader: Reader; readonly copied: Copies } {
  // Apart from the batches: nothing that is only looked up, and nothing of presence, stands before a message.
  const pool = mysqlPool(mysqlUrl);
  life.onStop('MySQL, for reading', () => pool.end());
  const reader = mysqlReader(pool);
  // On a connection of its own: what a batch waits for stands behind nothing else.
  const redis = redisClient(redisUrl, life.log);
  life.onStop('Redis, for copies', () => redis.disconnect());
  const inForce = mysqlCacheInForce(mysqlUrl);
  life.onStop('MySQL, for the cache', () => inForce.close());
  const cache = redisCache(redis, inForce, life.log);
  life.onStop('the cache', () => cache.close());
  return { reader, copied: copies(cache, reader) };
}
