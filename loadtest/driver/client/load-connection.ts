// Keeps one client connected: connects, logs in by token, sends heartbeats, and reconnects when the connection is lost.
import { randomBytes } from 'node:crypto';
import { findGates } from '../../../client/sdk/connection/gate-finder.ts';
import { GATE_TRANSPORTS, type GateTransport } from '../../../client/sdk/connection/transport.ts';
import { type FrameTransport, openTransport } from '../../../client/sdk/node/transport.ts';
import { im } from '../../../proto/rpc.ts';
import { helloFrame, type IncomingFrame, pingFrame, readFrame, resumeFrame } from './frames.ts';

/** Request ids below this number belong to the owner of the connection. `request` counts from here. */
export const FIRST_CONNECTION_REQUEST_ID = 2 ** 31;
const RECONNECT_MIN_MS = 100;
const RECONNECT_MAX_MS = 3_000;
/** How long one attempt to connect and log in may take. */
const LOG_IN_TIMEOUT_MS = 15_000;

export interface LoadConnectionOptions {
  readonly token: string;
  /** The URLs of the gates. After a failure the next one is tried. */
  readonly urls: readonly string[];
  readonly firstUrlIndex: number;
  /** Where to ask for a gate after a connection is lost; without `urls` also before the first one. */
  readonly statusUrl?: string;
  /** Which gates to ask for (that of `urls`). */
  readonly transport?: GateTransport;
  /** The client has logged in, for the first time or again. */
  onBound(): void;
  /** The connection is lost. Commands without a reply may have been executed or not. */
  onLost(): void;
  /** It ended for good. */
  onEnded(): void;
  /** A reply to a request of the owner, a push, or RESYNC. */
  onFrame(frame: IncomingFrame): void;
  /** A second reply to the same request. */
  onDuplicateReply(): void;
  /** An error that the connection recovers from, or that ends it. */
  onIncident(reason: string): void;
}

type Phase = 'off' | 'connecting' | 'logging-in' | 'bound' | 'ended';

