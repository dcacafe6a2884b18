// Batch loader: turns single look-ups into few: keys asked for in one turn of the event loop are loaded together.

/** Returns a function that loads one key. `loadAll` gets each key of a turn once, at most `maxKeys` per call, and answers in order. */
export function batchLoader<Value>(
  loadAll: (keys: readonly string[]) => Promise<readonly Value[]>,
  maxKeys: number,
): (key: string) => Promise<Value> {
  let pending = new Map<string, PromiseWithResolvers<Value>>();

  function load(batch: ReadonlyMap<string, PromiseWithResolvers<Value>>): void {
    const keys = [...batch.keys()];
    loadAll(keys).then(
      (values) => {
        for (const [i, key] of keys.entries()) batch.get(key)?.resolve(values[i] as Value);
      },
      (error) => {
        for (const { reject } of batch.values()) reject(error);
      },
    );
  }

  function loadPending(): void {
    const entries = [...pending];
    pending = new Map();
    for (let from = 0; from < entries.length; from += maxKeys) load(new Map(entries.slice(from, from + maxKeys)));
  }

  return (key) => {
    let value = pending.get(key);
    if (!value) {
      if (pending.size === 0) setImmediate(loadPending);
      value = Promise.withResolvers<Value>();
      pending.set(key, value);
    }
    return value.promise;
  };
}
