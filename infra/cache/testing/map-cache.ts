// A cache in memory for tests: it keeps every value until it is invalidated. So a test finds a stale value if a writer forgets
// to invalidate it.
import type { Cache, CacheKey } from '../../ports/index.ts';
import { cacheKeyName } from '../cache-keys.ts';

export interface MapCache extends Cache {
  /** The names of loaded keys, in order. */
  readonly loaded: string[];
  /** The names of invalidated keys, in order. A name with "!" records the end of the invalidation. */
  readonly invalidations: string[];
}

export function mapCache(): MapCache {
  const values = new Map<string, object>();
  /** Key → how many invalidations of it have not ended. */
  const invalidating = new Map<string, number>();
  /** Key → how often it was invalidated: a value loaded before an invalidation is not kept after it. */
  const counts = new Map<string, number>();
  const loaded: string[] = [];
  const invalidations: string[] = [];

  return {
    loaded,
    invalidations,
    reader: <Value extends object>(kind: string, load: (ids: readonly string[]) => Promise<readonly (Value | undefined)[]>) => {
      return async (id: string): Promise<Value | undefined> => {
        const name = cacheKeyName({ kind, id });
        const cached = values.get(name);
        if (cached) return cached as Value;
        const before = counts.get(name);
        loaded.push(name);
        const [found] = await load([id]);
        if (found && !invalidating.has(name) && counts.get(name) === before) values.set(name, found);
        return found;
      };
    },
    async invalidate(keys: readonly CacheKey[]) {
      const names = keys.map(cacheKeyName);
      invalidations.push(...names);
      for (const name of names) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        invalidating.set(name, (invalidating.get(name) ?? 0) + 1);
        values.delete(name);
      }
      return () => {
        for (const name of names) {
          invalidations.push(`!${name}`);
          const others = (invalidating.get(name) ?? 1) - 1;
          if (others > 0) invalidating.set(name, others);
          else invalidating.delete(name);
        }
      };
    },
  };
}
