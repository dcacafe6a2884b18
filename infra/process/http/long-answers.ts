// Answers that go on for long: server-sent events, and pieces that are made while the client takes them. One at a time for each
// connection, so that their number is bounded by the connections.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpAnswer, HttpStream } from '../../ports/index.ts';

/** That a client of a stream has not taken. */
const MAX_STREAM_BYTES = 1024 * 1024;
/** Several within the timeout, which closes silent connections. */
const KEEPALIVES_PER_TIMEOUT = 3;

/** A connection and its answer. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  /** A client that takes nothing for so long loses its connection. */
  readonly timeoutMs: number;
}

const busy = new WeakSet<Socket>();

/** True while a long answer goes on: the answer to a further request would wait behind it in memory. */
export function hasLongAnswer({ socket }: IncomingMessage): boolean {
  return busy.has(socket);
}

/** `closed` follows the connection: an answer that waits behind others learns nothing of its end. */
function begin({ socket }: IncomingMessage): { readonly closed: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  if (busy.has(socket)) socket.destroy();
  busy.add(socket);
  // The client may have gone while its answer was made: then there is no further event.
  if (socket.destroyed) stop();
  else socket.once('close', stop);
  const end = (): void => {
    socket.off('close', stop);
    busy.delete(socket);
  };
  return { closed: controller.signal, end };
}

/** The head and the body have been written. */
export function startStream({ incoming, response, timeoutMs }: Exchange, stream: HttpStream): void {
  const { closed } = begin(incoming);
  const send = (text: string): void => {
    if (response.writableLength > MAX_STREAM_BYTES) incoming.socket.destroy();
    else if (!closed.aborted) response.write(text);
  };
  const keepalive = setInterval(() => send(': still here\n\n'), timeoutMs / KEEPALIVES_PER_TIMEOUT);
  if (closed.aborted) clearInterval(keepalive);
  else closed.addEventListener('abort', () => clearInterval(keepalive), { once: true });
  stream(send, closed);
}

/** Rejects when a piece cannot be made: then the answer has no end. */
export async function sendPieces(exchange: Exchange, { filler }: HttpAnswer, pieces: AsyncIterable<string>): Promise<void> {
  const { incoming, response, timeoutMs } = exchange;
  const { closed, end } = begin(incoming);
  const fill = (): void => {
    if (filler !== undefined && response.writableLength === 0) response.write(filler);
  };
  const keepalive = setInterval(fill, timeoutMs / KEEPALIVES_PER_TIMEOUT);
  try {
    for await (const piece of pieces) {
      keepalive.refresh();
      if (!closed.aborted && !response.write(piece)) await untilTaken(exchange, closed);
      if (closed.aborted) return;
    }
    response.end();
  } finally {
    clearInterval(keepalive);
    end();
  }
}

/** Resolves also when the client has gone. One that reads a byte now and then must not hold what makes the pieces. */
function untilTaken({ incoming, response, timeoutMs }: Exchange, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => incoming.socket.destroy(), timeoutMs);
    const done = (): void => {
      clearTimeout(timer);
      response.off('drain', done);
      closed.removeEventListener('abort', done);
      resolve();
    };
    response.once('drain', done);
    closed.addEventListener('abort', done);
  });
}
