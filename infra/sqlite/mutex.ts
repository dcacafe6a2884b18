// A mutex for asynchronous work in this process.

export interface Mutex {
  /**
   * Resolves when all earlier holders have released the mutex. The returned function releases it; further calls of it do
   * nothing.
   */
  acquire(): Promise<() => void>;
}

export function mutex(): Mutex {
  let last: Promise<void> = Promise.resolve();
  return {
    async acquire() {
      const earlier = last;
      const { promise, resolve: release } = Promise.withResolvers<void>();
      last = promise;
      await earlier;
      return release;
    },
  };
}
