// Rate limit of one connection: a token bucket.

// A client that was silent may send the commands of this many seconds at once.
const BURST_SECONDS = 2;

export class TokenBucket {
  #tokens: number;
  #filledAt: number;

  constructor(perSecond: number, now: number) {
    this.#tokens = perSecond * BURST_SECONDS;
    this.#filledAt = now;
  }

  /** Takes one token; false when there is none. `now` is in milliseconds and never falls. */
  take(perSecond: number, now: number): boolean {
    const filled = this.#tokens + ((now - this.#filledAt) * perSecond) / 1000;
    this.#tokens = Math.min(perSecond * BURST_SECONDS, filled);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Puts back a token that was not used. */
  giveBack(): void {
    this.#tokens += 1;
  }
}
