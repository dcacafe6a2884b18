// Every time the SDK waits for something, in one place.

export interface Timing {
  /** From the start of a connection to the gate's HELLO. */
  readonly helloTimeoutMs: number;
  /** From a PING to any sign of life, besides the gate's heartbeat interval. */
  readonly pongTimeoutMs: number;
  /** Added to the gate's own time-out of a command; an answer that is later than that never comes. */
  readonly answerSlackMs: number;
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** A connection that lived this long starts the back-off anew. */
  readonly stableMs: number;
  /** How long a gap may close by itself (two senders' pushes that overtook each other) before it is pulled. */
  readonly gapWaitMs: number;
  /** A lost last push shows no gap: all is compared with the server this often, at a random time between the two. */
  readonly syncMinMs: number;
  readonly syncMaxMs: number;
  /** After an event that says that there is more to know: so that what comes together is asked for together. */
  readonly syncSoonMs: number;
  /** What has arrived is told to be delivered so much later, if the client is to tell it by itself. */
  readonly deliveredWaitMs: number;
  /** How long register, logIn and resume try. */
  readonly logInTimeoutMs: number;
  /** How long a call tries where the caller says nothing else. */
  readonly callTimeoutMs: number;
  /** Whom one watches is asked for again after so long, or a little less: before the server forgets it. */
  readonly watchAgainMs: number;
  /** That somebody types in a conversation is told this often. */
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

/** The longest a timer can wait; with more it fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** How long to wait before try number `attempt` (from 0): doubles up to the cap; the upper half is random, so that many clients do not come back together. */
export function backOffMs(timing: Timing, attempt: number, random: () => number = Math.random): number {
  const ceilingMs = Math.min(timing.reconnectMaxMs, timing.reconnectMinMs * 2 ** Math.min(attempt, 30));
  return (ceilingMs * (1 + random())) / 2;
}
