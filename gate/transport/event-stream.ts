// Server-sent events and POST, for clients whose network lets no WebSocket through: the gate's frames are events of one answer
// that does not end, and the client's frames are the lines of POSTs. To its connection it is a socket like any other.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import type { OutgoingFrame } from './outgoing-frame.ts';
import { PostReader } from './post-reader.ts';
import type { ClientSocket, SocketOwner } from './socket.ts';
import type { ListenOptions } from './tcp.ts';
import { BatchedWriter } from './write-batching.ts';

const PATH = '/events';
const KEY_BYTES = 24;
const NEWLINE = 10;
// No cookie and no credential is looked at, so every page may ask.
const ANY_ORIGIN = { 'access-control-allow-origin': '*' } as const;
const HEAD = [
  'HTTP/1.1 200 OK',
  'Content-Type: text/event-stream',
  'Cache-Control: no-store',
  // nginx would hold the events back.
  'X-Accel-Buffering: no',
  'Access-Control-Allow-Origin: *',
  'Connection: close',
  '',
  '',
].join('\r\n');

type StreamOptions = Pick<ListenOptions, 'maxFrameBytes' | 'writeBatcher' | 'accept'>;

/** Whether a request opens a stream. */
export function isStreamRequest({ method, url = '' }: IncomingMessage): boolean {
  return method === 'GET' && url.split('?', 1)[0] === PATH;
}

/** The open streams of a listener, by the secret of each. */
export class EventStreams {
  readonly #options: StreamOptions;
  readonly #byKey = new Map<string, EventStreamSocket>();
  readonly #sockets = new WeakSet<NetSocket>();
  #onEmpty: (() => void) | undefined;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  /** True for a socket that carries a stream: whatever else comes on it is no request. */
  carries(socket: NetSocket): boolean {
    return this.#sockets.has(socket);
  }

  /** Answers a request with a stream. The caller has admitted the client. */
  open(socket: NetSocket, remoteAddress: string): void {
    const key = randomBytes(KEY_BYTES).toString('base64url');
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#byKey.delete(key);
      if (this.#byKey.size === 0) this.#onEmpty?.();
    });
    this.#byKey.set(key, new EventStreamSocket(socket, this.#options, { remoteAddress, postPath: `${PATH}/${key}` }));
  }

  /** Calls back once no stream is open. Open no further one. */
  whenEmpty(callback: () => void): void {
    if (this.#byKey.size === 0) callback();
    else this.#onEmpty = callback;
  }

  /** Takes the frames of a POST to a stream. False for any other request. */
  post(request: IncomingMessage, response: ServerResponse): boolean {
    const [path = '', query] = (request.url ?? '').split('?', 2);
    if (request.method !== 'POST' || !path.startsWith(`${PATH}/`)) return false;
    const stream = this.#byKey.get(path.slice(PATH.length + 1));
    const number = Number(new URLSearchParams(query).get('n'));
    if (stream) void stream.take(request, response, number);
    else answer(response, 404, 'this connection has ended: open another one');
    return true;
  }
}

class EventStreamSocket implements ClientSocket {
  readonly remoteAddress: string;
  readonly isJson = true;
  readonly #socket: NetSocket;
  readonly #writer: BatchedWriter;
  readonly #owner: SocketOwner;
  readonly #maxFrameBytes: number;
  /** The number of the last POST whose frames were taken. */
  #taken = 0;
  #post: PostReader | undefined;
  #isOpen = true;
  #isPaused = false;
  #onReading: (() => void) | undefined;

  constructor(socket: NetSocket, options: StreamOptions, client: { remoteAddress: string; postPath: string }) {
    this.remoteAddress = client.remoteAddress;
    this.#socket = socket;
    this.#maxFrameBytes = options.maxFrameBytes;
    this.#writer = new BatchedWriter(socket, options.writeBatcher);
    this.#writer.write(Buffer.from(`${HEAD}event: connected\ndata: ${JSON.stringify({ post: client.postPath })}\n\n`));
    this.#owner = options.accept(this);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#stopTaking();
      this.#owner.onClosed();
    });
  }

  get queuedBytes(): number {
    return this.#writer.queuedBytes;
  }

  get writtenBytes(): number {
    return this.#writer.writtenBytes;
  }

  send(frame: OutgoingFrame): void {
    this.#writer.write(frame.event);
  }

  /** The answer to the POST waits, and with it the next POST. */
  pause(): void {
    this.#isPaused = true;
    this.#post?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#post?.resume();
    this.#onReading?.();
  }

  discardQueue(): void {
    this.#writer.discard();
  }

  finish(): void {
    this.end();
  }

  end(): void {
    this.#stopTaking();
    this.#writer.flushAll();
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /**
   * Takes the frames of the POST with this number: 1 for the first, and one more each time. One that is repeated, because its
   * answer was lost, is taken once.
   */
  async take(request: IncomingMessage, response: ServerResponse, number: number): Promise<void> {
    const isRepeated = number === this.#taken && number > 0;
    // It costs the client what a ping costs: nobody has to answer these without end.
    if (this.#post || number !== this.#taken + 1) this.#owner.onControlFrame();
    if (this.#post || (number !== this.#taken + 1 && !isRepeated)) {
      answer(response, 409, this.#post ? 'another POST is not answered yet' : `the next POST has n=${this.#taken + 1}`);
      return;
    }
    const post = new PostReader(request, this.#owner, this.#maxFrameBytes);
    this.#post = post;
    if (this.#isPaused) post.pause();
    if (!this.#isOpen) post.cancel();
    const body = await post.body;
    // What is not taken is not the beginning of a frame.
    this.#owner.onFrameEnd();
    if (body && this.#isOpen) {
      if (!isRepeated) this.#takeLines(body, number);
      await this.#whenReading();
    }
    this.#post = undefined;
    post.release();
    if (this.#isOpen) answer(response, body ? 204 : 400, body ? undefined : 'the POST was not complete');
    else answer(response, 410, 'the gate has closed this connection: its last event says why');
  }

  #takeLines(body: Buffer, number: number): void {
    this.#taken = number;
    for (const line of linesOf(body)) if (this.#isOpen) this.#owner.onFrame(line);
  }

  /** Resolves when the gate reads the connection, or has closed it. */
  async #whenReading(): Promise<void> {
    if (!this.#isPaused || !this.#isOpen) return;
    await new Promise<void>((resolve) => {
      this.#onReading = resolve;
    });
    this.#onReading = undefined;
  }

  #stopTaking(): void {
    this.#isOpen = false;
    this.#post?.cancel();
    this.#onReading?.();
  }
}

/** The lines of a body, without empty ones. */
function* linesOf(body: Buffer): Generator<Buffer> {
  for (let from = 0; from < body.length; ) {
    const newline = body.indexOf(NEWLINE, from);
    const end = newline < 0 ? body.length : newline;
    if (end > from) yield body.subarray(from, end);
    from = end + 1;
  }
}

function answer(response: ServerResponse, status: number, sentence?: string): void {
  const isFine = status === 204;
  response.writeHead(status, isFine ? ANY_ORIGIN : { ...ANY_ORIGIN, connection: 'close', 'content-type': 'text/plain' });
  response.end(sentence === undefined ? undefined : `${sentence}\n`);
}
