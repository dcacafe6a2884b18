// One client: anonymous → logged in → closed. What it may send when, and what waits for it.
import { im } from '../proto/rpc.ts';
import { type CloseReason, closeFrame } from './disconnect.ts';
import { OutgoingFrame } from './outgoing-frame.ts';
import { type InFlightCount, type PendingCommand, PendingCommands } from './pending-commands.ts';
import type { GateLimits, GateTimings } from './settings.ts';
import { TokenBucket } from './token-bucket.ts';
import type { ClientSocket, SocketOwner } from './transport/socket.ts';

/** Why the gate does not read a connection: bits, any number of them at once. */
export const PauseReason = {
  /** A log-in is under way: what follows it may depend on it. */
  BIND: 1,
  /** As many commands wait for their reply as may. */
  PENDING: 2,
  /** Faster than it may be. */
  RATE: 4,
  /** It waits for its turn at a gate that is full, or the gate stops. */
  GATE: 8,
} as const;
export type PauseReason = (typeof PauseReason)[keyof typeof PauseReason];

// Of what may wait to be read. The rest is for what must arrive: nobody is hung up for what he could have done without.
const EPHEMERAL_SHARE = 1 / 16;

// What a transport may have taken off the socket before it was told to stop: reads of 64 KiB each.
const MAX_TAKEN_BYTES = 256 * 1024;

/** The session a connection is bound to. */
export interface BoundSession {
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: number;
  /** Of the user, in every command topic. */
  readonly partition: number;
}

/** What became of a command. */
interface Answer {
  readonly payload?: Uint8Array;
  readonly failure?: im.Failure.$Properties;
}

/** What a connection needs of its gate. */
export interface ConnectionHost {
  readonly limits: GateLimits;
  readonly timings: GateTimings;
  readonly inFlight: InFlightCount;
  /** Milliseconds, never falling. */
  now(): number;
  /** A frame whose turn it is. */
  handleFrame(connection: Connection, frame: Uint8Array): void;
  /** True while the gate is full, or others wait for their turn. */
  mustWait(): boolean;
  /** It has something to be read: call `takeTurn` when it is its turn. */
  queueForReading(connection: Connection): void;
  /** It is over its rate: try `release(Hold.RATE)` from time to time. */
  onThrottled(connection: Connection): void;
  /** The gate has hung up; the socket may take its time to close. */
  onHangUp(connection: Connection, reason: CloseReason, detail: string | undefined): void;
  /** The socket is closed. */
  onDisconnected(connection: Connection): void;
}

export class Connection implements SocketOwner {
  /** Never used again by this gate. */
  readonly number: number;
  readonly socket: ClientSocket;
  session: BoundSession | undefined;
  /** When its session has to be resumed, so that nobody stays connected to one that has ended. */
  resumeBy = Number.POSITIVE_INFINITY;
  deviceKind = '';
  language = '';
  /** Its first frame other than a PING has been seen. */
  hasStarted = false;
  /** When it was last heard of, or last given the chance to be heard. */
  lastHeardAt: number;
  /** When the gate last gave a sign of life to a connection it does not read. */
  lastKeepaliveAt = 0;
  /** Since when it could have logged in. */
  logInTimeoutStart: number;
  /** When the socket of a connection that is not open any more is destroyed. */
  destroyAt = 0;
  readonly #host: ConnectionHost;
  readonly #rate: TokenBucket;
  #open = true;
  #holds = 0;
  #pending: PendingCommands | undefined;
  #waiting: Uint8Array[] | undefined;
  #waitingBytes = 0;
  #reading = false;

