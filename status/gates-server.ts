// GET /gates: where clients connect. The one page of status that clients may reach.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { pickGates, type Transport } from './gate-picker.ts';
import type { Members } from './members.ts';

const LIMITS = { maxHeaderSize: 8192, headersTimeout: 5000, requestTimeout: 10_000, keepAliveTimeout: 5000 };
const MAX_CONNECTIONS = 2000;
/** The waits that clients must keep between their attempts, each one `factor` times as long, plus up to `jitter` of it. */
const BACK_OFF = { firstMs: 500, factor: 2, maxMs: 30_000, jitter: 0.5 };
const HEADERS = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  'Access-Control-Allow-Origin': '*',
  'X-Content-Type-Options': 'nosniff',
};

export interface GatesServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Resolves when it listens. */
export async function startGatesServer(
  { host, port }: { readonly host: string; readonly port: number },
  members: Pick<Members, 'list'>,
): Promise<GatesServer> {
  const server = createServer(LIMITS, (request, response) => {
    const { status, body } = answer(request, members);
    response.writeHead(status, HEADERS).end(`${JSON.stringify(body)}\n`);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  await once(server, 'listening');
  // As when file descriptors run out, which the process logs. Without a listener the error would end it.
  server.on('error', () => undefined);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${bound}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer({ method, url = '' }: IncomingMessage, members: Pick<Members, 'list'>): { status: number; body: object } {
  if (method !== 'GET') return { status: 405, body: { error: 'only GET is served here' } };
  const parsed = URL.parse(url, 'http://status');
  if (parsed?.pathname !== '/gates') return { status: 404, body: { error: 'not found: GET /gates?transport=tcp or ws' } };
  const transport = parsed.searchParams.get('transport') ?? 'tcp';
  if (!isTransport(transport)) return { status: 400, body: { error: 'transport is tcp or ws' } };
  const gates = pickGates(
    members.list().map(({ report }) => report),
    transport,
  );
  if (gates.length > 0) return { status: 200, body: { gates, backOff: BACK_OFF } };
  return { status: 503, body: { error: 'no gate takes clients now: ask again later', gates, backOff: BACK_OFF } };
}

function isTransport(text: string): text is Transport {
  return text === 'tcp' || text === 'ws';
}
