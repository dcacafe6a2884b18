// What went wrong, as it is told to a person.
import { CallError } from '../sdk.ts';
import type { Texts } from './texts.ts';
import { waitOf } from './time.ts';

/** What the SDK rejected with; everything else is our own mistake and is thrown on. */
export function failureOf(error: unknown): CallError {
  if (error instanceof CallError) return error;
  throw error;
}

/** With the time to wait where the server says how long, and the sizes of what is too large. Throws on what is not the SDK's. */
export function reasonOf(error: unknown, texts: Texts): string {
  const { code, message, retryAfterMs } = failureOf(error);
  if (code === 'TEXT_TOO_LONG' || code === 'FRAME_TOO_LARGE') {
    // Both sizes stand in the message alone: first what it is, then what is allowed.
    const [, bytes, allowed] = /(\d+) bytes.* (\d+)/.exec(message) ?? [];
    return texts.failure(code) + (bytes && allowed ? texts.sizes(Number(bytes), Number(allowed)) : '');
  }
  const waits = code === 'MUTED' || code === 'TOO_MANY_TRIES' || code === 'TOO_MANY_REQUESTS';
  return texts.failure(code) + (waits ? texts.again(waitOf(retryAfterMs, texts)) : '');
}
