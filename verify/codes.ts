// Codes. None is stored anywhere: a code is derived from a nonce with a secret of the server, so that neither the store nor the log tells one.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { im } from '../proto/rpc.ts';
import type { CodeNonce } from './ports.ts';

const MIN_SECRET_BYTES = 32;
const NONCE_BYTES = 16;
const DIGITS = 6;
// Of 2^48 numbers modulo a million some codes get one more than others: a bias of 1 in 281 million.
const DERIVED_BYTES = 6;
const TAG_BYTES = 6;
// Longer is no code, with whatever spaces somebody typed between its digits.
const MAX_TYPED_CHARACTERS = 64;
const CODE = /^[0-9]{6}$/;

/** What a code is good for: `address` is the address' key (proto/text/email.ts). */
export interface CodeTarget {
  readonly emailKey: string;
  readonly purpose: im.CodePurpose;
}

/** The server's secrets behind the codes. */
export interface CodeSecrets {
  /** A nonce for a new code: the same for the same command, so that a command delivered twice mails one code even where all else was forgotten; random for who has no secret. */
  deriveNonce(command: string): CodeNonce;
  /** The code of six digits; undefined where the secret it is made with is not here. */
  deriveCode(nonce: CodeNonce, of: CodeTarget): string | undefined;
  /** A short name for an address in logs, which tells it to nobody who has no secret. */
  emailTag(address: string): string;
}

/** New codes are made with the first of the secrets, those of all can be told. Throws where there is none, one is shorter than 32 bytes, or two have the same version. */
export function codeSecrets(secrets: readonly Uint8Array[]): CodeSecrets {
  if (secrets.some((secret) => secret.length < MIN_SECRET_BYTES))
    throw new RangeError(`a secret for codes has at least ${MIN_SECRET_BYTES} bytes`);
  const byKeyId = new Map(secrets.map((secret) => [keyIdOf(secret), secret]));
  // One in 256 pairs. Which of the two a living code was made with could not be told.
  if (byKeyId.size < secrets.length) throw new RangeError('two of the secrets for codes have the same version: make another one');
  const first = secrets[0];
  if (!first) throw new RangeError('no secret for codes');
  const keyId = keyIdOf(first);
  return {
    deriveNonce: (command) => ({ nonce: mac(first, 'im nonce', Buffer.from(command)).subarray(0, NONCE_BYTES), keyId }),
    deriveCode: (nonce, of) => {
      const secret = byKeyId.get(nonce.keyId);
      if (!secret) return undefined;
      // The nonce has one length and the purpose one byte: no two codes are derived from the same bytes.
      const derived = mac(secret, 'im code', Buffer.of(of.purpose), nonce.nonce, Buffer.from(of.emailKey));
      return String(derived.readUIntBE(0, DERIVED_BYTES) % 10 ** DIGITS).padStart(DIGITS, '0');
    },
    emailTag: (address) => mac(first, 'im address tag', Buffer.from(address)).toString('base64url', 0, TAG_BYTES),
  };
}

/** The six digits of a code as somebody typed it: full-width digits and any spaces are understood. Undefined where it is no code. */
export function parseTypedCode(typed: string): string | undefined {
  if (typed.length > MAX_TYPED_CHARACTERS) return undefined;
  const digits = typed.normalize('NFKC').replaceAll(/\s/g, '');
  return CODE.test(digits) ? digits : undefined;
}

/** Whether two codes of six digits are the same, in a time that does not tell how much of them is. */
export function isSameCode(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function mac(secret: Uint8Array, use: string, ...parts: readonly Uint8Array[]): Buffer {
  const made = createHmac('sha256', secret).update(`${use}\0`);
  for (const part of parts) made.update(part);
  return made.digest();
}

/** The version of a secret, derived from it, so that nobody has to number secrets. Tells nothing about a secret of 32 random bytes. */
function keyIdOf(secret: Uint8Array): number {
  return hash('sha256', secret, 'buffer').readUInt8(0);
}
