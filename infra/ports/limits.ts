// Ports: fixed-window rate limits, budgets of attempts and leases, each shared by all instances. And what one user may cost.

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

/** Allows `burst` attempts at once under `key`, and one more every `refillMs`. A key always has the same two numbers. */
export interface Budget {
  readonly key: string;
  readonly burst: number;
  readonly refillMs: number;
}

/** Bounds attempts by budgets (token buckets). Methods throw when the store is unavailable. */
export interface Budgets {
  /**
   * Charges one attempt to each budget, or to none of them if one is used up. Returns for each budget 0, or the milliseconds
   * until it allows an attempt. Atomic: concurrent attempts never exceed a budget.
   */
  take(budgets: readonly Budget[]): Promise<number[]>;
  /** Gives back one charged attempt of each budget, because it does not count. A budget never gets more than its burst. */
  giveBack(budgets: readonly Budget[]): Promise<void>;
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

export interface Rate {
  readonly perSecond: number;
  /** What may be used at once after a pause. */
  readonly burst: number;
}

/** What one user may cost over all their connections. Above it they are served more slowly. */
export interface UserRates {
  /** Bytes of the replies of paged reads. */
  readonly readBytes: Rate;
  /** Pushes, each counted once per user that it is for. The gate then reads the user's connection more slowly. */
  readonly pushes: Rate;
}

/** What each key (a user, a network of clients) may still cost. An amount that refills at a rate; below 0 it is owed. */
export interface Allowances {
  /** What is left. */
  balance(key: string): number;
  /** Takes `cost`, or gives it back where it is negative. Returns what is left. */
  charge(key: string, cost: number): number;
  /** Milliseconds until a balance has grown to `wanted`. */
  msUntil(balance: number, wanted: number): number;
}
