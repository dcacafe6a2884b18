// What lines do while the server refuses, is silent or is away.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { type FakeGate, TOKEN } from '../sdk/testing/fake-gate.ts';
import { startTestGate } from '../sdk/testing/sdk-fixture.ts';
import { loadState, saveState } from './state-file.ts';
import { startTerminalUser, type TerminalUser } from './testing/terminal-user.ts';

const SEND = 'Logic.sendMessage';

interface Sitting {
  readonly gate: FakeGate;
  readonly me: TerminalUser;
  readonly stateFile: string;
}

async function newStateFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'im-talk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'me.json');
}

/** Somebody who is logged in, and writes to bob. */
async function sit(prepare?: (gate: FakeGate, stateFile: string) => void): Promise<Sitting> {
  const gate = await startTestGate();
  const stateFile = await newStateFile();
  prepare?.(gate, stateFile);
  const flags = ['--as', 'me', '--gate', gate.tcp, '--state', stateFile];
  const me = startTerminalUser({ flags, environment: { IM_PASSWORD: 'secret word' }, terminal: true });
  await me.sees('Welcome back, me.');
  me.input.write('/to bob\r');
  await me.sees('You write to bob.');
  return { gate, me, stateFile };
}

/** The answers to this rpc, in the order of the questions: each is given when it is called. */
function heldBack(gate: FakeGate, rpc: string): readonly (() => void)[] {
  const answers: (() => void)[] = [];
  gate.responders.set(rpc, (frame, peer) => {
    const payload = gate.defaultResponder(frame, peer) as Uint8Array;
    answers.push(() => peer.send({ kind: im.Frame.Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId, payload }));
    return undefined;
  });
  return answers;
}

test('the greeting says how to find out more', async () => {
  const { me } = await sit();
  expect(me.output()).toContain('/help shows what there is.');
});

test('a text is visible at once, marked until it is stored', async () => {
  const { gate, me } = await sit();
  const answers = heldBack(gate, SEND);
  me.input.write('hello\r');
  await me.sees('… me → bob: hello');
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  expect(me.output()).not.toContain('✓ me');
  answers[0]?.();
  // The name as the server has it.
  await me.sees('✓ me → other: hello');
});

test('a command that is refused says why, and when it is worth another try', async () => {
  const { gate, me } = await sit();
  gate.responders.set('Auth.changePassword', () => new ImError('TOO_MANY_TRIES', 'no', { retryAfterMs: 6500 }));
  me.input.write('/password\r');
  for (const question of ['Current password: ', 'New password', 'again: ']) await me.answers(question, 'some secret');
  await me.sees('too many tries; try again in 7 s');
});

test('a text that is too long is told with both sizes, and not shown as a whole', async () => {
  const { gate, me } = await sit();
  const message = 'the text has 9000 bytes of UTF-8; 8192 are allowed';
  gate.responders.set(SEND, () => new ImError('TEXT_TOO_LONG', message));
  me.input.write(`${'long '.repeat(1800)}\r`);
  await me.sees('": the text is too long: 9000 bytes, 8192 are allowed');
  expect(/✗ Not sent: "((?:long ){12}…)":/.exec(me.output())).not.toBeNull();
});

test.each(['/history x', '/history 0', '/history 201', '/list x', '/who x', '/sessions x', '/quit now'])(
  '%s, which cannot be understood, is told how it is used',
  async (line) => {
    const { gate, me } = await sit();
    me.input.write(`${line}\r`);
    const [command = ''] = line.split(' ');
    await me.sees(command === '/history' ? '/history, or /history N' : `${command}, with nothing after it`);
    expect(gate.requests('Logic.pullMessages')).toEqual([]);
    me.input.write('still here\r');
    await me.sees('still here');
  },
);

test('a text that is refused says so', async () => {
  const { gate, me } = await sit();
  gate.responders.set(SEND, () => new ImError('TEXT_TOO_LONG', 'no'));
  me.input.write('much\r');
  await me.sees('✗ Not sent: "much": the text is too long');
});

test('without a connection the chat keeps texts, answers commands at once, and /quit does not wait', async () => {
  const { gate, me, stateFile } = await sit();
  await gate.stop();
  await me.sees('No connection. Next try in ');
  await me.sees('at least every 5 s');
  me.input.write('kept words\r/list\r/history\r/sessions\r/to carol\r');
  await me.sees('… me → bob: kept words');
  await vi.waitFor(() => expect(me.output().split('No connection; try again')).toHaveLength(4));
  await me.sees('carol is not known here: try again when it is back. Nobody is chosen.');
  const before = performance.now();
  me.input.write('/quit\r');
  expect(await me.exit).toBe(0);
  expect(performance.now() - before).toBeLessThan(2000);
  await me.sees('Not sent yet: "kept words". It is kept');
  expect(me.output()).not.toContain('✗');
  expect(loadState(stateFile)?.unacknowledged).toMatchObject([{ text: 'kept words' }]);
});

