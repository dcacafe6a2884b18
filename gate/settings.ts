// What a gate allows its clients, and how fast its own clocks go.

/** Told to every client in its Hello, or kept from it by closing the connection. */
export interface GateLimits {
  readonly maxConnections: number;
  /** Of a client's frame. */
  readonly maxFrameBytes: number;
  /** What may wait to be written to one client before it counts as a slow reader; one further frame may exceed it. */
  readonly maxOutgoingBytes: number;
  readonly maxPendingCommands: number;
  readonly maxCommandsPerSecond: number;
  /** What may wait on its way into the log before the gate stops reading. */
  readonly maxQueuedBytes: number;
  /** Commands of all connections that may wait for their reply before the gate stops reading. */
  readonly maxCommandsInFlight: number;
  readonly heartbeatIntervalMs: number;
  readonly idleTimeoutMs: number;
  readonly logInTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

/** What no client needs to know; tests turn the clocks faster. */
export interface GateTimings {
  /** One pass over all connections looks for time-outs. */
  readonly timeoutCheckIntervalMs: number;
  /** How often connections whose reading was stopped are looked at again. */
  readonly pauseCheckIntervalMs: number;
  /** How long a closed connection may take to read its last frame. */
  readonly closeGraceMs: number;
  /** All routes are asserted once within this time; well below the 10 s a gate counts without a sign of life. */
  readonly routeRefreshIntervalMs: number;
  /** A session is resumed at least so often, so that it lives on (it ends a day after its last use at the earliest) and one whose end the gate has missed is found out. */
  readonly resumeWithinMs: number;
  /** The same for all connections after the gate may have missed something. */
  readonly resumeAfterMissedMs: number;
  /** Clients of a gate that stops come back within this time, not all at once. */
  readonly reconnectSpreadMs: number;
  /** How long a stopping gate waits for replies that are under way. */
  readonly stopWaitMs: number;
  /** Frames cut from what had arrived before reading stopped; more than that was sent by a client that ignores max_pending_commands. */
  readonly maxWaitingFrames: number;
}

export const DEFAULT_TIMINGS: GateTimings = {
  timeoutCheckIntervalMs: 500,
  pauseCheckIntervalMs: 50,
  closeGraceMs: 3000,
  routeRefreshIntervalMs: 8000,
  resumeWithinMs: 20 * 60 * 60 * 1000,
  resumeAfterMissedMs: 5 * 60 * 1000,
  reconnectSpreadMs: 3000,
  stopWaitMs: 2000,
  maxWaitingFrames: 1000,
};
