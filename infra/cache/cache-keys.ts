// Names of cache keys.
import type { CacheKey } from '../ports/index.ts';

/** The name of a key, unique over all kinds. */
export function cacheKeyName({ kind, id }: CacheKey): string {
  return `${kind} ${id}`;
}
