// Describes failures of the SDK in the user's language.
import { CallError } from '../sdk/index.ts';
import { printable } from './screen/printable.ts';
import { formatWait } from './screen/time.ts';
import type { ChatTexts } from './texts/chat-texts.ts';

/** Returns the error if it is a CallError of the SDK. Throws any other error again: it is a bug of this program. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  throw error;
}

/** The text for a CallError, with the waiting time and the sizes if the server sent them. Throws any other error. */
export function describeError(error: unknown, texts: ChatTexts): string {
  const { code, message, retryAfterMs, suggestion } = asCallError(error);
  if (suggestion !== '') return texts.failure(code) + texts.didYouMean(printable(suggestion));
  if (code === 'TEXT_TOO_LONG' || code === 'FRAME_TOO_LARGE') {
    // Only the message has both sizes: the actual one first, then the limit.
    const [, bytes, allowed] = /(\d+) bytes.* (\d+)/.exec(message) ?? [];
    return texts.failure(code) + (bytes && allowed ? texts.sizes(Number(bytes), Number(allowed)) : '');
  }
  const waits = code === 'MUTED' || code === 'TOO_MANY_TRIES' || code === 'TOO_MANY_REQUESTS';
  return texts.failure(code) + (waits ? texts.retryAfter(formatWait(retryAfterMs, texts)) : '');
}
