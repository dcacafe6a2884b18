// The port Allowances in memory.

import type { Allowances, Rate } from '../ports/index.ts';

/** Often enough that full entries do not pile up, rarely enough to cost nothing. */
const SWEEP_INTERVAL_CALLS = 10_000;

/** Kept in the memory of one process. A new process gives each key the whole burst again. */
export class MemoryAllowances implements Allowances {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #entries = new Map<string, { balance: number; at: number }>();
  #calls = 0;

  /** `now` is in milliseconds and never falls. */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
  }

  balance(key: string): number {
    const entry = this.#entries.get(key);
    return entry ? this.#refill(entry, this.#now()) : this.#rate.burst;
  }

  charge(key: string, cost: number): number {
    const now = this.#now();
    if (++this.#calls % SWEEP_INTERVAL_CALLS === 0) this.#deleteFull(now);
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = { balance: this.#rate.burst, at: now };
      this.#entries.set(key, entry);
    }
    entry.balance = Math.min(this.#rate.burst, this.#refill(entry, now) - cost);
    return entry.balance;
  }

  msUntil(balance: number, wanted: number): number {
    return Math.max(0, Math.ceil(((wanted - balance) * 1000) / this.#rate.perSecond));
  }

  #refill(entry: { balance: number; at: number }, now: number): number {
    entry.balance = Math.min(this.#rate.burst, entry.balance + ((now - entry.at) * this.#rate.perSecond) / 1000);
    entry.at = now;
    return entry.balance;
  }

  #deleteFull(now: number): void {
    for (const [key, entry] of this.#entries) if (this.#refill(entry, now) >= this.#rate.burst) this.#entries.delete(key);
  }
}
