// How the commands of `npm run admin` reach a running status or embedded server: over HTTP.
import { resolve } from 'node:path';
import { readOperatorKey } from '../../embedded/data-folder.ts';
import { SetupError } from '../../infra/ports/index.ts';
import { readConfig } from '../../infra/process/config/read.ts';

const REPLY_WITHIN_MS = 40_000;

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** "/api/users/alice", percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Both reject with Refusal where the API refuses. */
export interface AdminApi {
  /** Resolves with the reply. */
  ask(request: ApiRequest): Promise<unknown>;
  /** The reply of an operation that replies with lines, in pieces of any length. */
  readLines(request: ApiRequest): AsyncIterable<string>;
}

/** The API has refused, or cannot be reached. The message is for the operator. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The API of the status that IM_ADMIN_URL names, or of the embedded server that runs on IM_DATA_FOLDER. */
export async function overHttp<T>(argv: readonly string[], use: (api: AdminApi) => Promise<T>): Promise<T> {
  const { url, token, dataFolder, httpPort } = readConfig('operator', { argv });
  const key = url === undefined ? readOperatorKey(dataFolder) : token;
  if (url === undefined && key === undefined)
    throw new SetupError(
      'set IM_ADMIN_URL to the admin port of a status and IM_ADMIN_TOKEN to one of its IM_ADMIN_TOKENS, ' +
        `or IM_DATA_FOLDER to the data of npm start (${resolve(dataFolder)} holds none)`,
    );
  if (key === undefined) throw new SetupError('set IM_ADMIN_TOKEN to one of the IM_ADMIN_TOKENS of that status');
  const base = url ?? `http://127.0.0.1:${httpPort}`;
  const remedy = url === undefined ? 'is `npm start` running?' : 'is status running, and IM_ADMIN_URL its admin port?';
  const explain = (error: unknown): never => {
    if (error instanceof Refusal) throw error;
    throw new Refusal('UNREACHABLE', `no answer from ${base}: ${remedy}`, { cause: error });
  };
  const send = ({ method, path, query, body }: ApiRequest, signal: AbortSignal): Promise<Response> => {
    const target = new URL(path, base);
    target.search = new URLSearchParams(query).toString();
    const headers = { Authorization: `Bearer ${key}`, ...(body && { 'Content-Type': 'application/json' }) };
    return fetch(target, { method, headers, signal, ...(body && { body: JSON.stringify(body) }) });
  };
  return use({
    async ask(request) {
      const response = await send(request, AbortSignal.timeout(REPLY_WITHIN_MS)).catch(explain);
      return readReply(response.status, await response.text().catch(explain));
    },
    async *readLines(request) {
      const silence = new Silence();
      try {
        const response = await send(request, silence.signal).catch(explain);
        if (response.status !== 200) readReply(response.status, await response.text().catch(explain));
        for await (const piece of (response.body ?? emptyBody()).pipeThrough(new TextDecoderStream())) {
          silence.restart();
          yield piece;
        }
      } catch (error) {
        explain(error);
      } finally {
        silence.end();
      }
    },
  });
}

function emptyBody(): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({ start: (controller) => controller.close() });
}

/** Ends a request that says nothing for too long. */
class Silence {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), REPLY_WITHIN_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

export function readReply(status: number, text: string): unknown {
  let reply: { readonly error?: { readonly code?: string; readonly message?: string } };
  try {
    reply = JSON.parse(text) as typeof reply;
  } catch {
    throw new Refusal('NOT_THE_API', `status ${status}: ${text.trim().slice(0, 300)}`);
  }
  if (status === 200) return reply;
  throw new Refusal(reply.error?.code ?? String(status), reply.error?.message ?? `status ${status}`);
}
