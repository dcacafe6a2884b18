// What a batch must invalidate in the cache before its commit.
import { cacheKeyName } from '../cache/cache-keys.ts';
import type { CacheKey } from '../ports/index.ts';
import type { QueuedWrite } from './scope.ts';

/** The cache keys that kept commands of one batch have changed. */
export class InvalidatedKeys {
  readonly #keys = new Map<string, CacheKey>();

  get isEmpty(): boolean {
    return this.#keys.size === 0;
  }

  add(writes: readonly QueuedWrite[]): void {
    for (const { write, row } of writes) {
      if (write.invalidates) for (const key of write.invalidates(row)) this.#keys.set(cacheKeyName(key), key);
    }
  }

  has(key: CacheKey): boolean {
    return this.#keys.size > 0 && this.#keys.has(cacheKeyName(key));
  }

  list(): CacheKey[] {
    return [...this.#keys.values()];
  }
}
