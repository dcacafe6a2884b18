// One client connection, from its start to its end: when the gate reads its frames, and how it sends frames.
import { im } from '../../proto/rpc.ts';
import { type CloseReason, closeFrame } from '../disconnect.ts';
import type { GateLimits, GateTimings } from '../settings.ts';
import { OutgoingFrame } from '../transport/outgoing-frame.ts';
import type { ClientSocket, SocketOwner } from '../transport/socket.ts';
import { FrameQueue } from './frame-queue.ts';
import { type InFlightCount, type PendingCommand, PendingCommands } from './pending-commands.ts';
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
  /** The connection waits for its turn at a congested gate, or the gate stops. */
  GATE: 8,
  /** The client exceeds its bytes per second. */
  BYTES: 16,
} as const;
export type PauseReason = (typeof PauseReason)[keyof typeof PauseReason];

// The share of the outgoing buffer that ephemeral pushes may fill. The rest is for messages: pushes that may be dropped must not
// get a client disconnected as a slow reader.
const EPHEMERAL_SHARE = 1 / 16;

// A transport may have read this much before it was paused, in reads of 64 KiB.
const MAX_READ_AHEAD_BYTES = 256 * 1024;

const MAX_PENDING_BEFORE_LOG_IN = 2;

// Of a closed connection that goes on sending. Its last frame gets time to arrive, a flood does not.
const MAX_DISCARDED_BYTES = 256 * 1024;

/** The session a connection is bound to. */
export interface BoundSession {
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: number;
  /** The user's partition in every command topic. */
  readonly partition: number;
}

/** The outcome of a command, as its client receives it. */
interface Reply {
  readonly payload?: Uint8Array;
  readonly failure?: im.Failure.$Properties;
}

/** What a connection needs of its gate. */
export interface ConnectionHost {
  readonly limits: GateLimits;
  readonly timings: GateTimings;
  readonly inFlight: InFlightCount;
  /** Milliseconds. Never falls. */
  now(): number;
  /** Handles a frame that the connection may process now. */
  handleFrame(connection: Connection, frame: Uint8Array): void;
  /** True while the gate is congested, or while other connections wait for their turn. */
  mustWait(connection: Connection): boolean;
  /** The connection has a frame to read. The host calls `takeTurn` when it is the connection's turn. */
  queueForReading(connection: Connection): void;
  /** The connection exceeds a rate. The host calls `resumeThrottled` from time to time. */
  onThrottled(connection: Connection): void;
  /** The gate has closed the connection. Its socket may take a while to close. */
  onClosing(connection: Connection, reason: CloseReason, detail: string | undefined): void;
  /** The socket is closed. */
  onDisconnected(connection: Connection): void;
}

export class Connection implements SocketOwner {
  /** Unique within this gate, also over time. */
  readonly number: number;
  readonly socket: ClientSocket;
  session: BoundSession | undefined;
  /** When the gate asks the client to resume its session, so that no connection outlives its session for long. */
  resumeBy = Number.POSITIVE_INFINITY;
  deviceKind = '';
  language = '';
  /** The first frame other than a PING has arrived. */
  hasStarted = false;
  /** When the client last sent something, or when the gate last resumed reading it. */
  lastHeardAt: number;
  /** When the gate last sent a keepalive to this connection while it was paused. */
  lastKeepaliveAt = 0;
  /** The time from which the log-in time-out counts: since then the client could log in. */
  logInTimeoutStart: number;
  /** When the socket of a closing connection is destroyed. */
  destroyAt = 0;
  readonly #host: ConnectionHost;
  readonly #rate: TokenBucket;
  readonly #readBudget: ReadBudget;
  #isOpen = true;
  #pauseReasons = 0;
  #pending: PendingCommands | undefined;
  #queue: FrameQueue | undefined;
  #isReading = false;
  #discardedBytes = 0;
  #writtenBytes = 0;
  #progressAt = 0;

