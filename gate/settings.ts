// The settings of a gate: what it allows its clients, and the intervals of its own timers.
import type { GateConfig } from '../infra/process/config/roles.ts';

/** The limits for clients. The HELLO announces some of them; the gate closes a connection that exceeds the others. */
export type GateLimits = Omit<
  GateConfig['gate'],
  'host' | 'tcpPort' | 'wsPort' | 'trustedProxies' | 'publicUrls' | 'slot' | 'traceRates'
>;

/** Intervals that clients do not know. Tests shorten them. */
export interface GateTimings {
  /** How long a frame may be incomplete: 64 KiB at 2 KB per second. */
  readonly frameTimeoutMs: number;
  /**
   * How long a client may take nothing of what waits for it. One write of 1 MiB shows its progress only at its end: at 7 KB per
   * second.
   */
  readonly stalledAfterMs: number;
  /** How often the time-outs of all connections are checked. */
  readonly timeoutCheckIntervalMs: number;
  /** How often the gate checks whether it can read paused connections again. */
  readonly pauseCheckIntervalMs: number;
  /** How long a client may take to read the last frame of a closed connection. */
  readonly closeGraceMs: number;
  /**
   * All routes are refreshed once within this time. It is well below 10 s, after which a gate without a heartbeat no longer
   * counts.
   */
  readonly routeRefreshIntervalMs: number;
  /**
   * Clients must resume their session at least this often. This keeps the session alive (it lives at least a day after its last
   * use) and detects a session whose end the gate has missed.
   */
  readonly resumeWithinMs: number;
  /** The same for all connections after the gate may have missed records. */
  readonly resumeAfterMissedMs: number;
  /** Clients that a full gate rejects come back after this time to twice as much. */
  readonly reconnectSpreadMs: number;
  /** How many clients per second a stopping gate dismisses: about as many as the others take without a stall. */
  readonly drainPerSecond: number;
  /** A gate with very many clients dismisses them faster, so that it ends before an orchestrator kills it (30 s). */
  readonly maxDrainMs: number;
  readonly drainWaveMs: number;
  /** How long a stopping gate waits for replies to the commands of a wave. */
  readonly stopWaitMs: number;
  /** Frames that may queue while a connection is paused. A client that sends more ignores max_pending_commands. */
  readonly maxWaitingFrames: number;
}

export const DEFAULT_TIMINGS: GateTimings = {
  frameTimeoutMs: 30_000,
  stalledAfterMs: 150_000,
  timeoutCheckIntervalMs: 500,
  pauseCheckIntervalMs: 50,
  closeGraceMs: 3000,
  routeRefreshIntervalMs: 8000,
  resumeWithinMs: 20 * 60 * 60 * 1000,
  resumeAfterMissedMs: 5 * 60 * 1000,
  reconnectSpreadMs: 3000,
  drainPerSecond: 250,
  maxDrainMs: 15_000,
  drainWaveMs: 500,
  stopWaitMs: 2000,
  maxWaitingFrames: 1000,
};
