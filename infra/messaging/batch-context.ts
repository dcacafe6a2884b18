// Whether code runs inside a batch transaction: calling another service from there would hold the batch's locks for the time of a network round trip.
import { AsyncLocalStorage } from 'node:async_hooks';

const inside = new AsyncLocalStorage<true>();

export function runInsideBatch<T>(work: () => Promise<T>): Promise<T> {
  return inside.run(true, work);
}

export function isInsideBatch(): boolean {
  return inside.getStore() === true;
}
