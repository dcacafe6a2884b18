// When the gate reads the frames of one connection: at once, later from a queue, or not at all while a reason to pause holds.
import { im } from '../../proto/rpc.ts';
import type { CloseReason } from '../disconnect.ts';
import type { GateLimits, GateTimings } from '../settings.ts';
import type { ClientSocket } from '../transport/socket.ts';
import { FrameQueue } from './frame-queue.ts';
import { ReadBudget } from './read-budget.ts';
import { TokenBucket } from './token-bucket.ts';

/** Why the gate does not read a connection. Bits: several reasons may apply at once. */
export const PauseReason = {
  /** A log-in is pending: later commands may depend on it. */
  BIND: 1,
  /** The maximum number of commands wait for their reply. */
  PENDING: 2,
  /** The client exceeds its rate limit. */
  RATE: 4,
  /** The connection waits for its turn at a congested gate. */
  GATE: 8,
  /** The client exceeds its bytes per second. */
  BYTES: 16,
  /** A service says that the user of the connection costs too much. */
  COST: 32,
  /** The gate stops, and dismisses the client once its commands are answered. */
  DRAIN: 64,
} as const;
export type PauseReason = (typeof PauseReason)[keyof typeof PauseReason];

// A transport may have read this much before it was paused, in reads of 64 KiB.
const MAX_READ_AHEAD_BYTES = 256 * 1024;

// After a pause for the user's cost, the gate reads one command at a time for this long: each reply may ask for another pause.
const SLOWED_FOR_MS = 10_000;

// Of a closed connection that goes on sending. Its last frame gets time to arrive, a flood does not.
const MAX_DISCARDED_BYTES = 256 * 1024;

/** What a reader needs of its connection. */
export interface ReadConnection {
  readonly isOpen: boolean;
  readonly session: object | undefined;
  readonly socket: Pick<ClientSocket, 'pause' | 'resume' | 'destroy' | 'queuedBytes'>;
  close(reason: CloseReason, options?: { detail?: string }): void;
}

/** What a reader needs of its gate. */
export interface FrameReaderHost<Connection> {
  readonly limits: GateLimits;
  readonly timings: GateTimings;
  /** Milliseconds. Never falls. */
  now(): number;
  /**
   * Handles a frame that the connection may process now. False when it is a command for a service that others wait for: the host
   * calls `takeTurn` with this service when it is the connection's turn. `turnFor`: the service for which it is its turn.
   */
  handleFrame(connection: Connection, frame: Uint8Array, turnFor: string | undefined): boolean;
  /** True while the gate is congested, or while other connections wait for their turn. */
  mustWait(connection: Connection): boolean;
  /** The connection has a frame to read. The host calls `takeTurn` when it is the connection's turn. */
  queueForReading(connection: Connection): void;
  /** The connection exceeds a rate. The host calls `resumeThrottled` from time to time. */
  onThrottled(connection: Connection): void;
}

export class FrameReader<Connection extends ReadConnection> {
  /** When the client last sent something, or when the gate last resumed reading it. */
  lastHeardAt: number;
  /** When the gate last sent a keepalive to this connection while it was paused. */
  lastKeepaliveAt = 0;
  /** The time from which the log-in time-out counts: since then the client could log in. */
  logInTimeoutStart: number;
  /** What its client may make the gate read. */
  readonly budget: ReadBudget;
  readonly #connection: Connection;
  readonly #host: FrameReaderHost<Connection>;
  readonly #rate: TokenBucket;
  #pauseReasons = 0;
  #queue: FrameQueue | undefined;
  #isReading = false;
  #slowedUntil = Number.NEGATIVE_INFINITY;
  #discardedBytes = 0;

  constructor(connection: Connection, host: FrameReaderHost<Connection>) {
    this.#connection = connection;
    this.#host = host;
    this.logInTimeoutStart = host.now();
    this.lastHeardAt = this.logInTimeoutStart;
    this.#rate = new TokenBucket(host.limits.maxCommandsPerSecond, this.logInTimeoutStart);
    this.budget = new ReadBudget(host.limits.maxBytesPerSecond, this.logInTimeoutStart);
  }

  /** True while the gate does not read this connection, for any reason or for this one. */
  isPaused(reason?: PauseReason): boolean {
    return reason === undefined ? this.#pauseReasons !== 0 : (this.#pauseReasons & reason) !== 0;
  }

  /** Does not read the connection for this time. */
  pauseFor(ms: number): void {
    this.#slowedUntil = Math.max(this.#slowedUntil, this.#host.now() + ms);
    this.pause(PauseReason.COST);
    this.#host.onThrottled(this.#connection);
  }

  /** True during such a pause and for a while after it. */
  get isSlowed(): boolean {
    return this.#slowedUntil > 0 && this.#host.now() < this.#slowedUntil + SLOWED_FOR_MS;
  }

