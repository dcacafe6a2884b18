// When a user counts as there and when as gone: the same times for every adapter.

export interface PresenceTimes {
  /** So long after a user's last connection ended he is still there: who reconnects within it has not been away for anybody. */
  readonly graceMs: number;
  /** Added to the time for which a gate counts after its last sign of life, which ends up to 1.25 s before that of its connections. */
  readonly deadGateGraceMs: number;
  /** However nothing is heard of a user: so often it is looked whether he has a route, should his going have been missed. */
  readonly recheckMs: number;
  /** When no gate was heard of for so long, nobody can tell who is gone. Longer than a gate with a slow store takes between two signs of life. */
  readonly noHeartbeatMs: number;
  /** Once gates are heard of again: until then all that are there have asserted their routes. */
  readonly warmUpMs: number;
  /** One user's changes are told no closer than this: who flickers costs his friends nothing, and two instances cannot tell changes in the wrong order. */
  readonly debounceMs: number;
  /** How long a watcher is told changes without asking again. */
  readonly watchTtlMs: number;
  /** How long it is known when somebody was last seen. */
  readonly lastSeenTtlMs: number;
}

/** Offline is told within 15 s: of an ended connection after 10 s, of a dead gate after its own 10 s + 2 s, and the time between two looks (logic/presence/presence-notifier.ts). */
export const PRESENCE_TIMES: PresenceTimes = {
  graceMs: 10_000,
  deadGateGraceMs: 2000,
  recheckMs: 60_000,
  noHeartbeatMs: 4000,
  warmUpMs: 13_000,
  debounceMs: 1000,
  watchTtlMs: 5 * 60_000,
  lastSeenTtlMs: 30 * 24 * 60 * 60_000,
};
