// Copies of what the store says, over all instances.

/** What a kind of thing is known by in the cache. */
export interface CacheKey {
  readonly kind: string;
  readonly id: string;
}

/** Copies of what the store says, over all instances. A reader may see what was true a moment ago, never what was changed before it asked: whoever changes something says so before and after. */
export interface Cache {
  /**
   * A way to read things of one kind, from the cache or with `load`: ids asked for in one turn are looked up at once, and loaded at once. `load` answers in their order, at most 500, from what is committed (no
   * replica, no transaction of its own); undefined = there is none, which is not remembered. Values are JSON and are shared: nobody changes them; another shape is another kind. Rejects only where `load` does: without
   * the cache all is loaded.
   */
  reader<Value extends object>(
    kind: string,
    load: (ids: readonly string[]) => Promise<readonly (Value | undefined)[]>,
  ): (id: string) => Promise<Value | undefined>;
  /**
   * To be awaited right before the commit of what changes these; what it returns is called when the commit has ended, however. In between they are read from the store. Whoever dies in between, or does not learn how it ended, leaves them uncached for
   * 15 s. Throws StoreFailed where others could go on reading copies that cannot be taken from them: nothing may be committed then. About a second later that is settled, with or without the cache.
   */
  invalidate(keys: readonly CacheKey[]): Promise<() => void>;
}
