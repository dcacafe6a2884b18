// The batch loader: single reads of one turn of the event loop become one read of many keys.

/**
 * Collects the keys requested in one turn of the event loop, and loads each of them once. A call of `load` gets at most
 * `maxKeys` keys and returns their values in the same order.
 */
export function batchLoader<Value>(
  load: (keys: readonly string[]) => Promise<readonly Value[]>,
  maxKeys: number,
): (key: string) => Promise<Value> {
  let waiting = new Map<string, PromiseWithResolvers<Value>>();

  function loadChunk(chunk: ReadonlyMap<string, PromiseWithResolvers<Value>>): void {
    const keys = [...chunk.keys()];
    load(keys).then(
      (values) => {
        for (const [i, key] of keys.entries()) chunk.get(key)?.resolve(values[i] as Value);
      },
      (error) => {
        for (const { reject } of chunk.values()) reject(error);
      },
    );
  }

  function loadAll(): void {
    const entries = [...waiting];
    waiting = new Map();
    for (let from = 0; from < entries.length; from += maxKeys) loadChunk(new Map(entries.slice(from, from + maxKeys)));
  }

  return (key) => {
    let pending = waiting.get(key);
    if (!pending) {
      if (waiting.size === 0) setImmediate(loadAll);
      pending = Promise.withResolvers<Value>();
      waiting.set(key, pending);
    }
    return pending.promise;
  };
}
