// Frames over TCP, or over TLS to a proxy in front of the gate.
import net from 'node:net';
import tls from 'node:tls';
import { FRAME_HEADER_BYTES, FrameDecoder } from '../../../proto/framing.ts';
import { type FrameTransport, LINGER_MS, type TransportHandlers } from '../connection/frame-transport.ts';

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

export class TcpTransport implements FrameTransport {
  readonly #socket: net.Socket;
  readonly #handlers: TransportHandlers;
  readonly #decoder: FrameDecoder;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #failure: Error | undefined;
  #isClosed = false;

  constructor(address: TcpAddress, handlers: TransportHandlers, maxFrameBytes: number) {
    this.#handlers = handlers;
    this.#decoder = new FrameDecoder(maxFrameBytes);
    this.#socket = connect(address);
    this.#socket.on(address.isSecure ? 'secureConnect' : 'connect', () => {
      if (!this.#isClosed) handlers.onOpen();
    });
    this.#socket.on('data', (chunk) => {
      if (typeof chunk !== 'string') this.#handleChunk(chunk);
    });
    this.#socket.on('error', (error) => {
      this.#failure ??= error;
    });
    this.#socket.on('close', () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      handlers.onClosed(this.#failure);
    });
  }

  get bufferedBytes(): number {
    return this.#queuedBytes + this.#socket.writableLength;
  }

  send(frame: Uint8Array): void {
    if (this.#isClosed || this.#socket.readyState !== 'open') return;
    if (this.#queuedBytes === 0) setImmediate(() => this.#flush());
    this.#queue.push(frame);
    this.#queuedBytes += FRAME_HEADER_BYTES + frame.length;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#flush();
    if (this.#socket.writableLength === 0) {
      this.#socket.destroy();
      return;
    }
    this.#socket.destroySoon();
    setTimeout(() => this.#socket.destroy(), LINGER_MS).unref();
  }

  /** Implements FrameSink. */
  onFrame(frame: Uint8Array): void {
    if (!this.#isClosed) this.#handlers.onFrame(frame);
  }

  #handleChunk(chunk: Buffer): void {
    if (this.#isClosed) return;
    const error = this.#decoder.push(chunk, this);
    if (!error) return;
    this.#failure = new Error(error.detail);
    this.#socket.destroy();
  }

  #flush(): void {
    if (this.#queuedBytes === 0) return;
    const joined = Buffer.allocUnsafe(this.#queuedBytes);
    let offset = 0;
    for (const frame of this.#queue) {
      offset = joined.writeUInt32BE(frame.length, offset);
      joined.set(frame, offset);
      offset += frame.length;
    }
    this.#queue = [];
    this.#queuedBytes = 0;
    if (!this.#socket.destroyed) this.#socket.write(joined);
  }
}

function connect({ host, port, isSecure }: TcpAddress): net.Socket {
  if (!isSecure) return net.connect({ host, port, noDelay: true });
  // The certificate must be for this name; one of an IP address has no SNI.
  return tls.connect({ host, port, ...(net.isIP(host) === 0 && { servername: host }) }).setNoDelay(true);
}
