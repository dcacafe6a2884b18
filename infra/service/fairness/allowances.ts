// What each user may still cost: an amount that refills at a rate. It may become negative: the rest is owed.

import type { Rate } from '../../ports/index.ts';

/** Often enough that full entries do not pile up, rarely enough to cost nothing. */
const SWEEP_INTERVAL_CALLS = 10_000;

/** Kept in memory: all commands of a user run on one instance. After a takeover a user has the whole burst again. */
export class Allowances {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #users = new Map<string, { balance: number; at: number }>();
  #calls = 0;

  /** `now` is in milliseconds and never falls. */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
  }

  /** What the user may still cost. */
  balance(userId: string): number {
    const user = this.#users.get(userId);
    return user ? this.#refill(user, this.#now()) : this.#rate.burst;
  }

  /** Takes `cost`, or gives it back where it is negative. Returns what is left. */
  charge(userId: string, cost: number): number {
    const now = this.#now();
    if (++this.#calls % SWEEP_INTERVAL_CALLS === 0) this.#deleteFull(now);
    let user = this.#users.get(userId);
    if (!user) {
      user = { balance: this.#rate.burst, at: now };
      this.#users.set(userId, user);
    }
    user.balance = Math.min(this.#rate.burst, this.#refill(user, now) - cost);
    return user.balance;
  }

  /** Milliseconds until the balance of `balance` has grown to `wanted`. */
  msUntil(balance: number, wanted: number): number {
    return Math.max(0, Math.ceil(((wanted - balance) * 1000) / this.#rate.perSecond));
  }

  #refill(user: { balance: number; at: number }, now: number): number {
    user.balance = Math.min(this.#rate.burst, user.balance + ((now - user.at) * this.#rate.perSecond) / 1000);
    user.at = now;
    return user.balance;
  }

  #deleteFull(now: number): void {
    for (const [userId, user] of this.#users) if (this.#refill(user, now) >= this.#rate.burst) this.#users.delete(userId);
  }
}
