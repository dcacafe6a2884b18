// The API on ports that remember what was done, for tests of its rules.
import { currentTrace, type HttpAnswer, type HttpHandler, type HttpRequest } from '../../../infra/ports/index.ts';
import { silentLog } from '../../../infra/testing/silent-log.ts';
import { traceIdOf } from '../../../proto/trace-context.ts';
import { History } from '../../history.ts';
import { Members } from '../../members.ts';
import type { AuditEntry, AuditLog } from '../../ports.ts';
import { ApiError } from '../endpoint.ts';
import { allEndpoints } from '../endpoints/all.ts';
import { type AccessRules, callerAddresses, identify } from '../identity.ts';
import { LiveStreams } from '../live.ts';
import type { ApiParts } from '../parts.ts';
import { answerApi } from '../router.ts';

export const READ_TOKEN = `read-${'r'.repeat(32)}`;
export const OPERATE_TOKEN = `operate-${'o'.repeat(32)}`;

export interface ApiFixture {
  readonly entries: AuditEntry[];
  readonly done: string[];
  /** The trace ids of what was done to users. */
  readonly traceIds: string[];
  /** Makes the audit log fail. */
  audited: boolean;
  readonly handle: HttpHandler;
  ask(request: Partial<HttpRequest>): Promise<HttpAnswer & { readonly json: Record<string, never> }>;
  exportOf(account: string): Promise<HttpAnswer>;
}

export function apiFixture(rules: Partial<AccessRules> = {}, own: Partial<ApiParts> = {}): ApiFixture {
  const entries: AuditEntry[] = [];
  const done: string[] = [];
  const traceIds: string[] = [];
  const ended = async (what: string) => {
    done.push(what);
    traceIds.push(traceIdOf(currentTrace()));
    return { userId: 'u', sessionsEnded: 1 };
  };
  const audit: AuditLog = {
    async begin(act) {
      if (!fixture.audited) throw new Error('the store is away');
      entries.push({ ...act, number: entries.length + 1, at: 1, result: '' });
      return String(entries.length - 1);
    },
    async end(actId, result) {
      entries[Number(actId)] = { ...(entries[Number(actId)] as AuditEntry), result };
    },
    list: async () => entries,
  };
  const unknown = (): never => {
    throw new ApiError(404, 'NO_SUCH_USER', 'no account has this name');
  };
  const members = new Members();
  const history = new History(members);
  const endpoints = allEndpoints({
    members,
    own: { process: 'own', drain: () => void done.push('drain own') },
    history,
    live: new LiveStreams({ members, history }),
    version: '1.2.3',
    lag: { describe: async () => [] },
    users: {
      inspect: async (account) =>
        account === 'alice'
          ? { userId: 'u', name: 'Alice', email: '', disabled: false, registeredAt: 1, sessions: [] }
          : unknown(),
      endSessions: (account, sessionId) => ended(`end ${account} ${sessionId}`),
      setDisabled: (account, disabled) => ended(`${disabled ? 'disable' : 'enable'} ${account}`),
      remove: (account) => ended(`delete ${account}`),
      async *export(account) {
        if (account === 'nobody') unknown();
        yield { kind: 'account', name: account };
        if (account === 'broken') throw new ApiError(504, 'TIMEOUT', 'no reply of logic');
        yield { kind: 'profile', name: account };
      },
    },
    groups: {
      inspect: async () => unknown(),
      dissolve: async (groupId) => void done.push(`dissolve ${groupId}`),
    },
    letters: {
      list: async () => [],
      show: async () => unknown(),
      replay: async (number) => void done.push(`replay ${number}`),
      drop: async (number) => void done.push(`drop ${number}`),
      replayMany: async ({ service, cause, upTo }) => {
        done.push(`replay all ${service} ${cause} ${upTo}`);
        return { done: [1, 2], failed: [{ number: 3, message: 'not signed' }], left: [4], stoppedBy: 'Kafka is away' };
      },
      dropMany: async () => ({ done: [], failed: [], left: [], stoppedBy: '' }),
    },
    control: {
      drain: async () => undefined,
      setLogLevel: async () => undefined,
      sendToAll: async () => undefined,
      sendTo: async (_userIds, text) => done.push(`notice ${text}`),
    },
    audit,
    mails: undefined,
    examine: async () => [],
    ...own,
  });
  const tokens = [
    { name: 'reader', role: 'read', token: READ_TOKEN },
    { name: 'operator', role: 'operate', token: OPERATE_TOKEN },
  ] as const;
  const addressOf = callerAddresses(rules.proxy?.networks ?? []);
  const who = identify({ tokens, proxy: undefined, ...rules });
  const handle = answerApi({ endpoints, identify: who, addressOf, audit, log: silentLog });
  const send = async (request: Partial<HttpRequest>): Promise<HttpAnswer> => {
    const given = { method: 'GET', path: '/api/members', query: new URLSearchParams(), remoteAddress: '10.0.0.1', ...request };
    return handle({ headers: {}, body: Buffer.alloc(0), ...given });
  };
  const fixture: ApiFixture = {
    entries,
    done,
    traceIds,
    audited: true,
    handle,
    exportOf: (account) => send({ method: 'POST', path: `/api/users/${account}/export`, headers: bearer(OPERATE_TOKEN) }),
    async ask(request) {
      const answer = await send(request);
      return { ...answer, json: JSON.parse(String(answer.body)) as Record<string, never> };
    },
  };
  return fixture;
}

export function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** The headers and the body of a request with JSON. */
export function withJson(token: string, body: unknown): Pick<HttpRequest, 'headers' | 'body'> {
  return { headers: { ...bearer(token), 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}
