// Keeps the session's token young: asks for a new one when half of the old one's life is over. A connection that is bound anew has begun a new life already.
import type { im } from '../../../proto/rpc.ts';
import { MAX_TIMER_MS, type Timing } from './timing.ts';

export interface TokenRefresherOptions {
  readonly timing: Timing;
  readonly random: () => number;
  /** Rejects when it cannot be had now. */
  refresh(): Promise<im.RefreshTokenReply>;
  /** From now on this is the token. Must not throw. */
  onRenewed(reply: im.RefreshTokenReply): void;
}

export interface TokenRefresher {
  /** The connection is bound, and the token lives from now on; 0: the server does not say how long, and nothing is refreshed. */
  start(livesSeconds: number): void;
  stop(): void;
}

// Clients that logged in together do not come for new tokens together.
const JITTER = 0.1;

export function createTokenRefresher({ timing, random, refresh, onRenewed }: TokenRefresherOptions): TokenRefresher {
  let timer: NodeJS.Timeout | undefined;
  let diesAt = 0;
  // Rises with each life: an answer that belongs to an earlier one plans nothing.
  let life = 0;

  function begin(livesSeconds: number): void {
    clearTimeout(timer);
    life += 1;
    diesAt = performance.now() + livesSeconds * 1000;
    if (livesSeconds > 0) plan();
  }

  /** Half of what is left from now: after a try that failed the next one comes sooner, but never in a hurry. */
  function plan(): void {
    const halfMs = ((diesAt - performance.now()) / 2) * (1 + JITTER * random());
    // Earlier than needed does no harm, and a timer cannot wait longer.
    timer = setTimeout(ask, Math.min(Math.max(halfMs, timing.reconnectMaxMs), MAX_TIMER_MS));
  }

  function ask(): void {
    const mine = life;
    refresh().then(
      (reply) => {
        // Even after the connection is gone: it is the newest token.
        onRenewed(reply);
        if (mine === life) begin(reply.tokenLivesSeconds);
      },
      () => {
        if (mine === life) plan();
      },
    );
  }

  return {
    start: begin,
    stop() {
      clearTimeout(timer);
      life += 1;
    },
  };
}
