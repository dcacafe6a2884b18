// What the embedded server serves over HTTP, on this machine only: the API and the page for its operator, and /gates.
import { createHash, timingSafeEqual } from 'node:crypto';
import { type HttpHandler, type Log, textAnswer } from '../infra/ports/index.ts';
import { type HttpServer, startHttpServer } from '../infra/process/http/http-server.ts';
import { answerPageFiles } from '../status/page/page-files.ts';

const SERVER = {
  host: '127.0.0.1',
  settings: { port: 'IM_HTTP_PORT' },
  maxConnections: 100,
  maxRequestsPerSecond: 2000,
};
const WRONG_HOST = 'This server answers only as localhost or 127.0.0.1. 本服务器只在本机以 localhost 或 127.0.0.1 访问。';
const WITHOUT_KEY =
  'This address lacks the key: open the one that the server printed at its start. 这个地址缺少密钥：请打开服务器启动时显示的地址。';
const STARTING = 'The server is starting. 服务器正在启动。';

/** Path → handler; a path that ends with / is for everything below it. The server answers 503 as long as it is empty. */
export type OperatorPages = Map<string, HttpHandler>;

/**
 * Serves `pages` on 127.0.0.1; port 0 selects a free port. Rejects with SetupError where the port is not available. Answers only
 * to localhost or 127.0.0.1, so a name that DNS rebinding leads here sees nothing.
 */
export function startOperatorServer(port: number, pages: OperatorPages, log: Log): Promise<HttpServer> {
  const handle: HttpHandler = (request) => {
    if (!/^(localhost|127\.0\.0\.1)(:\d{1,5})?$/i.test(request.headers.host ?? '')) return textAnswer(421, WRONG_HOST);
    const page = pages.get(request.path) ?? pages.get(`/${request.path.split('/')[1]}/`) ?? pages.get('/');
    return page ? page(request) : textAnswer(503, STARTING);
  };
  return startHttpServer({ ...SERVER, port, log, handle });
}

/**
 * The page and its API below /KEY, for which the browser asks nobody. Without the key it shows nothing: other users of this
 * machine can connect, too, and mails contain codes.
 */
export function operatorPage(key: string, api: HttpHandler): HttpHandler {
  // As a browser sends a password: by itself, whatever page asks. So acts must come from this page (status/api/router.ts).
  const authorization = `Basic ${Buffer.from(`:${key}`).toString('base64')}`;
  const page = answerPageFiles({ base: `/${key}`, api, isKnown: () => true });
  return (request) =>
    isSameKey(request.path.split('/')[1] ?? '', key)
      ? page({ ...request, headers: { ...request.headers, authorization } })
      : textAnswer(403, WITHOUT_KEY);
}

/** Takes the same time for all given keys. */
function isSameKey(given: string, key: string): boolean {
  const [one, other] = [given, key].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
