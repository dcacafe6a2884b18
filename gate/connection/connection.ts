// One client connection, from its start to its end: when the gate reads its frames, and how it sends frames.
import { im } from '../../proto/rpc.ts';
import { TRACE_ID_BYTES } from '../../proto/trace-context.ts';
import { type CloseReason, closeFrame } from '../disconnect.ts';
import type { CommandTraces } from '../monitoring/command-traces.ts';
import type { GateMetrics } from '../monitoring/gate-metrics.ts';
import { OutgoingFrame } from '../transport/outgoing-frame.ts';
import type { ClientSocket, SocketOwner } from '../transport/socket.ts';
import { FrameReader, type FrameReaderHost, PauseReason } from './frame-reader.ts';
import { type InFlightCount, type PendingCommand, PendingCommands } from './pending-commands.ts';

// The share of the outgoing buffer that ephemeral pushes may fill. The rest is for messages: pushes that may be dropped must not
// get a client disconnected as a slow reader.
const EPHEMERAL_SHARE = 1 / 16;

const MAX_PENDING_BEFORE_LOG_IN = 2;

// A closing connection whose client still reads what was queued gets this much longer than one that takes nothing.
const MAX_CLOSE_GRACES = 10;

const NO_BYTES = new Uint8Array();

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
export interface ConnectionHost extends FrameReaderHost<Connection> {
  readonly inFlight: InFlightCount;
  /** Where clients ask for another gate. */
  readonly statusUrls: readonly string[];
  readonly metrics: Pick<GateMetrics, 'framesOut' | 'bytesIn' | 'countReply'>;
  readonly traces: Pick<CommandTraces, 'end'>;
  /** The gate has closed the connection. Its socket may take a while to close. */
  onClosing(connection: Connection, reason: CloseReason, detail: string | undefined): void;
  /** The socket is closed. */
  onDisconnected(connection: Connection): void;
}

export class Connection implements SocketOwner {
  /** Unique within this gate, also over time. */
  readonly number: number;
  readonly socket: ClientSocket;
  /** When the gate reads the client's frames. */
  readonly reader: FrameReader<Connection>;
  session: BoundSession | undefined;
  /** When the gate asks the client to resume its session, so that no connection outlives its session for long. */
  resumeBy = Number.POSITIVE_INFINITY;
  deviceKind = '';
  language = '';
  /** From the client's HELLO. */
  clientInstanceId: Uint8Array = NO_BYTES;
  connectionAttempt = 0;
  /** The first frame other than a PING has arrived. */
  hasStarted = false;
  readonly #host: ConnectionHost;
  #isOpen = true;
  /** The client has closed its side. */
  #hasEnded = false;
  #pending: PendingCommands | undefined;
  #writtenBytes = 0;
  #progressAt = 0;
  /** Of a closing connection: until when it may still take bytes, at the latest. */
  #closeBy = 0;

