// Ports: fixed-window rate limits, back-off and leases, each shared by all instances.

/** An attempt that counts under `key`: `limit` attempts are allowed in a window, which begins with its first attempt. */
export interface LimitedAttempt {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Counts attempts in fixed windows. */
export interface Limits {
  /**
   * Counts all attempts in one round trip, those of one key in order. Returns for each 0 where it is allowed, otherwise the
   * milliseconds until the window ends. A key always has the same limit. Throws when the store is unavailable.
   */
  take(attempts: readonly LimitedAttempt[]): Promise<number[]>;
}

export interface BackOffRules {
  /** Attempts allowed without delay. */
  readonly freeAttempts: number;
  /** The delay of the next attempt. Doubles with each further one up to `maxDelayMs`. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A key without attempts for so long starts again. */
  readonly resetAfterMs: number;
}

/** Slows down repeated failures: each key has its own count of attempts. Methods throw when the store is unavailable. */
export interface BackOff {
  /**
   * Counts one attempt of each key. Returns for each 0 where it may go ahead, otherwise the milliseconds to wait; an attempt that
   * must wait is not counted. Atomic: concurrent attempts never exceed the rules.
   */
  take(keys: readonly string[], rules: BackOffRules): Promise<number[]>;
  /** Takes back one counted attempt of each key: it did not fail. */
  forgive(keys: readonly string[]): Promise<void>;
}

/**
 * A name has at most one holder as long as the holder renews. A holder that lost its lease has a lower token than its
 * successor.
 */
export interface Leases {
  /** A rising token, or undefined while another holder has the lease. The same holder renews and gets the same token. */
  acquire(name: string, holder: string, ttlMs: number): Promise<number | undefined>;
  release(name: string, holder: string): Promise<void>;
}
