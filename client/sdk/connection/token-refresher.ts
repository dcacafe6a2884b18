// Requests a new session token when half of the current one's lifetime is over.
import type { im } from '../../../proto/rpc.ts';
import { MAX_TIMER_MS, type Timing } from './timing.ts';

export interface TokenRefresherOptions {
  readonly timing: Timing;
  readonly random: () => number;
  /** Rejects when no token can be obtained now. */
  refresh(): Promise<im.RefreshTokenReply>;
  /** The reply's token replaces the previous one. Must not throw. */
  onRenewed(reply: im.RefreshTokenReply): void;
}

// Jitter spreads the refreshes of clients that logged in together.
const JITTER = 0.1;

export class TokenRefresher {
  readonly #options: TokenRefresherOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #expiresAt = 0;
  // Rises with each token and each stop, so that a late reply of an earlier request schedules nothing.
  #generation = 0;

  constructor(options: TokenRefresherOptions) {
    this.#options = options;
  }

  /** Call it when the connection is bound: the token's lifetime begins. 0 = no lifetime is known, so nothing is refreshed. */
  start(livesSeconds: number): void {
    clearTimeout(this.#timer);
    this.#generation += 1;
    this.#expiresAt = performance.now() + livesSeconds * 1000;
    if (livesSeconds > 0) this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#generation += 1;
  }

  /** After half of the remaining lifetime: each failed attempt shortens the pause, down to `reconnectMaxMs`. */
  #schedule(): void {
    const { random, timing } = this.#options;
    const halfMs = ((this.#expiresAt - performance.now()) / 2) * (1 + JITTER * random());
    // A timer supports no longer delay, and an earlier refresh does no harm.
    this.#timer = setTimeout(() => this.#refresh(), Math.min(Math.max(halfMs, timing.reconnectMaxMs), MAX_TIMER_MS));
  }

  #refresh(): void {
    const generation = this.#generation;
    this.#options.refresh().then(
      (reply) => {
        // Use the newest token even if the connection has ended since.
        this.#options.onRenewed(reply);
        if (generation === this.#generation) this.start(reply.tokenLivesSeconds);
      },
      () => {
        if (generation === this.#generation) this.#schedule();
      },
    );
  }
}
