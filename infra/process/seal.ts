// Sealing: the gate encrypts secrets in commands, so that no Kafka record and no dead letter contains a password or a token.
// X25519 between a key pair of the gate (new every minute) and the key pair of the service, then HKDF-SHA-256, AES-256-GCM.
// Gate and service each compute one ECDH per gate and minute.
import {
  createCipheriv,
  createDecipheriv,
  diffieHellman,
  generateKeyPairSync,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Opener, Sealer } from '../ports/index.ts';
import { privateKeyOf, publicKeyOf, rawPrivate, rawPublic } from './raw-keys.ts';

// Request: format, key id, the gate's public key, nonce, ciphertext, tag. Reply: format, the gate's public key, nonce,
// ciphertext, tag.
const FORMAT = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const REQUEST_HEADER_BYTES = 2 + KEY_BYTES;
const REPLY_HEADER_BYTES = 1 + KEY_BYTES;

const ROTATE_AFTER_MS = 60_000;
// More than twice the longest time that a command may wait for its reply.
const REPLIES_AFTER_ROTATION_MS = 180_000;
// Each gate adds one key pair per minute: this is enough for 100 gates, even if commands waited for minutes.
const MAX_DERIVED = 512;

/** An X25519 key: 32 bytes, raw or in base64url. */
export type SealKey = string | Uint8Array;

interface Keys {
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
}

/** A new key pair, 32 bytes each in base64url: the public key is for gates, the private key for services with sealed rpcs. */
export function generateSealKeys(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: rawPublic(publicKey).toString('base64url'), privateKey: rawPrivate(privateKey).toString('base64url') };
}

/** The public half of a private key, in base64url. */
export function deriveSealPublicKey(privateKey: SealKey): string {
  return rawPublic(privateKeyOf('X25519', rawKey(privateKey))).toString('base64url');
}

/** The gate's side. Can open the reply to a request for at least three minutes. Throws where `publicKey` is not a key. */
export function sealer(publicKey: SealKey, options: { nowMs?: () => number } = {}): Sealer {
  const nowMs = options.nowMs ?? (() => performance.now());
  const raw = rawKey(publicKey);
  const peerKey = publicKeyOf('X25519', raw);
  const keyId = keyIdOf(raw);
  /** Own public key → keys, oldest first. The last one seals. */
  const pairs = new Map<string, { keys: Keys; sinceMs: number }>();
  let header = Buffer.alloc(0);
  let current: { keys: Keys; sinceMs: number } | undefined;

  function currentKeys(): Keys {
    const now = nowMs();
    if (current && now - current.sinceMs < ROTATE_AFTER_MS) return current.keys;
    for (const [name, old] of pairs) {
      if (now - old.sinceMs > ROTATE_AFTER_MS + REPLIES_AFTER_ROTATION_MS) pairs.delete(name);
    }
    const ownPair = generateKeyPairSync('x25519');
    const ownPublicKey = rawPublic(ownPair.publicKey);
    current = { keys: deriveKeys(ownPair.privateKey, peerKey, ownPublicKey, raw), sinceMs: now };
    pairs.set(ownPublicKey.toString('base64url'), current);
    header = Buffer.concat([Buffer.of(FORMAT, keyId), ownPublicKey]);
    return current.keys;
  }

  return {
    seal: (payload) => {
      const { request } = currentKeys();
      return encrypt(request, header, payload);
    },
    openReply: (sealed) => {
      const bytes = view(sealed);
      if (bytes.length < REPLY_HEADER_BYTES + NONCE_BYTES + TAG_BYTES || bytes[0] !== FORMAT)
        throw new Error('not a sealed reply');
      const known = pairs.get(bytes.subarray(1, REPLY_HEADER_BYTES).toString('base64url'));
      if (!known) throw new Error('cannot open a reply: this process did not seal the request, or sealed it too long ago');
      return decrypt(known.keys.reply, bytes, REPLY_HEADER_BYTES);
    },
  };
}

/**
 * The service's side. Opens what was sealed for any of the keys, so that a new key can be added before the gates use it.
 * Throws where one is not a key.
 */
export function opener(privateKeys: readonly SealKey[]): Opener {
  const ownKeys = privateKeys.map((key) => {
    const privateKey = privateKeyOf('X25519', rawKey(key));
    const publicKey = rawPublic(privateKey);
    return { privateKey, publicKey, keyId: keyIdOf(publicKey) };
  });
  if (ownKeys.length === 0) throw new RangeError('no private key to open with');
  /** (own key, the gate's public key) → keys, least recently used first. */
  const derived = new Map<string, Keys>();

  function keysFor(own: (typeof ownKeys)[number], peerKey: Buffer): Keys {
    const name = `${own.keyId} ${own.publicKey.toString('base64url')} ${peerKey.toString('base64url')}`;
    const keys = derived.get(name) ?? deriveKeys(own.privateKey, publicKeyOf('X25519', peerKey), peerKey, own.publicKey);
    derived.delete(name);
    derived.set(name, keys);
    if (derived.size > MAX_DERIVED) {
      const [oldest] = derived.keys();
      if (oldest !== undefined) derived.delete(oldest);
    }
    return keys;
  }

  return {
    open: (sealed) => {
      const bytes = view(sealed);
      if (bytes.length < REQUEST_HEADER_BYTES + NONCE_BYTES + TAG_BYTES || bytes[0] !== FORMAT)
        throw new Error('not a sealed request');
      const peerKey = bytes.subarray(2, REQUEST_HEADER_BYTES);
      let cause: unknown;
      // The key id is one byte: two keys may share it.
      for (const own of ownKeys.filter((key) => key.keyId === bytes[1])) {
        try {
          const keys = keysFor(own, peerKey);
          const payload = decrypt(keys.request, bytes, REQUEST_HEADER_BYTES);
          const header = Buffer.concat([Buffer.of(FORMAT), peerKey]);
          return { payload, sealReply: (reply) => encrypt(keys.reply, header, reply) };
        } catch (error) {
          cause = error;
        }
      }
      throw new Error('the request was sealed for another key, or changed on its way', { cause });
    },
  };
}

function encrypt(key: Uint8Array, header: Buffer, payload: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header);
  // An empty message is decoded from a frame as an empty array, which is not a Uint8Array.
  const sealed = payload.length === 0 ? Buffer.alloc(0) : cipher.update(payload);
  return Buffer.concat([header, nonce, sealed, cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, sealed: Buffer, headerBytes: number): Uint8Array {
  const nonce = sealed.subarray(headerBytes, headerBytes + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(sealed.subarray(0, headerBytes))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(headerBytes + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** One key per direction, so that a request can never be returned as a reply. */
function deriveKeys(own: KeyObject, other: KeyObject, gatePublic: Uint8Array, authPublic: Uint8Array): Keys {
  const secret = diffieHellman({ privateKey: own, publicKey: other });
  const salt = Buffer.concat([gatePublic, authPublic]);
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, salt, `im seal ${FORMAT} ${purpose}`, 32));
  return { request: derive('request'), reply: derive('reply') };
}

/** Tells for which of several keys a request was sealed. It is derived from the key, so operators need not number keys. */
function keyIdOf(publicKey: Uint8Array): number {
  return hash('sha256', publicKey, 'buffer').readUInt8(0);
}

function rawKey(key: SealKey): Buffer {
  const raw = typeof key === 'string' ? Buffer.from(key, 'base64url') : view(key);
  if (raw.length !== KEY_BYTES || (typeof key === 'string' && raw.toString('base64url') !== key))
    throw new RangeError('a sealing key is 32 bytes in base64url');
  return raw;
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
