// Names of cache keys, and the keys that more than one service invalidates.
import type { CacheKey } from '../ports/index.ts';

/** The kind of a user's cached profile. Logic reads it; auth invalidates it when it deletes an account. */
export const PROFILE_KIND = 'profile';

/** What a change of a user's account or profile invalidates. */
export function profileCacheKeys(userId: string): CacheKey[] {
  return [{ kind: PROFILE_KIND, id: userId }];
}

/** The name of a key, unique over all kinds. */
export function cacheKeyName({ kind, id }: CacheKey): string {
  return `${kind} ${id}`;
}
