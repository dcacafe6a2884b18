// What the API of the fixture replies, and how acts change its records.
import type { MembersReply, PageRole, ShownUser } from '../src/replies.ts';
import { fixtureHistory } from './fixture-data.ts';
import type { FixtureRecords } from './fixture-records.ts';

export interface FixtureReply {
  readonly status: number;
  readonly body: object;
}

interface FixtureState {
  readonly records: FixtureRecords;
  members: MembersReply;
  readonly role: PageRole;
  readonly hasMails: boolean;
}

interface FixtureCall {
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export function refusal(status: number, code: string, message: string): FixtureReply {
  return { status, body: { error: { code, message } } };
}

const NOWHERE = refusal(404, 'NOT_FOUND', 'there is no such path: /openapi.json lists all');

export function answerFixture(state: FixtureState, { method, pathname, query, body }: FixtureCall): FixtureReply {
  const [what = '', name = '', act = ''] = pathname.slice('/api/'.length).split('/').map(decodeURIComponent);
  if (method === 'GET') {
    const reply = read(state, what, name, query);
    return 'status' in reply ? (reply as FixtureReply) : { status: 200, body: reply };
  }
  if (state.role !== 'operate') return refusal(403, 'FORBIDDEN', 'this needs the role operate');
  return doAct(state, what, name, method === 'DELETE' ? 'delete' : act, JSON.parse(body) as Record<string, string>);
}

function read({ records, members, role, hasMails }: FixtureState, what: string, name: string, query: URLSearchParams): object {
  if (what === 'session') return { name: 'maria', role, hasMails, version: '0.1.0' };
  if (what === 'members') return members;
  if (what === 'history') return fixtureHistory(Date.now());
  if (what === 'doctor') return { findings: records.findings };
  if (what === 'mails') return hasMails ? { mails: records.mails } : NOWHERE;
  if (what === 'dead-letters' && name === '') return { letters: records.letters, more: 0 };
  if (what === 'dead-letters')
    return (
      records.letters.find(({ number }) => number === Number(name)) ?? refusal(404, 'NO_SUCH_LETTER', 'there is no such letter')
    );
  if (what === 'users') return findUser(records, name) ?? refusal(404, 'NO_SUCH_USER', 'no account has this name');
  if (what === 'groups')
    return records.groups.find(({ group }) => group.groupId === name) ?? refusal(404, 'NO_SUCH_GROUP', 'there is no such group');
  if (what === 'audit') {
    const before = Number(query.get('before') ?? Number.MAX_SAFE_INTEGER);
    return { entries: records.entries.filter(({ number }) => number < before).slice(0, Number(query.get('limit'))) };
  }
  return NOWHERE;
}

function findUser({ users }: FixtureRecords, account: string): ShownUser | undefined {
  return users.find(
    ({ userId, name, email }) => [userId, name.toLowerCase(), email].includes(account.toLowerCase()) || userId === account,
  );
}

function doAct(state: FixtureState, what: string, name: string, act: string, input: Record<string, string>): FixtureReply {
  const { records, members } = state;
  const done = { status: 200, body: { done: true } };
  if (what === 'notices') return { status: 200, body: { devices: input.users ? 2 : 5000 } };
  if (what === 'log-level') {
    state.members = patchMember(members, input.instance, { logLevel: input.level ?? '' });
    const instances = input.instance === undefined ? members.members.map(({ instance }) => instance) : [input.instance];
    return { status: 200, body: { instances } };
  }
  if (what === 'instances') {
    state.members = patchMember(members, name, { state: 'draining' });
    return { status: 200, body: { instances: [name] } };
  }
  if (what === 'dead-letters') {
    const at = records.letters.findIndex(({ number }) => number === Number(name));
    const letter = records.letters[at];
    if (!letter) return refusal(404, 'NO_SUCH_LETTER', 'there is no such letter');
    if (act === 'replay') records.letters[at] = { ...letter, state: 'replayed' };
    else records.letters.splice(at, 1);
    return done;
  }
  if (what === 'groups') {
    records.groups.splice(
      0,
      1,
      ...records.groups.slice(0, 1).map((one) => ({ ...one, group: { ...one.group, dissolved: true } })),
    );
    return done;
  }
  return what === 'users' ? actOnUser(records, name, act, input) : NOWHERE;
}

/** All without `instance`. */
function patchMember(reply: MembersReply, instance: string | undefined, change: object): MembersReply {
  const isMeant = (name: string): boolean => instance === undefined || name === instance;
  return { ...reply, members: reply.members.map((one) => (isMeant(one.instance) ? { ...one, ...change } : one)) };
}

function actOnUser({ users }: FixtureRecords, account: string, act: string, { sessionId }: Record<string, string>): FixtureReply {
  const at = users.findIndex(({ userId }) => userId === account);
  const user = users[at];
  if (!user) return refusal(404, 'NO_SUCH_USER', 'no account has this name');
  if (act === 'export') return { status: 200, body: { kind: 'end', lines: 0 } };
  const kept = act === 'end-sessions' && sessionId ? user.sessions.filter((one) => one.sessionId !== sessionId) : [];
  const sessions = act === 'enable' ? user.sessions : kept;
  if (act === 'delete') users.splice(at, 1);
  else users[at] = { ...user, sessions, disabled: act === 'disable' || (act === 'end-sessions' && user.disabled) };
  return { status: 200, body: { userId: user.userId, sessionsEnded: user.sessions.length - sessions.length } };
}
