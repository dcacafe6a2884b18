// The commands of `npm run admin`: which requests each one sends, and how their replies are shown.
import type { ApiRequest } from './backends.ts';
import { type Rows, showFindings, showGroup, showLag, showMany, showMembers, showTable, showUser } from './output.ts';
import type { AdminTexts } from './texts.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Options that only some commands have. */
export interface CommandOptions {
  /** Of "notice": the users, otherwise everybody. */
  readonly to?: string | undefined;
  /** Of "dead-letters … all": only those of this service, and with this text in their cause. */
  readonly service?: string | undefined;
  readonly cause?: string | undefined;
  /** Asks nothing. */
  readonly yes?: boolean | undefined;
}

export interface AdminCommand {
  readonly requests: readonly ApiRequest[];
  /** The reply is JSON lines, and goes out as it comes. */
  readonly lines?: boolean;
  /** Lists the letters that it is for: the requests are about these, and about none that come later. */
  readonly preview?: ApiRequest;
  /** It is done after a yes. */
  readonly asks?: boolean;
  show(reply: never, texts: AdminTexts): string;
}

export interface CommandSpec {
  /** "NAME [SESSION]" */
  readonly usage: string;
  /** How many arguments it takes. */
  readonly least: number;
  readonly most: number;
  readonly options: readonly (keyof CommandOptions)[];
  /** Throws WrongArguments. */
  make(args: readonly string[], options: CommandOptions): AdminCommand;
}

/** The arguments are wrong. The message says how they should be. */
export class WrongArguments extends Error {
  override readonly name = 'WrongArguments';
}

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
const sent: AdminCommand['show'] = ({ devices }: { devices: number }, texts: AdminTexts) => `${texts.sentTo(devices)}\n`;

/** A command without arguments. */
function plain(request: ApiRequest, show: AdminCommand['show']): CommandSpec {
  return { usage: '', least: 0, most: 0, options: [], make: () => one(request, show) };
}

/** A command on one thing, such as a user: `make` gets it percent-encoded. */
function on(usage: string, make: (thing: string) => ApiRequest, show: AdminCommand['show']): CommandSpec {
  return { usage, least: 1, most: 1, options: [], make: ([thing = '']) => one(make(encodeURIComponent(thing)), show) };
}

/** A command on a group. */
function onGroup(make: (path: string) => ApiRequest, show: AdminCommand['show']): CommandSpec {
  return on(
    'ID',
    (groupId) => {
      if (!/^[A-Za-z0-9_-]{22}$/.test(groupId))
        throw new WrongArguments(`"${decodeURIComponent(groupId)}" is not the id of a group: it has 22 characters`);
      return make(`/api/groups/${groupId}`);
    },
    show,
  );
}

/** "gate-0", or "gate/gate-0" where several roles have the name. */
function readInstance(name: string): { readonly instance: string; readonly role?: string } {
  const [instance = '', ...roles] = name.split('/').reverse();
  return roles.length === 0 ? { instance } : { instance, role: roles.reverse().join('/') };
}

const user = (path: string): string => `/api/users/${path}`;

