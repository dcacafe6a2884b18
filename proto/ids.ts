// Ids: 16 bytes in the store, 22 characters of base64url on the wire. They are neither guessable nor ordered.
import { hash, randomBytes } from 'node:crypto';

const ID = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** A new user, session or request id. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** True if the text is an id in its only valid spelling. Any other text ("a@b.c", 日本語, '') is not an id. */
export function isId(text: string): boolean {
  return ID.test(text);
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

/** The id of a message. It is derived, never stored. */
export function formatMessageId(conversationId: string, seq: number): string {
  return `${conversationId}.${seq}`;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
