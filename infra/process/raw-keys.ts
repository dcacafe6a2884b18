// Keys of 32 bytes, as settings hold them, and Node's key objects.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

type Curve = 'X25519' | 'Ed25519';

// The headers of PKCS #8 (RFC 8410). The JWK form would need the public key as well.
const PKCS8_PREFIX = {
  X25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
  Ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
} as const satisfies Record<Curve, Buffer>;

export function privateKeyOf(curve: Curve, raw: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX[curve], raw]), format: 'der', type: 'pkcs8' });
}

export function publicKeyOf(curve: Curve, raw: Uint8Array): KeyObject {
  const x = Buffer.from(raw).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: curve, x }, format: 'jwk' });
}

/** The public half, also of a private key. */
export function rawPublic(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

export function rawPrivate(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
}
