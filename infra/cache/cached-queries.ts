// Cached queries: the batch engine reads committed values through a Cache instead of from the database.
import { type Cache, type CacheKey, StoreFailed } from '../ports/index.ts';
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
export function cachedQueries(cache: Cache, { dialect, read }: SqlReader): CachedQueries {
  const readers = new Map<CachedQuery<object>, (id: string) => Promise<object | undefined>>();

  function readerOf<Value extends object>(query: CachedQuery<Value>): (id: string) => Promise<object | undefined> {
    const known = readers.get(query);
    if (known) return known;
    const made = cache.reader(query.kind, async (ids): Promise<(Value | undefined)[]> => {
      try {
        return query.decode(await read(query.sql(ids, dialect)), ids);
      } catch (error) {
        throw new StoreFailed(`cannot load ${query.kind} for the cache`, { cause: error });
      }
    });
    readers.set(query, made);
    return made;
  }

  return {
    read: async <Value extends object>(query: CachedQuery<Value>, id: string) => (await readerOf(query)(id)) as Value | undefined,
    invalidate: (keys) => cache.invalidate(keys),
  };
}
