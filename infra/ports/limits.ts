// Limits, back-off and leases, over all instances.

/** A try that counts under `key`: so many are allowed in a window, which begins with its first try. */
export interface LimitedAttempt {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Counts tries in fixed windows, over all instances. */
export interface Limits {
  /** Counts each try, those of one key one after the other, in one round trip; 0 = allowed, else milliseconds until the key's window ends. A key always has the same limit. Throws when the store is away. */
  take(tries: readonly LimitedAttempt[]): Promise<number[]>;
}

export interface BackOffRules {
  /** So many tries are let through at once. */
  readonly freeAttempts: number;
  /** What the next one waits; doubled with each further one up to `maxMs`. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A key that was not tried for so long starts anew. */
  readonly resetAfterMs: number;
}

/** Slows down whoever fails again and again, over all instances: each key has its own count of tries. Throws when the store is away. */
export interface BackOff {
  /** Counts one try of each key and answers 0 where it may go ahead, else how many milliseconds to wait; a try that has to wait is not counted. Atomic: of many tries at once no more get through than may. */
  take(keys: readonly string[], rules: BackOffRules): Promise<number[]>;
  /** Takes one counted try of each key back: it did not fail. */
  forgive(keys: readonly string[]): Promise<void>;
}

/** At most one holder of a name at a time, as long as it renews; a lease lost to a pause is seen by its `token` being lower than the next holder's. */
export interface Leases {
  /** A rising token, or undefined when somebody else holds it. Renewing by the same holder gives the same token. */
  acquire(name: string, holder: string, ttlMs: number): Promise<number | undefined>;
  release(name: string, holder: string): Promise<void>;
}
