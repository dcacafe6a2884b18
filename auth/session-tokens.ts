// Tokens of sessions and of devices. A token is derived from ids, a number and a server secret, so that a replay needs no stored
// token.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { decodeId, encodeId } from '../proto/ids.ts';

// Format, key id, body, HMAC-SHA-256. The lengths leave no spare bits in base64url: 72 and 88 characters.
const HEADER_BYTES = 2;
const ID_BYTES = 16;
const NUMBER_BYTES = 4;
const MAC_BYTES = 32;
const SESSION: TokenKind = { format: 2, use: 'im session token', bodyBytes: ID_BYTES + NUMBER_BYTES };
const DEVICE: TokenKind = { format: 3, use: 'im device token', bodyBytes: 2 * ID_BYTES };
const MIN_SECRET_BYTES = 32;

export interface SessionTokens {
  /** Deterministic for a session id and a number while the first secret stays. A session's first token has number 0. */
  issue(sessionId: string, number?: number): string;
  /** The session of a token; undefined if this server did not issue it. The session or the number may be invalid by now. */
  verify(token: string): { sessionId: string; number: number } | undefined;
  /** Shows that a device was logged in to the account before. Deterministic as `issue`; valid while its secret stays. */
  issueDevice(userId: string, deviceId: string): string;
  /** The account and the device of a token; undefined if this server did not issue it. */
  verifyDevice(token: string): { userId: string; deviceId: string } | undefined;
}

/** Issues tokens with the first secret, and accepts tokens of all. Throws RangeError if a secret is missing or below 32 bytes. */
export function sessionTokens(secrets: readonly Uint8Array[]): SessionTokens {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < MIN_SECRET_BYTES))
    throw new RangeError(`a token secret has at least ${MIN_SECRET_BYTES} bytes`);
  const keys = secrets.map((secret) => ({ secret, keyId: keyIdOf(secret) }));
  const sessions = signer(keys, SESSION);
  const devices = signer(keys, DEVICE);
  return {
    issue: (sessionId, number = 0) => {
      const numberBytes = Buffer.alloc(NUMBER_BYTES);
      numberBytes.writeUInt32BE(number);
      return sessions.sign(Buffer.concat([decodeId(sessionId), numberBytes]));
    },
    verify: (token) => {
      const body = sessions.open(token);
      return body && { sessionId: encodeId(body.subarray(0, ID_BYTES)), number: body.readUInt32BE(ID_BYTES) };
    },
    issueDevice: (userId, deviceId) => devices.sign(Buffer.concat([decodeId(userId), decodeId(deviceId)])),
    verifyDevice: (token) => {
      const body = devices.open(token);
      return body && { userId: encodeId(body.subarray(0, ID_BYTES)), deviceId: encodeId(body.subarray(ID_BYTES)) };
    },
  };
}

interface TokenKind {
  readonly format: number;
  /** Keeps the MACs of the kinds apart. */
  readonly use: string;
  readonly bodyBytes: number;
}

interface Signer {
  sign(body: Uint8Array): string;
  /** Undefined if none of the keys signed it as this kind. */
  open(token: string): Buffer | undefined;
}

function signer(keys: readonly { readonly secret: Uint8Array; readonly keyId: number }[], kind: TokenKind): Signer {
  const { format, use, bodyBytes } = kind;
  const [issuing] = keys;
  if (!issuing) throw new RangeError('no token secret');
  const signedBytes = HEADER_BYTES + bodyBytes;
  const token = new RegExp(`^[A-Za-z0-9_-]{${((signedBytes + MAC_BYTES) * 4) / 3}}$`);
  const mac = (secret: Uint8Array, signed: Uint8Array): Buffer =>
    createHmac('sha256', secret).update(use).update(signed).digest();
  return {
    sign: (body) => {
      const signed = Buffer.concat([Buffer.of(format, issuing.keyId), body]);
      return Buffer.concat([signed, mac(issuing.secret, signed)]).toString('base64url');
    },
    open: (text) => {
      if (!token.test(text)) return undefined;
      const bytes = Buffer.from(text, 'base64url');
      const [signed, given] = [bytes.subarray(0, signedBytes), bytes.subarray(signedBytes)];
      if (bytes[0] !== format) return undefined;
      const isGenuine = keys.some(({ secret, keyId }) => keyId === bytes[1] && timingSafeEqual(mac(secret, signed), given));
      return isGenuine ? signed.subarray(HEADER_BYTES) : undefined;
    },
  };
}

/** The version of a secret, derived from it, so that operators need not number secrets. Reveals nothing about a random secret. */
function keyIdOf(secret: Uint8Array): number {
  return hash('sha256', secret, 'buffer').readUInt8(0);
}
