// Spreads clients that ask for gates at one moment, as after the death of a gate: each gets a later turn to connect.

/** How many clients per second one gate and what is behind it let in without a stall: each logs in and syncs. */
const ARRIVALS_PER_GATE = 250;
/** A flood of questions must not keep honest clients away for long. */
const MAX_DELAY_MS = 8000;

export class ArrivalSpread {
  readonly #now: () => number;
  /** The turn of the next client. */
  #nextTurnMs = Number.NEGATIVE_INFINITY;

  /** `now` is in milliseconds and never falls. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How long the client that asks now must wait before it connects. `gates`: how many share those who ask here. */
  nextDelayMs(gates: number): number {
    const nowMs = this.#now();
    const turnMs = Math.max(nowMs, this.#nextTurnMs);
    this.#nextTurnMs = Math.min(turnMs + 1000 / (ARRIVALS_PER_GATE * gates), nowMs + 2 * MAX_DELAY_MS);
    const delayMs = turnMs - nowMs;
    // Those beyond the limit come within it, and not all at its end.
    return Math.floor(delayMs < MAX_DELAY_MS ? delayMs : MAX_DELAY_MS * Math.random());
  }
}
