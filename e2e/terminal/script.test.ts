// The chat as a program of scripts: real processes and pipes, against the real gate and services.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { server, signIn } = terminalFixture();
const MAIN = join(import.meta.dirname, '../../client/terminal/main.ts');

interface ScriptResult {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function startScript(name: string, ...flags: string[]): ChildProcessWithoutNullStreams {
  const given = ['--as', name, '--gate', server.tcp, '--state', join(server.folder, `${name}.json`), ...flags];
  const child = spawn(process.execPath, [MAIN, ...given], { env: { ...process.env, IM_PASSWORD: 'longenough', LANG: 'C' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Runs the chat with this input. */
async function runScript(name: string, input: string, ...flags: string[]): Promise<ScriptResult> {
  const child = startScript(name, ...flags);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, output, errors };
}

test('each line of a pipe is one message to --to, verbatim, and the chat ends when all are stored', async () => {
  const alice = await signIn('alice');
  const { code, output, errors } = await runScript('bot', 'hi\n\n/quit\n  你好\n', '--to', 'ALICE', '--plain');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const rows = output
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  expect(rows.map(([, ...columns]) => columns)).toEqual([
    ['alice', 'bot', 'hi'],
    ['alice', 'bot', '/quit'],
    ['alice', 'bot', '  你好'],
  ]);
  for (const [time] of rows) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  await alice.sees('bot:   你好');
});

test('--json tells of each message that is stored, and of those that arrived meanwhile', async () => {
  await runScript('json-bot', '', '--plain');
  const carol = await signIn('carol');
  carol.input.write('/to json-bot\nare you there?\n');
  await carol.sees('✓ me → json-bot');
  const { code, output, errors } = await runScript('json-bot', 'yes\n', '--to', 'carol', '--json');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const events = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const [loggedIn] = events;
  expect(loggedIn).toEqual({ event: 'loggedIn', name: 'json-bot', userId: expect.any(String) });
  const messages = events.filter(({ event }) => event === 'message');
  expect(messages).toMatchObject([
    { sender: 'carol', conversation: 'carol', isGroup: false, own: false, kind: 'TEXT', seq: 1, text: 'are you there?' },
    { sender: 'json-bot', senderId: loggedIn?.userId, conversation: 'carol', own: true, seq: 2, text: 'yes' },
  ]);
  const { messageId, clientMessageId, conversationId, time } = messages[1] ?? {};
  const acknowledged = { event: 'stored', line: 1, seq: 2, messageId, clientMessageId, conversationId, time };
  expect(events.filter(({ event }) => event === 'stored')).toEqual([acknowledged]);
});

test('a group is a recipient too', async () => {
  const owner = await signIn('owner');
  owner.input.write('/group Builds\n');
  await owner.sees('Builds');
  owner.input.end();
  await owner.exit;
  const { code, output } = await runScript('owner', 'green\n', '--to', '#Builds');
  expect(code).toBe(0);
  expect(output).toContain('\t#Builds\towner\tgreen\n');
});

test('an unknown recipient, wrong flags, a missing recipient and a failed log-in each have a sentence and a code', async () => {
  const unknown = await runScript('dan', 'hi\n', '--to', 'nobody-there', '--plain');
  const sentence = '--to nobody-there: there is no such user, and you have no such group. Nothing was sent.';
  expect(unknown).toEqual({ code: 3, output: '', errors: `${sentence}\n` });
  const asJson = await runScript('dan', 'hi\n', '--to', 'nobody-there', '--json');
  expect(asJson).toMatchObject({ code: 3, errors: '' });
  expect(JSON.parse(asJson.output.split('\n')[1] ?? '')).toEqual({ event: 'error', code: 'NO_SUCH_RECIPIENT', sentence });
  const wrong = await runScript('dan', '', '--plain', '--json');
  expect(wrong).toMatchObject({ code: 2, output: '' });
  expect(wrong.errors).toContain('Use --plain or --json, not both.');
  expect(wrong.errors).toContain('Exit codes: 0 all is stored;');
  const nowhere = await runScript('dan', 'hi\n', '--plain');
  expect(nowhere).toMatchObject({ code: 1, output: '' });
  expect(nowhere.errors).toContain('Not sent: "hi": nobody is named to send it to');
  const thief = await runScript('dan', '', '--password', 'another one', '--json', '--state', join(server.folder, 'thief.json'));
  expect(thief.code).toBe(1);
  expect(JSON.parse(thief.output)).toMatchObject({ event: 'error', code: 'WRONG_CREDENTIALS' });
});

test('a chat that listens ends in order on SIGTERM', async () => {
  const child = startScript('listener', '--json');
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
