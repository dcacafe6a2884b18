// Frames over WebSocket by the package ws: one binary message for each frame. Node 20 has no WebSocket of its own, and ws checks
// the size of a frame before it buffers it.
import { WebSocket } from 'ws';
import { type FrameTransport, LINGER_MS, type TransportHandlers } from '../connection/frame-transport.ts';

export class WsTransport implements FrameTransport {
  readonly #socket: WebSocket;
  #failure: Error | undefined;
  #isClosed = false;

  constructor(url: string, handlers: TransportHandlers, maxFrameBytes: number) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: maxFrameBytes });
    this.#socket.on('open', () => {
      if (!this.#isClosed) handlers.onOpen();
    });
    this.#socket.on('message', (data, isBinary) => {
      if (this.#isClosed) return;
      if (isBinary && data instanceof Uint8Array) {
        handlers.onFrame(data);
        return;
      }
      this.#failure = new Error('the gate sent a text message; frames are binary messages');
      this.#socket.terminate();
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
    return this.#socket.bufferedAmount;
  }

  send(frame: Uint8Array): void {
    if (!this.#isClosed && this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#socket.readyState === WebSocket.CONNECTING) {
      this.#socket.terminate();
      return;
    }
    this.#socket.close(1000);
    setTimeout(() => this.#socket.terminate(), LINGER_MS).unref();
  }
}
