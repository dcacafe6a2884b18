// The admin port of a process: /livez, /readyz and /metrics, for orchestrators and Prometheus.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SetupError } from '../../ports/index.ts';
import { toUrlHost } from '../url-host.ts';
import type { Health } from './health.ts';
import type { MetricRegistry } from './metric-registry.ts';

const LIMITS = { maxHeaderSize: 8192, headersTimeout: 5000, requestTimeout: 10_000, keepAliveTimeout: 5000 };
const MAX_CONNECTIONS = 100;
/** A flood of scrapes must not cost the process its work: within this time they get the same text. */
const METRICS_LIVE_MS = 500;

/** Path → what a GET of it shows, as JSON. */
export type AdminPages = Map<string, () => object>;

export interface AdminServerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly health: Health;
  readonly registry: MetricRegistry;
  readonly pages: AdminPages;
}

export interface AdminServer {
  /** "http://127.0.0.1:9100" */
  readonly url: string;
  stop(): Promise<void>;
}

/** Resolves when the server listens. Rejects with SetupError where the port is in use. */
export async function startAdminServer({ host, port, health, registry, pages }: AdminServerOptions): Promise<AdminServer> {
  const renderMetrics = cached(() => registry.render());
  const server = createServer(LIMITS, (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'only GET is served here\n');
    const path = request.url?.split('?')[0] ?? '';
    switch (path) {
      // That it answers shows that the event loop runs.
      case '/livez':
        return answer(response, 200, 'ok\n');
      case '/readyz': {
        const missing = Object.entries(health.missing());
        const lines = missing.map(([name, reason]) => `${name}: ${reason}\n`);
        return answer(response, missing.length === 0 ? 200 : 503, missing.length === 0 ? 'ok\n' : lines.join(''));
      }
      case '/metrics':
        renderMetrics().then(
          (text) => answer(response, 200, text, registry.contentType),
          () => answer(response, 500, 'the metrics cannot be read\n'),
        );
        return;
      default: {
        const read = pages.get(path);
        if (read) return answer(response, 200, `${JSON.stringify(read())}\n`, 'application/json; charset=utf-8');
        return answer(response, 404, `not found: ${['/livez', '/readyz', '/metrics', ...pages.keys()].join(', ')} are here\n`);
      }
    }
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new SetupError(`port ${port} is in use: stop what uses it, or choose another one with IM_ADMIN_PORT=<port>`);
  });
  // Out of file descriptors: watchDescriptors tells. Without a listener the error would end the process.
  server.on('error', () => undefined);
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

function answer(response: ServerResponse, status: number, body: string, contentType = 'text/plain; charset=utf-8'): void {
  const headers = { 'Content-Type': contentType, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
  response.writeHead(status, headers).end(body);
}

/** Calls `render` at most once per METRICS_LIVE_MS. */
function cached(render: () => Promise<string>): () => Promise<string> {
  let rendered: Promise<string> | undefined;
  let renderedAtMs = 0;
  return () => {
    const nowMs = performance.now();
    if (!rendered || nowMs - renderedAtMs > METRICS_LIVE_MS) {
      rendered = render();
      renderedAtMs = nowMs;
    }
    return rendered;
  };
}
