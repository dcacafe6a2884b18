import { expect, test } from 'vitest';
import { apiFixture } from '../../status/api/testing/api-fixture.ts';
import { ABOUT_CHINESE, ABOUT_ENGLISH } from './about.ts';
import { type AdminCommand, COMMANDS, parseCommand } from './commands.ts';
import { describeAll, describeOne } from './help.ts';
import { ADMIN_TEXTS } from './texts.ts';

/** Views for a page in a browser: `members` shows the same in a terminal. */
const FOR_BROWSERS = ['history', 'live', 'session'];
const ID = 'x'.repeat(22);
/** Arguments for each word of a usage. */
const SAMPLES: Readonly<Record<string, string>> = { NAME: 'alice', ID, '[ROLE/]INSTANCE': 'gate-0', 'N…': '7', TEXT: 'hi' };

function sampleArguments(usage: string): string[] {
  const [word = ''] = usage.split(' ');
  if (word === '' || (word.startsWith('[') && !(word in SAMPLES))) return [];
  return [SAMPLES[word] ?? word.split('|')[0] ?? ''];
}

function requestsOf(name: string, args: readonly string[]): AdminCommand['requests'] {
  return parseCommand([...name.split(' '), ...args], {}).requests;
}

test('each operation of the OpenAPI document has a command, and each command sends requests of the document', async () => {
  const { json } = await apiFixture({}, { mails: { listNewest: async () => [] } }).ask({ path: '/openapi.json' });
  const { paths } = json as unknown as { paths: Record<string, Record<string, { operationId: string }>> };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => {
      const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      return { operationId, method: method.toUpperCase(), path, pattern };
    }),
  );
  const sent = Object.entries(COMMANDS).flatMap(([name, { usage }]) => [
    ...requestsOf(name, sampleArguments(usage)),
    ...(usage.includes('| all') ? requestsOf(name, ['all']) : []),
  ]);
  const used = sent.map(({ method, path }) => {
    const fitting = operations.filter((one) => one.method === method && one.pattern.test(path));
    // "replay-all" also fits {number}: the path without a parameter is meant.
    const [operation] = fitting.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);
    return operation?.operationId ?? `no operation for ${method} ${path}`;
  });
  const wanted = operations.map(({ operationId }) => operationId).filter((id) => !FOR_BROWSERS.includes(id));
  expect(new Set(used)).toEqual(new Set(wanted));
});

test('each command is described in English and Chinese, and listed with its arguments', () => {
  const names = [...Object.keys(COMMANDS), 'trace'].toSorted();
  for (const about of [ABOUT_ENGLISH, ABOUT_CHINESE]) expect(Object.keys(about).toSorted()).toEqual(names);
  for (const texts of [ADMIN_TEXTS.en, ADMIN_TEXTS.zh]) {
    const all = describeAll(texts);
    for (const name of names) {
      expect(all).toContain(`  ${name}`);
      expect(describeOne(name, texts)).toContain(texts.about[name]);
      for (const option of COMMANDS[name]?.options ?? []) {
        expect(describeOne(name, texts)).toMatch(new RegExp(`--${option} +\\S`));
        expect(COMMANDS[name]?.usage).toContain(`--${option}`);
      }
    }
  }
  expect(describeAll(ADMIN_TEXTS.en)).toContain('  user end NAME [SESSION]\n');
});

test.each([
  [[], 'a command is missing: npm run admin -- --help lists all'],
  [['what'], 'there is no command "what": npm run admin -- --help lists all'],
  [['__proto__'], 'there is no command "__proto__": npm run admin -- --help lists all'],
  [['user'], 'user needs one of: show, sessions, end, disable, enable, export, delete'],
  [['user', 'close', 'alice'], 'user needs one of: show, sessions, end, disable, enable, export, delete'],
  [['user', 'show'], 'user show: an argument is missing: npm run admin -- user show NAME'],
  [['user', 'show', 'a', 'b'], 'user show: too many arguments: npm run admin -- user show NAME'],
  [['members', 'x'], 'members: too many arguments: npm run admin -- members'],
  [['group', 'show', 'den'], '"den" is not the id of a group: it has 22 characters'],
  [['log-level', 'loud'], 'log-level: "loud" is not one of debug, info, warn, error, silent'],
  [['dead-letters', 'show', 'all'], '"all" is not the number of a dead letter: dead-letters list shows them'],
  [['dead-letters', 'drop', '1', 'all'], '"all" is not the number of a dead letter: dead-letters list shows them'],
])('%j is refused in one sentence', (words, sentence) => {
  expect(() => parseCommand(words, {})).toThrow(sentence);
  expect(sentence).not.toContain('\n');
});

test('an option that a command does not have is refused, and filters need all', () => {
  expect(() => parseCommand(['members'], { to: 'alice' })).toThrow('members has no option --to: npm run admin -- members');
  expect(() => parseCommand(['dead-letters', 'show', '1'], { yes: true })).toThrow('has no option --yes');
  expect(() => parseCommand(['dead-letters', 'replay', '1'], { cause: 'x' })).toThrow('--cause needs "all"');
});

test('an instance is named alone, or with its role', () => {
  const path = '/api/instances/node-1/drain';
  expect(parseCommand(['drain', 'node-1'], {}).requests).toEqual([{ method: 'POST', path }]);
  expect(parseCommand(['drain', 'logic/node-1'], {}).requests).toEqual([{ method: 'POST', path, query: { role: 'logic' } }]);
  const { requests } = parseCommand(['log-level', 'debug', 'logic/node-1'], {});
  expect(requests).toMatchObject([{ body: { level: 'debug', instance: 'node-1', role: 'logic' } }]);
});

test('all letters are replayed or dropped after a yes, with what the filters say', () => {
  const filter = { service: 'logic', cause: 'TypeError' };
  const query = { limit: '500', ...filter };
  const asked = parseCommand(['dead-letters', 'replay', 'all'], filter);
  expect(asked).toMatchObject({
    asks: true,
    preview: { path: '/api/dead-letters', query },
    requests: [{ method: 'POST', path: '/api/dead-letters/replay-all', body: filter }],
  });
  const { asks, requests } = parseCommand(['dead-letters', 'drop', 'all'], { yes: true });
  expect([asks, requests]).toEqual([false, [{ method: 'POST', path: '/api/dead-letters/drop-all', body: {} }]]);
});
