// Ends what was started, whatever fails.

/** Runs `act`, then each closer in this order, also when something has failed before. Rejects with the first error. */
export async function runThenClose<T>(act: () => Promise<T>, closers: readonly (() => Promise<unknown>)[]): Promise<T> {
  const errors: unknown[] = [];
  const attempt = async <R>(step: () => Promise<R>): Promise<R | undefined> => {
    try {
      return await step();
    } catch (error) {
      errors.push(error);
      return undefined;
    }
  };
  const result = await attempt(act);
  for (const close of closers) await attempt(close);
  if (errors.length > 0) throw errors[0];
  return result as T;
}