/** "user show" → the command. */
export const COMMANDS: Readonly<Record<string, CommandSpec>> = {
  members: plain(get('/api/members'), showMembers),
  gates: plain(get('/api/gates'), table('gates', 'instance', 'addresses', 'connections', 'maxConnections', 'draining')),
  lag: plain(get('/api/lag'), showLag),
  doctor: plain(get('/api/doctor'), showFindings),
  audit: plain(get('/api/audit'), table('entries', 'number', 'at', 'actor', 'address', 'act', 'target', 'result')),
  mails: plain(get('/api/mails'), table('mails', 'at', 'to', 'subject', 'text')),
  drain: {
    usage: '[ROLE/]INSTANCE',
    least: 1,
    most: 1,
    options: [],
    make: ([name = '']) => {
      const { instance, role } = readInstance(name);
      return one({ ...post(`/api/instances/${encodeURIComponent(instance)}/drain`), ...(role && { query: { role } }) }, done);
    },
  },
  'log-level': {
    usage: `${LOG_LEVELS.join('|')} [[ROLE/]INSTANCE]`,
    least: 1,
    most: 2,
    options: [],
    make: ([level = '', name]) => {
      if (!LOG_LEVELS.some((known) => known === level))
        throw new WrongArguments(`log-level: "${level}" is not one of ${LOG_LEVELS.join(', ')}`);
      return one(post('/api/log-level', { level, ...(name !== undefined && readInstance(name)) }), done);
    },
  },
  notice: {
    usage: 'TEXT [--to NAME,NAME…]',
    least: 1,
    most: 1,
    options: ['to'],
    make: ([text], { to }) => one(post('/api/notices', { text, ...(to !== undefined && { users: to.split(',') }) }), sent),
  },
  'dead-letters list': {
    ...plain(get('/api/dead-letters'), asJson),
    usage: '[--service SERVICE] [--cause TEXT]',
    options: ['service', 'cause'],
    make: (_args, options) => one(listLetters(options), table('letters', 'number', 'at', 'service', 'state', 'place', 'cause')),
  },
  'dead-letters show': onLetters('', (number) => get(`/api/dead-letters/${number}`), asJson),
  'dead-letters replay': onLetters('replay-all', (number) => post(`/api/dead-letters/${number}/replay`), done),
  'dead-letters drop': onLetters('drop-all', (number) => post(`/api/dead-letters/${number}/drop`), done),
  'user show': on('NAME', (account) => get(user(account)), showUser),
  'user sessions': on(
    'NAME',
    (account) => get(user(account)),
    table('sessions', 'sessionId', 'deviceKind', 'deviceName', 'openedAt', 'boundAt'),
  ),
  'user end': {
    usage: 'NAME [SESSION]',
    least: 1,
    most: 2,
    options: [],
    make: ([account = '', sessionId]) => {
      const body = sessionId === undefined ? {} : { sessionId };
      return one(post(`${user(encodeURIComponent(account))}/end-sessions`, body), ended);
    },
  },
  'user disable': on('NAME', (account) => post(`${user(account)}/disable`), ended),
  'user enable': on('NAME', (account) => post(`${user(account)}/enable`), done),
  'user export': {
    usage: 'NAME > FILE',
    least: 1,
    most: 1,
    options: [],
    make: ([account = '']) => ({ ...one(post(`${user(encodeURIComponent(account))}/export`), asJson), lines: true }),
  },
  'user delete': on('NAME', (account) => ({ method: 'DELETE', path: user(account) }), ended),
  'group show': onGroup((path) => get(path), showGroup),
  'group members': onGroup((path) => get(path, { limit: '500' }), table('members', 'userId', 'name', 'role', 'joinedAt')),
  'group dissolve': onGroup((path) => post(`${path}/dissolve`), done),
};

/** Throws WrongArguments where there is no such command, or its arguments do not fit. */
export function parseCommand(words: readonly string[], options: CommandOptions): AdminCommand {
  const { name, spec, args } = findCommand(words);
  const how = `npm run admin -- ${name} ${spec.usage}`.trimEnd();
  const least = Math.max(spec.least, 0);
  if (args.length < least || args.length > spec.most)
    throw new WrongArguments(`${name}: ${args.length < least ? 'an argument is missing' : 'too many arguments'}: ${how}`);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const foreign = given.find(([option]) => !spec.options.some((known) => known === option));
  if (foreign) throw new WrongArguments(`${name} has no option --${foreign[0]}: ${how}`);
  return spec.make(args, options);
}

/** The command that these words begin with. Throws WrongArguments. */
export function findCommand(words: readonly string[]): {
  readonly name: string;
  readonly spec: CommandSpec;
  readonly args: readonly string[];
} {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    const spec = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (spec && words.length >= count) return { name, spec, args: words.slice(count) };
  }
  const [first = ''] = words;
  const verbs = Object.keys(COMMANDS).flatMap((name) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []));
  if (first !== '' && verbs.length > 0) throw new WrongArguments(`${first} needs one of: ${verbs.join(', ')}`);
  throw new WrongArguments(
    `${first === '' ? 'a command is missing' : `there is no command "${first}"`}: npm run admin -- --help lists all`,
  );
}

function listLetters({ service, cause }: CommandOptions, limit = '500'): ApiRequest {
  return get('/api/dead-letters', { limit, ...filterOf({ service, cause }) });
}

function filterOf({ service, cause }: CommandOptions): Record<string, string> {
  return { ...(service !== undefined && { service }), ...(cause !== undefined && { cause }) };
}

/** On letters with these numbers, or with `allPath` on "all" that a filter leaves. */
function onLetters(allPath: string, make: (number: string) => ApiRequest, show: AdminCommand['show']): CommandSpec {
  const hasAll = allPath !== '';
  return {
    usage: hasAll ? 'N… | all [--service SERVICE] [--cause TEXT] [--yes]' : 'N…',
    least: 1,
    most: Number.POSITIVE_INFINITY,
    options: hasAll ? ['service', 'cause', 'yes'] : [],
    make(numbers, options) {
      if (hasAll && numbers.length === 1 && numbers[0] === 'all') {
        const request = post(`/api/dead-letters/${allPath}`, filterOf(options));
        return { requests: [request], show: showMany, preview: listLetters(options), asks: !options.yes };
      }
      const filter = Object.keys(filterOf(options))[0];
      if (filter !== undefined) throw new WrongArguments(`--${filter} needs "all" instead of numbers`);
      const wrong = numbers.find((number) => !/^\d{1,15}$/.test(number));
      if (wrong !== undefined)
        throw new WrongArguments(`"${wrong}" is not the number of a dead letter: dead-letters list shows them`);
      return { requests: numbers.map(make), show };
    },
  };
}
