// Which gate a session connects to next, and after which pause.
import { backOffMs, type Timing } from './timing.ts';

export class ReconnectPolicy {
  readonly #gates: readonly string[];
  readonly #timing: Timing;
  readonly #random: () => number;
  #nextGate: number;
  #failures = 0;
  #readyAt = 0;

  constructor(gates: readonly string[], timing: Timing, random: () => number) {
    this.#gates = gates;
    this.#timing = timing;
    this.#random = random;
    // Many clients start with the same list: a random start spreads them over the gates.
    this.#nextGate = Math.floor(random() * gates.length);
  }

  nextUrl(): string {
    const url = this.#gates[this.#nextGate % this.#gates.length] ?? '';
    this.#nextGate += 1;
    return url;
  }

  /** The pause after a failed log-in. Each call counts as a failure. */
  nextBackOffMs(): number {
    return backOffMs(this.#timing, this.#failures++, this.#random);
  }

  noteReady(): void {
    this.#readyAt = performance.now();
  }

  /**
   * The pause after a connection ended: `reconnectAfterMs` of the gate, plus a random share that spreads its clients over time.
   */
  pauseAfterEndMs(reconnectAfterMs: number): number {
    if (this.#readyAt > 0 && performance.now() - this.#readyAt > this.#timing.stableMs) this.#failures = 0;
    this.#readyAt = 0;
    return Math.max(reconnectAfterMs * (1 + this.#random() / 2), this.nextBackOffMs());
  }
}
