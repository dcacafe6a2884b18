// One connection to one gate, from HELLO to CLOSE: correlates answers with commands, keeps the heartbeat, notices a dead peer. It ends once and is
// never opened again; who opens the next one is session.ts.
import { im } from '../../../proto/rpc.ts';
import { CallError, toCallError } from '../api/errors.ts';
import type { Timing } from './timing.ts';
import type { FrameTransport, openTransport } from './transport.ts';

export type CloseReasonName = keyof typeof im.CloseReason;

/** Why a connection ended: the gate's words, or `reason` undefined where it broke or was given up. */
export interface ConnectionEnd {
  readonly reason: CloseReasonName | undefined;
  readonly message: string;
  readonly reconnect: boolean;
  readonly reconnectAfterMs: number;
}

/** What a connection tells. Nothing is called after `Connection.close`. */
export interface ConnectionHandlers {
  /** Commands can be sent. Called at most once, first. */
  onReady(hello: im.Hello): void;
  onPush(event: im.Push, eventId: string): void;
  /** Pushes may have been missed. */
  onResync(): void;
  /** Called once, last, after every open request was rejected. */
  onClosed(end: ConnectionEnd): void;
}

export interface GateConnection {
  /** Sends a command, in call order; at most as many at once as the gate takes, the others wait here. Resolves with the reply's payload (a view), rejects with CallError. */
  request(rpc: number, payload: Uint8Array): Promise<Uint8Array>;
  /** Hangs up; open requests are rejected with CONNECTION_LOST. */
  close(): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly clientHello: im.ClientHello.$Properties;
  readonly timing: Timing;
  readonly connect: typeof openTransport;
}

interface Pending {
  readonly rpc: number;
  readonly payload: Uint8Array;
  resolve(payload: Uint8Array): void;
  reject(error: CallError): void;
  timer?: NodeJS.Timeout;
}

const { Kind } = im.Frame;
const MAX_REQUEST_ID = 2 ** 32 - 1;
// A PING leaves this much before it is due, so that the way to the gate does not make it late.
const HEARTBEAT_SHARE = 0.8;

