// Acts, and what the audit log says of them: the act before it begins, and its result. A crash in between leaves it without one.
import { currentTrace, type HttpAnswer, type Log, runInTrace } from '../../infra/ports/index.ts';
import { traceIdOf } from '../../proto/trace-context.ts';
import type { AuditLog } from '../ports.ts';
import { ApiError, type Endpoint, type EndpointInput } from './endpoint.ts';

const MAX_TARGET_CHARACTERS = 1000;
/** A text that is longer comes last. */
const MAX_LEADING = 254;

export interface Audited {
  readonly audit: AuditLog;
  readonly log: Log;
}

/** A request that fits its operation. */
export interface Requested {
  readonly endpoint: Endpoint;
  readonly input: EndpointInput<never, never, never>;
  /** Of the caller. */
  readonly address: string;
}

export async function doAct(audited: Audited, requested: Requested): Promise<object> {
  const { endpoint, input } = requested;
  const end = await begin(audited, requested);
  const later: (() => void)[] = [];
  try {
    const reply = await endpoint.handle({ ...input, afterAnswer: (run) => later.push(run) });
    await end(endpoint.resultOf?.(reply as never) ?? 'done');
    // Nothing waits between here and the last byte of the answer.
    for (const run of later) setImmediate(run);
    return reply;
  } catch (error) {
    await end(codeOf(error));
    throw error;
  }
}

/**
 * Answers with JSON lines, which are made as the client takes them. The first one is made before the answer begins: what is wrong
 * with the request is an answer of its own.
 */
export async function answerLines(
  audited: Audited,
  requested: Requested,
  headers: Readonly<Record<string, string>>,
): Promise<HttpAnswer> {
  const { endpoint, input } = requested;
  const end = await begin(audited, requested);
  const made = ((await endpoint.handle(input)) as AsyncIterable<object>)[Symbol.asyncIterator]();
  // The server asks for further lines outside of this request.
  const trace = currentTrace();
  const lines: AsyncIterator<object> = trace ? inTrace(made, trace) : made;
  try {
    const first = await lines.next();
    return {
      status: 200,
      body: '',
      contentType: 'application/x-ndjson; charset=utf-8',
      headers: { ...headers, 'Content-Disposition': `attachment; filename="${endpoint.name}.jsonl"` },
      pieces: writeLines(lines, first, end, audited.log),
      // An empty line.
      filler: '\n',
    };
  } catch (error) {
    await end(codeOf(error));
    throw error;
  }
}

function inTrace(lines: AsyncIterator<object>, trace: Uint8Array): AsyncIterator<object> {
  const end = (): Promise<IteratorResult<object>> => lines.return?.() ?? Promise.resolve({ done: true, value: undefined });
  return { next: () => runInTrace(trace, () => lines.next()), return: end };
}

async function* writeLines(
  lines: AsyncIterator<object>,
  first: IteratorResult<object>,
  end: (result: string) => Promise<void>,
  log: Log,
): AsyncGenerator<string> {
  let count = 0;
  // What remains when the client goes away.
  let result = 'CLIENT_GONE';
  try {
    for (let next = first; !next.done; next = await lines.next()) {
      yield toLine(next.value);
      count++;
    }
    result = 'done';
    yield toLine({ kind: 'end', lines: count });
  } catch (error) {
    result = codeOf(error);
    if (!(error instanceof ApiError) || error.cause !== undefined) log.warn({ err: error }, 'admin request failed');
    const message = error instanceof ApiError ? error.message : 'this server failed; its log says why';
    yield toLine({ kind: 'error', code: result, message });
  } finally {
    await lines.return?.();
    await end(`${result}: ${count} lines`);
  }
}

function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** Resolves, once the audit log has the act, with a function that adds its result. */
async function begin(
  { audit, log }: Audited,
  { endpoint, input, address }: Requested,
): Promise<(result: string) => Promise<void>> {
  const { params, query, body, identity } = input as EndpointInput<object, object, object>;
  const target = describeTarget({ ...params, ...query, ...body });
  const act = { actor: identity.name, address, act: endpoint.name, target };
  const actId = await audit.begin(act).catch((error: unknown) => {
    throw new ApiError(503, 'AUDIT_UNAVAILABLE', 'nothing was done: the audit log cannot be written', { cause: error });
  });
  const traceId = traceIdOf(currentTrace());
  return (result) =>
    audit
      .end(actId, result)
      .catch((error: unknown) => log.error({ err: error, ...act, result, traceId }, 'result of an act not audited'));
}

/** Long texts come last: where an entry is cut, it still names the users and what else an act is done to. */
function describeTarget(fields: object): string {
  const isLong = ([, value]: [string, unknown]): number => (typeof value === 'string' && value.length > MAX_LEADING ? 1 : 0);
  const text = JSON.stringify(Object.fromEntries(Object.entries(fields).toSorted((a, b) => isLong(a) - isLong(b))));
  const characters = [...text];
  if (characters.length <= MAX_TARGET_CHARACTERS) return text;
  return `${characters.slice(0, MAX_TARGET_CHARACTERS - 1).join('')}…`;
}

function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : 'INTERNAL_ERROR';
}
