// The one HTTP server of all processes: bounded in connections, time and bytes, so that a flood harms nobody else.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type HttpAnswer, type HttpHandler, type HttpRequest, type Log, textAnswer } from '../../ports/index.ts';
import { toUrlHost } from '../url-host.ts';
import { explainListenError, type ListenSettings } from './listen-error.ts';
import { type Exchange, hasLongAnswer, sendPieces, startStream } from './long-answers.ts';

const LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
};
/** A connection on which nothing moves for so long is closed. */
const TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 64 * 1024;
/** On one connection, so that a flood over few connections gets turns, not the process. */
const REQUESTS_PER_CONNECTION = 1000;
const HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

export interface HttpServerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** The settings that choose host and port, for the sentence of a SetupError. */
  readonly settings: ListenSettings;
  /** When one more comes, the oldest is closed: a flood does not keep the next client out. */
  readonly maxConnections: number;
  /** Requests/s of one address that are handled; beyond it the answer is 503. */
  readonly maxRequestsPerSecond: number;
  /** 65536 without it. */
  readonly maxBodyBytes?: number;
  /** A client that takes nothing of its answer for so long loses it; 30 s without it. */
  readonly timeoutMs?: number;
  readonly log: Log;
  readonly handle: HttpHandler;
}

export interface HttpServer {
  /** "http://127.0.0.1:9100": works on this machine, also when the server listens on all addresses. */
  readonly url: string;
  /** Frees the port, despite open connections. */
  stop(): Promise<void>;
}

/** Resolves when the server listens. Rejects with SetupError where another setting helps, as for a port in use. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, port, settings, maxConnections, maxRequestsPerSecond, log } = options;
  const budget = new RequestBudget(maxRequestsPerSecond);
  const server = createServer(LIMITS, (incoming, response) => {
    void serve(incoming, response, options, budget);
  });
  server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION;
  // Counts for each request: a timer of the socket would be off after the first one of a kept connection.
  server.timeout = options.timeoutMs ?? TIMEOUT_MS;
  boundConnections(server, maxConnections);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw explainListenError(error, { host, port }, settings);
  }
  // As when file descriptors run out, which the process logs. Without a listener the error would end it.
  server.on('error', (error) => log.debug({ err: error }, 'a connection could not be accepted'));
  return {
    url: `http://${toUrlHost(host)}:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function boundConnections(server: ReturnType<typeof createServer>, maxConnections: number): void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    const [oldest] = open;
    if (open.size >= maxConnections && oldest) {
      open.delete(oldest);
      oldest.destroy();
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  { handle, log, maxBodyBytes = MAX_BODY_BYTES, timeoutMs = TIMEOUT_MS }: HttpServerOptions,
  budget: RequestBudget,
): Promise<void> {
  const { method = '', url = '/', headers, socket } = incoming;
  // What the client sends besides its request is not kept.
  incoming.on('error', () => undefined);
  if (hasLongAnswer(incoming)) return void socket.destroy();
  const remoteAddress = socket.remoteAddress ?? '';
  if (!budget.take(remoteAddress)) {
    const sentence = 'too many requests: ask again in a second';
    return respond(response, method, textAnswer(503, sentence, { 'Retry-After': '1', Connection: 'close' }));
  }
  try {
    const body = await readBody(incoming, maxBodyBytes);
    if (!body) {
      const sentence = `the body is larger than ${maxBodyBytes} bytes: send less`;
      return respond(response, method, textAnswer(413, sentence, { Connection: 'close' }));
    }
    const [path = '/', query = ''] = url.split(/\?(.*)/s);
    const fields = { query: new URLSearchParams(query), headers: headers as HttpRequest['headers'], body, remoteAddress };
    const answer = await handle({ method, path, ...fields });
    const isLong = answer.stream !== undefined || answer.pieces !== undefined;
    if (isLong && method !== 'HEAD') await respondLong({ incoming, response, timeoutMs }, answer);
    else respond(response, method, answer);
  } catch (error) {
    // The client went away while it sent, or in the middle of its answer.
    if (response.destroyed || (incoming.destroyed && !incoming.complete)) return;
    log.error({ err: error }, 'http request failed, the client gets status 500');
    if (response.headersSent) response.destroy();
    else respond(response, method, textAnswer(500, 'this server failed; its log says why'));
  }
}

/** Undefined when it is too long. */
async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function respond(response: ServerResponse, method: string, answer: HttpAnswer): void {
  const { status, body, contentType = 'text/plain; charset=utf-8', headers } = answer;
  const length = { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, { ...HEADERS, ...length, ...headers });
  response.end(method === 'HEAD' ? undefined : body);
}

async function respondLong(exchange: Exchange, answer: HttpAnswer): Promise<void> {
  const { status, body, contentType = 'text/plain; charset=utf-8', headers, stream, pieces } = answer;
  exchange.response.writeHead(status, { ...HEADERS, 'Content-Type': contentType, ...headers });
  exchange.response.write(body);
  if (stream) startStream(exchange, stream);
  else if (pieces) await sendPieces(exchange, answer, pieces);
}

/** So many requests of each address in each second. */
class RequestBudget {
  readonly #perSecond: number;
  readonly #taken = new Map<string, number>();
  #second = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  take(address: string): boolean {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#taken.clear();
    }
    const taken = (this.#taken.get(address) ?? 0) + 1;
    this.#taken.set(address, taken);
    return taken <= this.#perSecond;
  }
}