  constructor(number: number, socket: ClientSocket, host: ConnectionHost) {
    this.number = number;
    this.socket = socket;
    this.#host = host;
    this.logInTimeoutStart = host.now();
    this.lastHeardAt = this.logInTimeoutStart;
    this.#progressAt = this.logInTimeoutStart;
    this.#rate = new TokenBucket(host.limits.maxCommandsPerSecond, this.logInTimeoutStart);
    this.#readBudget = new ReadBudget(host.limits.maxBytesPerSecond, this.logInTimeoutStart);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Schedules a resume at a random moment in the second half of this time, so that connections do not all resume at once. */
  resumeWithin(ms: number): void {
    this.resumeBy = Math.min(this.resumeBy, this.#host.now() + ms * (1 - Math.random() / 2));
  }

  /** True while the gate does not read this connection, for any reason or for this one. */
  isPaused(reason?: PauseReason): boolean {
    return reason === undefined ? this.#pauseReasons !== 0 : (this.#pauseReasons & reason) !== 0;
  }

  /** Allocated with the first command: most connections of a gate are idle. */
  get pending(): PendingCommands {
    this.#pending ??= new PendingCommands(this.#host.inFlight);
    return this.#pending;
  }

  /** How many commands may wait for their reply before the gate stops reading. */
  get maxPendingCommands(): number {
    const { maxPendingCommands } = this.#host.limits;
    return this.session ? maxPendingCommands : Math.min(maxPendingCommands, MAX_PENDING_BEFORE_LOG_IN);
  }

  get pendingCount(): number {
    return this.#pending?.size ?? 0;
  }

  /** True while so much waits to be written that ephemeral pushes are dropped. */
  get isCongested(): boolean {
    return this.socket.queuedBytes > this.#host.limits.maxOutgoingBytes * EPHEMERAL_SHARE;
  }

  /** Sends a frame, or closes the connection when too much already waits to be written. */
  send(frame: OutgoingFrame): void {
    if (!this.#isOpen) return;
    if (this.socket.queuedBytes > this.#host.limits.maxOutgoingBytes) this.close(im.CloseReason.SLOW_READER);
    else this.socket.send(frame);
  }

  /** Answers a command that the caller has removed from `pending`, and resumes reading if the command had paused it. */
  reply(command: PendingCommand, reply: Reply): void {
    this.send(replyFrame(command, reply));
    let reasons: number = command.rpc.binds ? PauseReason.BIND : 0;
    if (this.pendingCount < this.maxPendingCommands) reasons |= PauseReason.PENDING;
    this.resumeReading(reasons);
  }

  /** Sends a last reply and closes the connection. Frames that waited for the command are never handled. */
  replyAndClose(command: PendingCommand, reply: Reply, reason: CloseReason, detail: string): void {
    this.send(replyFrame(command, reply));
    this.close(reason, { detail });
  }

  close(reason: CloseReason, options: { detail?: string; afterMs?: number } = {}): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#clear();
    this.destroyAt = this.#host.now() + this.#host.timings.closeGraceMs;
    this.socket.send(closeFrame(reason, options));
    this.socket.end(reason);
    this.#host.onClosing(this, reason, options.detail);
  }

  pauseReading(reason: PauseReason): void {
    if (!this.#isOpen) return;
    if (this.#pauseReasons === 0) {
      this.socket.pause();
      this.lastKeepaliveAt = this.#host.now();
    }
    this.#pauseReasons |= reason;
  }

  /** Removes these pause reasons. If none is left, handles the queued frames and then reads the socket again. */
  resumeReading(reasons: number): void {
    if ((this.#pauseReasons & reasons) === 0) return;
    this.#pauseReasons &= ~reasons;
    if (this.#pauseReasons !== 0 || this.#isReading) return;
    this.#isReading = true;
    while (this.#queue && this.#pauseReasons === 0 && this.#isOpen && this.#hasTurn()) this.#handleNext();
    this.#isReading = false;
    this.#resumeSocket();
  }

  /** Handles one queued frame. True when the connection wants another turn. */
  takeTurn(): boolean {
    this.#pauseReasons &= ~PauseReason.GATE;
    if (!this.#isOpen || this.#pauseReasons !== 0) return false;
    this.logInTimeoutStart = this.#host.now();
    this.#isReading = true;
    this.#handleNext();
    this.#isReading = false;
    if (this.#pauseReasons === 0 && this.#queue) {
      this.#pauseReasons |= PauseReason.GATE;
      return true;
    }
    this.#resumeSocket();
    return false;
  }

  onFrame(frame: Uint8Array): void {
    if (!this.#isOpen) return;
    this.#readBudget.endFrame();
    const now = this.#host.now();
    this.lastHeardAt = now;
    if (this.#pauseReasons === 0 && !this.#isReading && this.#hasTurn() && this.#takeToken(now))
      this.#host.handleFrame(this, frame);
    else this.#enqueue(frame);
  }

  onBytes(count: number): void {
    const { limits } = this.#host;
    if (!this.#isOpen) {
      this.#discardedBytes += count;
      if (this.#discardedBytes > MAX_DISCARDED_BYTES) this.socket.destroy();
      return;
    }
    // Of earlier reads: a long frame that began there is still incomplete.
    if (!this.session && this.#readBudget.isTooLongBeforeLogIn) {
      this.close(im.CloseReason.FRAME_TOO_LARGE, { detail: 'a frame before log-in is smaller' });
      return;
    }
    if (this.#readBudget.takeBytes(count, limits.maxBytesPerSecond, !this.session, this.#host.now())) return;
    this.pauseReading(PauseReason.BYTES);
    this.#host.onThrottled(this);
  }

  onControlFrame(): void {
    if (!this.#isOpen) return;
    const { limits } = this.#host;
    this.lastHeardAt = this.#host.now();
    this.#takeToken(this.lastHeardAt);
    if (!this.#readBudget.takeControlFrame(limits.maxBytesPerSecond, !this.session, this.lastHeardAt))
      this.close(im.CloseReason.FLOODING, { detail: 'too many pings or pongs' });
    else if (this.socket.queuedBytes > limits.maxOutgoingBytes) this.close(im.CloseReason.SLOW_READER);
  }

  /** Resumes reading if the connection is within its rates again. The host calls it for throttled connections. */
  resumeThrottled(): void {
    const { limits } = this.#host;
    if (this.isPaused(PauseReason.BYTES)) {
      if (!this.#readBudget.isRefilled(limits.maxBytesPerSecond, !this.session, this.#host.now())) {
        this.#host.onThrottled(this);
        return;
      }
      this.resumeReading(PauseReason.BYTES);
    }
    this.resumeReading(PauseReason.RATE);
  }

  /** The gate did not read the connection: the time for an incomplete frame starts again. */
  restartFrameTimer(): void {
    this.#readBudget.restartFrameTimer(this.#host.now());
  }

  /** True when data waits to be written, and the client has taken none of it for `timeoutMs`. Call it regularly. */
  isStalled(now: number, timeoutMs: number): boolean {
    const { queuedBytes, writtenBytes } = this.socket;
    if (queuedBytes === 0 || writtenBytes !== this.#writtenBytes) {
      this.#writtenBytes = writtenBytes;
      this.#progressAt = now;
    }
    return now - this.#progressAt > timeoutMs;
  }

  /** Since when a frame has been incomplete, by the host's clock; infinity while none is. */
  get partialFrameSince(): number {
    return this.#readBudget.partialSince;
  }

  onProtocolError(reason: CloseReason, detail: string): void {
    this.close(reason, { detail });
  }

  onClosed(): void {
    this.#isOpen = false;
    this.#clear();
    this.#host.onDisconnected(this);
  }

  #resumeSocket(): void {
    if (this.#pauseReasons !== 0 || !this.#isOpen) return;
    this.lastHeardAt = this.#host.now();
    this.socket.resume();
  }

  #handleNext(): void {
    if (!this.#queue || !this.#takeToken(this.#host.now())) return;
    const frame = this.#queue.shift();
    if (this.#queue.length === 0) this.#queue = undefined;
    if (frame) this.#host.handleFrame(this, frame);
  }

  #hasTurn(): boolean {
    if (!this.#host.mustWait(this)) return true;
    this.pauseReading(PauseReason.GATE);
    this.#host.queueForReading(this);
    return false;
  }

  #enqueue(frame: Uint8Array): void {
    this.#queue ??= new FrameQueue();
    this.#queue.push(frame);
    const { limits, timings } = this.#host;
    // Reading is paused. Only a client that ignores the limits can send more than the transport reads ahead.
    const maxBytes = Math.max(4 * limits.maxFrameBytes, MAX_READ_AHEAD_BYTES);
    if (this.#queue.length > timings.maxWaitingFrames || this.#queue.bytes > maxBytes) this.close(im.CloseReason.FLOODING);
  }

  #takeToken(now: number): boolean {
    if (this.#rate.take(this.#host.limits.maxCommandsPerSecond, now)) return true;
    this.pauseReading(PauseReason.RATE);
    this.#host.onThrottled(this);
    return false;
  }

  #clear(): void {
    this.#queue = undefined;
    this.#pending?.clear();
    this.#pending = undefined;
  }
}

function replyFrame({ rpc, requestId }: PendingCommand, reply: Reply): OutgoingFrame {
  return new OutgoingFrame({ kind: im.Frame.Kind.REPLY, rpc: rpc.number, requestId, ...reply });
}