  pause(reason: PauseReason): void {
    if (!this.#connection.isOpen) return;
    if (this.#pauseReasons === 0) {
      this.#connection.socket.pause();
      this.lastKeepaliveAt = this.#host.now();
    }
    this.#pauseReasons |= reason;
  }

  /** Removes these pause reasons. If none is left, handles the queued frames and then reads the socket again. */
  resume(reasons: number): void {
    if ((this.#pauseReasons & reasons) === 0) return;
    this.#pauseReasons &= ~reasons;
    if (this.#pauseReasons !== 0 || this.#isReading) return;
    this.#isReading = true;
    while (this.#queue && this.#pauseReasons === 0 && this.#connection.isOpen && this.#hasTurn()) this.#handleNext();
    this.#isReading = false;
    this.#resumeSocket();
  }

  /** Handles one queued frame. True when the connection wants another turn. `turnFor`: its turn is only for this service. */
  takeTurn(turnFor?: string): boolean {
    this.#pauseReasons &= ~PauseReason.GATE;
    if (!this.#connection.isOpen || this.#pauseReasons !== 0) return false;
    this.logInTimeoutStart = this.#host.now();
    this.#isReading = true;
    this.#handleNext(turnFor);
    this.#isReading = false;
    if (this.#pauseReasons === 0 && this.#queue) {
      this.#pauseReasons |= PauseReason.GATE;
      return true;
    }
    this.#resumeSocket();
    return false;
  }

  onFrame(frame: Uint8Array): void {
    if (!this.#connection.isOpen) return;
    this.budget.endFrame();
    const now = this.#host.now();
    this.lastHeardAt = now;
    if (this.#pauseReasons === 0 && !this.#isReading && this.#hasTurn() && this.#takeToken(now)) this.#handle(frame);
    else this.#enqueue(frame);
  }

  onBytes(count: number): void {
    const { limits } = this.#host;
    if (!this.#connection.isOpen) {
      this.#discardedBytes += count;
      if (this.#discardedBytes > MAX_DISCARDED_BYTES) this.#connection.socket.destroy();
      return;
    }
    // Of earlier reads: a long frame that began there is still incomplete.
    if (this.isTooLongBeforeLogIn) {
      this.#connection.close(im.CloseReason.FRAME_TOO_LARGE, { detail: 'a frame before log-in is smaller' });
      return;
    }
    if (this.budget.takeBytes(count, limits.maxBytesPerSecond, !this.#connection.session, this.#host.now())) return;
    this.pause(PauseReason.BYTES);
    this.#host.onThrottled(this.#connection);
  }

  onControlFrame(): void {
    if (!this.#connection.isOpen) return;
    const { limits } = this.#host;
    // Its bytes are not the beginning of a frame: a client may keep its connection alive with control frames alone.
    this.budget.endFrame();
    this.lastHeardAt = this.#host.now();
    this.#takeToken(this.lastHeardAt);
    if (!this.budget.takeControlFrame(limits.maxBytesPerSecond, !this.#connection.session, this.lastHeardAt))
      this.#connection.close(im.CloseReason.FLOODING, { detail: 'too many pings or pongs' });
    else if (this.#connection.socket.queuedBytes > limits.maxOutgoingBytes) this.#connection.close(im.CloseReason.SLOW_READER);
  }

  /** Resumes reading if the connection is within its rates again. The host calls it for throttled connections. */
  resumeThrottled(): void {
    const { limits } = this.#host;
    const now = this.#host.now();
    const owesBytes =
      this.isPaused(PauseReason.BYTES) && !this.budget.isRefilled(limits.maxBytesPerSecond, !this.#connection.session, now);
    const isSlowed = now < this.#slowedUntil;
    if (owesBytes || isSlowed) this.#host.onThrottled(this.#connection);
    this.resume(PauseReason.RATE | (owesBytes ? 0 : PauseReason.BYTES) | (isSlowed ? 0 : PauseReason.COST));
  }

  /** The gate did not read the connection: the time for a frame starts again, unless its client alone is the cause. */
  restartFrameTimer(): void {
    if (this.#pauseReasons !== PauseReason.BYTES) this.budget.restartFrameTimer(this.#host.now());
  }

  /** True when an incomplete frame is longer than any before log-in. Call it regularly: what came in one read is seen here. */
  get isTooLongBeforeLogIn(): boolean {
    return !this.#connection.session && this.budget.isTooLongBeforeLogIn;
  }

  /** True while frames wait to be handled. */
  get hasQueue(): boolean {
    return this.#queue !== undefined;
  }

  /** The connection is closed: frames that waited are never handled. */
  discardQueue(): void {
    this.#queue = undefined;
  }

  #resumeSocket(): void {
    if (this.#pauseReasons !== 0 || !this.#connection.isOpen) return;
    this.lastHeardAt = this.#host.now();
    this.#connection.socket.resume();
  }

  #handleNext(turnFor?: string): void {
    if (!this.#queue || !this.#takeToken(this.#host.now())) return;
    const frame = this.#queue.shift();
    if (this.#queue.length === 0) this.#queue = undefined;
    if (frame) this.#handle(frame, turnFor);
  }

  #handle(frame: Uint8Array, turnFor?: string): void {
    if (this.#host.handleFrame(this.#connection, frame, turnFor)) return;
    this.#rate.giveBack();
    this.pause(PauseReason.GATE);
    this.#queue ??= new FrameQueue();
    this.#queue.unshift(frame);
  }

  #hasTurn(): boolean {
    if (!this.#host.mustWait(this.#connection)) return true;
    this.pause(PauseReason.GATE);
    this.#host.queueForReading(this.#connection);
    return false;
  }

  #enqueue(frame: Uint8Array): void {
    this.#queue ??= new FrameQueue();
    this.#queue.push(frame);
    const { limits, timings } = this.#host;
    // Reading is paused. Only a client that ignores the limits can send more than the transport reads ahead.
    const maxBytes = Math.max(4 * limits.maxFrameBytes, MAX_READ_AHEAD_BYTES);
    if (this.#queue.length > timings.maxWaitingFrames || this.#queue.bytes > maxBytes)
      this.#connection.close(im.CloseReason.FLOODING);
  }

  #takeToken(now: number): boolean {
    if (this.#rate.take(this.#host.limits.maxCommandsPerSecond, now)) return true;
    this.pause(PauseReason.RATE);
    this.#host.onThrottled(this.#connection);
    return false;
  }
}
