// The WebSocket transport: one frame per binary message, or in JSON per text message where the client asks for it. The library
// ws does the handshake and reads. The gate itself writes to the TCP socket, because joined writes save a third of its CPU time,
// and a message header is only ten bytes or less.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { findClientIp, type Log } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import type { CloseReason } from '../disconnect.ts';
import { EventStreams, isStreamRequest } from './event-stream.ts';
import type { OutgoingFrame } from './outgoing-frame.ts';
import type { ClientListener, ClientSocket, SocketOwner } from './socket.ts';
import { ACCEPT_BACKLOG, type ListenOptions, refusalMs, TOO_MANY_HANDSHAKES } from './tcp.ts';
import { BatchedWriter } from './write-batching.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;
const HTTP_OPTIONS = {
  noDelay: true,
  headersTimeout: HANDSHAKE_TIMEOUT_MS,
  requestTimeout: HANDSHAKE_TIMEOUT_MS,
  connectionsCheckingInterval: 5000,
} as const;
// New handshakes are counted per second.
const REFUSED_REQUEST_MS = 1000;
// The codes with which ws closes a connection on its own: a message that is too large, and violations of RFC 6455.
const MESSAGE_TOO_BIG = 1009;
const VIOLATIONS = new Set([1002, 1003, 1007, 1008, MESSAGE_TOO_BIG]);
// A message of many fragments, or one that arrives byte by byte, costs the library far more memory than its size.
const MAX_FRAGMENTS = 32;
const MAX_BUFFERED_CHUNKS = 256;
const MAX_PARSED_BYTES = 4 * 1024;
const UPGRADE_OPTIONS = {
  noServer: true,
  perMessageDeflate: false,
  skipUTF8Validation: true,
  clientTracking: false,
  autoPong: false,
  maxFragments: MAX_FRAGMENTS,
  maxBufferedChunks: MAX_BUFFERED_CHUNKS,
} as const;
// Applications may use close codes from 4000 on.
const CLOSE_CODE_BASE = 4000;
const WRONG_FORMAT = 'format in the URL is "json" or "protobuf"';
const STOPPING = ['503 Service Unavailable', [], 'this gate stops: connect to another one'] as const;
const NOT_BINARY = 'frames must be binary messages, and this is a text message: connect with ?format=json to write JSON';
const NOT_TEXT = 'with ?format=json frames must be text messages, and this is a binary message';

/** Listens for WebSocket clients, on any path. Rejects when the port is in use. */
export async function listenWebSocket(options: ListenOptions): Promise<ClientListener> {
  const upgrades = new WebSocketServer({ ...UPGRADE_OPTIONS, WebSocket: GateWebSocket, maxPayload: options.maxFrameBytes });
  const server = createServer(HTTP_OPTIONS, (request, response) => {
    const { socket } = request;
    // Whatever comes behind a stream is no request.
    if (streams.carries(socket)) socket.destroy();
    else if (!refused.has(socket) && streams.post(request, response)) handshaking.delete(socket);
    else if (isStopping) answer(socket, ...STOPPING);
    else if (!isStreamRequest(request)) answerRequest(request, response, refused.has(socket));
    else {
      const address = admit(request, socket);
      if (address === undefined) return;
      handshaking.delete(socket);
      streams.open(socket, address);
    }
  });
  let isStopping = false;
  const refused = new WeakSet<Duplex>();
  const handshaking = new Set<NetSocket>();
  const streams = new EventStreams(options);
  server.on('connection', (socket) => {
    handshaking.add(socket);
    socket.once('close', () => handshaking.delete(socket));
    if (options.admission.admit(socket) === 'refused') refused.add(socket);
  });
  const admit = (request: IncomingMessage, socket: NetSocket): string | undefined =>
    admitClient(options, request, socket, refused.has(socket));
  server.on('upgrade', (request, stream, head) => {
    const socket = stream as NetSocket;
    if (streams.carries(socket)) return void socket.destroy();
    if (isStopping) return answer(socket, ...STOPPING);
    const address = admit(request, socket);
    if (address === undefined) return;
    handshaking.delete(socket);
    const isJson = asksForJson(request.url);
    if (isJson === undefined) answer(socket, '400 Bad Request', [], WRONG_FORMAT);
    else upgrades.handleUpgrade(request, socket, head, (made) => new WebSocketSocket(made, socket, options, { address, isJson }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: ACCEPT_BACKLOG }, resolve);
  });
  server.on('error', (error) => options.log.error({ err: error }, 'WebSocket listener failed, new clients may not connect'));
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    host: options.host,
    port: (server.address() as AddressInfo).port,
    stopAccepting: () => {
      isStopping = true;
      // Clients that are connected stay, until the gate dismisses them. Those with a stream open sockets for their POSTs.
      streams.whenEmpty(() => {
        server.close();
        for (const socket of handshaking) socket.destroy();
      });
    },
    waitUntilClosed: () => closed,
  };
}

/** The address of a client that may connect. Otherwise answers it, or has ended its socket. */
function admitClient(
  { proxies, admission, warnings }: ListenOptions,
  request: IncomingMessage,
  socket: NetSocket,
  isRefused: boolean,
): string | undefined {
  const sender = socket.remoteAddress ?? '';
  const address = findClientIp(proxies, sender, request.headers);
  if (proxies.trusts(sender) && address === findClientIp(proxies, sender, {})) warnings.reportNoAddress(sender);
  const verdict = isRefused ? 'refused' : admission.admitProxied(address, socket);
  if (verdict === 'refused') refuse(socket, refusalMs(admission, address));
  return verdict === 'admitted' ? address : undefined;
}

