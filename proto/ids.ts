// Ids: 16 bytes in the store, 22 characters of base64url on the wire. Nothing about them is guessable or ordered.
import { hash, randomBytes } from 'node:crypto';

const ID = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** A new user, session or request id. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** True for the one spelling of 16 bytes; everything else ("a@b.c", 日本語, '') is not an id and belongs to nobody. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** The 16 bytes of an id. Throws where `isId` is false. */
export function decodeId(id: string): Buffer {
  if (!isId(id)) throw new RangeError('not an id');
  return Buffer.from(id, 'base64url');
}

export function encodeId(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('base64url');
}

// It is asked for several times on the way of each message, and people go on talking to each other.
const MAX_REMEMBERED_PAIRS = 10_000;
const remembered = new Map<string, string>();

/** The conversation of two users, whoever asks, or of one with himself: 16 bytes of a hash over both ids in order. */
export function directConversationId(one: string, other: string): string {
  const pair = one < other ? `${one}:${other}` : `${other}:${one}`;
  const known = remembered.get(pair);
  if (known !== undefined) return known;
  const conversation = hash('sha256', pair, 'buffer').subarray(0, 16).toString('base64url');
  if (remembered.size >= MAX_REMEMBERED_PAIRS) remembered.clear();
  remembered.set(pair, conversation);
  return conversation;
}

/** The id of a message: derived, never stored. */
export function formatMessageId(conversation: string, seq: number): string {
  return `${conversation}.${seq}`;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
