// The command loop while the server refuses commands, does not reply or is unavailable.
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

interface LoggedInUser {
  readonly gate: FakeGate;
  readonly me: TerminalUser;
  readonly stateFile: string;
}

async function newStateFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'im-talk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'me.json');
}

/** Starts a chat whose user is logged in and writes to bob. */
async function startUser(prepare?: (gate: FakeGate, stateFile: string) => void): Promise<LoggedInUser> {
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

/** Holds back the replies to this rpc. Returns functions, in the order of the requests, each of which sends one reply. */
function holdBackReplies(gate: FakeGate, rpc: string): readonly (() => void)[] {
  const replies: (() => void)[] = [];
  gate.responders.set(rpc, (frame, peer) => {
    const payload = gate.defaultResponder(frame, peer) as Uint8Array;
    replies.push(() => peer.send({ kind: im.Frame.Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId, payload }));
    return undefined;
  });
  return replies;
}

test('the greeting names /help', async () => {
  const { me } = await startUser();
  expect(me.output()).toContain('/help shows all commands.');
});

test('an entered text is shown at once, with a mark until the server has stored it', async () => {
  const { gate, me } = await startUser();
  const replies = holdBackReplies(gate, SEND);
  me.input.write('hello\r');
  await me.sees('… me → bob: hello');
  await vi.waitFor(() => expect(replies).toHaveLength(1));
  expect(me.output()).not.toContain('✓ me');
  replies[0]?.();
  // The name in the spelling of the server.
  await me.sees('✓ me → other: hello');
});

test('a refused command prints the reason and when to try again', async () => {
  const { gate, me } = await startUser();
  gate.responders.set('Auth.changePassword', () => new ImError('TOO_MANY_TRIES', 'no', { retryAfterMs: 6500 }));
  me.input.write('/password\r');
  for (const question of ['Current password: ', 'New password', 'again: ']) await me.answers(question, 'some secret');
  await me.sees('too many attempts; try again in 7 s');
});

test('a text that is too long is reported with both sizes and its beginning', async () => {
  const { gate, me } = await startUser();
  const message = 'the text has 9000 bytes of UTF-8; 8192 are allowed';
  gate.responders.set(SEND, () => new ImError('TEXT_TOO_LONG', message));
  me.input.write(`${'long '.repeat(1800)}\r`);
  await me.sees('": the text is too long: 9000 bytes, 8192 are allowed');
  expect(/✗ Not sent: "((?:long ){12}…)":/.exec(me.output())).not.toBeNull();
});

test.each(['/history x', '/history 0', '/history 201', '/list x', '/who x', '/sessions x', '/quit now'])(
  '%s is invalid and prints its usage',
  async (line) => {
    const { gate, me } = await startUser();
    me.input.write(`${line}\r`);
    const [command = ''] = line.split(' ');
    await me.sees(command === '/history' ? '/history, or /history N' : `${command} takes no further text`);
    expect(gate.requests('Logic.pullMessages')).toEqual([]);
    me.input.write('still here\r');
    await me.sees('still here');
  },
);

test('a refused text is reported with the reason', async () => {
  const { gate, me } = await startUser();
  gate.responders.set(SEND, () => new ImError('TEXT_TOO_LONG', 'no'));
  me.input.write('much\r');
  await me.sees('✗ Not sent: "much": the text is too long');
});

test('without a connection the chat keeps texts, commands fail at once, and /quit does not wait', async () => {
  const { gate, me, stateFile } = await startUser();
  await gate.stop();
  await me.sees('No connection. Next try in ');
  await me.sees('at least every 5 s');
  me.input.write('kept words\r/list\r/history\r/sessions\r/to carol\r');
  await me.sees('… me → bob: kept words');
  await vi.waitFor(() => expect(me.output().split('No connection: try again')).toHaveLength(4));
  await me.sees('carol is unknown on this device: try again later. No recipient is selected.');
  const before = performance.now();
  me.input.write('/quit\r');
  expect(await me.exit).toBe(0);
  expect(performance.now() - before).toBeLessThan(2000);
  await me.sees('Not sent yet: "kept words". It is kept');
  expect(me.output()).not.toContain('✗');
  expect(loadState(stateFile)?.unacknowledged).toMatchObject([{ text: 'kept words' }]);
});

test('without a connection a user can select a known recipient, and their texts are kept', async () => {
  const { gate, me, stateFile } = await startUser();
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
  expect(loadState(stateFile)?.unacknowledged).toMatchObject([{ toUserId: 'user-other', text: 'kept words' }]);
});

test('/quit does not wait for a command without a reply, and prints the lines that did not run', async () => {
  const { gate, me } = await startUser();
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

test('a kept text that the server refuses at the next start is reported', async () => {
  const { me } = await startUser((gate, stateFile) => {
    const unacknowledged = [{ clientMessageId: new Uint8Array(16).fill(1), toUserId: 'gone', text: 'old words' }];
    saveState(stateFile, { name: 'me', server: gate.tcp, token: TOKEN, cursor: { seqs: {} }, unacknowledged });
    gate.responders.set(SEND, () => new ImError('NO_SUCH_USER', 'gone'));
  });
  expect(me.output()).toContain('✗ Not sent: "old words": this user does not exist any more');
});

test('a session that another device ended is reported with its reason, and unsent texts are kept', async () => {
  const { gate, me, stateFile } = await startUser();
  gate.responders.set(SEND, () => undefined);
  me.input.write('in flight\r');
  await vi.waitFor(() => expect(gate.requests(SEND)).toHaveLength(1));
  gate.close('DEVICE_REPLACED', { reconnect: false });
  expect(await me.exit).toBe(1);
  await me.sees('Not sent yet: "in flight"');
  await me.sees('The session has ended: you logged in on another device of this kind');
  expect(loadState(stateFile)).toMatchObject({ token: '', unacknowledged: [{ text: 'in flight' }] });
});

test('after a log-out the state file keeps what belongs to the device, and the next log-in offers its token', async () => {
  const { me, stateFile, gate } = await startUser();
  me.input.write('/logout\r');
  await me.exit;
  const kept = { deviceToken: 'device-1', codeRequester: expect.stringMatching(/^[0-9a-f]{32}$/) };
  expect(loadState(stateFile)).toEqual({ name: 'me', server: gate.tcp, token: '', unacknowledged: [], ...kept });
  const again = startTerminalUser({
    flags: ['--as', 'me', '--gate', gate.tcp, '--state', stateFile],
    environment: { IM_PASSWORD: 'secret word' },
    terminal: true,
  });
  await vi.waitFor(() => expect(gate.requests('Auth.logIn').at(-1)).toMatchObject({ deviceToken: 'device-1' }));
  again.input.end();
});

test('a session that continues in another window keeps its state file', async () => {
  const { gate, me, stateFile } = await startUser();
  saveState(stateFile, { name: 'me', server: gate.tcp, token: 'of the other window', cursor: { seqs: {} }, unacknowledged: [] });
  gate.close('SESSION_REPLACED', { reconnect: false });
  expect(await me.exit).toBe(1);
  expect(loadState(stateFile)?.token).toBe('of the other window');
});

test('a refreshed token is in the state file at once', async () => {
  const { stateFile } = await startUser((gate) => {
    gate.token.livesSeconds = 2;
  });
  // The chat refreshes a token at the earliest after 5 s, its pause between attempts.
  await vi.waitFor(async () => expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({ token: 'token-2' }), {
    timeout: 10_000,
  });
});

test('a kept session that has ended is reported', async () => {
  const { me } = await startUser((gate, stateFile) => {
    saveState(stateFile, { name: 'me', server: gate.tcp, token: 'old', cursor: { seqs: {} }, unacknowledged: [] });
  });
  expect(me.output()).toContain('The saved session has ended');
});

test('the session and texts kept for another server are not used', async () => {
  const { gate } = await startUser((_gate, stateFile) => {
    const unacknowledged = [{ clientMessageId: new Uint8Array(16).fill(1), toUserId: 'somebody', text: 'secret' }];
    saveState(stateFile, { name: 'me', server: 'tcp://elsewhere:7000', token: TOKEN, cursor: { seqs: {} }, unacknowledged });
  });
  expect(gate.requests('Auth.resume')).toEqual([]);
  expect(gate.requests(SEND)).toEqual([]);
});

test('without a server the chat prints what it waits for and how to start one, and Ctrl-C ends it', async () => {
  const gate = await startTestGate();
  await gate.stop();
  const flags = ['--as', 'me', '--gate', gate.tcp, '--state', await newStateFile()];
  const me = startTerminalUser({ flags, terminal: true });
  await me.sees(`No server answers at ${gate.tcp}. Trying for 30 s`);
  await me.sees('npm start');
  me.input.write('\u0003');
  expect(await me.exit).toBe(1);
});

test('a server whose services do not reply has another message than a missing server', async () => {
  const gate = await startTestGate();
  const replies = holdBackReplies(gate, 'Auth.logIn');
  const flags = ['--as', 'me', '--gate', gate.tcp, '--state', await newStateFile()];
  const me = startTerminalUser({ flags, environment: { IM_PASSWORD: 'secret word' }, terminal: true });
  await me.sees('Connected, but no service answers the log-in: the services may still be starting. Trying for 30 s');
  // As a gate does when a connection does not log in in time.
  gate.close('LOG_IN_TIMEOUT', { reconnect: true });
  await vi.waitFor(() => expect(replies).toHaveLength(2), { timeout: 10_000 });
  replies[1]?.();
  await me.sees('Welcome back, me.');
  expect(me.output()).not.toContain('No server answers');
});
