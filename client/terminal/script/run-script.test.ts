// The exit code of a chat that a program drives, while the server refuses or does not reply.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { startTestGate } from '../../sdk/testing/sdk-fixture.ts';
import { loadState } from '../state-file.ts';
import { startTerminalUser } from '../testing/terminal-user.ts';

const SEND = 'Logic.sendMessage';

async function startScript(...flags: string[]) {
  const gate = await startTestGate();
  const folder = await mkdtemp(join(tmpdir(), 'im-script-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const stateFile = join(folder, 'bot.json');
  const all = ['--as', 'bot', '--gate', gate.tcp, '--state', stateFile, '--to', 'bob', ...flags];
  return { gate, stateFile, bot: startTerminalUser({ flags: all, environment: { IM_PASSWORD: 'secret word' } }) };
}

test('a refused message is an error event with its line, and the code is 1', async () => {
  const { gate, bot } = await startScript('--json');
  gate.responders.set(SEND, () => new ImError('BLOCKED', 'no'));
  bot.input.end('\nhi\n');
  expect(await bot.exit).toBe(1);
  const events = bot
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string });
  const sentence = '✗ Not sent: "hi": you have blocked this user, or this user has blocked you';
  expect(events.filter(({ event }) => event === 'error')).toEqual([
    { event: 'error', code: 'BLOCKED', sentence, line: 2, text: 'hi' },
  ]);
});

test('messages without a reply are kept for the next start, and the code is 4', async () => {
  const { gate, bot, stateFile } = await startScript('--plain');
  gate.responders.set(SEND, () => undefined);
  bot.input.end('hi\n/quit\n');
  expect(await bot.exit).toBe(4);
  expect(bot.errors()).toContain('Not sent yet: "hi". It is kept, and sent at the next start.');
  expect(bot.output()).toBe(bot.errors());
  expect(loadState(stateFile)?.unacknowledged.map(({ text }) => text)).toEqual(['hi', '/quit']);
});

test('a server that ends the session ends the chat with code 1', async () => {
  const { gate, bot } = await startScript('--json');
  await bot.sees('"event":"loggedIn"');
  gate.close('SESSION_ENDED', { reconnect: false });
  expect(await bot.exit).toBe(1);
  expect(bot.output()).toContain('"code":"SESSION_ENDED"');
});

test('an input that is longer than what may wait at once is stored line by line', async () => {
  const { bot } = await startScript('--json');
  const lines = Array.from({ length: 450 }, (_, index) => `note ${index}`);
  bot.input.end(lines.join('\n'));
  expect(await bot.exit).toBe(0);
  const numbers = [...bot.output().matchAll(/"event":"stored","line":(\d+)/g)].map(([, line]) => Number(line));
  expect(numbers).toEqual(lines.map((_, index) => index + 1));
});

test('a pipe of commands has the same codes', async () => {
  const { gate, stateFile } = await startScript();
  gate.responders.set(SEND, () => new ImError('BLOCKED', 'no'));
  const flags = ['--as', 'carl', '--gate', gate.tcp, '--state', `${stateFile}.carl`];
  const piped = startTerminalUser({ flags, environment: { IM_PASSWORD: 'secret word' } });
  piped.input.end('/to bob\nhi\n');
  expect(await piped.exit).toBe(1);
});
