// Two people at two terminals, against the real gate and services.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detectLanguage, parseFlags } from '../../client/terminal/flags.ts';
import { printable } from '../../client/terminal/screen/printable.ts';
import { formatWait } from '../../client/terminal/screen/time.ts';
import { startTerminalUser, type TerminalUser } from '../../client/terminal/testing/terminal-user.ts';
import { TEXTS } from '../../client/terminal/texts/texts.ts';
import { embeddedServerFixture } from '../testing/embedded-server-fixture.ts';

const server = embeddedServerFixture();

interface Seated extends TerminalUser {
  readonly stateFile: string;
}

function seat(name: string, options: { flags?: string[]; environment?: Record<string, string> } = {}): Seated {
  const { flags = [], environment = { IM_PASSWORD: 'longenough' } } = options;
  const stateFile = join(server.folder, `${name}.json`);
  const argv = ['--as', name, '--gate', server.tcp, '--state', stateFile, ...flags];
  return { ...startTerminalUser({ flags: argv, environment }), stateFile };
}

test('a line after a failed /to goes to nobody, least of all to who was chosen before', async () => {
  const carol = seat('carol-to');
  await carol.sees('carol-to');
  const dave = seat('dave-to');
  await dave.sees('dave-to');
  carol.input.write('/to dave-to\nfor dave\n');
  await dave.sees('for dave');
  carol.input.write('/to nobody-there\nonly for nobody\n/to dave-to\nfor dave again\n');
  await dave.sees('for dave again');
  expect(dave.output()).not.toContain('only for nobody');
  expect(carol.output()).toContain('Choose whom to write to first');
});

test('two people register, find each other and talk', async () => {
  const alice = seat('alice');
  const bob = seat('bob', { flags: ['--lang', 'zh'] });
  await alice.sees('Welcome, alice: you are registered.');
  await bob.sees('欢迎，bob：注册成功。');
  alice.input.write('/to BOB\nhello\n');
  await alice.sees('✓ me → bob: hello');
  await bob.sees('alice: hello');
  bob.input.write('/to alice\n你好\n/list\n/history\n/who\n');
  await alice.sees('bob: 你好');
  await bob.sees('正在发给 alice');
  bob.input.write('/quit\n');
  expect(await bob.exit).toBe(0);
});

test('the session is kept in a file for its owner alone, and the next start goes on with it', async () => {
  const first = seat('carol');
  await first.sees('registered');
  first.input.end();
  expect(await first.exit).toBe(0);
  expect((await stat(first.stateFile)).mode & 0o777).toBe(0o600);
  expect(await readFile(first.stateFile, 'utf8')).not.toContain('longenough');
  const again = seat('carol', { environment: {} });
  await again.sees('Welcome back, carol.');
});

test('what came meanwhile is shown at the next start, and only that', async () => {
  const dora = seat('dora');
  const emil = seat('emil');
  await Promise.all([dora.sees('registered'), emil.sees('registered')]);
  dora.input.write('/to emil\nfirst\n');
  await emil.sees('dora: first');
  emil.input.end();
  await emil.exit;
  dora.input.write('second\n');
  await dora.sees('emil: second');
  const again = seat('emil');
  await again.sees('dora: second');
  expect(again.output()).not.toContain('first');
});

test('piped lines are all stored before the chat leaves', async () => {
  const person = seat('piped');
  person.input.end(`/to piped\n${Array.from({ length: 30 }, (_, n) => `note ${n}`).join('\n')}\n`);
  expect(await person.exit).toBe(0);
  expect(person.output().match(/note \d+/g)).toEqual(Array.from({ length: 30 }, (_, n) => `note ${n}`));
});

test('a wrong password, no password and unknown commands each get their own answer', async () => {
  const owner = seat('frank');
  await owner.sees('registered');
  owner.input.write('/nonsense\nlost words\n/to nobody-there\n/history\n');
  await owner.sees('There is no /nonsense');
  await owner.sees('Choose whom to write to first');
  await owner.sees('There is no nobody-there.');
  const state = ['--state', join(server.folder, 'other.json')];
  const thief = seat('frank', { flags: [...state, '--password', 'wrong password'] });
  expect(await thief.exit).toBe(1);
  await thief.sees('this is not its password');
  const mute = seat('frank', { flags: state, environment: {} });
  expect(await mute.exit).toBe(1);
  await mute.sees('A password is needed');
});

test('a flag that makes no sense is named, with what to do, in the language of the environment', () => {
  const told = (...argv: string[]): string | undefined => {
    const flags = parseFlags(argv, {});
    return 'mistake' in flags ? flags.mistake?.(TEXTS.en) : 'none';
  };
  expect(told('--as', 'x')).toBe('none');
  expect(told('--help')).toBeUndefined();
  expect(told()).toContain('npm run chat -- --as NAME');
  expect(told('--as', ' ')).toContain('npm run chat -- --as NAME');
  expect(told('--as', 'x', '--gate', 'nowhere')).toContain('--gate nowhere is not an address: give tcp://');
  expect(told('--as', 'x', '--device', 'toaster')).toContain('--device toaster is not known: give phone');
  expect(told('--as', 'x', '--unknown')).toContain('--unknown cannot be understood');
  expect(told('--as', 'x', '--gate')).toContain('--gate needs an address');
  expect(told('--as')).toBe('--as needs a name.');
  expect(told('--as', '--gate', 'tcp://127.0.0.1:1')).toBe('--as needs a name.');
  expect(told('--as', 'x', '--lang', 'de')).toContain('--lang de is not known: give en or zh');
  expect(parseFlags(['--as', '../X', '--gate', 'ws://host:7001'], {})).toMatchObject({
    stateFile: expect.stringMatching(/im-chat\/\.\.%2Fx@host_7001\.json$/),
  });
  expect(detectLanguage([], { LC_ALL: '', LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(detectLanguage([], { LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(detectLanguage(['--lang', 'en'], { LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(detectLanguage(['--lang', 'de'], { LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(detectLanguage([], {})).toBe('en');
});

test.each([
  [900, '1 s', '1 秒'],
  [90_000, '90 s', '90 秒'],
  [90_001, '2 min', '2 分钟'],
  [5_400_000, '90 min', '90 分钟'],
  [86_400_000, '24 h', '24 小时'],
])('a wait of %d ms is told as %s, %s', (ms, english, chinese) => {
  expect(formatWait(ms, TEXTS.en)).toBe(english);
  expect(formatWait(ms, TEXTS.zh)).toBe(chinese);
});

test('a text cannot move the cursor or turn the direction of writing', () => {
  expect(printable('a\u001b[2Jb\u202ec\nd')).toBe('a\ufffd[2Jb\ufffdc ⏎ d');
  expect(printable('你好 👩‍👩‍👧')).toBe('你好 👩‍👩‍👧');
});
