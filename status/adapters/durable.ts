// How long an operator waits for Kafka.
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../api/endpoint.ts';

const DURABLE_WITHIN_MS = 5000;

/** Rejects with a 504 when it takes too long: what was sent may take effect later. */
export function withinDeadline<T>(durable: Promise<T>): Promise<T> {
  return within(durable, DURABLE_WITHIN_MS, 'Kafka did not store the command in time: it may take effect later');
}

/** Rejects with a 504 that says this when it takes too long. */
export async function within<T>(done: Promise<T>, ms: number, sentence: string): Promise<T> {
  const controller = new AbortController();
  const timeout = sleep(ms, undefined, { signal: controller.signal }).then((): never => {
    throw new ApiError(504, 'TIMEOUT', sentence);
  });
  return Promise.race([done, timeout]).finally(() => controller.abort());
}

/** A function that runs what it is given one after the other. */
export function serially(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const next = last.then(run, run);
    last = next.catch(() => undefined);
    return next;
  };
}
