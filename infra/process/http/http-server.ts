// The one HTTP server of all processes: bounded in connections, time and bytes, so that a flood harms nobody else.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type HttpAnswer, type HttpHandler, type HttpRequest, type HttpStream, type Log, textAnswer } from '../../ports/index.ts';
import { toUrlHost } from '../url-host.ts';
import { explainListenError, type ListenSettings } from './listen-error.ts';

const LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
};
/** A client that does not take its answer within this time loses it. */
const ANSWER_TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 64 * 1024;
/** That a client of a stream has not taken. */
const MAX_STREAM_BYTES = 1024 * 1024;
/** Below ANSWER_TIMEOUT_MS, which closes silent connections. */
const KEEPALIVE_MS = 10_000;
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
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy());
    socket.once('close', () => open.delete(socket));
  });
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  { handle, log, maxBodyBytes = MAX_BODY_BYTES }: HttpServerOptions,
  budget: RequestBudget,
): Promise<void> {
  const { method = '', url = '/', headers, socket } = incoming;
  // What the client sends besides its request is not kept.
  incoming.on('error', () => undefined);
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
    if (!answer.pieces || method === 'HEAD') return respond(response, method, answer);
    await sendPieces(response, answer, answer.pieces);
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
  const { status, body, contentType = 'text/plain; charset=utf-8', headers, stream } = answer;
  if (stream && method !== 'HEAD') {
    response.writeHead(status, { ...HEADERS, 'Content-Type': contentType, ...headers });
    response.write(body);
    startStream(response, stream);
    return;
  }
  const length = { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, { ...HEADERS, ...length, ...headers });
  response.end(method === 'HEAD' ? undefined : body);
}

/** Rejects when a piece cannot be made: then the answer has no end. */
async function sendPieces(response: ServerResponse, answer: HttpAnswer, pieces: AsyncIterable<string>): Promise<void> {
  const { status, body, contentType = 'text/plain; charset=utf-8', headers } = answer;
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  response.writeHead(status, { ...HEADERS, 'Content-Type': contentType, ...headers });
  response.write(body);
  for await (const piece of pieces) {
    if (!response.destroyed && !response.write(piece))
      await Promise.race([new Promise((resolve) => response.once('drain', resolve)), closed]);
    if (response.destroyed) return;
  }
  response.end();
}

function startStream(response: ServerResponse, stream: HttpStream): void {
  const closed = new AbortController();
  const send = (text: string): void => {
    if (response.writableLength > MAX_STREAM_BYTES) response.destroy();
    else if (!closed.signal.aborted) response.write(text);
  };
  const keepalive = setInterval(() => send(': still here\n\n'), KEEPALIVE_MS);
  const stop = (): void => {
    clearInterval(keepalive);
    closed.abort();
  };
  // The client may have gone while its answer was made: then there is no further event.
  if (response.destroyed) stop();
  else response.once('close', stop);
  stream(send, closed.signal);
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
