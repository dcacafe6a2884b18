// Debounce: lets each key pass at most once per interval.

/** Each key may pass at most once in `intervalMs`. It remembers only the keys that have passed within that time. */
export class Debounce {
  readonly #intervalMs: number;
  /** Key → when it passed, oldest first. */
  readonly #passedAt = new Map<string, number>();

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  isTooSoon(key: string): boolean {
    for (const [oldest, passedAt] of this.#passedAt) {
      if (performance.now() - passedAt < this.#intervalMs) break;
      this.#passedAt.delete(oldest);
    }
    return this.#passedAt.has(key);
  }

  /** Records that the key passes now. */
  record(key: string): void {
    this.#passedAt.delete(key);
    this.#passedAt.set(key, performance.now());
  }
}
