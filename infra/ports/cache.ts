// Port: a cache of what the store holds, shared by all instances.

/** Identifies a cached thing: its kind, and its id within the kind. */
export interface CacheKey {
  readonly kind: string;
  readonly id: string;
}

/**
 * A reader may see a value that was true a moment ago, but never one that was changed before it asked: every writer calls
 * `invalidate` around its commit.
 */
export interface Cache {
  /**
   * A read-through function for one kind. Ids asked for in one turn of the event loop are fetched together, and loaded together.
   * `load` gets at most 500 ids and answers in their order from committed rows (no replica, no transaction); undefined = there is
   * none, which is not cached. Values are JSON and shared: do not change them. Give another shape another kind.
   * Rejects only where `load` does: without the cache everything is loaded.
   */
  reader<Value extends object>(
    kind: string,
    load: (ids: readonly string[]) => Promise<readonly (Value | undefined)[]>,
  ): (id: string) => Promise<Value | undefined>;
  /**
   * Invalidates `keys`. Await before COMMIT; call the returned function after it, on success and on failure. In between, reads of
   * `keys` go to the store. If the writer dies in between, the keys stay uncached for 15 s. Throws StoreFailed where other
   * instances could go on reading cached values that cannot be invalidated: then do not commit, and retry after about a second.
   */
  invalidate(keys: readonly CacheKey[]): Promise<() => void>;
}
