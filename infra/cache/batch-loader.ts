// Single questions become few: what is asked in one turn of the event loop is asked together.

/** Asks `all` for everything that was asked for in one turn, each key once, at most `most` at a time. */
export function batchLoader<Value>(
  all: (keys: readonly string[]) => Promise<readonly Value[]>,
  most: number,
): (key: string) => Promise<Value> {
  let waiting = new Map<string, PromiseWithResolvers<Value>>();

  const ask = (asked: ReadonlyMap<string, PromiseWithResolvers<Value>>): void => {
    const keys = [...asked.keys()];
    all(keys).then(
      (values) => {
        for (const [i, key] of keys.entries()) asked.get(key)?.resolve(values[i] as Value);
      },
      (error) => {
        for (const { reject } of asked.values()) reject(error);
      },
    );
  };

  return (key) => {
    let asked = waiting.get(key);
    if (!asked) {
      if (waiting.size === 0) setImmediate(() => askAll());
      asked = Promise.withResolvers<Value>();
      waiting.set(key, asked);
    }
    return asked.promise;
  };

  function askAll(): void {
    const now = [...waiting];
    waiting = new Map();
    for (let from = 0; from < now.length; from += most) ask(new Map(now.slice(from, from + most)));
  }
}