  constructor(number: number, socket: ClientSocket, host: ConnectionHost) {
    this.number = number;
    this.socket = socket;
    this.#host = host;
    this.logInTimeoutStart = host.now();
    this.lastHeardAt = this.logInTimeoutStart;
    this.#rate = new TokenBucket(host.limits.maxCommandsPerSecond, this.logInTimeoutStart);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Has the session resumed within this time, at a moment of its own in the second half: not everybody at once. */
  resumeWithin(ms: number): void {
    this.resumeBy = Math.min(this.resumeBy, this.#host.now() + ms * (1 - Math.random() / 2));
  }

  /** True while the gate does not read it; with `hold`, for that reason. */
  isPaused(hold?: PauseReason): boolean {
    return hold === undefined ? this.#holds !== 0 : (this.#holds & hold) !== 0;
  }

  /** Made with the first command: most connections of a gate are idle. */
  get pending(): PendingCommands {
    this.#pending ??= new PendingCommands(this.#host.inFlight);
    return this.#pending;
  }

  get pendingCount(): number {
    return this.#pending?.size ?? 0;
  }

  /** True while so much waits to be read that what is worth something only now is not sent. */
  get isCongested(): boolean {
    return this.socket.queuedBytes > this.#host.limits.maxOutgoingBytes * EPHEMERAL_SHARE;
  }

  /** Sends a frame, or hangs up when too much is waiting to be read already. */
  send(frame: OutgoingFrame): void {
    if (!this.#open) return;
    if (this.socket.queuedBytes > this.#host.limits.maxOutgoingBytes) this.close(im.CloseReason.SLOW_READER);
    else this.socket.send(frame);
  }

  /** Answers a command that has been taken out of `pending`, and goes on reading what it held up. */
  reply(pending: PendingCommand, answer: Answer): void {
    this.send(replyFrame(pending, answer));
    let holds: number = pending.rpc.binds ? PauseReason.BIND : 0;
    if (this.pendingCount < this.#host.limits.maxPendingCommands) holds |= PauseReason.PENDING;
    this.resumeReading(holds);
  }

  /** Hangs up after a last answer; what the command held up is never read. */
  replyAndClose(pending: PendingCommand, answer: Answer, reason: CloseReason, detail: string): void {
    this.send(replyFrame(pending, answer));
    this.close(reason, { detail });
  }

  close(reason: CloseReason, options: { detail?: string; afterMs?: number } = {}): void {
    if (!this.#open) return;
    this.#open = false;
    this.#forget();
    this.destroyAt = this.#host.now() + this.#host.timings.closeGraceMs;
    this.socket.send(closeFrame(reason, options));
    this.socket.end(reason);
    this.#host.onHangUp(this, reason, options.detail);
  }

  pauseReading(hold: PauseReason): void {
    if (!this.#open) return;
    if (this.#holds === 0) {
      this.socket.pause();
      this.lastKeepaliveAt = this.#host.now();
    }
    this.#holds |= hold;
  }

  /** Goes on reading when nothing else holds it: first what had arrived already. */
  resumeReading(holds: number): void {
    if ((this.#holds & holds) === 0) return;
    this.#holds &= ~holds;
    if (this.#holds !== 0 || this.#reading) return;
    this.#reading = true;
    this.#readWaiting();
    this.#reading = false;
    this.#resume();
  }

  /** Has one of its waiting frames read. True when it wants another turn. */
  takeTurn(): boolean {
    this.#holds &= ~PauseReason.GATE;
    if (!this.#open || this.#holds !== 0) return false;
    this.logInTimeoutStart = this.#host.now();
    this.#reading = true;
    this.#readNext();
    this.#reading = false;
    if (this.#holds === 0 && this.#waiting) {
      this.#holds |= PauseReason.GATE;
      return true;
    }
    this.#resume();
    return false;
  }

  onFrame(frame: Uint8Array): void {
    if (!this.#open) return;
    const now = this.#host.now();
    this.lastHeardAt = now;
    if (this.#holds === 0 && !this.#reading && this.#isItsTurn() && this.#withinRate(now)) this.#host.handleFrame(this, frame);
    else this.#wait(frame);
  }

  onPing(): void {
    if (!this.#open) return;
    const now = this.#host.now();
    this.lastHeardAt = now;
    this.#withinRate(now);
    if (this.socket.queuedBytes > this.#host.limits.maxOutgoingBytes) this.close(im.CloseReason.SLOW_READER);
  }

  onProtocolError(reason: CloseReason, detail: string): void {
    this.close(reason, { detail });
  }

  onClosed(): void {
    this.#open = false;
    this.#forget();
    this.#host.onDisconnected(this);
  }

  #resume(): void {
    if (this.#holds !== 0 || !this.#open) return;
    this.lastHeardAt = this.#host.now();
    this.socket.resume();
  }

  #readWaiting(): void {
    while (this.#waiting && this.#holds === 0 && this.#open && this.#isItsTurn()) this.#readNext();
  }

  #readNext(): void {
    if (!this.#waiting || !this.#withinRate(this.#host.now())) return;
    const frame = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#waiting = undefined;
    if (!frame) return;
    this.#waitingBytes -= frame.length;
    this.#host.handleFrame(this, frame);
  }

  #isItsTurn(): boolean {
    if (!this.#host.mustWait()) return true;
    this.pauseReading(PauseReason.GATE);
    this.#host.queueForReading(this);
    return false;
  }

  #wait(frame: Uint8Array): void {
    this.#waiting ??= [];
    this.#waiting.push(frame);
    this.#waitingBytes += frame.length;
    const { limits, timings } = this.#host;
    // Reading has stopped: this much can only be what a transport had taken before, from a client that does not wait for replies.
    const maxBytes = Math.max(4 * limits.maxFrameBytes, MAX_TAKEN_BYTES);
    const tooMuch = this.#waiting.length > timings.maxWaitingFrames || this.#waitingBytes > maxBytes;
    if (tooMuch) this.close(im.CloseReason.FLOODING);
  }

  #withinRate(now: number): boolean {
    if (this.#rate.take(this.#host.limits.maxCommandsPerSecond, now)) return true;
    this.pauseReading(PauseReason.RATE);
    this.#host.onThrottled(this);
    return false;
  }

  #forget(): void {
    this.#waiting = undefined;
    this.#pending?.clear();
    this.#pending = undefined;
  }
}

function replyFrame({ rpc, requestId }: PendingCommand, answer: Answer): OutgoingFrame {
  return new OutgoingFrame({ kind: im.Frame.Kind.REPLY, rpc: rpc.number, requestId, ...answer });
}
