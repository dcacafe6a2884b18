// Every time-out, interval and delay of the SDK.

export interface Timing {
  /** From opening a connection to the gate's HELLO. */
  readonly helloTimeoutMs: number;
  /** From a PING to any frame, in addition to the gate's heartbeat interval. */
  readonly pongTimeoutMs: number;
  /** Added to the gate's command time-out. After that no reply arrives any more. */
  readonly answerSlackMs: number;
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** A connection that lived this long resets the back-off. */
  readonly stableMs: number;
  /** How long to wait for a missing seq before pulling it: pushes of two senders may arrive in the wrong order. */
  readonly gapWaitMs: number;
  /** A lost last push leaves no gap in the seqs, so the client syncs at random intervals between these two. */
  readonly syncMinMs: number;
  readonly syncMaxMs: number;
  /** Delay of a sync after a push that reveals missing state, so that several pushes cause one sync. */
  readonly syncSoonMs: number;
  /** Delay of automatic delivery receipts, so that several messages cause one receipt. */
  readonly deliveredWaitMs: number;
  /** How long register, logIn and resume retry. */
  readonly logInTimeoutMs: number;
  /** How long a call retries unless the caller sets `timeoutMs`. */
  readonly callTimeoutMs: number;
  /** The watch list is renewed after this time or slightly less, before the server drops it. */
  readonly watchAgainMs: number;
  /** The minimum time between two typing notifications in one conversation. */
  readonly typingEveryMs: number;
}

export const DEFAULT_TIMING: Timing = {
  helloTimeoutMs: 10_000,
  pongTimeoutMs: 5_000,
  answerSlackMs: 5_000,
  reconnectMinMs: 250,
  reconnectMaxMs: 30_000,
  stableMs: 10_000,
  gapWaitMs: 200,
  syncMinMs: 60_000,
  syncMaxMs: 120_000,
  syncSoonMs: 200,
  deliveredWaitMs: 300,
  logInTimeoutMs: 30_000,
  callTimeoutMs: 30_000,
  watchAgainMs: 280_000,
  typingEveryMs: 3000,
};

/** The longest delay a timer supports. A longer one fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** The pauses between attempts: each `factor` times as long as the one before, plus up to `jitter` of itself. */
export interface BackOff {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
  readonly jitter: number;
}

/** Doubles up to the cap; the upper half of each pause is random, so that many clients do not reconnect at the same moment. */
export function backOffOf({ reconnectMinMs, reconnectMaxMs }: Timing): BackOff {
  return { firstMs: reconnectMinMs / 2, factor: 2, maxMs: reconnectMaxMs / 2, jitter: 1 };
}

/** The pause before attempt number `attempt` (from 0). */
export function pauseMs({ firstMs, factor, maxMs, jitter }: BackOff, attempt: number, random: () => number): number {
  return Math.min(maxMs, firstMs * factor ** Math.min(attempt, 30)) * (1 + jitter * random());
}

/** The pause before attempt number `attempt` (from 0), by the times of this client alone. */
export function backOffMs(timing: Timing, attempt: number, random: () => number = Math.random): number {
  return pauseMs(backOffOf(timing), attempt, random);
}