export function openConnection(options: ConnectionOptions, handlers: ConnectionHandlers): GateConnection {
  const { timing } = options;
  const pending = new Map<number, Pending>();
  const waiting: Pending[] = [];
  let hello: im.Hello | undefined;
  let lastRequestId = 0;
  let ended = false;
  let heartbeat: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined = setTimeout(() => lost('no HELLO came'), timing.helloTimeoutMs);

  function end(how: ConnectionEnd, tell: boolean): void {
    if (ended) return;
    ended = true;
    clearInterval(heartbeat);
    clearTimeout(silence);
    transport.close();
    const error = new CallError('CONNECTION_LOST', how.message);
    for (const request of [...pending.values(), ...waiting]) {
      clearTimeout(request.timer);
      request.reject(error);
    }
    pending.clear();
    waiting.length = 0;
    if (tell) handlers.onClosed(how);
  }

  function lost(message: string): void {
    end({ reason: undefined, message, reconnect: true, reconnectAfterMs: 0 }, true);
  }

  function sendFrame(frame: im.Frame.$Properties): void {
    transport.send(im.Frame.encode(frame).finish());
  }

  function greet(frame: im.Frame): void {
    if (hello) return;
    hello = im.Hello.decode(frame.payload);
    clearTimeout(silence);
    silence = undefined;
    sendFrame({ kind: Kind.HELLO, payload: im.ClientHello.encode(options.clientHello).finish() });
    heartbeat = setInterval(ping, Math.max(hello.heartbeatIntervalMs, 1) * HEARTBEAT_SHARE);
    handlers.onReady(hello);
  }

  function ping(): void {
    sendFrame({ kind: Kind.PING });
    // A gate that has stopped reading (it works on a log-in, or slows us down) sends a PONG of its own once an interval.
    const patienceMs = (hello?.heartbeatIntervalMs ?? 0) + timing.pongTimeoutMs;
    silence ??= setTimeout(() => lost('the gate is silent'), patienceMs);
  }

  function fill(): void {
    if (!hello) return;
    const windowSize = hello.maxPendingCommands || Number.POSITIVE_INFINITY;
    while (pending.size < windowSize) {
      const request = waiting.shift();
      if (!request) return;
      transmit(request, hello);
    }
  }

  function transmit(request: Pending, limits: im.Hello): void {
    const requestId = nextRequestId();
    const frame = im.Frame.encode({ kind: Kind.COMMAND, rpc: request.rpc, requestId, payload: request.payload }).finish();
    if (limits.maxFrameBytes > 0 && frame.length > limits.maxFrameBytes) {
      request.reject(new CallError('FRAME_TOO_LARGE', `${frame.length} bytes, the gate takes ${limits.maxFrameBytes}`));
      return;
    }
    pending.set(requestId, request);
    request.timer = setTimeout(() => lost(`rpc ${request.rpc} got no answer`), answerTimeoutMs(limits, timing));
    transport.send(frame);
  }

  function nextRequestId(): number {
    do lastRequestId = lastRequestId === MAX_REQUEST_ID ? 1 : lastRequestId + 1;
    while (pending.has(lastRequestId));
    return lastRequestId;
  }

  function answer(frame: im.Frame): void {
    const request = pending.get(frame.requestId);
    // The same answer again, after a takeover among the servers.
    if (!request) return;
    pending.delete(frame.requestId);
    clearTimeout(request.timer);
    if (frame.failure) request.reject(toCallError(frame.failure));
    else request.resolve(frame.payload);
    fill();
  }

  function take(bytes: Uint8Array): void {
    const frame = im.Frame.decode(bytes);
    if (frame.kind === Kind.REPLY) answer(frame);
    else if (frame.kind === Kind.PUSH) handlers.onPush(im.Push.decode(frame.payload), frame.pushId);
    else if (frame.kind === Kind.RESYNC) handlers.onResync();
    else if (frame.kind === Kind.CLOSE) end(endOf(im.Close.decode(frame.payload)), true);
    else if (frame.kind === Kind.HELLO) greet(frame);
    // Everything else, PONG and what later servers may add, says only that the gate lives.
  }

  const transport: FrameTransport = options.connect(options.url, {
    onOpen() {
      // The gate speaks first.
    },
    onFrame(bytes) {
      if (ended) return;
      if (hello) {
        clearTimeout(silence);
        silence = undefined;
      }
      try {
        take(bytes);
      } catch (error) {
        lost(`a frame that cannot be read: ${error}`);
      }
    },
    onClosed(error) {
      lost(error ? error.message : 'the gate hung up');
    },
  });

  return {
    request(rpc, payload) {
      return new Promise((resolve, reject) => {
        if (ended) {
          reject(new CallError('CONNECTION_LOST', 'the connection has ended'));
          return;
        }
        waiting.push({ rpc, payload, resolve, reject });
        fill();
      });
    },
    close() {
      end({ reason: undefined, message: 'closed by the client', reconnect: false, reconnectAfterMs: 0 }, false);
    },
  };
}

/** When an answer can no longer come: the gate's time-out, and the time it may take until the gate reads the last command of a full window. */
function answerTimeoutMs(limits: im.Hello, timing: Timing): number {
  const readingMs = limits.maxCommandsPerSecond > 0 ? (1000 * limits.maxPendingCommands) / limits.maxCommandsPerSecond : 0;
  return limits.commandTimeoutMs + readingMs + timing.answerSlackMs;
}

function endOf(close: im.Close): ConnectionEnd {
  const reason = (im.CloseReason[close.reason] as CloseReasonName | undefined) ?? 'CLOSE_REASON_UNSPECIFIED';
  return { reason, message: close.message, reconnect: close.reconnect, reconnectAfterMs: close.reconnectAfterMs };
}
