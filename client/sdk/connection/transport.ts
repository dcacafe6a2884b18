// Moves frames between this process and one gate, over TCP or WebSocket. Knows nothing of what is in them.
import net from 'node:net';
import { WebSocket } from 'ws';
import { FRAME_HEADER_BYTES, FrameDecoder } from '../../../proto/framing.ts';

/** What happens on a connection. Nothing is called before `connect` has returned, or after `Transport.close`. */
export interface TransportHandlers {
  /** Frames can be sent. Called at most once, before any `frame`. */
  onOpen(): void;
  /** One whole frame. A view that may share memory with other frames: copy what you keep. */
  onFrame(bytes: Uint8Array): void;
  /** Called once, last: the connection is gone or never came to be. Without `error` the other side closed it in order. */
  onClosed(error?: Error): void;
}

export interface FrameTransport {
  /** Queues a frame, in order. Frames of one turn of the event loop leave in one write on TCP. Dropped when the connection is not open. The bytes must not change afterwards. */
  send(frame: Uint8Array): void;
  /** Sends what is queued, then hangs up. No handler is called any more. */
  close(): void;
  /** Bytes accepted by `send` that the operating system has not taken yet. */
  readonly bufferedBytes: number;
}

// Above the largest page of messages a gate sends; only there so that a broken peer cannot fill our memory.
const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;
// How long a hang-up waits for a peer that does not read.
const LINGER_MS = 1000;

/** Opens a connection to `tcp://host:port` or `ws://host:port` (`wss://` too). Throws only where the address is none of them. */
export function openTransport(
  url: string,
  handlers: TransportHandlers,
  options: { maxFrameBytes?: number } = {},
): FrameTransport {
  if (!isGateUrl(url)) throw new TypeError(`not a gate's address: ${url}`);
  const { protocol, hostname, port } = new URL(url);
  const maxFrameBytes = options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES;
  if (protocol !== 'tcp:') return connectWebSocket(url, handlers, maxFrameBytes);
  return connectTcp(hostname.replace(/^\[(.*)\]$/, '$1'), Number(port), handlers, maxFrameBytes);
}

/** True for what `connect` takes. */
export function isGateUrl(url: string): boolean {
  const parsed = URL.parse(url);
  if (!parsed?.hostname) return false;
  return parsed.protocol === 'tcp:' ? parsed.port !== '' : parsed.protocol === 'ws:' || parsed.protocol === 'wss:';
}

function connectTcp(host: string, port: number, handlers: TransportHandlers, maxFrameBytes: number): FrameTransport {
  const socket = net.connect({ host, port, noDelay: true });
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let failure: Error | undefined;
  let quiet = false;

  const flush = (): void => {
    if (waitingBytes === 0) return;
    const joined = Buffer.allocUnsafe(waitingBytes);
    let at = 0;
    for (const frame of waiting) {
      at = joined.writeUInt32BE(frame.length, at);
      joined.set(frame, at);
      at += frame.length;
    }
    waiting = [];
    waitingBytes = 0;
    if (!socket.destroyed) socket.write(joined);
  };
  const decoder = new FrameDecoder(maxFrameBytes);
  const sink = {
    onFrame(frame: Uint8Array): void {
      if (!quiet) handlers.onFrame(frame);
    },
  };

  socket.on('connect', () => {
    if (!quiet) handlers.onOpen();
  });
  socket.on('data', (chunk) => {
    if (quiet || typeof chunk === 'string') return;
    const error = decoder.push(chunk, sink);
    if (!error) return;
    failure = new Error(error.detail);
    socket.destroy();
  });
  socket.on('error', (error) => {
    failure ??= error;
  });
  socket.on('close', () => {
    if (quiet) return;
    quiet = true;
    handlers.onClosed(failure);
  });

  return {
    send(frame) {
      if (quiet || socket.readyState !== 'open') return;
      if (waitingBytes === 0) setImmediate(flush);
      waiting.push(frame);
      waitingBytes += FRAME_HEADER_BYTES + frame.length;
    },
    close() {
      if (quiet) return;
      quiet = true;
      flush();
      if (socket.writableLength === 0) {
        socket.destroy();
        return;
      }
      socket.destroySoon();
      setTimeout(() => socket.destroy(), LINGER_MS).unref();
    },
    get bufferedBytes() {
      return waitingBytes + socket.writableLength;
    },
  };
}

function connectWebSocket(url: string, handlers: TransportHandlers, maxFrameBytes: number): FrameTransport {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: maxFrameBytes });
  let failure: Error | undefined;
  let quiet = false;

  socket.on('open', () => {
    if (!quiet) handlers.onOpen();
  });
  socket.on('message', (data, isBinary) => {
    if (quiet) return;
    if (isBinary && data instanceof Uint8Array) {
      handlers.onFrame(data);
      return;
    }
    failure = new Error('a text message: frames are binary messages');
    socket.terminate();
  });
  socket.on('error', (error) => {
    failure ??= error;
  });
  socket.on('close', () => {
    if (quiet) return;
    quiet = true;
    handlers.onClosed(failure);
  });

  return {
    send(frame) {
      if (!quiet && socket.readyState === WebSocket.OPEN) socket.send(frame);
    },
    close() {
      if (quiet) return;
      quiet = true;
      if (socket.readyState === WebSocket.CONNECTING) {
        socket.terminate();
        return;
      }
      socket.close(1000);
      setTimeout(() => socket.terminate(), LINGER_MS).unref();
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
}