export class LoadConnection {
  /** When the last frame arrived, on the clock of performance.now(). While a frame is handled: when that frame arrived. */
  lastReceivedMs = 0;
  readonly #options: LoadConnectionOptions;
  readonly #clientInstanceId = randomBytes(16);
  readonly #replies = new Map<number, (frame: IncomingFrame | undefined) => void>();
  #phase: Phase = 'off';
  #phaseSinceMs = 0;
  #transport: FrameTransport | undefined;
  /** Rises with each connection and each end of one, so that late callbacks can be ignored. */
  #attempt = 0;
  /** Consecutive failures since the last log-in. */
  #failures = 0;
  #urlOffset = 0;
  /** Connections that got as far as the HELLO. */
  #connections = 0;
  /** What status has named. */
  #namedUrl: string | undefined;
  #nextRequest = FIRST_CONNECTION_REQUEST_ID;
  #sentMs = 0;
  #heartbeatMs = 10_000;
  #idleTimeoutMs = 60_000;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LoadConnectionOptions) {
    this.#options = options;
  }

  get isBound(): boolean {
    return this.#phase === 'bound';
  }

  connect(): void {
    const { urls, statusUrl } = this.#options;
    if (urls.length === 0 && statusUrl !== undefined) void this.#reconnect();
    else this.#open();
  }

  #open(): void {
    const attempt = ++this.#attempt;
    this.#enter('connecting');
    const { urls, firstUrlIndex } = this.#options;
    const url = this.#namedUrl ?? urls[(firstUrlIndex + this.#urlOffset) % urls.length];
    if (url === undefined) throw new RangeError('no gate to connect to');
    this.#transport = openTransport(url, {
      onOpen: () => undefined,
      onFrame: (bytes) => {
        if (attempt === this.#attempt) this.#receive(bytes);
      },
      onClosed: () => {
        if (attempt === this.#attempt) this.#drop('connection closed');
      },
    });
  }

  write(frame: Uint8Array, nowMs: number): void {
    this.#sentMs = nowMs;
    this.#transport?.send(frame);
  }

  /** Resolves with the reply, or undefined when the connection ends first. */
  request(frameOf: (requestId: number) => Uint8Array): Promise<IncomingFrame | undefined> {
    const requestId = this.#nextRequest++;
    return new Promise((resolve) => {
      this.#replies.set(requestId, resolve);
      this.write(frameOf(requestId), performance.now());
    });
  }

  /** Must be called about twice a second: sends heartbeats and checks time-outs. */
  tick(nowMs: number): void {
    if (this.#phase === 'connecting' || this.#phase === 'logging-in') {
      if (nowMs - this.#phaseSinceMs > LOG_IN_TIMEOUT_MS) this.#drop('log-in took too long');
    } else if (this.#phase === 'bound') {
      if (nowMs - this.lastReceivedMs > this.#idleTimeoutMs) this.#drop('gate silent');
      else if (nowMs - this.#sentMs > this.#heartbeatMs / 2) this.write(pingFrame(), nowMs);
    }
  }

  /** Cuts the connection, as a network does, and stays disconnected until `connect`. */
  disconnect(): void {
    if (this.#phase === 'ended') return;
    this.#closeTransport();
    this.#enter('off');
    this.#options.onLost();
  }

  stop(): void {
    this.#enter('ended');
    this.#closeTransport();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#phaseSinceMs = performance.now();
  }

  #drop(reason: string, afterMs = 0): void {
    this.#options.onIncident(reason);
    this.#closeTransport();
    this.#enter('off');
    this.#failures++;
    this.#urlOffset++;
    this.#options.onLost();
    const backOffMs = Math.min(RECONNECT_MAX_MS, RECONNECT_MIN_MS * 2 ** (this.#failures - 1));
    // Jitter, so that the clients of a lost gate do not all reconnect at once.
    this.#timer = setTimeout(() => void this.#reconnect(), Math.max(afterMs, backOffMs) * (0.5 + Math.random()));
  }

  async #reconnect(): Promise<void> {
    const { statusUrl, urls } = this.#options;
    if (statusUrl === undefined) return this.#open();
    const transport = this.#options.transport ?? GATE_TRANSPORTS.find((scheme) => urls[0]?.startsWith(`${scheme}:`)) ?? 'ws';
    const attempt = this.#attempt;
    const list = await findGates([statusUrl], transport);
    if (attempt !== this.#attempt) return;
    if (!list && urls.length === 0) return this.#drop('status names no gate');
    if (!list) this.#options.onIncident('status names no gate');
    this.#namedUrl = list?.gates[0];
    this.#timer = setTimeout(() => this.#open(), list?.connectAfterMs ?? 0);
  }

  /** Ends for good: reconnecting would fail the same way. */
  #end(reason: string): void {
    this.#options.onIncident(`${reason}, for good`);
    this.#enter('ended');
    this.#closeTransport();
    this.#options.onLost();
    this.#options.onEnded();
  }

  #closeTransport(): void {
    this.#attempt++;
    clearTimeout(this.#timer);
    this.#transport?.close();
    this.#transport = undefined;
    const waiting = [...this.#replies.values()];
    this.#replies.clear();
    for (const settle of waiting) settle(undefined);
  }

  #receive(bytes: Uint8Array): void {
    this.lastReceivedMs = performance.now();
    let frame: IncomingFrame;
    try {
      frame = readFrame(bytes);
    } catch (error) {
      this.#drop(`unreadable frame: ${(error as Error).message}`);
      return;
    }
    this.#handle(frame);
  }

  #handle(frame: IncomingFrame): void {
    const { Kind } = im.Frame;
    if (frame.kind === Kind.PUSH || frame.kind === Kind.RESYNC) this.#options.onFrame(frame);
    else if (frame.kind === Kind.REPLY) this.#handleReply(frame);
    else if (frame.kind === Kind.HELLO) this.#handleHello(im.Hello.decode(frame.payload));
    else if (frame.kind === Kind.CLOSE) this.#handleClose(im.Close.decode(frame.payload));
  }

  #handleReply(frame: IncomingFrame): void {
    if (frame.requestId < FIRST_CONNECTION_REQUEST_ID) {
      this.#options.onFrame(frame);
      return;
    }
    const settle = this.#replies.get(frame.requestId);
    this.#replies.delete(frame.requestId);
    if (settle) settle(frame);
    else this.#options.onDuplicateReply();
  }

  #handleHello(hello: im.Hello): void {
    this.#heartbeatMs = hello.heartbeatIntervalMs || this.#heartbeatMs;
    this.#idleTimeoutMs = hello.idleTimeoutMs || this.#idleTimeoutMs;
    this.write(helloFrame(this.#clientInstanceId, ++this.#connections), this.lastReceivedMs);
    this.#enter('logging-in');
    void this.#logIn(this.#attempt);
  }

  async #logIn(attempt: number): Promise<void> {
    const reply = await this.request((requestId) => resumeFrame(requestId, this.#options.token));
    if (!reply || attempt !== this.#attempt) return;
    const { failure } = reply;
    if (!failure) {
      this.#failures = 0;
      this.#enter('bound');
      this.#options.onBound();
    } else if (failure.retry === im.Retry.RESEND) {
      this.#options.onIncident(`log-in: ${im.Code[failure.code]}`);
      this.#timer = setTimeout(() => void this.#logIn(attempt), Math.max(50, failure.retryAfterMs));
    } else this.#end(`log-in refused: ${im.Code[failure.code]}`);
  }

  #handleClose(close: im.Close): void {
    const reason = `closed: ${im.CloseReason[close.reason]}`;
    if (close.reconnect) this.#drop(reason, close.reconnectAfterMs);
    else this.#end(reason);
  }
}
