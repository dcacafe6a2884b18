// Cached queries: the batch engine reads committed values through a Cache instead of from the database.
import { noMetrics } from '../memory/no-metrics.ts';
import { type Cache, type CacheKey, LATENCY_BUCKETS_S, type Metrics, StoreFailed } from '../ports/index.ts';
import type { SqlReader } from '../sql/connection.ts';
import type { CachedQuery } from '../sql/query.ts';

/** What the batch engine asks instead of the database. */
export interface CachedQueries {
  /** The committed value, from the cache or the database. Throws StoreFailed when neither answers. */
  read<Value extends object>(query: CachedQuery<Value>, id: string): Promise<Value | undefined>;
  /** See Cache. */
  invalidate(keys: readonly CacheKey[]): Promise<() => void>;
}

/** Values in `cache`, loaded by statements of `reader`. */
export function cachedQueries(cache: Cache, { dialect, read }: SqlReader, metrics: Metrics = noMetrics): CachedQueries {
  const reads = metrics.counters('im_cache_reads_total', 'Values that were asked of the cache.', 'kind');
  const loads = metrics.counters('im_cache_loads_total', 'Values that the cache did not have.', 'kind');
  const loadSeconds = metrics.histogram('im_cache_load_seconds', 'Reads of the database for the cache.', LATENCY_BUCKETS_S);
  const readers = new Map<CachedQuery<object>, (id: string) => Promise<object | undefined>>();

  function readerOf<Value extends object>(query: CachedQuery<Value>): (id: string) => Promise<object | undefined> {
    const known = readers.get(query);
    if (known) return known;
    const ofKind = { reads: reads.of(query.kind), loads: loads.of(query.kind) };
    const reader = cache.reader(query.kind, async (ids): Promise<(Value | undefined)[]> => {
      ofKind.loads.add(ids.length);
      const startedMs = performance.now();
      try {
        return query.decode(await read(query.sql(ids, dialect)), ids);
      } catch (error) {
        throw new StoreFailed(`cannot load ${query.kind} for the cache`, { cause: error });
      } finally {
        loadSeconds.observe((performance.now() - startedMs) / 1000);
      }
    });
    const made = (id: string): Promise<object | undefined> => {
      ofKind.reads.add();
      return reader(id);
    };
    readers.set(query, made);
    return made;
  }

  return {
    read: async <Value extends object>(query: CachedQuery<Value>, id: string) => (await readerOf(query)(id)) as Value | undefined,
    invalidate: (keys) => cache.invalidate(keys),
  };
}