test('without a connection whoever is known here can be chosen, and what is written to him is kept', async () => {
  const { gate, me, stateFile } = await sit();
  me.input.write('hello\r');
  await me.sees('✓ me → other: hello');
  await gate.stop();
  await me.sees('No connection. Next try in ');
  me.input.write('/to OTHER\r');
  await me.sees('You write to other.');
  me.input.write('kept words\r');
  await me.sees('… me → other: kept words');
  me.input.write('/quit\r');
  expect(await me.exit).toBe(0);
  expect(loadState(stateFile)?.unacknowledged).toMatchObject([{ to: 'user-other', text: 'kept words' }]);
});

test('/quit does not wait for a command that is not answered, and says what was not done', async () => {
  const { gate, me } = await sit();
  gate.responders.set('Logic.findUser', () => undefined);
  me.input.write('/to carol\rfor carol\r');
  await vi.waitFor(() => expect(gate.requests('Logic.findUser')).toHaveLength(2));
  const before = performance.now();
  me.input.write('/quit\r');
  expect(await me.exit).toBe(0);
  expect(performance.now() - before).toBeLessThan(4000);
  await me.sees('Not done: for carol');
  expect(gate.requests(SEND)).toEqual([]);
});

test('a kept text that is refused at the next start is told', async () => {
  const { me } = await sit((gate, stateFile) => {
    const unacknowledged = [{ clientMessageId: new Uint8Array(16).fill(1), to: 'gone', text: 'old words' }];
    saveState(stateFile, { name: 'me', server: gate.tcp, token: TOKEN, cursor: { seqs: {} }, unacknowledged });
    gate.responders.set(SEND, () => new ImError('NO_SUCH_USER', 'gone'));
  });
  expect(me.output()).toContain('✗ Not sent: "old words": there is no such user any more');
});

test('what another device ended is told with its reason; what was not sent by then is kept for the next log-in', async () => {
  const { gate, me, stateFile } = await sit();
  gate.responders.set(SEND, () => undefined);
  me.input.write('under way\r');
  await vi.waitFor(() => expect(gate.requests(SEND)).toHaveLength(1));
  gate.close('DEVICE_REPLACED', { reconnect: false });
  expect(await me.exit).toBe(1);
  await me.sees('Not sent yet: "under way"');
  await me.sees('The end: you logged in on another device of this kind');
  expect(loadState(stateFile)).toMatchObject({ token: '', unacknowledged: [{ text: 'under way' }] });
});

test('a session that lives on in another window keeps its file', async () => {
  const { gate, me, stateFile } = await sit();
  saveState(stateFile, { name: 'me', server: gate.tcp, token: 'of the other window', cursor: { seqs: {} }, unacknowledged: [] });
  gate.close('SESSION_REPLACED', { reconnect: false });
  expect(await me.exit).toBe(1);
  expect(loadState(stateFile)?.token).toBe('of the other window');
});

test('a token that was refreshed is in the file at once', async () => {
  const { stateFile } = await sit((gate) => {
    gate.token.livesSeconds = 2;
  });
  // The chat asks for it no sooner than its pause between tries, 5 s.
  await vi.waitFor(async () => expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({ token: 'token-2' }), {
    timeout: 10_000,
  });
});

test('a kept session that has ended is said to have', async () => {
  const { me } = await sit((gate, stateFile) => {
    saveState(stateFile, { name: 'me', server: gate.tcp, token: 'old', cursor: { seqs: {} }, unacknowledged: [] });
  });
  expect(me.output()).toContain('The session kept from the last time has ended');
});

test('what was kept for another server is not used', async () => {
  const { gate } = await sit((_gate, stateFile) => {
    const unacknowledged = [{ clientMessageId: new Uint8Array(16).fill(1), to: 'somebody', text: 'secret' }];
    saveState(stateFile, { name: 'me', server: 'tcp://elsewhere:7000', token: TOKEN, cursor: { seqs: {} }, unacknowledged });
  });
  expect(gate.requests('Auth.resume')).toEqual([]);
  expect(gate.requests(SEND)).toEqual([]);
});

test('without a server the chat says what it waits for and how to start one; Ctrl-C leaves', async () => {
  const gate = await startTestGate();
  await gate.stop();
  const flags = ['--as', 'me', '--gate', gate.tcp, '--state', await newStateFile()];
  const me = startTerminalUser({ flags, terminal: true });
  await me.sees(`No server answers at ${gate.tcp}. Trying for 30 s`);
  await me.sees('npm start');
  me.input.write('\u0003');
  expect(await me.exit).toBe(1);
});

test('a server whose services do not answer is told apart from none', async () => {
  const gate = await startTestGate();
  const answers = heldBack(gate, 'Auth.logIn');
  const flags = ['--as', 'me', '--gate', gate.tcp, '--state', await newStateFile()];
  const me = startTerminalUser({ flags, environment: { IM_PASSWORD: 'secret word' }, terminal: true });
  await me.sees("Connected, but nobody answers the log-in: the server's services may be starting. Trying for 30 s");
  // As the gate does with who has not logged in for too long.
  gate.close('LOG_IN_TIMEOUT', { reconnect: true });
  await vi.waitFor(() => expect(answers).toHaveLength(2), { timeout: 10_000 });
  answers[1]?.();
  await me.sees('Welcome back, me.');
  expect(me.output()).not.toContain('No server answers');
});
