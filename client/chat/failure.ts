// What went wrong, as it is told to a person.
import { CallError } from '../sdk.ts';
import type { Texts } from './texts.ts';

/** What the SDK rejected with; everything else is our own mistake and is thrown on. */
export function failureOf(error: unknown): CallError {
  if (error instanceof CallError) return error;
  throw error;
}

/** With the time to wait where the server says how long. Throws on what is not the SDK's. */
export function reasonOf(error: unknown, texts: Texts): string {
  const { code, retryAfterMs } = failureOf(error);
  const waits = code === 'TOO_MANY_TRIES' || code === 'TOO_MANY_REQUESTS';
  return texts.failure(code) + (waits ? texts.again(Math.ceil(retryAfterMs / 1000)) : '');
}
