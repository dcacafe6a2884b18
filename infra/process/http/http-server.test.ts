import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { eventStream, type HttpHandler, SetupError, textAnswer } from '../../ports/index.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';

const opened: { stop(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.stop();
});

const settings = { host: 'IM_STATUS_HOST', port: 'IM_STATUS_PORT' };

interface Overrides {
  readonly host?: string;
  readonly port?: number;
  readonly maxConnections?: number;
  readonly maxRequestsPerSecond?: number;
  readonly maxBodyBytes?: number;
  readonly timeoutMs?: number;
  readonly handle?: HttpHandler;
}

async function start(overrides: Overrides = {}): Promise<HttpServer> {
  const limits = { maxConnections: 100, maxRequestsPerSecond: 10_000 };
  const handle: HttpHandler = ({ method, path, query, body }) => textAnswer(200, `${method} ${path} ${query} ${body}`);
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, settings, log: silentLog, ...limits, handle, ...overrides });
  opened.push(server);
  return server;
}

async function dial(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  opened.push({ stop: () => socket.destroy() });
  await once(socket, 'connect');
  return socket;
}

test('a handler gets the method, the path, the query and the body', async () => {
  const { url } = await start();
  const response = await fetch(`${url}/a%20b?x=1&y=%3F`, { method: 'POST', body: 'text' });
  expect(await response.text()).toBe('POST /a%20b x=1&y=%3F text\n');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '9']);
});

test('a port that is in use is a SetupError that names the setting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  opened.push({ stop: () => other.close() });
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await expect(start({ port })).rejects.toThrow(SetupError);
  await expect(start({ port })).rejects.toThrow('IM_STATUS_PORT=<port>');
});

test('an address that this machine does not have is a SetupError that names the setting', async () => {
  await expect(start({ host: '192.0.2.1' })).rejects.toThrow(SetupError);
  await expect(start({ host: '192.0.2.1' })).rejects.toThrow('IM_STATUS_HOST');
});

test.each(['0.0.0.0', '::', '::1', '127.0.0.1'])('the URL of a server that listens on %s leads to it', async (host) => {
  const { url } = await start({ host });
  expect((await fetch(url)).status).toBe(200);
});

test('a flood of idle connections does not keep the next client out', async () => {
  const { url } = await start({ maxConnections: 20 });
  const flood = await Promise.all(Array.from({ length: 60 }, () => dial(url)));
  expect((await fetch(url)).status).toBe(200);
  await expect.poll(() => flood.filter((socket) => !socket.destroyed && !socket.readableEnded).length).toBeLessThanOrEqual(20);
});

test('a flood of requests gets 503 and is told when to ask again', async () => {
  const { url } = await start({ maxRequestsPerSecond: 5 });
  const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(url)));
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(20);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
  await expect.poll(async () => (await fetch(url)).status, { timeout: 5000 }).toBe(200);
});

test('a body that is too long gets 413, with and without its length in the header', async () => {
  const { url } = await start({ maxBodyBytes: 100 });
  expect((await fetch(url, { method: 'POST', body: 'x'.repeat(100) })).status).toBe(200);
  expect((await fetch(url, { method: 'POST', body: 'x'.repeat(101) })).status).toBe(413);
  const chunked = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 20; i++) controller.enqueue(new TextEncoder().encode('x'.repeat(10)));
      controller.close();
    },
  });
  const request: RequestInit & { duplex: 'half' } = { method: 'POST', body: chunked, duplex: 'half' };
  expect((await fetch(url, request)).status).toBe(413);
});

