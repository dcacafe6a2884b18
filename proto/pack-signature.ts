// The signature of a record of the log. It stands before the message (a Pack or a DeadLetter) as its field 15, so that every
// protobuf decoder reads the record as it is:
//
//     0x7a, length, key id (4 bytes), recipient (4 bytes), tag (16 bytes of HMAC-SHA-256, or 64 bytes of Ed25519), message
//
// The tag covers the topic and the partition, so a record is refused at every other place.
import { createHash, createPublicKey, hash, type KeyObject, verify } from 'node:crypto';

/** The protobuf tag: field 15, length-delimited. */
const SIGNATURE_TAG = (15 << 3) | 2;
const HEADER_BYTES = 10;
export const MAC_BYTES = 16;
const ED25519_BYTES = 64;

/** A partition of the log. */
export interface LogPlace {
  readonly topic: string;
  readonly partition: number;
}

export interface SignedRecord {
  /** Names the key of the author. */
  readonly keyId: number;
  /** Names the gate for which the record was signed; 0 = all readers of the topic. */
  readonly recipient: number;
  readonly tag: Uint8Array;
  /** What is signed: an encoded Pack or DeadLetter. */
  readonly message: Uint8Array;
}

/** The record was not written by a process that has a key, or not for this place. */
export class UnverifiedRecord extends Error {
  override readonly name = 'UnverifiedRecord';
}

/** Tells which of several keys is meant. It is derived from the key, so operators need not number keys. */
export function keyIdOf(key: Uint8Array): number {
  return hash('sha256', key, 'buffer').readUInt32BE(0);
}

/** Puts the signature before the message, in a new buffer. */
export function joinSignature({ keyId, recipient, tag, message }: SignedRecord): Buffer {
  const record = Buffer.allocUnsafe(HEADER_BYTES + tag.length + message.length);
  record[0] = SIGNATURE_TAG;
  record[1] = HEADER_BYTES - 2 + tag.length;
  record.writeUInt32BE(keyId, 2);
  record.writeUInt32BE(recipient, 6);
  record.set(tag, HEADER_BYTES);
  record.set(message, HEADER_BYTES + tag.length);
  return record;
}

/** Throws UnverifiedRecord when the record has no signature. The result shares the memory of the record. */
export function splitSignature(record: Uint8Array): SignedRecord {
  const tagBytes = (record[1] ?? 0) + 2 - HEADER_BYTES;
  const messageAt = HEADER_BYTES + tagBytes;
  const hasKnownLength = tagBytes === MAC_BYTES || tagBytes === ED25519_BYTES;
  if (record[0] !== SIGNATURE_TAG || !hasKnownLength || record.length < messageAt)
    throw new UnverifiedRecord('the record has no signature');
  const view = Buffer.from(record.buffer, record.byteOffset, record.length);
  return {
    keyId: view.readUInt32BE(2),
    recipient: view.readUInt32BE(6),
    tag: view.subarray(HEADER_BYTES, messageAt),
    message: view.subarray(messageAt),
  };
}

/** What a tag covers before the message. No topic contains a slash. */
export function placePrefix({ topic, partition }: LogPlace): string {
  return `${topic}/${partition}\n`;
}

/** What an Ed25519 signature covers. */
export function digestAt(place: LogPlace, message: Uint8Array): Buffer {
  return createHash('sha256').update(placePrefix(place)).update(message).digest();
}

/**
 * Verifies records of domain events. `publicKeys`: the value of IM_PACK_PUBLIC_KEY, or several while it is being rotated. The
 * returned function throws UnverifiedRecord unless a service has written the record at this place.
 */
export function domainEventVerifier(publicKeys: readonly Uint8Array[]): (place: LogPlace, record: Uint8Array) => void {
  const keys = new Map<number, KeyObject>();
  for (const { events } of publicKeys.map(splitPublicKey)) {
    const x = Buffer.from(events).toString('base64url');
    keys.set(keyIdOf(events), createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }));
  }
  return (place, record) => {
    const { keyId, recipient, tag, message } = splitSignature(record);
    const key = keys.get(keyId);
    if (!key || recipient !== 0) throw new UnverifiedRecord('the record is signed with an unknown key');
    if (!verify(null, digestAt(place, message), key, tag)) throw new UnverifiedRecord('the signature does not fit the record');
  };
}

/** The two public keys in IM_PACK_PUBLIC_KEY: X25519 for packs to gates, Ed25519 for domain events. Throws on another length. */
export function splitPublicKey(bytes: Uint8Array): { readonly gates: Uint8Array; readonly events: Uint8Array } {
  if (bytes.length !== 64) throw new RangeError(`IM_PACK_PUBLIC_KEY has ${bytes.length} bytes instead of 64`);
  return { gates: bytes.subarray(0, 32), events: bytes.subarray(32) };
}
