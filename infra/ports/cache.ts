// Port: a cache of what the store holds, shared by all instances.

/** Identifies a cached thing: its kind, and its id within the kind. */
export interface CacheKey {
  readonly kind: string;
  readonly id: string;
}

/**
 * A read may return a value that is being replaced at the same time, but never a value that was replaced before the read began.
 * For this, every writer calls `invalidate` around its commit.
 */
export interface Cache {
  /**
   * A read-through function for one kind. Ids requested in one turn of the event loop are fetched and loaded together. `load`
   * gets at most 500 ids and returns the values in their order, from committed rows (no replica, no transaction); a missing value
   * is undefined and is not cached. Values are JSON and shared: do not change them. A new shape of values needs a new kind.
   * Rejects only when `load` rejects: while the cache is unavailable, everything is loaded.
   */
  reader<Value extends object>(
    kind: string,
    load: (ids: readonly string[]) => Promise<readonly (Value | undefined)[]>,
  ): (id: string) => Promise<Value | undefined>;
  /**
   * Invalidates `keys`. Await it before COMMIT, and call the returned function after COMMIT, on success and on failure. Between
   * the two, reads of `keys` go to the store. If the writer dies in between, the keys stay uncached for 15 s. Throws StoreFailed
   * if other instances may still read the old values: then do not commit, and retry after about a second.
   */
  invalidate(keys: readonly CacheKey[]): Promise<() => void>;
}
