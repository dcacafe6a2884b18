// Ids: 16 bytes in the store, 22 characters of base64url on the wire. They are neither guessable nor ordered.
import { hash, randomBytes } from 'node:crypto';
import { isId } from './id-text.ts';

export { formatMessageId, isId } from './id-text.ts';

/** A new user, session or request id. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** The 16 bytes of an id. Throws when `isId` is false. */
export function decodeId(id: string): Buffer {
  if (!isId(id)) throw new RangeError('not an id');
  return Buffer.from(id, 'base64url');
}

/** The id with these 16 bytes. */
export function encodeId(bytes: Uint8Array): string {
  return toBuffer(bytes).toString('base64url');
}

// A cache pays off: each message needs its conversation id several times, and users write to the same users again.
const MAX_CACHED_PAIRS = 10_000;
const cachedIds = new Map<string, string>();

/** The direct conversation of two users in either order, or of a user with themselves: 16 bytes of a hash over the sorted ids. */
export function directConversationId(one: string, other: string): string {
  const pair = one < other ? `${one}:${other}` : `${other}:${one}`;
  const cached = cachedIds.get(pair);
  if (cached !== undefined) return cached;
  const conversationId = hash('sha256', pair, 'buffer').subarray(0, 16).toString('base64url');
  if (cachedIds.size >= MAX_CACHED_PAIRS) cachedIds.clear();
  cachedIds.set(pair, conversationId);
  return conversationId;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
