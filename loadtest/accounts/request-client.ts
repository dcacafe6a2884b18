// A connection that sends one request after the other: for what is no load, and for storms of newcomers.
import { randomBytes } from 'node:crypto';
import { type FrameTransport, openTransport } from '../../client/sdk/node/transport.ts';
import { im } from '../../proto/rpc.ts';
import { commandFrame, helloFrame, type IncomingFrame, readFrame } from '../driver/client/frames.ts';

/** Longer than the command time-out of any gate. */
const REPLY_MS = 20_000;

/** The connection ended, or a reply did not come. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

export class RequestClient {
  readonly #transport: FrameTransport;
  readonly #waiting = new Map<number, { resolve(frame: IncomingFrame): void; reject(error: Error): void }>();
  readonly #onPush: () => void;
  #requests = 0;

  /** Resolves when the gate has greeted. Rejects with ConnectionLost. `onPush` is called for each push. */
  static async connect(url: string, onPush: () => void = () => undefined): Promise<RequestClient> {
    const client = new RequestClient(url, onPush);
    await client.#wait(0);
    client.#transport.send(helloFrame(randomBytes(16), 1));
    return client;
  }

  private constructor(url: string, onPush: () => void) {
    this.#onPush = onPush;
    this.#transport = openTransport(url, {
      onOpen: () => undefined,
      onFrame: (bytes) => this.#handle(readFrame(bytes)),
      onClosed: (error) => this.#end(error?.message ?? 'the gate closed the connection'),
    });
  }

  /** Resolves with the reply, which may be a failure. `name`: "Auth.Register". Rejects with ConnectionLost. */
  request(name: string, request: object): Promise<IncomingFrame> {
    const requestId = ++this.#requests;
    const reply = this.#wait(requestId);
    this.#transport.send(commandFrame(name, request)(requestId));
    return reply;
  }

  close(): void {
    this.#transport.close();
    this.#end('closed');
  }

  /** The greeting has the number 0. */
  #wait(requestId: number): Promise<IncomingFrame> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end('no answer'), REPLY_MS);
      this.#waiting.set(requestId, {
        resolve(frame) {
          clearTimeout(timer);
          resolve(frame);
        },
        reject(error) {
          clearTimeout(timer);
          reject(error);
        },
      });
    });
  }

  #handle(frame: IncomingFrame): void {
    const { Kind } = im.Frame;
    if (frame.kind === Kind.CLOSE) this.#end(`closed: ${im.CloseReason[im.Close.decode(frame.payload).reason]}`);
    else if (frame.kind === Kind.HELLO) this.#settle(0, frame);
    else if (frame.kind === Kind.PUSH) this.#onPush();
    else if (frame.kind === Kind.REPLY) this.#settle(frame.requestId, frame);
  }

  #settle(requestId: number, frame: IncomingFrame): void {
    this.#waiting.get(requestId)?.resolve(frame);
    this.#waiting.delete(requestId);
  }

  #end(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new ConnectionLost(reason));
    this.#waiting.clear();
  }
}
