// Hashes passwords with argon2id without blocking the process. Hashes of scrypt verify, too.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Argon2Cost, HashCost } from './hash-cost.ts';
import type { HashCounts } from './hash-queue.ts';
import { type HashingOptions, hashingPool } from './hashing-pool.ts';

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const SALT_AND_HASH = String.raw`\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$`;
const STORED_ARGON2 = new RegExp(String.raw`^argon2id\$m=(\d{1,7}),t=(\d{1,2})${SALT_AND_HASH}`);
const STORED_SCRYPT = new RegExp(String.raw`^scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})${SALT_AND_HASH}`);
/** OWASP's first choice: about 50 ms on one core. */
export const DEFAULT_COST: Argon2Cost = { algorithm: 'argon2id', memoryKib: 19_456, passes: 2 };

/** Each method that hashes throws BUSY if the hash would wait too long. Lower ranks hash first; 0 is the default. */
export interface PasswordHasher {
  /** A hash to store, with its parameters and a random salt: "argon2id$m=19456,t=2$salt$hash". */
  hash(password: string, rank?: number): Promise<string>;
  /**
   * Whether the password has this stored hash. Without a hash (an unknown name): false, after the time that a hash of now takes.
   * A hash for which `needsRehash` holds takes another time: until its owner logs in, that tells it from an unknown name.
   * Throws if `storedHash` is not a hash.
   */
  verify(password: string, storedHash: string | undefined, rank?: number): Promise<boolean>;
  /** Throws BUSY if a hash would be rejected now. Called first, so that a rejected log-in costs nothing. */
  assertCapacity(rank?: number): void;
  /** Whether the hash was made with another algorithm or other parameters than new ones. Throws if it is not a hash. */
  needsRehash(storedHash: string): boolean;
}

/** Hashes on threads of its own, which yield to everything else (hashing-pool.ts). After `close` every hash throws BUSY. */
export function passwordHasher(
  options: HashingOptions & { readonly cost?: Argon2Cost } = {},
): PasswordHasher & { counts(): HashCounts; close(): Promise<void> } {
  const cost = options.cost ?? DEFAULT_COST;
  const { run, assertCapacity, counts, close } = hashingPool(options);
  const derive = (password: string, by: { salt: Uint8Array; cost: HashCost }, rank: number | undefined): Promise<Buffer> =>
    // NFC: one form for characters that keyboards compose differently (RFC 8265).
    run({ password: password.normalize('NFC'), salt: Uint8Array.from(by.salt), cost: by.cost, hashBytes: HASH_BYTES }, rank);
  const unknownAccount = { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  return {
    hash: async (password, rank) => {
      const salt = randomBytes(SALT_BYTES);
      const hash = await derive(password, { salt, cost }, rank);
      return `argon2id$m=${cost.memoryKib},t=${cost.passes}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
    },
    verify: async (password, storedHash, rank) => {
      const expected = storedHash === undefined ? unknownAccount : parseHash(storedHash);
      const given = await derive(password, expected, rank);
      return timingSafeEqual(given, expected.hash) && storedHash !== undefined;
    },
    assertCapacity: (rank) => assertCapacity(cost, rank),
    needsRehash: (storedHash) => {
      const { cost: old } = parseHash(storedHash);
      return old.algorithm !== 'argon2id' || old.memoryKib !== cost.memoryKib || old.passes !== cost.passes;
    },
    counts,
    close,
  };
}

function parseHash(storedHash: string): { cost: HashCost; salt: Buffer; hash: Buffer } {
  const argon2 = STORED_ARGON2.exec(storedHash);
  const scrypt = argon2 ? null : STORED_SCRYPT.exec(storedHash);
  const [salt, hash] = (argon2 ?? scrypt)?.slice(-2) ?? [];
  // Without the stored text, which may be anything.
  if (salt === undefined || hash === undefined) throw new TypeError('the stored password hash has an unknown format');
  const cost: HashCost = argon2
    ? { algorithm: 'argon2id', memoryKib: Number(argon2[1]), passes: Number(argon2[2]) }
    : { algorithm: 'scrypt', ln: Number(scrypt?.[1]), r: Number(scrypt?.[2]), p: Number(scrypt?.[3]) };
  return { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}
