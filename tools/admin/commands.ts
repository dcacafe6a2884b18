// The commands of `npm run admin`: which request each one sends, and how its reply is shown.
import type { ApiRequest } from './backends.ts';
import { type Rows, showFindings, showGroup, showMembers, showTable, showUser } from './output.ts';
import type { AdminTexts } from './texts.ts';

export interface CommandOptions {
  /** Of "notice": the users, otherwise everybody. */
  readonly to: string | undefined;
}

export interface AdminCommand {
  readonly requests: readonly ApiRequest[];
  show(reply: never, texts: AdminTexts): string;
}

type Make = (args: readonly string[], options: CommandOptions) => AdminCommand | undefined;

const get = (path: string, query: Record<string, string> = {}): ApiRequest => ({ method: 'GET', path, query });
const post = (path: string, body?: object): ApiRequest => ({ method: 'POST', path, ...(body && { body }) });

const one = (request: ApiRequest, show: AdminCommand['show']): AdminCommand => ({ requests: [request], show });
const done: AdminCommand['show'] = (_reply, texts) => `${texts.done}\n`;
const asJson: AdminCommand['show'] = (reply) => `${JSON.stringify(reply, null, 2)}\n`;

/** Rows of a list: `columns` are its fields. */
function table(name: string, ...columns: readonly string[]): AdminCommand['show'] {
  return (reply: Readonly<Record<string, Rows>>, texts: AdminTexts) => showTable(reply[name] ?? [], columns, texts);
}

const ended: AdminCommand['show'] = ({ userId, sessionsEnded }: { userId: string; sessionsEnded: number }, texts: AdminTexts) =>
  `${texts.ended(userId, sessionsEnded)}\n`;

const LETTER_COLUMNS = ['number', 'at', 'service', 'state', 'place', 'cause'] as const;

/** "user show" → what it does with the arguments behind it; undefined where they do not fit. */
const COMMANDS: Readonly<Record<string, Make>> = {
  members: ([...rest]) => (rest.length > 0 ? undefined : one(get('/api/members'), showMembers)),
  gates: ([...rest]) =>
    rest.length > 0
      ? undefined
      : one(get('/api/gates'), table('gates', 'instance', 'addresses', 'connections', 'maxConnections', 'draining')),
  doctor: ([...rest]) => (rest.length > 0 ? undefined : one(get('/api/doctor'), showFindings)),
  audit: ([...rest]) =>
    rest.length > 0
      ? undefined
      : one(get('/api/audit'), table('entries', 'number', 'at', 'actor', 'address', 'act', 'target', 'result')),
  mails: ([...rest]) => (rest.length > 0 ? undefined : one(get('/api/mails'), table('mails', 'at', 'to', 'subject', 'text'))),
  drain: ([instance, ...rest]) =>
    instance === undefined || rest.length > 0
      ? undefined
      : one(post(`/api/instances/${encodeURIComponent(instance)}/drain`), done),
  'log-level': ([level, instance, ...rest]) =>
    level === undefined || rest.length > 0
      ? undefined
      : one(post('/api/log-level', { level, ...(instance !== undefined && { instance }) }), done),
  notice: ([text, ...rest], { to }) =>
    text === undefined || rest.length > 0
      ? undefined
      : one(
          post('/api/notices', { text, ...(to !== undefined && { users: to.split(',') }) }),
          ({ devices }: { devices: number }, texts: AdminTexts) => `${texts.sentTo(devices)}\n`,
        ),
  'dead-letters list': ([...rest]) =>
    rest.length > 0 ? undefined : one(get('/api/dead-letters', { limit: '500' }), table('letters', ...LETTER_COLUMNS)),
  'dead-letters show': (numbers) => onLetters(numbers, (number) => get(`/api/dead-letters/${number}`), asJson),
  'dead-letters replay': (numbers) => onLetters(numbers, (number) => post(`/api/dead-letters/${number}/replay`), done),
  'dead-letters drop': (numbers) => onLetters(numbers, (number) => post(`/api/dead-letters/${number}/drop`), done),
  'user show': (args) => onUser(args, (path) => get(path), showUser),
  'user sessions': (args) =>
    onUser(args, (path) => get(path), table('sessions', 'sessionId', 'deviceKind', 'deviceName', 'openedAt', 'boundAt')),
  'user end': ([account, sessionId, ...rest]) =>
    account === undefined || rest.length > 0
      ? undefined
      : one(post(`${pathOf(account)}/end-sessions`, sessionId === undefined ? {} : { sessionId }), ended),
  'user disable': (args) => onUser(args, (path) => post(`${path}/disable`), ended),
  'user enable': (args) => onUser(args, (path) => post(`${path}/enable`), done),
  'user export': (args) => onUser(args, (path) => post(`${path}/export`), asJson),
  'user delete': (args) => onUser(args, (path) => ({ method: 'DELETE', path }), ended),
  'group show': (args) => onGroup(args, (path) => get(path), showGroup),
  'group members': (args) =>
    onGroup(args, (path) => get(path, { limit: '500' }), table('members', 'userId', 'name', 'role', 'joinedAt')),
  'group dissolve': (args) => onGroup(args, (path) => post(`${path}/dissolve`), done),
};

export const COMMAND_NAMES = Object.keys(COMMANDS);

/** Undefined where there is no such command, or its arguments do not fit. */
export function parseCommand(words: readonly string[], options: CommandOptions): AdminCommand | undefined {
  const [first = '', second = '', ...rest] = words;
  const ofTwo = COMMANDS[`${first} ${second}`];
  if (ofTwo) return ofTwo(rest, options);
  return Object.hasOwn(COMMANDS, first) ? COMMANDS[first]?.(words.slice(1), options) : undefined;
}

function pathOf(account: string): string {
  return `/api/users/${encodeURIComponent(account)}`;
}

function onUser([account, ...rest]: readonly string[], make: (path: string) => ApiRequest, show: AdminCommand['show']) {
  return account === undefined || rest.length > 0 ? undefined : one(make(pathOf(account)), show);
}

function onGroup([groupId, ...rest]: readonly string[], make: (path: string) => ApiRequest, show: AdminCommand['show']) {
  return groupId === undefined || rest.length > 0 ? undefined : one(make(`/api/groups/${encodeURIComponent(groupId)}`), show);
}

function onLetters(numbers: readonly string[], make: (number: string) => ApiRequest, show: AdminCommand['show']) {
  if (numbers.length === 0 || !numbers.every((number) => /^\d{1,15}$/.test(number))) return undefined;
  return { requests: numbers.map(make), show };
}
