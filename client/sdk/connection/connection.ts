// One connection to one gate, from HELLO to CLOSE. It matches replies to commands, sends heartbeats and detects a dead gate.
// A connection ends once and is never reopened: session.ts opens the next one.

import type { im } from '../../../proto/rpc.ts';
import { CallError, toCallError } from '../api/errors.ts';
import { wire } from '../wire/wire.ts';
import type { FrameTransport } from './frame-transport.ts';
import { isStatusUrl } from './gate-finder.ts';
import type { Timing } from './timing.ts';
import type { OpenTransport } from './transport.ts';

export type CloseReasonName = keyof typeof im.CloseReason;

/**
 * Why a connection ended: the contents of the gate's CLOSE. `reason` is undefined when the connection broke or this client ended
 * it.
 */
export interface ConnectionEnd {
  readonly reason: CloseReasonName | undefined;
  readonly message: string;
  readonly reconnect: boolean;
  readonly reconnectAfterMs: number;
  /** Where the gate says to ask for another one. */
  readonly statusUrls: readonly string[];
}

/** Callbacks of a connection. None of them is called after `GateConnection.close`. */
export interface ConnectionHandlers {
  /** Commands can be sent. Called at most once, before every other callback. */
  onReady(hello: im.Hello): void;
  onPush(push: im.Push, pushId: string): void;
  /** The gate may have dropped pushes. */
  onResync(): void;
  /** Called once, last, after every open request was rejected. */
  onClosed(end: ConnectionEnd): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly clientHello: im.ClientHello.$Properties;
  readonly timing: Timing;
  readonly connect: OpenTransport;
}

interface PendingRequest {
  readonly rpc: number;
  readonly payload: Uint8Array;
  resolve(payload: Uint8Array): void;
  reject(error: CallError): void;
  timer?: ReturnType<typeof setTimeout>;
}

const { Kind } = wire.Frame;
const MAX_REQUEST_ID = 2 ** 32 - 1;
// A PING is sent after this share of the heartbeat interval, so that network latency does not make it late.
const HEARTBEAT_SHARE = 0.8;

