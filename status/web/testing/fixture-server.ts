// A server with the built page and an API that remembers what was done, for tests of the page in a browser.
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { MembersReply, PageRole } from '../src/replies.ts';
import { answerFixture, type FixtureReply } from './fixture-api.ts';
import { fixtureHistory, fixtureMembers, fixtureSample } from './fixture-data.ts';
import { type FixtureRecords, fixtureRecords } from './fixture-records.ts';

/** As status and `npm start` send it. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export interface FixtureServer {
  readonly url: string;
  /** What was done, such as "POST /api/dead-letters/3/replay {}". */
  readonly acts: readonly string[];
  records: FixtureRecords;
  members: MembersReply;
  role: PageRole;
  hasMails: boolean;
  /** Answers 503 to every call and cuts the event streams, until it is false. */
  isDown: boolean;
  /** Path → the status and code with which it is refused. */
  readonly refusals: Map<string, FixtureReply>;
  send(event: string, value: object): void;
  /** As at the start. */
  reset(): void;
  stop(): Promise<void>;
}

/** Serves the page of `folder` on 127.0.0.1. */
export async function startFixtureServer(
  folder: string,
  options: { readonly isBusy?: boolean; readonly port?: number } = {},
): Promise<FixtureServer> {
  const acts: string[] = [];
  const streams = new Set<ServerResponse>();
  let isDown = false;
  const server = createServer((request, response) => void answer(request, response));
  const fixture: FixtureServer = {
    url: '',
    acts,
    records: fixtureRecords(Date.now()),
    members: fixtureMembers(),
    role: 'operate',
    hasMails: true,
    refusals: new Map(),
    get isDown() {
      return isDown;
    },
    set isDown(down) {
      isDown = down;
      if (down) for (const stream of streams) stream.destroy();
    },
    send(event, value) {
      for (const stream of streams) stream.write(formatEvent(event, value));
    },
    reset() {
      acts.length = 0;
      fixture.refusals.clear();
      const records = fixtureRecords(Date.now());
      Object.assign(fixture, { records, members: fixtureMembers(), role: 'operate', hasMails: true, isDown: false });
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const timers = options.isBusy ? [setInterval(() => fixture.send('sample', fixtureSample(Date.now())), 5000)] : [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    if (!pathname.startsWith('/api/')) return sendFile(folder, pathname, response);
    if (isDown)
      return sendJson(response, { status: 503, body: { error: { code: 'UNAVAILABLE', message: 'the fixture is down' } } });
    if (pathname === '/api/live') return openStream(response, streams, fixture);
    const body = await readBody(request);
    const act = `${request.method} ${pathname}${search}${body === '' ? '' : ` ${body}`}`;
    if (request.method !== 'GET') acts.push(act);
    const refusal = fixture.refusals.get(pathname);
    sendJson(response, refusal ?? answerFixture(fixture, { method: request.method ?? '', pathname, query: searchParams, body }));
  }

  const port = await listen(server, options.port ?? 0);
  return Object.defineProperty(fixture, 'url', { value: `http://127.0.0.1:${port}/` });
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function openStream(response: ServerResponse, streams: Set<ServerResponse>, fixture: FixtureServer): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(formatEvent('snapshot', fixture.members));
  response.write(formatEvent('sample', fixtureHistory(Date.now()).samples.at(-1) ?? {}));
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

function formatEvent(event: string, value: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function sendJson(response: ServerResponse, { status, body }: FixtureReply): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function sendFile(folder: string, pathname: string, response: ServerResponse): Promise<void> {
  const path = join(folder, normalize(pathname === '/' ? '/index.html' : pathname));
  try {
    const content = await readFile(path);
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain', 'content-security-policy': POLICY });
    response.end(content);
  } catch {
    response.writeHead(404, { 'content-security-policy': POLICY }).end();
  }
}
