// Reads the body of one POST into one buffer, and no further than its connection is read.
import type { IncomingMessage } from 'node:http';
import { im } from '../../proto/rpc.ts';
import type { SocketOwner } from './socket.ts';

// The buffer doubles as bytes arrive: most POSTs are one small command.
const INITIAL_BYTES = 1024;
const NEWLINE = 10;

/**
 * A client may send each byte as a chunk of its own, so bytes are copied and no chunk is kept. What has arrived with one read of
 * the socket is taken even after `pause`.
 */
export class PostReader {
  /** Undefined when the client does not complete the POST, when it is too long, and after `cancel`. */
  readonly body: Promise<Buffer | undefined>;
  readonly #request: IncomingMessage;
  readonly #owner: SocketOwner;
  readonly #maxBytes: number;
  #buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  #length = 0;
  #isPaused = false;
  #isSettled = false;
  #resolve: (body: Buffer | undefined) => void = () => undefined;

  constructor(request: IncomingMessage, owner: SocketOwner, maxBytes: number) {
    this.#request = request;
    this.#owner = owner;
    this.#maxBytes = maxBytes;
    this.body = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    request.socket.on('resume', this.#stayPaused);
    request.on('data', (chunk: Buffer) => this.#onData(chunk));
    request.once('end', () => this.#settle(this.#buffer.subarray(0, this.#length)));
    // The client has gone: it repeats the POST, or opens another connection.
    request.once('error', () => this.cancel());
    request.once('close', () => this.cancel());
  }

  /** Pauses the socket and not the request, which would keep each chunk that it reads ahead. */
  pause(): void {
    this.#isPaused = true;
    this.#request.socket.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#request.socket.resume();
  }

  cancel(): void {
    this.#settle(undefined);
  }

  /** The POST is answered: the next request on its socket may be read. */
  release(): void {
    this.#request.socket.off('resume', this.#stayPaused);
    this.resume();
  }

  /** Node resumes the socket of a request after each chunk. */
  readonly #stayPaused = (): void => {
    if (this.#isPaused) this.#request.socket.pause();
  };

  #onData(chunk: Buffer): void {
    if (this.#isSettled) return;
    if (this.#length + chunk.length > this.#maxBytes) {
      this.#owner.onProtocolError(im.CloseReason.FRAME_TOO_LARGE, `a POST exceeds the limit of ${this.#maxBytes} bytes`);
      this.cancel();
      return;
    }
    this.#append(chunk);
    this.#owner.onBytes(chunk.length);
    if (chunk.includes(NEWLINE)) this.#owner.onFrameEnd();
  }

  #append(chunk: Buffer): void {
    const length = this.#length + chunk.length;
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, Math.min(2 * this.#buffer.length, this.#maxBytes)));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    chunk.copy(this.#buffer, this.#length);
    this.#length = length;
  }

  #settle(body: Buffer | undefined): void {
    this.#isSettled = true;
    this.#resolve(body);
  }
}
