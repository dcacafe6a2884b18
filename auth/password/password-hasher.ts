// Passwords: what may be one, and how they are hashed without holding up the process.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { nameKey } from '../../proto/text/names.ts';
import { type HashingOptions, hashingPool, type ScryptCost } from './hashing-pool.ts';

const MIN_CHARACTERS = 8;
const MAX_CHARACTERS = 128;
// Refused before anything walks over it; far above 128 characters in any normal form.
const MAX_CODE_UNITS = 2048;

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const STORED = /^scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;

// OWASP's figure for 16 MiB: 2^14, 8, 5, about 0.2 s of one core. More memory a hash would let a burst of log-ins take gigabytes.
const DEFAULT_COST: ScryptCost = { ln: 14, r: 8, p: 5 };

export interface PasswordHasher {
  /** A hash with its parameters and a salt of its own, to be stored: "scrypt$ln=14,r=8,p=5$salt$hash". BUSY when it would wait too long. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password has that hash. Without a hash, for a name nobody has: false, after the same time. BUSY when it would wait too long. Throws where
   * `stored` is no hash.
   */
  verify(password: string, stored: string | undefined): Promise<boolean>;
  /** Throws BUSY where a hash would be refused now: asked first, a log-in that comes to nothing costs nothing. */
  assertCapacity(): void;
  /** Whether new hashes are made with other parameters than this one. Throws where it is no hash. */
  needsRehash(stored: string): boolean;
}

/** Whether this may become the password of that name: 8 to 128 characters, not the name itself. Anything may be asked for, of any length. */
export function isAcceptablePassword(password: string, name: string): boolean {
  return hasValidPasswordLength(password) && nameKey(password) !== nameKey(name);
}

/** Whether this can be anybody's password at all. Looks at no more than the first 2 KiB. */
export function hasValidPasswordLength(password: string): boolean {
  if (password.length > MAX_CODE_UNITS) return false;
  const characters = [...password.normalize('NFC')].length;
  return characters >= MIN_CHARACTERS && characters <= MAX_CHARACTERS;
}

/** Hashes on threads of its own, which yield to everything else (hashing.ts). Once closed, everybody is told BUSY. */
export function passwordHasher(
  options: HashingOptions & { readonly cost?: ScryptCost } = {},
): PasswordHasher & { close(): Promise<void> } {
  const cost = options.cost ?? DEFAULT_COST;
  const { run, assertCapacity, close } = hashingPool(options);
  const derive = (password: string, salt: Uint8Array, by: ScryptCost): Promise<Buffer> =>
    // One form for what keyboards compose differently (RFC 8265).
    run({ password: password.normalize('NFC'), salt: Uint8Array.from(salt), cost: by, hashBytes: HASH_BYTES });
  const nobody = { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  return {
    hash: async (password) => {
      const salt = randomBytes(SALT_BYTES);
      const hash = await derive(password, salt, cost);
      return `scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
    },
    verify: async (password, stored) => {
      const expected = stored === undefined ? nobody : parse(stored);
      const given = await derive(password, expected.salt, expected.cost);
      return timingSafeEqual(given, expected.hash) && stored !== undefined;
    },
    assertCapacity: () => assertCapacity(cost),
    needsRehash: (stored) => {
      const { ln, r, p } = parse(stored).cost;
      return ln !== cost.ln || r !== cost.r || p !== cost.p;
    },
    close,
  };
}

function parse(stored: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } {
  const [, ln, r, p, salt, hash] = STORED.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) throw new TypeError('the stored hash is of no kind that is known here');
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}
