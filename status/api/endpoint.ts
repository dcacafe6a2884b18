// One operation of the API: everything that routes, checks, authorises, audits and documents it.
import type { HttpStream } from '../../infra/ports/index.ts';
import { anyText, type ObjectOf, object, type Schema } from './schema.ts';

export type ApiRole = 'read' | 'operate';

export interface Identity {
  readonly name: string;
  readonly role: ApiRole;
}

type Fields = Readonly<Record<string, Schema<unknown>>>;

export interface EndpointInput<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly identity: Identity;
  /** Runs this when the audit log has the result and the answer is written: what ends this process must not come before. */
  readonly afterAnswer: (run: () => void) => void;
}

/** An operation as the router and the OpenAPI document see it, whatever its types. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** "/api/users/{account}". */
  readonly path: string;
  /** Names it in the OpenAPI document, the audit log and `npm run admin`. */
  readonly name: string;
  readonly summary: string;
  readonly role: ApiRole;
  /** It changes something, or shows private content: the audit log has it. */
  readonly isAct: boolean;
  readonly params: Schema<object>;
  readonly query: Schema<object>;
  /** Undefined for none. */
  readonly body: Schema<object> | undefined;
  /** With `lines`: of each line. */
  readonly reply: Schema<unknown>;
  /** The reply is JSON lines, made while the caller takes them: `handle` returns an AsyncIterable. */
  readonly lines?: boolean;
  /** What the audit log says of a reply; "done" without it. */
  resultOf?(reply: never): string;
  handle(input: EndpointInput<never, never, never>): Promise<object> | object;
  /** Instead of `handle`, where the reply is a stream of server-sent events. The caller begins the stream. */
  readonly open?: () => HttpStream;
}

interface Declaration<P extends Fields, Q extends Fields, B extends Fields, R> {
  readonly name: string;
  readonly summary: string;
  readonly role: ApiRole;
  readonly isAct?: boolean;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: Schema<R>;
  resultOf?(reply: R): string;
  handle(input: EndpointInput<ObjectOf<P>, ObjectOf<Q>, ObjectOf<B>>): Promise<R> | R;
}

interface LinesDeclaration<P extends Fields, R> extends Pick<Declaration<P, Fields, Fields, R>, 'name' | 'summary' | 'params'> {
  readonly role: ApiRole;
  /** Of each line but the last one. */
  readonly line: Schema<R>;
  handle(input: EndpointInput<ObjectOf<P>, object, object>): AsyncIterable<R>;
}

/** Declares an operation: `endpoint('GET /api/users/{account}', {…})`. Without `isAct`, all but GET are acts. */
export function endpoint<const P extends Fields, const Q extends Fields, const B extends Fields, R extends object>(
  route: `${Endpoint['method']} /api/${string}`,
  declaration: Declaration<P, Q, B, R>,
): Endpoint {
  return declare(route, declaration as unknown as Declared);
}

/** Declares an act whose reply is JSON lines. The last one has the kind "end" and their number, or "error". */
export function linesEndpoint<const P extends Fields, R extends object>(
  route: Parameters<typeof endpoint>[0],
  { line, ...declaration }: LinesDeclaration<P, R>,
): Endpoint {
  return { ...declare(route, { ...declaration, reply: line } as unknown as Declared), lines: true };
}

type Declared = Omit<Endpoint, 'method' | 'path' | 'params' | 'query' | 'body' | 'isAct'> & {
  readonly [K in 'params' | 'query' | 'body']?: Fields;
} & { readonly isAct?: boolean };

function declare(route: string, { params, query, body, ...declaration }: Declared): Endpoint {
  const [method, path] = route.split(' ') as [Endpoint['method'], string];
  return {
    isAct: method !== 'GET',
    ...declaration,
    method,
    path,
    params: object(params ?? {}),
    query: object(query ?? {}),
    body: body && object(body),
  };
}

/** Declares an operation that replies with server-sent events. */
export function streamEndpoint(
  route: `GET /api/${string}`,
  { open, ...declaration }: Pick<Endpoint, 'name' | 'summary' | 'role'> & { open(): HttpStream },
): Endpoint {
  return { ...endpoint(route, { ...declaration, reply: anyText, handle: () => ({}) }), open };
}

/** The operation cannot be done. Its message and code reach the caller. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}