/** The constructor opens the connection; `handlers` report what happens on it. */
export class GateConnection {
  readonly #options: ConnectionOptions;
  readonly #handlers: ConnectionHandlers;
  readonly #transport: FrameTransport;
  readonly #inFlight = new Map<number, PendingRequest>();
  readonly #queue: PendingRequest[] = [];
  #hello: im.Hello | undefined;
  #lastRequestId = 0;
  #lastReplyAt = 0;
  #hasEnded = false;
  #heartbeatTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions, handlers: ConnectionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#silenceTimer = setTimeout(() => this.#lose('no HELLO arrived'), options.timing.helloTimeoutMs);
    this.#transport = options.connect(options.url, {
      onOpen() {
        // The gate sends the first frame.
      },
      onFrame: (bytes) => this.#handleFrame(bytes),
      onClosed: (error) => this.#lose(error ? error.message : 'the gate closed the connection'),
    });
  }

  /**
   * Sends a command, in call order. The gate limits how many are in flight; further ones queue here.
   * Resolves with the reply's payload, a view of the frame. Rejects with CallError.
   */
  request(rpc: number, payload: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) {
        reject(new CallError('CONNECTION_LOST', 'the connection has ended'));
        return;
      }
      this.#queue.push({ rpc, payload, resolve, reject });
      this.#fillWindow();
    });
  }

  /** Closes the connection. Open requests are rejected with CONNECTION_LOST. */
  close(): void {
    if (!this.#hasEnded) this.#release('closed by the client');
  }

  #lose(message: string): void {
    this.#end({ reason: undefined, message, reconnect: true, reconnectAfterMs: 0, statusUrls: [] });
  }

  #end(end: ConnectionEnd): void {
    if (this.#hasEnded) return;
    this.#release(end.message);
    this.#handlers.onClosed(end);
  }

  /** Closes the connection, stops the timers and rejects every open request. */
  #release(message: string): void {
    this.#hasEnded = true;
    clearInterval(this.#heartbeatTimer);
    clearTimeout(this.#silenceTimer);
    this.#transport.close();
    const error = new CallError('CONNECTION_LOST', message);
    for (const request of [...this.#inFlight.values(), ...this.#queue]) {
      clearTimeout(request.timer);
      request.reject(error);
    }
    this.#inFlight.clear();
    this.#queue.length = 0;
  }

  #handleFrame(bytes: Uint8Array): void {
    if (this.#hasEnded) return;
    if (this.#hello) {
      clearTimeout(this.#silenceTimer);
      this.#silenceTimer = undefined;
    }
    try {
      this.#dispatch(wire.Frame.decode(bytes));
    } catch (error) {
      this.#lose(`unreadable frame: ${error}`);
    }
  }

  #dispatch(frame: im.Frame): void {
    if (frame.kind === Kind.REPLY) this.#handleReply(frame);
    else if (frame.kind === Kind.PUSH) this.#handlers.onPush(wire.Push.decode(frame.payload), frame.pushId);
    else if (frame.kind === Kind.RESYNC) this.#handlers.onResync();
    else if (frame.kind === Kind.CLOSE) this.#end(toConnectionEnd(wire.Close.decode(frame.payload)));
    else if (frame.kind === Kind.HELLO) this.#handleHello(frame);
    // Any other kind (PONG, or a kind of a newer server) only shows that the gate is alive.
  }

  #handleHello(frame: im.Frame): void {
    if (this.#hello) return;
    const hello = wire.Hello.decode(frame.payload);
    this.#hello = hello;
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = undefined;
    this.#sendFrame({ kind: Kind.HELLO, payload: wire.ClientHello.encode(this.#options.clientHello).finish() });
    this.#heartbeatTimer = setInterval(() => this.#ping(), Math.max(hello.heartbeatIntervalMs, 1) * HEARTBEAT_SHARE);
    this.#handlers.onReady(hello);
  }

  #ping(): void {
    this.#sendFrame({ kind: Kind.PING });
    // A gate that does not read now (a log-in is pending, or backpressure) sends one PONG per interval without a PING.
    const timeoutMs = (this.#hello?.heartbeatIntervalMs ?? 0) + this.#options.timing.pongTimeoutMs;
    this.#silenceTimer ??= setTimeout(() => this.#lose('the gate is silent'), timeoutMs);
  }

  #handleReply(frame: im.Frame): void {
    const request = this.#inFlight.get(frame.requestId);
    // After a takeover between server instances a reply may arrive twice.
    if (!request) return;
    this.#inFlight.delete(frame.requestId);
    this.#lastReplyAt = performance.now();
    clearTimeout(request.timer);
    if (frame.failure) request.reject(toCallError(frame.failure, frame.traceId));
    else request.resolve(frame.payload);
    this.#fillWindow();
  }

  #fillWindow(): void {
    if (!this.#hello) return;
    const windowSize = this.#hello.maxPendingCommands || Number.POSITIVE_INFINITY;
    while (this.#inFlight.size < windowSize) {
      const request = this.#queue.shift();
      if (!request) return;
      this.#transmit(request, this.#hello);
    }
  }

  #transmit(request: PendingRequest, limits: im.Hello): void {
    const requestId = this.#nextRequestId();
    const frame = wire.Frame.encode({ kind: Kind.COMMAND, rpc: request.rpc, requestId, payload: request.payload }).finish();
    if (limits.maxFrameBytes > 0 && frame.length > limits.maxFrameBytes) {
      const message = `the frame has ${frame.length} bytes, the gate accepts ${limits.maxFrameBytes}`;
      request.reject(new CallError('FRAME_TOO_LARGE', message));
      return;
    }
    this.#inFlight.set(requestId, request);
    const sentAt = performance.now();
    const timeoutMs = replyTimeoutMs(limits, this.#options.timing);
    // A gate that reads this connection slowly replies to one command after the other.
    const giveUp = (): void => {
      const leftMs = Math.max(sentAt, this.#lastReplyAt) + timeoutMs - performance.now();
      if (leftMs <= 0) this.#lose(`no reply to rpc ${request.rpc}`);
      else request.timer = setTimeout(giveUp, leftMs);
    };
    request.timer = setTimeout(giveUp, timeoutMs);
    this.#transport.send(frame);
  }

  #nextRequestId(): number {
    do this.#lastRequestId = this.#lastRequestId === MAX_REQUEST_ID ? 1 : this.#lastRequestId + 1;
    while (this.#inFlight.has(this.#lastRequestId));
    return this.#lastRequestId;
  }

  #sendFrame(frame: im.Frame.$Properties): void {
    this.#transport.send(wire.Frame.encode(frame).finish());
  }
}

/**
 * The time after which no reply can arrive: the gate's time-out, plus the time in which the gate reads a full window of
 * rate-limited commands.
 */
function replyTimeoutMs(limits: im.Hello, timing: Timing): number {
  const readingMs = limits.maxCommandsPerSecond > 0 ? (1000 * limits.maxPendingCommands) / limits.maxCommandsPerSecond : 0;
  return limits.commandTimeoutMs + readingMs + timing.answerSlackMs;
}

function toConnectionEnd(close: im.Close): ConnectionEnd {
  const reason = (wire.CloseReason[close.reason] as CloseReasonName | undefined) ?? 'CLOSE_REASON_UNSPECIFIED';
  const { message, reconnect, reconnectAfterMs } = close;
  return { reason, message, reconnect, reconnectAfterMs, statusUrls: close.statusUrls.filter(isStatusUrl) };
}
