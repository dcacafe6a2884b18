import { expect, test } from 'vitest';
import { parseFlags } from './flags.ts';
import { EXIT } from './script/exit-codes.ts';
import { ENGLISH } from './texts/english.ts';
import { TEXTS } from './texts/texts.ts';

test('a name and a password may begin with "-"', () => {
  const flags = parseFlags(['--as', '-bob', '--password', '--correct horse', '--lang', 'en'], {});
  expect(flags).toMatchObject({ name: '-bob', password: '--correct horse' });
});

test.each([
  [['--as', '--gate', 'tcp://127.0.0.1:7000'], '--as needs'],
  [['--as'], '--as needs'],
  [['--as', 'bob', '--status', 'tcp://x:1'], '--status tcp://x:1 is not an address'],
  [['--as', 'bob', '--status'], '--status needs'],
  [['--as', 'bob', 'carol'], 'carol is not a valid flag'],
  [['--as', 'bob', '--to'], '--to needs the name of a user'],
  [['--as', 'bob', '--to', ' '], '--to needs the name of a user'],
  [['--as', 'bob', '--plain', '--json'], 'Use --plain or --json, not both.'],
  [['--as', 'bob', '--gates', 'x'], '--gates is not a valid flag'],
])('%j is refused with a sentence that names the flag', (argv, sentence) => {
  const flags = parseFlags(argv, {});
  const mistake = 'mistake' in flags ? flags.mistake : undefined;
  expect(mistake?.(ENGLISH)).toContain(sentence);
});

test('with --status no gate is needed, and the status names the server in saved states', () => {
  const flags = parseFlags(['--as', 'bob', '--status', 'http://127.0.0.1:7003'], {});
  expect(flags).toMatchObject({ gates: [], status: ['http://127.0.0.1:7003'], server: 'http://127.0.0.1:7003' });
  expect(flags).toMatchObject({ stateFile: expect.stringContaining('bob@127.0.0.1_7003.json') });
});

test.each([
  [['--to', '#Team'], { to: '#Team', format: 'screen' }],
  [['--plain'], { to: undefined, format: 'plain' }],
  [['--to', '-bob', '--json'], { to: '-bob', format: 'json' }],
])('%j says whom the lines go to, and what the output is for', (argv, flags) => {
  expect(parseFlags(['--as', 'bob', ...argv], {})).toMatchObject(flags);
});

test('the usage names every exit code in both languages', () => {
  for (const { usage } of Object.values(TEXTS))
    for (const code of Object.values(EXIT)) expect(usage).toMatch(new RegExp(`(Exit codes:|退出码：|[;；]\\s*)\\s*${code} `));
});
