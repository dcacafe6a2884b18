// The admin port of a process: /livez, /readyz and /metrics, for orchestrators and Prometheus.
import { type HttpAnswer, type HttpHandler, type Log, textAnswer } from '../../ports/index.ts';
import { type HttpServer, startHttpServer } from '../http/http-server.ts';
import type { Health } from './health.ts';
import type { MetricRegistry } from './metric-registry.ts';

const SETTINGS = { host: 'IM_ADMIN_HOST', port: 'IM_ADMIN_PORT' };
const LIMITS = { maxConnections: 100, maxRequestsPerSecond: 1000 };
/** A flood of scrapes must not cost the process its work: within this time they get the same text. */
const METRICS_LIVE_MS = 500;

/** Path → its handler. A path that ends with / is for everything below it. */
export type AdminPages = Map<string, HttpHandler>;

export interface AdminServerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly health: Health;
  readonly registry: MetricRegistry;
  readonly pages: AdminPages;
  readonly log: Log;
}

/** Resolves when the server listens. Rejects with SetupError where the port is in use. */
export function startAdminServer({ host, port, health, registry, pages, log }: AdminServerOptions): Promise<HttpServer> {
  const renderMetrics = cached(() => registry.render());
  const handle: HttpHandler = async (request) => {
    const { method, path } = request;
    const page = pages.get(path) ?? pages.get(`/${path.split('/')[1]}/`);
    if (page) return page(request);
    if (method !== 'GET' && method !== 'HEAD') return textAnswer(405, 'only GET is served here', { Allow: 'GET, HEAD' });
    switch (path) {
      // That it answers shows that the event loop runs.
      case '/livez':
        return textAnswer(200, 'ok');
      case '/readyz':
        return describeHealth(health);
      case '/metrics':
        return { status: 200, body: await renderMetrics(), contentType: registry.contentType };
      default:
        return textAnswer(404, `not found: ${['/livez', '/readyz', '/metrics', ...pages.keys()].join(', ')} are here`);
    }
  };
  return startHttpServer({ host, port, settings: SETTINGS, ...LIMITS, log, handle });
}

function describeHealth(health: Health): HttpAnswer {
  const missing = Object.entries(health.missing());
  if (missing.length === 0) return textAnswer(200, 'ok');
  return textAnswer(503, missing.map(([name, reason]) => `${name}: ${reason}`).join('\n'));
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
