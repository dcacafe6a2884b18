// The API of status as the page uses it: one function for each operation.
import type {
  EndedSessions,
  GroupReply,
  HistoryReply,
  MembersReply,
  PageSession,
  ShownAuditEntry,
  ShownFinding,
  ShownLetter,
  ShownLetterDetails,
  ShownMail,
  ShownMember,
  ShownUser,
} from './replies.ts';

/** Several roles may have an instance of one name. */
type NamedInstance = Pick<ShownMember, 'role' | 'instance'>;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevelName = (typeof LOG_LEVELS)[number];

/** The API refused, or could not be reached: then `status` is 0 and `code` is UNREACHABLE. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** An act may wait some seconds until the reports show its effect. */
const GIVE_UP_AFTER_MS = 30_000;

/** Calls the API, which is below the page itself. All methods throw ApiFailure. */
export class Api {
  readonly #fetch: Fetch;

  constructor(fetchPath: Fetch = (path, init) => fetch(`.${path}`, init)) {
    this.#fetch = fetchPath;
  }

  readSession = (): Promise<PageSession> => this.#get('/api/session');
  readMembers = (): Promise<MembersReply> => this.#get('/api/members');
  readHistory = (): Promise<HistoryReply> => this.#get('/api/history');
  examine = (): Promise<{ readonly findings: readonly ShownFinding[] }> => this.#get('/api/doctor');
  listLetters = (limit: number): Promise<{ readonly letters: readonly ShownLetter[]; readonly more: number }> =>
    this.#get(`/api/dead-letters?limit=${limit}`);
  readLetter = (number: number): Promise<ShownLetterDetails> => this.#get(`/api/dead-letters/${number}`);
  readUser = (account: string): Promise<ShownUser> => this.#get(userPath(account));
  listMails = (): Promise<{ readonly mails: readonly ShownMail[] }> => this.#get('/api/mails');

  /** The members after the user id `after`; '' = from the start. */
  readGroup(groupId: string, after: string): Promise<GroupReply> {
    const query = after === '' ? '' : `?after=${encodeURIComponent(after)}`;
    return this.#get(`/api/groups/${encodeURIComponent(groupId)}${query}`);
  }

  /** Entries with lower numbers than `before`; undefined = the newest. */
  listAudit(before: number | undefined, limit: number): Promise<{ readonly entries: readonly ShownAuditEntry[] }> {
    return this.#get(`/api/audit?limit=${limit}${before === undefined ? '' : `&before=${before}`}`);
  }

  replayLetter = (number: number): Promise<object> => this.#post(`/api/dead-letters/${number}/replay`);
  dropLetter = (number: number): Promise<object> => this.#post(`/api/dead-letters/${number}/drop`);
  drain = ({ role, instance }: NamedInstance): Promise<object> =>
    this.#post(`/api/instances/${encodeURIComponent(instance)}/drain?role=${encodeURIComponent(role)}`);
  setLogLevel = (level: LogLevelName, { role, instance }: NamedInstance): Promise<object> =>
    this.#post('/api/log-level', { level, instance, role });
  setAllLogLevels = (level: LogLevelName): Promise<{ readonly instances: readonly string[] }> =>
    this.#post('/api/log-level', { level });
  disableUser = (account: string): Promise<EndedSessions> => this.#post(`${userPath(account)}/disable`);
  enableUser = (account: string): Promise<EndedSessions> => this.#post(`${userPath(account)}/enable`);
  deleteUser = (account: string): Promise<EndedSessions> => this.#call('DELETE', userPath(account), {});
  dissolveGroup = (groupId: string): Promise<object> => this.#post(`/api/groups/${encodeURIComponent(groupId)}/dissolve`);

  /** JSON lines, which may be long: the browser keeps them, not the page. Rejects when the last one is not the end. */
  async exportUser(account: string): Promise<Blob> {
    const headers = { 'content-type': 'application/json' };
    const unreachable = (error: Error): never => {
      throw new ApiFailure(0, 'UNREACHABLE', error.message);
    };
    const sent = { method: 'POST', body: '{}', cache: 'no-store', headers } as const;
    const response = await this.#fetch(`${userPath(account)}/export`, sent).catch(unreachable);
    if (!response.ok) return readReply(response, await response.text().catch(unreachable));
    const lines = await response.blob().catch(unreachable);
    const { kind, code = 'INCOMPLETE', message = 'the export is not complete' } = await readLastLine(lines);
    if (kind !== 'end') throw new ApiFailure(response.status, code, message);
    return lines;
  }

  /** All sessions without `sessionId`. */
  endSessions(account: string, sessionId?: string): Promise<EndedSessions> {
    return this.#post(`${userPath(account)}/end-sessions`, sessionId === undefined ? {} : { sessionId });
  }

  /** To everybody who is connected without `users`. */
  sendNotice(text: string, users?: readonly string[]): Promise<{ readonly devices: number }> {
    return this.#post('/api/notices', users ? { text, users } : { text });
  }

  #get<T>(path: string): Promise<T> {
    return this.#call('GET', path);
  }

  #post<T>(path: string, body: object = {}): Promise<T> {
    return this.#call('POST', path, body);
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const signal = AbortSignal.timeout(GIVE_UP_AFTER_MS);
    const sent = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    let response: Response;
    let text: string;
    try {
      response = await this.#fetch(path, { method, signal, cache: 'no-store', ...sent });
      text = await response.text();
    } catch (error) {
      throw new ApiFailure(0, 'UNREACHABLE', (error as Error).message);
    }
    return readReply(response, text);
  }
}

function readReply<T>(response: Response, text: string): T {
  const reply = parseReply(response, text);
  if (response.ok) return reply as T;
  const { code = `HTTP_${response.status}`, message = text } = reply.error ?? {};
  throw new ApiFailure(response.status, code, message);
}

/** A last line is short: the end with a number, or an error with its sentence. */
async function readLastLine(lines: Blob): Promise<{ readonly kind?: string; readonly code?: string; readonly message?: string }> {
  const tail = (await lines.slice(-4096).text()).trimEnd();
  try {
    return JSON.parse(tail.slice(tail.lastIndexOf('\n') + 1)) as object;
  } catch {
    return {};
  }
}

type Reply = { readonly error?: { readonly code?: string; readonly message?: string } };

/** A proxy may answer in place of the API, with a page. */
function parseReply(response: Response, text: string): Reply {
  try {
    return JSON.parse(text) as Reply;
  } catch {
    if (response.ok) throw new ApiFailure(response.status, 'NOT_JSON', text.slice(0, 200));
    return { error: { message: text.slice(0, 200) } };
  }
}

function userPath(account: string): string {
  return `/api/users/${encodeURIComponent(account.toWellFormed())}`;
}
