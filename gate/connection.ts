// One client: anonymous → logged in → closed. What it may send when, and what waits for it.
import { im } from '../proto/contract.ts';
import { type CloseReason, closeFrame } from './disconnect.ts';
import { OutgoingFrame } from './frames.ts';
import type { GateLimits, GatePace } from './limits.ts';
import { type Pending, PendingCommands, type UnderWay } from './pending.ts';
import { Rate } from './rate.ts';
import type { Socket, SocketOwner } from './socket.ts';

/** Why the gate does not read a connection: bits, any number of them at once. */
export const Hold = {
  /** A log-in is under way: what follows it may depend on it. */
  BIND: 1,
  /** As many commands wait for their reply as may. */
  PENDING: 2,
  /** Faster than it may be. */
  RATE: 4,
  /** It waits for its turn at a gate that is full, or the gate stops. */
  GATE: 8,
} as const;
export type Hold = (typeof Hold)[keyof typeof Hold];

// Of what may wait to be read. The rest is for what must arrive: nobody is hung up for what he could have done without.
const EPHEMERAL_SHARE = 1 / 16;

// What a transport may have taken off the socket before it was told to stop: reads of 64 KiB each.
const MAX_TAKEN_BYTES = 256 * 1024;

/** The session a connection is bound to. */
export interface Session {
  readonly user: string;
  readonly session: string;
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
  readonly pace: GatePace;
  readonly underWay: UnderWay;
  /** Milliseconds, never falling. */
  now(): number;
  /** A frame whose turn it is. */
  frame(connection: Connection, frame: Uint8Array): void;
  /** True while the gate is full, or others wait for their turn. */
  mustWait(): boolean;
  /** It has something to be read: call `takeTurn` when it is its turn. */
  waits(connection: Connection): void;
  /** It is over its rate: try `release(Hold.RATE)` from time to time. */
  throttled(connection: Connection): void;
  /** The gate has hung up; the socket may take its time to close. */
  hungUp(connection: Connection, reason: CloseReason, detail: string | undefined): void;
  /** The socket is closed. */
  gone(connection: Connection): void;
}

export class Connection implements SocketOwner {
  /** Never used again by this gate. */
  readonly number: number;
  readonly socket: Socket;
  session: Session | undefined;
  /** When its session has to be resumed, so that nobody stays connected to one that has ended. */
  resumeBy = Number.POSITIVE_INFINITY;
  deviceKind = '';
  language = '';
  /** Its first frame other than a PING has been seen. */
  begun = false;
  /** When it was last heard of, or last given the chance to be heard. */
  heardAt: number;
  /** When the gate last gave a sign of life to a connection it does not read. */
  comfortedAt = 0;
  /** Since when it could have logged in. */
  logInSince: number;
  /** When the socket of a connection that is not open any more is destroyed. */
  endBy = 0;
  readonly #host: ConnectionHost;
  readonly #rate: Rate;
  #open = true;
  #holds = 0;
  #pending: PendingCommands | undefined;
  #waiting: Uint8Array[] | undefined;
  #waitingBytes = 0;
  #reading = false;

  constructor(number: number, socket: Socket, host: ConnectionHost) {
    this.number = number;
    this.socket = socket;
    this.#host = host;
    this.logInSince = host.now();
    this.heardAt = this.logInSince;
    this.#rate = new Rate(host.limits.maxCommandsPerSecond, this.logInSince);
  }

  get open(): boolean {
    return this.#open;
  }

