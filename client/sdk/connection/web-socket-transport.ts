// Frames over the WebSocket of the platform (browsers, Bun, Deno, React Native): one binary message for each frame.
import type { FrameTransport, TransportHandlers } from './frame-transport.ts';

export class WebSocketTransport implements FrameTransport {
  /** Undefined when the platform refused to open one. */
  readonly #socket: WebSocket | undefined;
  readonly #handlers: TransportHandlers;
  #failure: Error | undefined;
  #isClosed = false;

  constructor(url: string, handlers: TransportHandlers, maxFrameBytes: number) {
    this.#handlers = handlers;
    try {
      this.#socket = new WebSocket(url);
    } catch (error) {
      // Browsers refuse ws: on a page of https:. No handler runs before the constructor has returned.
      this.#failure = new Error(`this page may not connect to ${url}`, { cause: error });
      queueMicrotask(() => this.#end());
      return;
    }
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => {
      if (!this.#isClosed) handlers.onOpen();
    };
    this.#socket.onmessage = ({ data }: { data: unknown }) => this.#handleMessage(data, maxFrameBytes);
    this.#socket.onerror = () => {
      // The platform hides the cause from programs.
      this.#failure ??= new Error('the WebSocket failed');
    };
    this.#socket.onclose = () => this.#end();
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  send(frame: Uint8Array): void {
    // The platform rejects memory that threads share; no frame has any.
    if (!this.#isClosed && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame as Uint8Array<ArrayBuffer>);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket?.close(1000);
  }

  #handleMessage(data: unknown, maxFrameBytes: number): void {
    if (this.#isClosed) return;
    if (!(data instanceof ArrayBuffer)) this.#fail('the gate sent a text message; frames are binary messages');
    else if (data.byteLength > maxFrameBytes) this.#fail(`the gate sent a frame of ${data.byteLength} bytes`);
    else this.#handlers.onFrame(new Uint8Array(data));
  }

  #fail(message: string): void {
    this.#failure = new Error(message);
    this.#socket?.close();
    this.#end();
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#handlers.onClosed(this.#failure);
  }
}
