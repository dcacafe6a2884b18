// Describes failures of the SDK in the user's language.
import { CallError } from '../sdk/index.ts';
import { formatWait } from './screen/time.ts';
import type { ChatTexts } from './texts/chat-texts.ts';

/** The error that the SDK rejected with. Throws any other error again: it is a defect of this program. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  throw error;
}

/** Adds the waiting time where the server sends one, and the sizes for what is too large. Throws what is not a CallError. */
export function describeError(error: unknown, texts: ChatTexts): string {
  const { code, message, retryAfterMs } = asCallError(error);
  if (code === 'TEXT_TOO_LONG' || code === 'FRAME_TOO_LARGE') {
    // Only the message has both sizes: the actual one first, then the limit.
    const [, bytes, allowed] = /(\d+) bytes.* (\d+)/.exec(message) ?? [];
    return texts.failure(code) + (bytes && allowed ? texts.sizes(Number(bytes), Number(allowed)) : '');
  }
  const waits = code === 'MUTED' || code === 'TOO_MANY_TRIES' || code === 'TOO_MANY_REQUESTS';
  return texts.failure(code) + (waits ? texts.retryAfter(formatWait(retryAfterMs, texts)) : '');
}
