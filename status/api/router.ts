// From an HTTP request to an operation of the API: who, what, with which input, and what the audit log says of it.
import {
  currentTraceId,
  eventStream,
  type HttpAnswer,
  type HttpHandler,
  type HttpRequest,
  type HttpStream,
  jsonAnswer,
  type Log,
  runInTrace,
} from '../../infra/ports/index.ts';
import { newTraceId, parseTraceparent, traceIdOf } from '../../proto/trace-context.ts';
import type { AuditLog } from '../ports.ts';
import { answerLines, doAct } from './acts.ts';
import { ApiError, type Endpoint, type Identity } from './endpoint.ts';
import { CHALLENGE, isAmbient, mayDo } from './identity.ts';
import { describeApi } from './openapi.ts';
import { InvalidInput, type Schema } from './schema.ts';

const HEADERS = { 'Cross-Origin-Resource-Policy': 'same-origin', 'Referrer-Policy': 'no-referrer' };

export interface ApiOptions {
  readonly endpoints: readonly Endpoint[];
  identify(request: HttpRequest): Identity | undefined;
  /** For the audit log: the IP address of a caller, also behind a proxy. */
  readonly addressOf: (request: HttpRequest) => string;
  readonly audit: AuditLog;
  readonly log: Log;
}

/**
 * Answers /openapi.json and everything under /api/. What a request makes services do is one trace: that of its header
 * `traceparent` (W3C), else a new one. The answer names it in `Trace-Id`, for `npm run admin -- trace ID`.
 */
export function answerApi(options: ApiOptions): HttpHandler {
  const answer = answerRequest(options);
  return async (request) => {
    const traceId = parseTraceparent(request.headers.traceparent) ?? newTraceId();
    const { headers, ...rest } = await runInTrace(traceId, () => answer(request));
    return { ...rest, headers: { ...headers, 'Trace-Id': traceIdOf(traceId) } };
  };
}

function answerRequest(options: ApiOptions): HttpHandler {
  const { endpoints, log } = options;
  const document = describeApi(endpoints);
  const routes = endpoints.map((endpoint) => ({ endpoint, segments: endpoint.path.split('/') }));
  return async (request) => {
    try {
      if (request.path === '/openapi.json') return jsonAnswer(200, document, HEADERS);
      assertSameSite(request);
      const identity = options.identify(request);
      if (!identity) throw new ApiError(401, 'UNAUTHORIZED', 'give a valid token: Authorization: Bearer TOKEN (IM_ADMIN_TOKENS)');
      assertOwnAct(request);
      const { endpoint, params } = findEndpoint(routes, request);
      if (!mayDo(identity, endpoint.role))
        throw new ApiError(
          403,
          'FORBIDDEN',
          `this needs the role ${endpoint.role}; ${identity.name} has the role ${identity.role}`,
        );
      const input = {
        ...readInput(endpoint, params, request),
        identity,
        afterAnswer: (run: () => void) => void setImmediate(run),
      };
      const requested = { endpoint, input, address: options.addressOf(request) };
      if (endpoint.open) return answerStream(endpoint.open, request);
      if (endpoint.lines) return await answerLines(options, requested, HEADERS);
      const reply = await (endpoint.isAct ? doAct(options, requested) : endpoint.handle(input));
      return jsonAnswer(200, reply, HEADERS);
    } catch (error) {
      return refuse(error, log);
    }
  };
}

/** A stream that is opened counts until it is closed, so nothing opens one for HEAD, which gets the headers alone. */
function answerStream(open: () => HttpStream, { method }: HttpRequest): HttpAnswer {
  const stream = method === 'HEAD' ? () => undefined : open();
  return { ...eventStream(stream), headers: HEADERS };
}

function refuse(error: unknown, log: Log): HttpAnswer {
  const known = error instanceof InvalidInput ? new ApiError(400, 'BAD_REQUEST', error.message) : error;
  if (!(known instanceof ApiError)) throw error;
  if (known.cause !== undefined) log.warn({ err: known.cause, traceId: currentTraceId() }, 'admin request failed');
  const challenge = known.status === 401 ? { 'WWW-Authenticate': CHALLENGE } : {};
  return jsonAnswer(known.status, { error: { code: known.code, message: known.message } }, { ...HEADERS, ...challenge });
}

