// Session tokens. A token is derived from the session id, a number and a server secret, so that a replay needs no stored token.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { decodeId, encodeId } from '../proto/ids.ts';

// Format, key id, session id, number, HMAC-SHA-256: 54 bytes, which are 72 characters of base64url without spare bits.
const FORMAT = 2;
const HEADER_BYTES = 2;
const SESSION_BYTES = 16;
const NUMBER_BYTES = 4;
const MAC_BYTES = 32;
const NUMBER_AT = HEADER_BYTES + SESSION_BYTES;
const SIGNED_BYTES = NUMBER_AT + NUMBER_BYTES;
const TOKEN = /^[A-Za-z0-9_-]{72}$/;
const MIN_SECRET_BYTES = 32;

export interface SessionTokens {
  /** Deterministic for a session id and a number while the first secret stays. A session's first token has number 0. */
  issue(sessionId: string, number?: number): string;
  /** The session of a token; undefined if this server did not issue it. The session or the number may be invalid by now. */
  verify(token: string): { sessionId: string; number: number } | undefined;
}

/** Issues tokens with the first secret, and accepts tokens of all. Throws RangeError if a secret is missing or below 32 bytes. */
export function sessionTokens(secrets: readonly Uint8Array[]): SessionTokens {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < MIN_SECRET_BYTES))
    throw new RangeError(`a token secret has at least ${MIN_SECRET_BYTES} bytes`);
  const keys = secrets.map((secret) => ({ secret, keyId: keyIdOf(secret) }));
  const issuing = keys[0];
  if (!issuing) throw new RangeError('no token secret');
  return {
    issue: (sessionId, number = 0) => {
      const signed = Buffer.alloc(SIGNED_BYTES);
      signed.writeUInt8(FORMAT, 0);
      signed.writeUInt8(issuing.keyId, 1);
      decodeId(sessionId).copy(signed, HEADER_BYTES);
      signed.writeUInt32BE(number, NUMBER_AT);
      return Buffer.concat([signed, mac(issuing.secret, signed)]).toString('base64url');
    },
    verify: (token) => {
      if (!TOKEN.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length !== SIGNED_BYTES + MAC_BYTES || bytes[0] !== FORMAT) return undefined;
      const [signed, given] = [bytes.subarray(0, SIGNED_BYTES), bytes.subarray(SIGNED_BYTES)];
      const genuine = keys.some(({ secret, keyId }) => keyId === bytes[1] && timingSafeEqual(mac(secret, signed), given));
      if (!genuine) return undefined;
      return { sessionId: encodeId(signed.subarray(HEADER_BYTES, NUMBER_AT)), number: signed.readUInt32BE(NUMBER_AT) };
    },
  };
}

function mac(secret: Uint8Array, signed: Uint8Array): Buffer {
  return createHmac('sha256', secret).update('im session token').update(signed).digest();
}

/** The version of a secret, derived from it, so that operators need not number secrets. Reveals nothing about a random secret. */
function keyIdOf(secret: Uint8Array): number {
  return hash('sha256', secret, 'buffer').readUInt8(0);
}
