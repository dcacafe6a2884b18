// Derives codes from a nonce and a secret of the server. No code is stored: neither the store nor the log reveals one.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { im } from '../proto/rpc.ts';
import type { CodeNonce } from './ports.ts';

const MIN_SECRET_BYTES = 32;
const NONCE_BYTES = 16;
const DIGITS = 6;
// 2^48 is not a multiple of a million, so some codes are more likely than others. The bias is only 1 in 281 million.
const DERIVED_BYTES = 6;
const TAG_BYTES = 6;
// A longer text is not a code, even if the user typed spaces between the digits.
const MAX_TYPED_CHARACTERS = 64;
const CODE = /^[0-9]{6}$/;

/** What a code is valid for. `emailKey` is the key of the e-mail address (proto/text/email.ts). */
export interface CodeTarget {
  readonly emailKey: string;
  readonly purpose: im.CodePurpose;
}

/** The server's secrets behind the codes. */
export interface CodeSecrets {
  /**
   * Returns the nonce for a new code. The same command gets the same nonce: a command delivered twice mails one code, even after
   * the store lost its state. Without the secret the nonce is unpredictable.
   */
  deriveNonce(command: string): CodeNonce;
  /** Returns the code of six digits, or undefined if the secret of the nonce is not configured. */
  deriveCode(nonce: CodeNonce, of: CodeTarget): string | undefined;
  /** Returns a short pseudonym of an e-mail address for logs. Without the secret nobody can link the two. */
  emailTag(emailKey: string): string;
}

/**
 * New codes use the first secret. Every listed secret derives the codes that it made before. Throws RangeError if the list is
 * empty, a secret is shorter than 32 bytes, or two secrets have the same version.
 */
export function codeSecrets(secrets: readonly Uint8Array[]): CodeSecrets {
  if (secrets.some((secret) => secret.length < MIN_SECRET_BYTES))
    throw new RangeError(`a secret for codes must have at least ${MIN_SECRET_BYTES} bytes`);
  const byKeyId = new Map(secrets.map((secret) => [keyIdOf(secret), secret]));
  // Happens for one in 256 pairs of secrets. A living code could then not tell which secret made it.
  if (byKeyId.size < secrets.length)
    throw new RangeError('two secrets for codes have the same version byte by chance: replace one by another random secret');
  const first = secrets[0];
  if (!first) throw new RangeError('no secret for codes');
  const keyId = keyIdOf(first);
  return {
    deriveNonce: (command) => ({ nonce: mac(first, 'im nonce', Buffer.from(command)).subarray(0, NONCE_BYTES), keyId }),
    deriveCode: (nonce, of) => {
      const secret = byKeyId.get(nonce.keyId);
      if (!secret) return undefined;
      // Nonce and purpose have a fixed length, so no two targets are encoded as the same bytes.
      const derived = mac(secret, 'im code', Buffer.of(of.purpose), nonce.nonce, Buffer.from(of.emailKey));
      return String(derived.readUIntBE(0, DERIVED_BYTES) % 10 ** DIGITS).padStart(DIGITS, '0');
    },
    emailTag: (emailKey) => mac(first, 'im address tag', Buffer.from(emailKey)).toString('base64url', 0, TAG_BYTES),
  };
}

/** Returns the six digits of a typed code, or undefined if the text is not a code. Accepts full-width digits and spaces. */
export function parseTypedCode(typed: string): string | undefined {
  if (typed.length > MAX_TYPED_CHARACTERS) return undefined;
  const digits = typed.normalize('NFKC').replaceAll(/\s/g, '');
  return CODE.test(digits) ? digits : undefined;
}

/** Compares two codes of six digits in constant time. */
export function isSameCode(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function mac(secret: Uint8Array, use: string, ...parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac('sha256', secret).update(`${use}\0`);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** Derives the version of a secret from the secret itself, so operators need not number secrets. Reveals one byte of a hash. */
function keyIdOf(secret: Uint8Array): number {
  return hash('sha256', secret, 'buffer').readUInt8(0);
}
