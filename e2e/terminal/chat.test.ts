// Users at terminals and pipes, against the real gate and services.
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

interface StartedUser extends TerminalUser {
  readonly stateFile: string;
}

function startUser(name: string, options: { flags?: string[]; environment?: Record<string, string> } = {}): StartedUser {
  const { flags = [], environment = { IM_PASSWORD: 'longenough' } } = options;
  const stateFile = join(server.folder, `${name}.json`);
  const argv = ['--as', name, '--gate', server.tcp, '--state', stateFile, ...flags];
  return { ...startTerminalUser({ flags: argv, environment }), stateFile };
}

test('a line after a failed /to is not sent, and above all not to the previous recipient', async () => {
  const carol = startUser('carol-to');
  await carol.sees('carol-to');
  const dave = startUser('dave-to');
  await dave.sees('dave-to');
  carol.input.write('/to dave-to\nfor dave\n');
  await dave.sees('for dave');
  carol.input.write('/to nobody-there\nonly for nobody\n/to dave-to\nfor dave again\n');
  await dave.sees('for dave again');
  expect(dave.output()).not.toContain('only for nobody');
  expect(carol.output()).toContain('Select one first');
});

test('two users register, find each other and exchange messages', async () => {
  const alice = startUser('alice');
  const bob = startUser('bob', { flags: ['--lang', 'zh'] });
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

test('only its owner can read the state file, and the next start resumes its session', async () => {
  const first = startUser('carol');
  await first.sees('registered');
  first.input.end();
  expect(await first.exit).toBe(0);
  expect((await stat(first.stateFile)).mode & 0o777).toBe(0o600);
  expect(await readFile(first.stateFile, 'utf8')).not.toContain('longenough');
  const again = startUser('carol', { environment: {} });
  await again.sees('Welcome back, carol.');
});

test('the next start shows the messages that arrived meanwhile, and no others', async () => {
  const dora = startUser('dora');
  const emil = startUser('emil');
  await Promise.all([dora.sees('registered'), emil.sees('registered')]);
  dora.input.write('/to emil\nfirst\n');
  await emil.sees('dora: first');
  emil.input.end();
  await emil.exit;
  dora.input.write('second\n');
  await dora.sees('emil: second');
  const again = startUser('emil');
  await again.sees('dora: second');
  expect(again.output()).not.toContain('first');
});

test('the chat stores all piped lines before it exits', async () => {
  const user = startUser('piped');
  user.input.end(`/to piped\n${Array.from({ length: 30 }, (_, n) => `note ${n}`).join('\n')}\n`);
  expect(await user.exit).toBe(0);
  expect(user.output().match(/note \d+/g)).toEqual(Array.from({ length: 30 }, (_, n) => `note ${n}`));
});

test('a wrong password, a missing password and an unknown command each have their own message', async () => {
  const owner = startUser('frank');
  await owner.sees('registered');
  owner.input.write('/nonsense\nlost words\n/to nobody-there\n/history\n');
  await owner.sees('There is no /nonsense');
  await owner.sees('Select one first');
  await owner.sees('There is no nobody-there.');
  const state = ['--state', join(server.folder, 'other.json')];
  const thief = startUser('frank', { flags: [...state, '--password', 'wrong password'] });
  expect(await thief.exit).toBe(1);
  await thief.sees('has another password');
  const mute = startUser('frank', { flags: state, environment: {} });
  expect(await mute.exit).toBe(1);
  await mute.sees('A password is needed');
});

test('an invalid flag is named, with a remedy, in the language of the environment', () => {
  const describeMistake = (...argv: string[]): string | undefined => {
    const flags = parseFlags(argv, {});
    return 'mistake' in flags ? flags.mistake?.(TEXTS.en) : 'none';
  };
  expect(describeMistake('--as', 'x')).toBe('none');
  expect(describeMistake('--help')).toBeUndefined();
  expect(describeMistake()).toContain('npm run chat -- --as NAME');
  expect(describeMistake('--as', ' ')).toContain('npm run chat -- --as NAME');
  expect(describeMistake('--as', 'x', '--gate', 'nowhere')).toContain('--gate nowhere is not an address: use tcp://');
  expect(describeMistake('--as', 'x', '--device', 'toaster')).toContain('--device toaster is unknown: use phone');
  expect(describeMistake('--as', 'x', '--unknown')).toContain('--unknown is not a valid flag');
  expect(describeMistake('--as', 'x', '--gate')).toContain('--gate needs an address');
  expect(describeMistake('--as')).toBe('--as needs a name.');
  expect(describeMistake('--as', '--gate', 'tcp://127.0.0.1:1')).toBe('--as needs a name.');
  expect(describeMistake('--as', 'x', '--lang', 'de')).toContain('--lang de is unknown: use en or zh');
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
])('a wait of %d ms is formatted as %s, %s', (ms, english, chinese) => {
  expect(formatWait(ms, TEXTS.en)).toBe(english);
  expect(formatWait(ms, TEXTS.zh)).toBe(chinese);
});

test('a text cannot move the cursor or change the direction of writing', () => {
  expect(printable('a\u001b[2Jb\u202ec\nd')).toBe('a\ufffd[2Jb\ufffdc ⏎ d');
  expect(printable('你好 👩‍👩‍👧')).toBe('你好 👩‍👩‍👧');
});
