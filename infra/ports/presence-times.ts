// The times by which a user counts as online or offline: the same for every adapter of routes and presence.

export interface PresenceTimes {
  /** How long a gate counts as living after its last heartbeat. */
  readonly gateTtlMs: number;
  /** A user stays online this long after their last connection ended, so that friends do not notice a short reconnection. */
  readonly graceMs: number;
  /** Extra wait after the key of a dead gate has expired: it may expire up to 1.25 s earlier than the gate's routes. */
  readonly deadGateGraceMs: number;
  /** How often an online user's routes are checked, in case the end of their last connection was missed. */
  readonly recheckMs: number;
  /**
   * After this time without a heartbeat from any gate, no user is declared offline. Longer than the time between two heartbeats
   * of a gate whose store is slow.
   */
  readonly noHeartbeatMs: number;
  /** After heartbeats return: the time until all online users have refreshed their routes. */
  readonly warmUpMs: number;
  /**
   * The shortest time between two notifications about one user. An unstable connection then causes few notifications, and two
   * instances cannot send them in the wrong order.
   */
  readonly debounceMs: number;
  /** How long a watcher is notified after their last request to watch. */
  readonly watchTtlMs: number;
  /** How long "last seen" is kept. */
  readonly lastSeenTtlMs: number;
}

/**
 * Friends learn within 15 s that a user is offline: after 10 s for an ended connection; after 10 s + 2 s for a dead gate; plus
 * the time between two runs of the presence notifier.
 */
export const PRESENCE_TIMES: PresenceTimes = {
  gateTtlMs: 10_000,
  graceMs: 10_000,
  deadGateGraceMs: 2000,
  recheckMs: 60_000,
  noHeartbeatMs: 4000,
  warmUpMs: 13_000,
  debounceMs: 1000,
  watchTtlMs: 5 * 60_000,
  lastSeenTtlMs: 30 * 24 * 60 * 60_000,
};
