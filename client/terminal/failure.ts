// What went wrong, as it is told to a person.
import { CallError } from '../sdk/index.ts';
import { formatWait } from './screen/time.ts';
import type { ChatTexts } from './texts/chat-texts.ts';

/** What the SDK rejected with; everything else is our own mistake and is thrown on. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  throw error;
}

/** With the time to wait where the server says how long, and the sizes of what is too large. Throws on what is not the SDK's. */
export function describeError(error: unknown, texts: ChatTexts): string {
  const { code, message, retryAfterMs } = asCallError(error);
  if (code === 'TEXT_TOO_LONG' || code === 'FRAME_TOO_LARGE') {
    // Both sizes stand in the message alone: first what it is, then what is allowed.
    const [, bytes, allowed] = /(\d+) bytes.* (\d+)/.exec(message) ?? [];
    return texts.failure(code) + (bytes && allowed ? texts.sizes(Number(bytes), Number(allowed)) : '');
  }
  const waits = code === 'MUTED' || code === 'TOO_MANY_TRIES' || code === 'TOO_MANY_REQUESTS';
  return texts.failure(code) + (waits ? texts.retryAfter(formatWait(retryAfterMs, texts)) : '');
}