/**
 * A browser tells where a request comes from. Pages of other sites must neither read nor act with what the browser, or a proxy,
 * adds to their requests. "none": somebody has typed the address.
 */
function assertSameSite({ method, headers }: HttpRequest): void {
  const site = headers['sec-fetch-site'];
  const isForeignSite = site !== undefined && site !== 'same-origin' && !(site === 'none' && isReading(method));
  const { origin, host } = headers;
  // A proxy may pass on a host without its port, and several proxies make a list.
  const [ownHost] = (headers['x-forwarded-host'] ?? host ?? '').split(',');
  const isForeignOrigin = site === undefined && origin !== undefined && URL.parse(origin)?.host !== ownHost?.trim();
  if (isForeignSite || isForeignOrigin) throw new ApiError(403, 'FOREIGN_SITE', 'pages of other sites may not call this API');
}

/** No form and no link of another site can send JSON: not even a browser that tells nothing of where a request comes from. */
function assertOwnAct(request: HttpRequest): void {
  if (!isReading(request.method) && isAmbient(request)) assertJson(request.headers);
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function findEndpoint(
  routes: readonly { readonly endpoint: Endpoint; readonly segments: readonly string[] }[],
  { method, path }: HttpRequest,
): { endpoint: Endpoint; params: Record<string, string> } {
  const given = path.split('/');
  const atPath = routes.filter(
    ({ segments }) =>
      segments.length === given.length && segments.every((segment, i) => isParam(segment) || segment === given[i]),
  );
  // A fixed name wins over a parameter.
  const matches = atPath.filter(({ endpoint }) => endpoint.method === (method === 'HEAD' ? 'GET' : method));
  const [match] = matches.toSorted((a, b) => a.segments.filter(isParam).length - b.segments.filter(isParam).length);
  if (!match && atPath.length > 0)
    throw new ApiError(405, 'METHOD_NOT_ALLOWED', `use ${atPath.map(({ endpoint }) => endpoint.method).join(' or ')} here`);
  if (!match) throw new ApiError(404, 'NOT_FOUND', 'there is no such path: /openapi.json lists all');
  const params: Record<string, string> = {};
  for (const [i, segment] of match.segments.entries())
    if (isParam(segment)) params[segment.slice(1, -1)] = decode(given[i] ?? '');
  return { endpoint: match.endpoint, params };
}

function isParam(segment: string): boolean {
  return segment.startsWith('{');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new InvalidInput('the path is not percent-encoded UTF-8');
  }
}

function readInput(endpoint: Endpoint, params: Record<string, string>, { query, headers, body }: HttpRequest) {
  return {
    params: endpoint.params.parse(readTexts(endpoint.params, Object.entries(params)), 'the path') as never,
    query: endpoint.query.parse(readTexts(endpoint.query, [...query]), 'the query') as never,
    body: (endpoint.body ? endpoint.body.parse(readJson(headers, body), 'the body') : {}) as never,
  };
}

/** Parameters are texts; those of other types are read as JSON would write them. */
function readTexts({ json }: Schema<object>, entries: readonly (readonly [string, string])[]): object {
  const properties = json.properties as Readonly<Record<string, { readonly type: string }>>;
  const values = new Map<string, unknown>();
  for (const [name, value] of entries) {
    if (values.has(name)) throw new InvalidInput('a parameter is given twice');
    const type = Object.hasOwn(properties, name) ? properties[name]?.type : 'string';
    values.set(name, type === 'integer' && /^-?\d{1,16}$/.test(value) ? Number(value) : value);
  }
  return Object.fromEntries(values);
}

function assertJson(headers: HttpRequest['headers']): void {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'send JSON, with Content-Type: application/json');
}

function readJson(headers: HttpRequest['headers'], body: Buffer): unknown {
  assertJson(headers);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new InvalidInput('the body is not JSON in UTF-8');
  }
}
