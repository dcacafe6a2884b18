// Session tokens. A token is derived from the session's id, its own number and a server secret, so that it can be answered again without being stored.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { decodeId, encodeId } from '../proto/ids.ts';

// Format, key id, session id, number, HMAC-SHA-256: 54 bytes, in base64url 72 characters without spare bits.
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
  /** A token of a session: the same each time for one number, as long as the first secret is the same. A session's first token has number 0. */
  issue(session: string, number?: number): string;
  /** Whose token this is; undefined for anything this server did not issue. Whether the session still lives, and with this number, is not its business. */
  verify(token: string): { sessionId: string; number: number } | undefined;
}

/** Tokens made with the first of the secrets and accepted from all of them. Throws where there is none, or one is shorter than 32 bytes. */
export function sessionTokens(secrets: readonly Uint8Array[]): SessionTokens {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < MIN_SECRET_BYTES))
    throw new RangeError(`a token secret has at least ${MIN_SECRET_BYTES} bytes`);
  const keys = secrets.map((secret) => ({ secret, keyId: keyIdOf(secret) }));
  const issuing = keys[0];
  if (!issuing) throw new RangeError('no token secret');
  return {
    issue: (session, number = 0) => {
      const signed = Buffer.alloc(SIGNED_BYTES);
      signed.writeUInt8(FORMAT, 0);
      signed.writeUInt8(issuing.keyId, 1);
      decodeId(session).copy(signed, HEADER_BYTES);
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

/** The version of a secret, derived from it, so that nobody has to number secrets. Tells nothing about a secret of 32 random bytes. */
function keyIdOf(secret: Uint8Array): number {
  return hash('sha256', secret, 'buffer').readUInt8(0);
}
