// Passwords: what may be one, and how they are hashed without holding up the process.
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { ImError } from '../proto/errors.ts';
import { nameKey } from '../proto/names.ts';

const MIN_CHARACTERS = 8;
const MAX_CHARACTERS = 128;
// Refused before anything walks over it; far above 128 characters in any normal form.
const MAX_CODE_UNITS = 2048;

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const STORED = /^scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;

// OWASP's figure for 16 MiB: 2^14, 8, 5, about 0.2 s of one core. More memory a hash would let a burst of log-ins take gigabytes.
const DEFAULT_COST: ScryptCost = { ln: 14, r: 8, p: 5 };
// libuv has four threads, which files and name look-ups need as well.
const MAX_CONCURRENCY = 3;
// With two cores the last in the queue waits 3 to 4 s, a third of the time a client waits for its answer.
const DEFAULT_MAX_QUEUED = 32;

/** scrypt's parameters: N = 2^ln. */
export interface ScryptCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

export interface Passwords {
  /** A hash with its parameters and a salt of its own, to be stored: "scrypt$ln=14,r=8,p=5$salt$hash". BUSY when too many wait. */
  hash(password: string): Promise<string>;
  /** Whether the password has that hash. Without a hash, for a name nobody has: false, after the same time. BUSY when too many wait. Throws where `stored` is no hash. */
  verify(password: string, stored: string | undefined): Promise<boolean>;
}

/** Whether this may become the password of that name: 8 to 128 characters, not the name itself. Anything may be asked for, of any length. */
export function isAcceptablePassword(password: string, name: string): boolean {
  return hasPasswordLength(password) && nameKey(password) !== nameKey(name);
}

/** Whether this can be anybody's password at all. Looks at no more than the first 2 KiB. */
export function hasPasswordLength(password: string): boolean {
  if (password.length > MAX_CODE_UNITS) return false;
  const characters = [...password.normalize('NFC')].length;
  return characters >= MIN_CHARACTERS && characters <= MAX_CHARACTERS;
}

/** Hashes on other threads, few at a time; as many as `maxQueued` wait, further ones are refused with BUSY. */
export function passwords(options: { cost?: ScryptCost; concurrency?: number; maxQueued?: number } = {}): Passwords {
  const cost = options.cost ?? DEFAULT_COST;
  const bounded = turns(
    options.concurrency ?? Math.min(availableParallelism(), MAX_CONCURRENCY),
    options.maxQueued ?? DEFAULT_MAX_QUEUED,
  );
  const nobody = { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  return {
    hash: async (password) => {
      const salt = randomBytes(SALT_BYTES);
      const hash = await bounded(() => derive(password, salt, cost));
      return `scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
    },
    verify: async (password, stored) => {
      const expected = stored === undefined ? nobody : parse(stored);
      const given = await bounded(() => derive(password, expected.salt, expected.cost));
      return timingSafeEqual(given, expected.hash) && stored !== undefined;
    },
  };
}

function derive(password: string, salt: Uint8Array, { ln, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** ln;
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    // One form for what keyboards compose differently (RFC 8265).
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

function parse(stored: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } {
  const [, ln, r, p, salt, hash] = STORED.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) throw new TypeError('the stored hash is of no kind that is known here');
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}

/** At most `concurrency` at a time and `maxQueued` behind them, first come first served. */
function turns(concurrency: number, maxQueued: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  let lastMs = 100;

  return async (work) => {
    if (running >= concurrency) {
      if (queue.length >= maxQueued)
        throw new ImError('BUSY', 'too many passwords are being checked', {
          retryAfterMs: Math.ceil(((queue.length + running) / concurrency) * lastMs),
        });
      // Whoever ends hands its place on, so that nobody comes in between.
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running++;
    const startedMs = performance.now();
    try {
      return await work();
    } finally {
      lastMs = performance.now() - startedMs;
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}
