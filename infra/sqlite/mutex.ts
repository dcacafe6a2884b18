// One after the other: a queue for what must not run at once within this process.

export interface Mutex {
  /** Resolves when all earlier turns have ended. The turn ends when the returned function is called; further calls do nothing. */
  acquire(): Promise<() => void>;
}

export function mutex(): Mutex {
  let last: Promise<void> = Promise.resolve();
  return {
    async acquire() {
      const earlier = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await earlier;
      return resolve;
    },
  };
}