test('a header that never ends costs the client its connection', async () => {
  const { url } = await start();
  const socket = await dial(url);
  const closed = once(socket, 'close');
  socket.resume();
  socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(20_000)}`);
  await closed;
  expect((await fetch(url)).status).toBe(200);
});

test('garbage and a client that goes away while it sends harm nobody', async () => {
  const { url } = await start();
  const garbage = await dial(url);
  garbage.write(Buffer.from([0, 1, 2, 255, 13, 10, 13, 10]));
  const leaving = await dial(url);
  leaving.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
  await sleep(20);
  leaving.destroy();
  expect((await fetch(url)).status).toBe(200);
});

test('a handler that fails gives status 500 without the reason', async () => {
  const { url } = await start({
    handle: () => {
      throw new Error('secret reason');
    },
  });
  const response = await fetch(url);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
});

test('stop frees the port despite open connections', async () => {
  const server = await start();
  await dial(server.url);
  await server.stop();
  await expect(start({ port: Number(new URL(server.url).port) })).resolves.toBeDefined();
  opened.splice(opened.indexOf(server), 1);
});

test('a stream whose client has gone before it begins is closed from the start', async () => {
  const responses: ServerResponse[] = [];
  const watch = (event: unknown): void => void responses.push((event as { response: ServerResponse }).response);
  subscribe('http.server.request.start', watch);
  opened.push({ stop: () => unsubscribe('http.server.request.start', watch) });
  const answered = Promise.withResolvers<void>();
  const begun: boolean[] = [];
  const handle: HttpHandler = async () => {
    await answered.promise;
    return eventStream((_send, closed) => void begun.push(closed.aborted));
  };
  const { url } = await start({ handle });
  const socket = await dial(url);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await expect.poll(() => responses.length).toBe(1);
  socket.destroy();
  await expect.poll(() => responses[0]?.destroyed).toBe(true);
  answered.resolve();
  await expect.poll(() => begun).toEqual([true]);
});

test('an answer in pieces waits for its reader, and ends when the reader goes away', async () => {
  let made = 0;
  let isEnded = false;
  async function* pieces() {
    try {
      for (; made < 2000; made++) yield 'x'.repeat(64 * 1024);
    } finally {
      isEnded = true;
    }
  }
  const { url } = await start({ handle: () => ({ status: 200, body: '', pieces: pieces() }) });
  const slow = await dial(url);
  slow.pause();
  slow.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await expect.poll(() => made, { timeout: 10_000 }).toBeGreaterThan(0);
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = made === before;
        before = made;
        return isStill;
      },
      { timeout: 10_000, interval: 200 },
    )
    .toBe(true);
  // What sockets buffer, of 125 MB.
  expect(made).toBeLessThan(500);
  expect(isEnded).toBe(false);
  slow.destroy();
  await expect.poll(() => isEnded, { timeout: 10_000 }).toBe(true);
});

test('an answer in pieces arrives whole, and one that fails in the middle has no end', async () => {
  async function* two(fails: boolean) {
    yield 'one ';
    if (fails) throw new Error('secret reason');
    yield 'two';
  }
  const { url } = await start({ handle: ({ path }) => ({ status: 200, body: 'zero ', pieces: two(path === '/fails') }) });
  expect(await (await fetch(url)).text()).toBe('zero one two');
  expect(await (await fetch(url, { method: 'HEAD' })).text()).toBe('');
  await expect(fetch(`${url}/fails`).then((response) => response.text())).rejects.toThrow();
  expect((await fetch(url)).status).toBe(200);
});

const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

test('a request behind a stream costs the connection, and every stream of it is closed', async () => {
  const streams: AbortSignal[] = [];
  const handle: HttpHandler = async ({ path }) => {
    await sleep(path === '/first' ? 50 : 0);
    return path === '/first' ? textAnswer(200, 'ok') : eventStream((_send, closed) => void streams.push(closed));
  };
  const { url } = await start({ handle });
  const socket = await dial(url);
  const closed = once(socket, 'close');
  socket.resume();
  socket.write(request('/first') + request('/watch').repeat(50));
  await closed;
  await expect.poll(() => streams.length > 0 && streams.every(({ aborted }) => aborted), { timeout: 10_000 }).toBe(true);
  const alone = await dial(url);
  alone.write(request('/watch'));
  await expect.poll(() => streams.filter(({ aborted }) => !aborted).length, { timeout: 10_000 }).toBe(1);
  alone.destroy();
  await expect.poll(() => streams.every(({ aborted }) => aborted), { timeout: 10_000 }).toBe(true);
});

test('a piece that takes long keeps its connection with the filler', async () => {
  async function* slow() {
    yield 'one\n';
    await sleep(1500);
    yield 'two\n';
  }
  const { url } = await start({ timeoutMs: 300, handle: () => ({ status: 200, body: '', pieces: slow(), filler: '\n' }) });
  expect(await (await fetch(url)).text()).toMatch(/^one\n\n+two\n$/);
});

test.each(['the first', 'a later'])('pieces end when a client takes nothing, at %s request of its connection', async (which) => {
  let running = 0;
  async function* endless() {
    running++;
    try {
      for (;;) yield 'x'.repeat(1024 * 1024);
    } finally {
      running--;
    }
  }
  const handle: HttpHandler = ({ path }) => (path === '/' ? textAnswer(200, 'ok') : { status: 200, body: '', pieces: endless() });
  const { url } = await start({ timeoutMs: 500, handle });
  const socket = await dial(url);
  if (which === 'a later') {
    const answered = once(socket, 'data');
    socket.write(request('/'));
    await answered;
  }
  socket.pause();
  socket.write(request('/pieces'));
  await expect.poll(() => running, { timeout: 10_000 }).toBe(1);
  await expect.poll(() => running, { timeout: 10_000 }).toBe(0);
});

test('pieces of a client that reads a little now and then end as well', async () => {
  let isEnded = false;
  async function* endless() {
    try {
      for (;;) yield 'x'.repeat(64 * 1024 * 1024);
    } finally {
      isEnded = true;
    }
  }
  const { url } = await start({ timeoutMs: 1000, handle: () => ({ status: 200, body: '', pieces: endless() }) });
  const socket = await dial(url);
  socket.pause();
  socket.write(request('/'));
  const trickle = setInterval(() => socket.read(1024), 100);
  opened.push({ stop: () => clearInterval(trickle) });
  await expect.poll(() => isEnded, { timeout: 10_000 }).toBe(true);
});
