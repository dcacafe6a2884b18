// One after the other: a queue for what must not run at once within this process.

export interface Turns {
  /** Resolves when all earlier turns have ended. The turn ends when the returned function is called; further calls do nothing. */
  take(): Promise<() => void>;
}

export function turns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const earlier = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await earlier;
      return resolve;
    },
  };
}
