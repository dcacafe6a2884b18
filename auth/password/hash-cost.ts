// What one hash costs, by its algorithm. New hashes are argon2id; scrypt is only verified, until its owner logs in.

export interface Argon2Cost {
  readonly algorithm: 'argon2id';
  readonly memoryKib: number;
  readonly passes: number;
}

/** N = 2^ln. */
export interface ScryptCost {
  readonly algorithm: 'scrypt';
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

export type HashCost = Argon2Cost | ScryptCost;

// Measured on one core: 47 ms for 19456 KiB and 2 passes, and 192 ms for scrypt's 2^14, 8, 5.
const UNITS_PER_KIB = 4;

/** The work of one hash, in units of scrypt's 2^ln · r · p, so that the queue can compare the algorithms. */
export function unitsOf(cost: HashCost): number {
  if (cost.algorithm === 'argon2id') return cost.memoryKib * cost.passes * UNITS_PER_KIB;
  return 2 ** cost.ln * cost.r * cost.p;
}
