// Hashes passwords with scrypt without blocking the process.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type HashingOptions, hashingPool, type ScryptCost } from './hashing-pool.ts';

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const STORED_HASH = /^scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;
// OWASP's parameters for 16 MiB: about 0.2 s on one core. With more memory a burst of log-ins would take gigabytes.
const DEFAULT_COST: ScryptCost = { ln: 14, r: 8, p: 5 };

/** Each method that hashes throws BUSY if the hash would wait too long. */
export interface PasswordHasher {
  /** A hash to store, with its parameters and a random salt: "scrypt$ln=14,r=8,p=5$salt$hash". */
  hash(password: string): Promise<string>;
  /**
   * Whether the password has this stored hash. Without a hash (an unknown name): false, after the same time.
   * Throws if `storedHash` is not a hash.
   */
  verify(password: string, storedHash: string | undefined): Promise<boolean>;
  /** Throws BUSY if a hash would be rejected now. Called first, so that a rejected log-in costs nothing. */
  assertCapacity(): void;
  /** Whether the hash was made with other parameters than new ones. Throws if it is not a hash. */
  needsRehash(storedHash: string): boolean;
}

/** Hashes on threads of its own, which yield to everything else (hashing-pool.ts). After `close` every hash throws BUSY. */
export function passwordHasher(
  options: HashingOptions & { readonly cost?: ScryptCost } = {},
): PasswordHasher & { close(): Promise<void> } {
  const cost = options.cost ?? DEFAULT_COST;
  const { run, assertCapacity, close } = hashingPool(options);
  const derive = (password: string, salt: Uint8Array, by: ScryptCost): Promise<Buffer> =>
    // NFC: one form for characters that keyboards compose differently (RFC 8265).
    run({ password: password.normalize('NFC'), salt: Uint8Array.from(salt), cost: by, hashBytes: HASH_BYTES });
  const unknownAccount = { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  return {
    hash: async (password) => {
      const salt = randomBytes(SALT_BYTES);
      const hash = await derive(password, salt, cost);
      return `scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
    },
    verify: async (password, storedHash) => {
      const expected = storedHash === undefined ? unknownAccount : parseHash(storedHash);
      const given = await derive(password, expected.salt, expected.cost);
      return timingSafeEqual(given, expected.hash) && storedHash !== undefined;
    },
    assertCapacity: () => assertCapacity(cost),
    needsRehash: (storedHash) => {
      const { ln, r, p } = parseHash(storedHash).cost;
      return ln !== cost.ln || r !== cost.r || p !== cost.p;
    },
    close,
  };
}

function parseHash(storedHash: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } {
  const [, ln, r, p, salt, hash] = STORED_HASH.exec(storedHash) ?? [];
  // Without the stored text, which may be anything.
  if (salt === undefined || hash === undefined) throw new TypeError('the stored password hash has an unknown format');
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}
