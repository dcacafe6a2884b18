// Counts who has failed within the last minute, in this process. It decides who hashes first and is no security limit.

const HALF_WINDOW_MS = 30_000;

export class RecentFailures {
  readonly #nowMs: () => number;
  #latest = new Map<string, number>();
  #before = new Map<string, number>();
  #endsAtMs = 0;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** The highest count among the keys, over the last 30 to 60 seconds. */
  highest(keys: readonly string[]): number {
    this.#expire();
    return Math.max(0, ...keys.map((key) => (this.#latest.get(key) ?? 0) + (this.#before.get(key) ?? 0)));
  }

  add(keys: readonly string[]): void {
    this.#expire();
    for (const key of keys) this.#latest.set(key, (this.#latest.get(key) ?? 0) + 1);
  }

  /** Undoes one `add` of the same keys. */
  remove(keys: readonly string[]): void {
    for (const key of keys) {
      const counts = this.#latest.has(key) ? this.#latest : this.#before;
      const count = (counts.get(key) ?? 0) - 1;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    }
  }

  #expire(): void {
    const now = this.#nowMs();
    if (now < this.#endsAtMs) return;
    // After a long pause both halves are old.
    this.#before = now < this.#endsAtMs + HALF_WINDOW_MS ? this.#latest : new Map();
    this.#latest = new Map();
    this.#endsAtMs = now + HALF_WINDOW_MS;
  }
}
