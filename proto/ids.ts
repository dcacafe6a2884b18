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
export function idBytes(id: string): Buffer {
  if (!isId(id)) throw new RangeError('not an id');
  return Buffer.from(id, 'base64url');
}

export function idOf(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('base64url');
}

/** The conversation of two users, whoever asks, or of one with himself: 16 bytes of a hash over both ids in order. */
export function conversationOf(one: string, other: string): string {
  const pair = one < other ? `${one}:${other}` : `${other}:${one}`;
  // By way of hex: four times as fast as asking for a buffer.
  return Buffer.from(hash('sha256', pair, 'hex').slice(0, 32), 'hex').toString('base64url');
}

/** The id of a message: derived, never stored. */
export function messageIdOf(conversation: string, seq: number): string {
  return `${conversation}.${seq}`;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
