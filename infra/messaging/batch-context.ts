// Tells whether code runs inside a batch transaction. A call to another service is not allowed there: the batch would hold its
// locks for a network round trip.
import { AsyncLocalStorage } from 'node:async_hooks';

const batchContext = new AsyncLocalStorage<true>();

/** Runs `work`. `isInsideBatch` is true in `work` and in everything that it awaits. */
export function runInsideBatch<T>(work: () => Promise<T>): Promise<T> {
  return batchContext.run(true, work);
}

export function isInsideBatch(): boolean {
  return batchContext.getStore() === true;
}
