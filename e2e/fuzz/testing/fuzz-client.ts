// A client of the gate for the fuzz test: writes any bytes, and knows which of its commands have no reply yet.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { FrameDecoder, withLengthPrefix } from '../../../proto/framing.ts';
import { im } from '../../../proto/rpc.ts';

const CODE_OK = 'OK';

export class FuzzClient {
  readonly #socket: Socket;
  readonly #decoder = new FrameDecoder(64 * 1024 * 1024);
  readonly #pending = new Map<number, PromiseWithResolvers<string>>();
  #lastRequestId = 0;
  isClosed = false;
  /** The payload of the reply to the last `call`. */
  lastReply: Uint8Array = new Uint8Array();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#decoder.push(chunk, this));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      for (const { resolve } of this.#pending.values()) resolve('CLOSED');
      this.#pending.clear();
    });
  }

  static async connect(url: string): Promise<FuzzClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    const client = new FuzzClient(socket);
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    return client;
  }

  onFrame(bytes: Uint8Array): void {
    const frame = im.Frame.decode(bytes);
    if (frame.kind !== im.Frame.Kind.REPLY) return;
    const waiter = this.#pending.get(frame.requestId);
    this.#pending.delete(frame.requestId);
    this.lastReply = Buffer.from(frame.payload);
    waiter?.resolve(frame.failure ? (im.Code[frame.failure.code ?? 0] ?? '') : CODE_OK);
  }

  /** Writes bytes as they are. */
  write(bytes: Uint8Array): void {
    if (!this.isClosed) this.#socket.write(bytes);
  }

  /** Resolves with the code of the reply, or CLOSED. */
  call(rpc: number, payload: Uint8Array): Promise<string> {
    if (this.isClosed) return Promise.resolve('CLOSED');
    const requestId = ++this.#lastRequestId;
    const waiter = Promise.withResolvers<string>();
    this.#pending.set(requestId, waiter);
    this.write(withLengthPrefix(im.Frame.encode({ kind: im.Frame.Kind.COMMAND, rpc, requestId, payload }).finish()));
    return waiter.promise;
  }

  /** Ends the writing side; resolves when the gate has closed the connection. */
  async finish(): Promise<void> {
    if (this.isClosed) return;
    this.#socket.end();
    await once(this.#socket, 'close');
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