/** Whether the URL of a client asks for frames in JSON: undefined for a format that does not exist. */
function asksForJson(url = '/'): boolean | undefined {
  const format = new URLSearchParams(url.split('?', 2)[1]).get('format') ?? 'protobuf';
  return format === 'json' || (format === 'protobuf' ? false : undefined);
}

/** Answers a request that opens no connection. */
function answerRequest({ url, socket }: IncomingMessage, response: ServerResponse, isRefused: boolean): void {
  // For health checks.
  if (url === '/livez') response.writeHead(200, { connection: 'close', 'content-type': 'text/plain' }).end('ok\n');
  else if (isRefused) refuse(socket, REFUSED_REQUEST_MS);
  else response.writeHead(426, { connection: 'close', upgrade: 'websocket' }).end();
}

/** Answers a handshake that comes too early. */
function refuse(socket: NetSocket, afterMs: number): void {
  answer(socket, '429 Too Many Requests', [`Retry-After: ${Math.ceil(afterMs / 1000)}`], TOO_MANY_HANDSHAKES);
}

/** Answers a handshake with an error. */
function answer(socket: NetSocket, status: string, headers: readonly string[], sentence: string): void {
  socket.on('error', () => socket.destroy());
  const head = [`HTTP/1.1 ${status}`, ...headers, 'Connection: close', 'Content-Type: text/plain', '', ''].join('\r\n');
  socket.end(`${head}${sentence}\n`, () => socket.destroy());
}

/** Reports that ws is about to close the connection on its own, while a CLOSE frame can still be sent. */
class GateWebSocket extends WebSocket {
  onViolation: ((code: number) => void) | undefined;

  override close(code?: number, reason?: string | Buffer): void {
    if (code !== undefined && VIOLATIONS.has(code)) this.onViolation?.(code);
    super.close(code, reason);
  }
}

class WebSocketSocket implements ClientSocket {
  readonly remoteAddress: string;
  readonly isJson: boolean;
  readonly #webSocket: GateWebSocket;
  readonly #socket: NetSocket;
  readonly #writer: BatchedWriter;
  readonly #owner: SocketOwner;
  #isDiscarding = false;

  constructor(webSocket: GateWebSocket, socket: NetSocket, options: ListenOptions, client: { address: string; isJson: boolean }) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.remoteAddress = client.address;
    this.isJson = client.isJson;
    this.#writer = new BatchedWriter(socket, options.writeBatcher);
    this.#owner = options.accept(this);
    webSocket.onViolation = (code) => this.#onViolation(code, options.maxFrameBytes);
    webSocket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    webSocket.on('ping', (data) => this.#onPing(data));
    webSocket.on('pong', () => this.#owner.onControlFrame());
    this.#takeOverData();
    webSocket.on('close', () => this.#owner.onClosed());
    webSocket.on('error', (error) => logError(options.log, error));
  }

  get queuedBytes(): number {
    return this.#writer.queuedBytes;
  }

  get writtenBytes(): number {
    return this.#writer.writtenBytes;
  }

  send(frame: OutgoingFrame): void {
    this.#writer.write(this.isJson ? frame.jsonWebSocket : frame.webSocket);
  }

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }

  discardQueue(): void {
    this.#writer.discard();
  }

  /** A WebSocket has no half-closed state. */
  finish(): void {
    this.#webSocket.terminate();
  }

  end(reason: CloseReason): void {
    this.#isDiscarding = true;
    this.#writer.flushAll();
    this.#webSocket.close(CLOSE_CODE_BASE + reason);
    // What still arrives is not parsed, the client's close frame included: so the gate ends the TCP connection itself.
    this.#socket.end();
    this.#socket.resume();
  }

  destroy(): void {
    this.#webSocket.terminate();
  }

  /**
   * Feeds ws with small pieces of what arrives, instead of whole reads: it parses all of a piece before it returns, and thousands
   * of frames may follow the one for which the gate closes the connection.
   */
  #takeOverData(): void {
    const socket = this.#socket;
    const [parse] = socket.listeners('data') as [(chunk: Buffer) => void];
    socket.on('data', (chunk: Buffer) => {
      this.#owner.onBytes(chunk.length);
      for (let at = 0; at < chunk.length; at += MAX_PARSED_BYTES) {
        if (this.#isDiscarding || this.#webSocket.readyState !== WebSocket.OPEN) return;
        parse.call(socket, chunk.length <= MAX_PARSED_BYTES ? chunk : chunk.subarray(at, at + MAX_PARSED_BYTES));
      }
    });
    socket.off('data', parse);
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    if (this.#isDiscarding) return;
    // With these settings of ws a message is one Buffer; its type allows for others.
    if (isBinary === this.isJson || !Buffer.isBuffer(data))
      this.#owner.onProtocolError(im.CloseReason.BAD_FRAME, this.isJson ? NOT_TEXT : NOT_BINARY);
    else this.#owner.onFrame(data);
  }

  #onPing(data: Buffer): void {
    if (this.#isDiscarding) return;
    this.#writer.flush();
    this.#webSocket.pong(data);
    this.#owner.onControlFrame();
  }

  #onViolation(code: number, maxFrameBytes: number): void {
    if (this.#isDiscarding) return;
    if (code === MESSAGE_TOO_BIG)
      this.#owner.onProtocolError(im.CloseReason.FRAME_TOO_LARGE, `the message exceeds the limit of ${maxFrameBytes} bytes`);
    else this.#owner.onProtocolError(im.CloseReason.BAD_FRAME, 'the client violates the WebSocket protocol');
  }
}

function logError(log: Log, error: Error): void {
  log.debug({ err: error }, 'WebSocket error');
}
