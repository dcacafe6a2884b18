// WebSocket: one frame per binary message. `ws` makes the handshake and reads; frames are written straight to its socket, because
// the server's side of a message is ten bytes of header and a joined write is a third of the gate's work saved.
import { createServer } from 'node:http';
import type { AddressInfo, Socket as NetSocket } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import type { CloseReason } from '../disconnect.ts';
import type { OutgoingFrame } from '../outgoing-frame.ts';
import { findClientIp } from './proxies.ts';
import type { ClientListener, ClientSocket, SocketOwner } from './socket.ts';
import { ACCEPT_BACKLOG, type ListenOptions } from './tcp.ts';
import { BatchedWriter } from './write-batching.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;
// The codes ws hangs up with by itself: a message too large, and everything else that breaks RFC 6455.
const MESSAGE_TOO_BIG = 1009;
const BREACHES = new Set([1002, 1003, 1007, 1008, MESSAGE_TOO_BIG]);
// Codes from 4000 on are an application's own.
const CLOSE_CODE_BASE = 4000;

/** Listens for WebSocket clients, on any path. Rejects when the port is taken. */
export async function listenWebSocket(options: ListenOptions): Promise<ClientListener> {
  const upgrades = new WebSocketServer({
    noServer: true,
    WebSocket: GateWebSocket,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    clientTracking: false,
    autoPong: false,
    maxPayload: options.maxFrameBytes,
  });
  const server = createServer(
    {
      noDelay: true,
      headersTimeout: HANDSHAKE_TIMEOUT_MS,
      requestTimeout: HANDSHAKE_TIMEOUT_MS,
      connectionsCheckingInterval: 5000,
    },
    (_request, response) => {
      response.writeHead(426, { connection: 'close', upgrade: 'websocket' }).end();
    },
  );
  server.on('upgrade', (request, socket, head) => {
    upgrades.handleUpgrade(request, socket, head, (webSocket) => {
      const said = request.headers['x-forwarded-for'];
      const header = Array.isArray(said) ? said.join(',') : said;
      const address = findClientIp(options.proxies, request.socket.remoteAddress ?? '', header);
      new WebSocketSocket(webSocket, socket as NetSocket, options, address);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: ACCEPT_BACKLOG }, resolve);
  });
  server.on('error', (error) => options.log.error({ error: error.message }, 'accepting WebSocket clients failed'));
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    host: options.host,
    port: (server.address() as AddressInfo).port,
    stopAccepting: () => {
      server.close();
      // Only those that have not become WebSockets: these are no longer the HTTP server's.
      server.closeAllConnections();
    },
    waitUntilClosed: () => closed,
  };
}

/** Tells before ws hangs up by itself, while a CLOSE frame can still go first. */
class GateWebSocket extends WebSocket {
  onBreach: ((code: number) => void) | undefined;

  override close(code?: number, reason?: string | Buffer): void {
    if (code !== undefined && BREACHES.has(code)) this.onBreach?.(code);
    super.close(code, reason);
  }
}

class WebSocketSocket implements ClientSocket {
  readonly remoteAddress: string;
  readonly #webSocket: GateWebSocket;
  readonly #writer: BatchedWriter;
  readonly #owner: SocketOwner;
  #discarding = false;

  constructor(webSocket: GateWebSocket, socket: NetSocket, options: ListenOptions, remoteAddress: string) {
    this.#webSocket = webSocket;
    this.remoteAddress = remoteAddress;
    this.#writer = new BatchedWriter(socket, options.writeBatcher);
    this.#owner = options.accept(this);
    webSocket.onBreach = (code) => this.#breach(code, options.maxFrameBytes);
    webSocket.on('message', (data, isBinary) => this.#message(data, isBinary));
    webSocket.on('ping', (data) => this.#ping(data));
    webSocket.on('close', () => this.#owner.onClosed());
    webSocket.on('error', (error) => logBroken(options.log, error));
  }

  get queuedBytes(): number {
    return this.#writer.queuedBytes;
  }

  send(frame: OutgoingFrame): void {
    this.#writer.write(frame.webSocket);
  }

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }

  end(reason: CloseReason): void {
    this.#discarding = true;
    this.#writer.flush();
    this.#webSocket.close(CLOSE_CODE_BASE + reason);
    this.#webSocket.resume();
  }

  destroy(): void {
    this.#webSocket.terminate();
  }

  #message(data: RawData, isBinary: boolean): void {
    if (this.#discarding) return;
    // The type allows for other settings of ws than ours; with these a message is one Buffer.
    if (!isBinary || !Buffer.isBuffer(data)) this.#owner.onProtocolError(im.CloseReason.BAD_FRAME, 'a text message');
    else this.#owner.onFrame(data);
  }

  #ping(data: Buffer): void {
    if (this.#discarding) return;
    this.#writer.flush();
    this.#webSocket.pong(data);
    this.#owner.onPing();
  }

  #breach(code: number, maxFrameBytes: number): void {
    if (this.#discarding) return;
    if (code === MESSAGE_TOO_BIG)
      this.#owner.onProtocolError(im.CloseReason.FRAME_TOO_LARGE, `a message is larger than ${maxFrameBytes} bytes`);
    else this.#owner.onProtocolError(im.CloseReason.BAD_FRAME, 'not the WebSocket protocol');
  }
}

function logBroken(log: Log, error: Error): void {
  log.debug({ error: error.message }, 'a WebSocket broke');
}