  /** Has the session resumed within this time, at a moment of its own in the second half: not everybody at once. */
  resumeWithin(ms: number): void {
    this.resumeBy = Math.min(this.resumeBy, this.#host.now() + ms * (1 - Math.random() / 2));
  }

  /** True while the gate does not read it; with `hold`, for that reason. */
  held(hold?: Hold): boolean {
    return hold === undefined ? this.#holds !== 0 : (this.#holds & hold) !== 0;
  }

  /** Made with the first command: most connections of a gate are idle. */
  get pending(): PendingCommands {
    this.#pending ??= new PendingCommands(this.#host.underWay);
    return this.#pending;
  }

  get pendingCount(): number {
    return this.#pending?.size ?? 0;
  }

  /** True while so much waits to be read that what is worth something only now is not sent. */
  get crowded(): boolean {
    return this.socket.queuedBytes > this.#host.limits.maxOutgoingBytes * EPHEMERAL_SHARE;
  }

  /** Sends a frame, or hangs up when too much is waiting to be read already. */
  send(frame: OutgoingFrame): void {
    if (!this.#open) return;
    if (this.socket.queuedBytes > this.#host.limits.maxOutgoingBytes) this.close(im.CloseReason.SLOW_READER);
    else this.socket.send(frame);
  }

  /** Answers a command that has been taken out of `pending`, and goes on reading what it held up. */
  reply(pending: Pending, answer: Answer): void {
    this.send(replyFrame(pending, answer));
    let holds: number = pending.route.binds ? Hold.BIND : 0;
    if (this.pendingCount < this.#host.limits.maxPendingCommands) holds |= Hold.PENDING;
    this.release(holds);
  }

  /** Hangs up after a last answer; what the command held up is never read. */
  replyAndClose(pending: Pending, answer: Answer, reason: CloseReason, detail: string): void {
    this.send(replyFrame(pending, answer));
    this.close(reason, { detail });
  }

  close(reason: CloseReason, options: { detail?: string; afterMs?: number } = {}): void {
    if (!this.#open) return;
    this.#open = false;
    this.#forget();
    this.endBy = this.#host.now() + this.#host.pace.closeGraceMs;
    this.socket.send(closeFrame(reason, options));
    this.socket.end(reason);
    this.#host.hungUp(this, reason, options.detail);
  }

  hold(hold: Hold): void {
    if (!this.#open) return;
    if (this.#holds === 0) {
      this.socket.pause();
      this.comfortedAt = this.#host.now();
    }
    this.#holds |= hold;
  }

  /** Goes on reading when nothing else holds it: first what had arrived already. */
  release(holds: number): void {
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
    this.#holds &= ~Hold.GATE;
    if (!this.#open || this.#holds !== 0) return false;
    this.logInSince = this.#host.now();
    this.#reading = true;
    this.#readNext();
    this.#reading = false;
    if (this.#holds === 0 && this.#waiting) {
      this.#holds |= Hold.GATE;
      return true;
    }
    this.#resume();
    return false;
  }

  received(frame: Uint8Array): void {
    if (!this.#open) return;
    const now = this.#host.now();
    this.heardAt = now;
    if (this.#holds === 0 && !this.#reading && this.#isItsTurn() && this.#withinRate(now)) this.#host.frame(this, frame);
    else this.#wait(frame);
  }

  pinged(): void {
    if (!this.#open) return;
    const now = this.#host.now();
    this.heardAt = now;
    this.#withinRate(now);
    if (this.socket.queuedBytes > this.#host.limits.maxOutgoingBytes) this.close(im.CloseReason.SLOW_READER);
  }

  broken(reason: CloseReason, detail: string): void {
    this.close(reason, { detail });
  }

  closed(): void {
    this.#open = false;
    this.#forget();
    this.#host.gone(this);
  }

  #resume(): void {
    if (this.#holds !== 0 || !this.#open) return;
    this.heardAt = this.#host.now();
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
    this.#host.frame(this, frame);
  }

  #isItsTurn(): boolean {
    if (!this.#host.mustWait()) return true;
    this.hold(Hold.GATE);
    this.#host.waits(this);
    return false;
  }

  #wait(frame: Uint8Array): void {
    this.#waiting ??= [];
    this.#waiting.push(frame);
    this.#waitingBytes += frame.length;
    const { limits, pace } = this.#host;
    // Reading has stopped: this much can only be what a transport had taken before, from a client that does not wait for replies.
    const maxBytes = Math.max(4 * limits.maxFrameBytes, MAX_TAKEN_BYTES);
    const tooMuch = this.#waiting.length > pace.maxWaitingFrames || this.#waitingBytes > maxBytes;
    if (tooMuch) this.close(im.CloseReason.FLOODING);
  }

  #withinRate(now: number): boolean {
    if (this.#rate.take(this.#host.limits.maxCommandsPerSecond, now)) return true;
    this.hold(Hold.RATE);
    this.#host.throttled(this);
    return false;
  }

  #forget(): void {
    this.#waiting = undefined;
    this.#pending?.forget();
    this.#pending = undefined;
  }
}

function replyFrame({ route, requestId }: Pending, answer: Answer): OutgoingFrame {
  return new OutgoingFrame({ kind: im.Frame.Kind.REPLY, rpc: route.number, requestId, ...answer });
}
