// Ports: fixed-window rate limits, back-off and leases, each shared by all instances.

/** An attempt that is counted under `key`. A window begins with its first attempt and allows `limit` attempts. */
export interface LimitedAttempt {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Counts attempts in fixed windows. */
export interface Limits {
  /**
   * Counts all attempts in one round trip, those of one key in order. Returns 0 for each allowed attempt, and the milliseconds
   * until the window ends for each refused one. A key always has the same limit. Throws when the store is unavailable.
   */
  take(attempts: readonly LimitedAttempt[]): Promise<number[]>;
}

export interface BackOffRules {
  /** Attempts allowed without delay. */
  readonly freeAttempts: number;
  /** The delay after the last free attempt. It doubles with each further attempt, up to `maxDelayMs`. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** The count of a key returns to zero after this time without attempts. */
  readonly resetAfterMs: number;
}

/** Slows down repeated failures: each key has its own count of attempts. Methods throw when the store is unavailable. */
export interface BackOff {
  /**
   * Counts one attempt of each key. Returns for each key 0 if the attempt is allowed, otherwise the milliseconds to wait: such an
   * attempt is not counted. Atomic: concurrent attempts never exceed the rules.
   */
  take(keys: readonly string[], rules: BackOffRules): Promise<number[]>;
  /** Removes one counted attempt of each key, because the attempt succeeded. */
  forgive(keys: readonly string[]): Promise<void>;
}

/**
 * A name has at most one holder while the holder renews its lease. A new holder always gets a higher token than the last one,
 * so that work of the last holder can be recognized as outdated.
 */
export interface Leases {
  /** Takes or renews the lease. Returns its token, the same at each renewal; undefined while another holder has the lease. */
  acquire(name: string, holder: string, ttlMs: number): Promise<number | undefined>;
  release(name: string, holder: string): Promise<void>;
}
