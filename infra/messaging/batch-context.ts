// Tells whether code runs inside a batch transaction. A call to another service from there would hold the batch's locks for a
// network round trip.
import { AsyncLocalStorage } from 'node:async_hooks';

const batchContext = new AsyncLocalStorage<true>();

/** Runs `work` so that `isInsideBatch` is true in it and in all that it awaits. */
export function runInsideBatch<T>(work: () => Promise<T>): Promise<T> {
  return batchContext.run(true, work);
}

export function isInsideBatch(): boolean {
  return batchContext.getStore() === true;
}