  constructor(number: number, socket: ClientSocket, host: ConnectionHost) {
    this.number = number;
    this.socket = socket;
    this.#host = host;
    this.reader = new FrameReader(this, host);
    this.#progressAt = host.now();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Schedules a resume at a random moment in the second half of this time, so that connections do not all resume at once. */
  resumeWithin(ms: number): void {
    this.resumeBy = Math.min(this.resumeBy, this.#host.now() + ms * (1 - Math.random() / 2));
  }

  /** Allocated with the first command: most connections of a gate are idle. */
  get pending(): PendingCommands {
    this.#pending ??= new PendingCommands(this.#host.inFlight);
    return this.#pending;
  }

  /** How many commands may wait for their reply before the gate stops reading. */
  get maxPendingCommands(): number {
    const { maxPendingCommands } = this.#host.limits;
    if (this.reader.isSlowed) return 1;
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
    if (this.socket.queuedBytes > this.#host.limits.maxOutgoingBytes) {
      this.close(im.CloseReason.SLOW_READER);
      return;
    }
    this.socket.send(frame);
    this.#host.metrics.framesOut.add();
  }

  /** Answers a command that the caller has removed from `pending`, and resumes reading if the command had paused it. */
  reply(command: PendingCommand, reply: Reply): void {
    this.#sendReply(command, reply);
    let reasons: number = command.rpc.binds ? PauseReason.BIND : 0;
    if (this.pendingCount < this.maxPendingCommands) reasons |= PauseReason.PENDING;
    this.reader.resume(reasons);
    this.finishIfAnswered();
  }

  /** Sends a last reply and closes the connection. Frames that waited for the command are never handled. */
  replyAndClose(command: PendingCommand, reply: Reply, reason: CloseReason, detail: string): void {
    this.#sendReply(command, reply);
    this.close(reason, { detail });
  }

  close(reason: CloseReason, options: { detail?: string; afterMs?: number } = {}): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#clear();
    this.#progressAt = this.#host.now();
    this.#writtenBytes = this.socket.writtenBytes;
    this.#closeBy = this.#progressAt + MAX_CLOSE_GRACES * this.#host.timings.closeGraceMs;
    // It would never get to the CLOSE behind all that it does not read. The next Sync brings what is dropped here.
    if (reason === im.CloseReason.SLOW_READER) this.socket.discardQueue();
    this.socket.send(closeFrame(reason, { ...options, statusUrls: this.#host.statusUrls }));
    this.socket.end(reason);
    this.#host.onClosing(this, reason, options.detail);
  }

  /** True when data waits to be written, and the client has taken none of it for `timeoutMs`. Call it regularly. */
  isStalled(now: number, timeoutMs: number): boolean {
    const { socket } = this;
    // Mostly nothing waits, and this is asked of thousands of connections twice a second.
    if (socket.queuedBytes > 0 && socket.writtenBytes === this.#writtenBytes) return now - this.#progressAt > timeoutMs;
    this.#writtenBytes = socket.writtenBytes;
    this.#progressAt = now;
    return false;
  }

  /** True when a closing connection has had its time to take the CLOSE. One that still takes bytes has more of it. */
  isCloseOverdue(now: number): boolean {
    const { writtenBytes } = this.socket;
    if (writtenBytes > this.#writtenBytes) this.#progressAt = now;
    this.#writtenBytes = writtenBytes;
    return now - this.#progressAt >= this.#host.timings.closeGraceMs || now >= this.#closeBy;
  }

  onBytes(count: number): void {
    this.#host.metrics.bytesIn.add(count);
    this.reader.onBytes(count);
  }

  onFrameEnd(): void {
    this.reader.budget.endFrame();
  }

  onFrame(frame: Uint8Array): void {
    this.reader.onFrame(frame);
  }

  onControlFrame(): void {
    this.reader.onControlFrame();
  }

  onProtocolError(reason: CloseReason, detail: string): void {
    this.close(reason, { detail });
  }

  onEnd(): void {
    this.#hasEnded = true;
    this.finishIfAnswered();
  }

  /** Closes a connection whose client sends nothing further, once its commands are answered. Call it regularly. */
  finishIfAnswered(): void {
    if (this.#hasEnded && this.#isOpen && this.pendingCount === 0 && !this.reader.hasQueue) this.socket.finish();
  }

  onClosed(): void {
    this.#isOpen = false;
    this.#clear();
    this.#host.onDisconnected(this);
  }

  #sendReply(command: PendingCommand, reply: Reply): void {
    this.send(replyFrame(command, reply));
    const now = this.#host.now();
    const code = this.#host.metrics.countReply(command, reply.failure?.code, now);
    this.#host.traces.end(this, command, code, now);
  }

  #clear(): void {
    this.reader.discardQueue();
    this.#pending?.clear();
    this.#pending = undefined;
  }
}

function replyFrame({ rpc, requestId, trace }: PendingCommand, reply: Reply): OutgoingFrame {
  const traceId = trace.context.subarray(0, TRACE_ID_BYTES);
  return new OutgoingFrame({ kind: im.Frame.Kind.REPLY, rpc: rpc.number, requestId, traceId, ...reply });
}
