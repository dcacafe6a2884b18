// Readings from the cache: copies of what is committed, made by a statement of their own where there is none.
import { type Cache, type CacheKey, StoreFailed } from '../ports/index.ts';
import type { SqlReader } from '../sql/connection.ts';
import type { CachedQuery } from '../sql/query.ts';

/** What the engine asks instead of the database. */
export interface CachedQueries {
  /** As it is committed. Throws StoreFailed where neither the cache nor the database answers. */
  read<Value extends object>(reading: CachedQuery<Value>, id: string): Promise<Value | undefined>;
  /** See Cache. */
  invalidate(keys: readonly CacheKey[]): Promise<() => void>;
}

/** Copies in `cache` of what `reader` reads. */
export function cachedQueries(cache: Cache, { dialect, read }: SqlReader): CachedQueries {
  const kinds = new Map<CachedQuery<object>, (id: string) => Promise<object | undefined>>();

  function kindOf<Value extends object>(reading: CachedQuery<Value>): (id: string) => Promise<object | undefined> {
    const known = kinds.get(reading);
    if (known) return known;
    const made = cache.reader(reading.kind, async (ids): Promise<(Value | undefined)[]> => {
      try {
        return reading.decode(await read(reading.sql(ids, dialect)), ids);
      } catch (error) {
        throw new StoreFailed(`nothing can be read of ${reading.kind}`, { cause: error });
      }
    });
    kinds.set(reading, made);
    return made;
  }

  return {
    read: async <Value extends object>(reading: CachedQuery<Value>, id: string) =>
      (await kindOf(reading)(id)) as Value | undefined,
    invalidate: (keys) => cache.invalidate(keys),
  };
}

/** The name of a thing among the keys of all kinds. */
export function cacheKeyName({ kind, id }: CacheKey): string {
  return `${kind} ${id}`;
}
