// The session: reconnecting, detecting dead connections, and ending.
import { expect, onTestFinished, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import { createClient } from '../index.ts';
import { TOKEN } from '../testing/fake-gate.ts';
import { connectedClient, newClient, startTestGate } from '../testing/sdk-fixture.ts';
import { backOffMs, DEFAULT_TIMING } from './timing.ts';

const { Kind } = im.Frame;

test.each(['tcp', 'ws'] as const)('a client greets, logs in and calls over %s', async (kind) => {
  const gate = await startTestGate();
  const { client } = newClient(gate, { gates: [gate[kind]], device: { kind: 'phone', language: 'zh-CN', program: 'test 1' } });
  await expect(client.logIn('me', 'secret word')).resolves.toMatchObject({ userId: 'user-me' });
  await expect(client.call.logic.findUser({ name: 'bob' })).resolves.toMatchObject({ userId: 'user-other', name: 'bob' });
  await expect(client.call('Logic', 'findUser', { name: 'eve' })).resolves.toMatchObject({ name: 'eve' });
  expect(gate.lastPeer.kind).toBe(kind);
  expect(im.ClientHello.decode(gate.lastPeer.frames[0]?.payload ?? new Uint8Array())).toMatchObject({
    protocolVersion: 1,
    deviceKind: 'phone',
    language: 'zh-CN',
    client: 'test 1',
  });
  expect(gate.requests<im.LogInRequest>('Auth.logIn')[0]?.clientRequestId).toHaveLength(16);
});

test('after a lost connection the client reconnects and resumes its session', async () => {
  const { gate, client, states } = await connectedClient();
  gate.lastPeer.drop();
  await vi.waitFor(() => expect(gate.requests('Auth.resume')).toHaveLength(2));
  await vi.waitFor(() => expect(client.state).toBe('online'));
  expect(states.map(({ state }) => state)).toEqual([
    'connecting',
    'connected',
    'online',
    'waiting',
    'connecting',
    'connected',
    'online',
  ]);
});

test('a client whose gate does not answer connects to another gate', async () => {
  const first = await startTestGate();
  const second = await startTestGate();
  const { client } = newClient(first, { gates: [first.tcp, second.ws], random: () => 0 });
  await client.resume(TOKEN);
  expect([first.peers.length, second.peers.length]).toEqual([1, 0]);
  await first.stop();
  await vi.waitFor(() => expect(second.peers).toHaveLength(1));
  await vi.waitFor(() => expect(client.state).toBe('online'));
});

test('a log-in whose reply is lost is repeated with the same id', async () => {
  const gate = await startTestGate();
  gate.responders.set('Auth.register', (_frame, peer) => {
    gate.responders.delete('Auth.register');
    peer.drop();
    return undefined;
  });
  const { client } = newClient(gate);
  await client.register({ name: 'me', password: 'secret word' });
  const ids = gate
    .requests<im.RegisterRequest>('Auth.register')
    .map(({ clientRequestId }) => Buffer.from(clientRequestId).toString('hex'));
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test.each(['UNAVAILABLE', 'BUSY', 'EXPIRED'] as const)('a log-in answered with %s is repeated', async (code) => {
  const gate = await startTestGate();
  gate.responders.set('Auth.logIn', () => {
    gate.responders.delete('Auth.logIn');
    return new ImError(code, 'not now', { retryAfterMs: 1 });
  });
  await expect(newClient(gate).client.logIn('me', 'secret word')).resolves.toMatchObject({ name: 'me' });
});

const REFUSALS = [
  'WRONG_CREDENTIALS',
  'NAME_TAKEN',
  'BAD_NAME',
  'BAD_PASSWORD',
  'BAD_TOKEN',
  'TOO_MANY_TRIES',
  'INTERNAL_ERROR',
] as const;
test.each(REFUSALS)('a log-in that is refused with %s rejects, and the next attempt can succeed', async (code) => {
  const gate = await startTestGate();
  gate.responders.set('Auth.logIn', () => {
    gate.responders.delete('Auth.logIn');
    return new ImError(code, 'no', { retryAfterMs: 7000 });
  });
  const { client } = newClient(gate);
  await expect(client.logIn('me', 'secret word')).rejects.toMatchObject({ code, retryAfterMs: 7000 });
  await expect(client.logIn('me', 'secret word')).resolves.toMatchObject({ name: 'me' });
});

test('an unanswered log-in times out, and its late reply does not log the client in', async () => {
  const gate = await startTestGate();
  gate.responders.set('Auth.logIn', () => undefined);
  const { client } = newClient(gate, { timing: { logInTimeoutMs: 50 } });
  await expect(client.logIn('me', 'secret word')).rejects.toMatchObject({ code: 'TIMEOUT', resend: true });
  expect(client.state).toBe('idle');
});

test('a session whose token is refused ends with BAD_TOKEN', async () => {
  const fixture = await connectedClient();
  fixture.gate.responders.set('Auth.resume', () => new ImError('BAD_TOKEN', 'ended'));
  fixture.gate.lastPeer.drop();
  await vi.waitFor(() => expect(fixture.ends).toMatchObject([{ reason: 'BAD_TOKEN' }]));
  expect(fixture.client.state).toBe('closed');
});

test.each(['UNAVAILABLE', 'TOO_MANY_TRIES', 'INTERNAL_ERROR'] as const)(
  'a resumption answered with %s is repeated',
  async (code) => {
    const fixture = await connectedClient();
    fixture.gate.responders.set('Auth.resume', () => {
      fixture.gate.responders.delete('Auth.resume');
      return new ImError(code, 'not now', { retryAfterMs: 1 });
    });
    fixture.gate.lastPeer.drop();
    await vi.waitFor(() => expect(fixture.gate.requests('Auth.resume')).toHaveLength(3));
    await vi.waitFor(() => expect(fixture.client.state).toBe('online'));
    expect(fixture.ends).toEqual([]);
  },
);

const LAST_WORDS = [
  'SESSION_REPLACED',
  'LOGGED_OUT',
  'SESSION_ENDED',
  'DEVICE_REPLACED',
  'PASSWORD_CHANGED',
  'ACCOUNT_CLOSED',
  'ACCOUNT_DELETED',
  'BAD_FRAME',
  'UNSUPPORTED_VERSION',
  'FLOODING',
] as const;
test.each(LAST_WORDS)('CLOSE with %s ends the session with an event and without a reconnect', async (reason) => {
  const { gate, client, ends } = await connectedClient();
  gate.responders.set('Logic.sendMessage', () => undefined);
  const sent = client.send('bob', 'hello').catch(({ code }: { code: string }) => code);
  gate.close(reason, { reconnect: false });
  await vi.waitFor(() => expect(ends).toEqual([{ reason, message: 'closed by the test' }]));
  expect(await sent).toBe('CLOSED');
  await expect(client.send('bob', 'more')).rejects.toMatchObject({ code: 'CLOSED' });
  await expect(client.call.logic.findUser({ name: 'x' })).rejects.toMatchObject({ code: 'CLOSED' });
  expect(gate.peers).toHaveLength(1);
});

test.each(LAST_WORDS.slice(0, 7))('%s ends the session even when the gate allows a reconnect', async (reason) => {
  const { gate, ends } = await connectedClient();
  gate.close(reason, { reconnect: true });
  await vi.waitFor(() => expect(ends).toEqual([{ reason, message: 'closed by the test' }]));
});

test.each(['GATE_STOPPING', 'IDLE_TIMEOUT', 'SLOW_READER', 'GATE_FULL'] as const)(
  'after CLOSE with %s the client reconnects',
  async (reason) => {
    const { gate, client, ends } = await connectedClient();
    gate.close(reason, { reconnect: true });
    await vi.waitFor(() => expect(gate.requests('Auth.resume')).toHaveLength(2));
    await vi.waitFor(() => expect(client.state).toBe('online'));
    expect(ends).toEqual([]);
  },
);

test('the client waits before a reconnect as long as the gate asks', async () => {
  const { gate, states } = await connectedClient();
  gate.close('GATE_FULL', { reconnect: true, afterMs: 100 });
  await vi.waitFor(() => expect(gate.peers).toHaveLength(2));
  expect(states.find(({ state }) => state === 'waiting')?.retryInMs).toBeGreaterThanOrEqual(100);
});

test('without a PONG the client closes a half-open connection and reconnects', async () => {
  const { gate } = await connectedClient({ timing: { pongTimeoutMs: 40 } }, (made) => {
    made.hello = { ...made.hello, heartbeatIntervalMs: 20 };
  });
  await vi.waitFor(() => expect(gate.lastPeer.frames.some(({ kind }) => kind === Kind.PING)).toBe(true));
  expect(gate.peers).toHaveLength(1);
  gate.pongs = false;
  await vi.waitFor(() => expect(gate.peers.length).toBeGreaterThan(1));
});

test('a gate that pauses reading during a log-in counts as alive while it sends PONG', async () => {
  const gate = await startTestGate();
  gate.hello = { ...gate.hello, heartbeatIntervalMs: 20 };
  gate.pongs = false;
  let answer: (() => void) | undefined;
  gate.responders.set('Auth.resume', (frame, peer) => {
    const payload = gate.defaultResponder(frame, peer) as Uint8Array;
    const comfort = setInterval(() => peer.send({ kind: Kind.PONG }), 20);
    onTestFinished(() => clearInterval(comfort));
    answer = () => peer.send({ kind: Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId, payload });
    return undefined;
  });
  const { client } = newClient(gate, { timing: { pongTimeoutMs: 80 } });
  const entered = client.resume(TOKEN);
  await vi.waitFor(() => expect(gate.lastPeer.frames.filter(({ kind }) => kind === Kind.PING).length).toBeGreaterThan(12));
  answer?.();
  await entered;
  expect(gate.peers).toHaveLength(1);
});

test('the client leaves a gate that answers no command', async () => {
  const { gate, client } = await connectedClient({ timing: { answerSlackMs: 20 } }, (made) => {
    made.hello = { ...made.hello, commandTimeoutMs: 30 };
  });
  gate.responders.set('Logic.sendMessage', () => undefined);
  const sent = client.send('bob', 'hello');
  await vi.waitFor(() => expect(gate.peers.length).toBeGreaterThan(1));
  gate.responders.delete('Logic.sendMessage');
  await expect(sent).resolves.toMatchObject({ seq: 1 });
});

test('the client leaves a gate that sends no HELLO', async () => {
  const gate = await startTestGate();
  gate.mute = true;
  const { client } = newClient(gate, { timing: { helloTimeoutMs: 30 } });
  const entered = client.resume(TOKEN);
  await vi.waitFor(() => expect(gate.peers.length).toBeGreaterThan(1));
  gate.mute = false;
  await expect(entered).resolves.toMatchObject({ userId: 'user-me' });
});

test('a frame that cannot be decoded ends the connection, and the client reconnects', async () => {
  const { gate, client } = await connectedClient();
  gate.lastPeer.sendRaw(new Uint8Array([0x22, 0xff]));
  await vi.waitFor(() => expect(gate.peers).toHaveLength(2));
  await vi.waitFor(() => expect(client.state).toBe('online'));
});

test('a log-in after the gate’s log-in time-out opens a new connection', async () => {
  const gate = await startTestGate();
  const { client } = newClient(gate);
  gate.responders.set('Auth.logIn', () => {
    gate.responders.delete('Auth.logIn');
    return new ImError('WRONG_CREDENTIALS', 'no');
  });
  await expect(client.logIn('me', 'wrong word')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  gate.close('LOG_IN_TIMEOUT', { reconnect: true });
  await vi.waitFor(() => expect(client.state).toBe('idle'));
  await expect(client.logIn('me', 'right word')).resolves.toMatchObject({ name: 'me' });
  expect(gate.peers).toHaveLength(2);
});

test('logging out ends the session even when the reply is lost', async () => {
  const { gate, client, ends } = await connectedClient();
  gate.responders.set('Auth.logOut', (_frame, peer) => {
    gate.responders.set('Auth.resume', () => new ImError('BAD_TOKEN', 'ended'));
    peer.drop();
    return undefined;
  });
  await client.logOut();
  expect(client.state).toBe('closed');
  expect(ends).toHaveLength(1);
});

test('a second log-in on one client is refused', async () => {
  const { client } = await connectedClient();
  await expect(client.logIn('somebody', 'else here')).rejects.toMatchObject({ code: 'ALREADY_LOGGED_IN' });
});

test('an invalid gate URL is refused before any connection', () => {
  expect(() => createClient({ gates: [] })).toThrow(TypeError);
  expect(() => createClient({ gates: ['http://host'] })).toThrow(TypeError);
});

test('the back-off doubles up to its cap, and its upper half is random', () => {
  const { reconnectMinMs, reconnectMaxMs } = DEFAULT_TIMING;
  expect(backOffMs(DEFAULT_TIMING, 0, () => 0)).toBe(reconnectMinMs / 2);
  expect(backOffMs(DEFAULT_TIMING, 3, () => 0)).toBe(4 * reconnectMinMs);
  expect(backOffMs(DEFAULT_TIMING, 100, () => 1)).toBe(reconnectMaxMs);
  const pauses = Array.from({ length: 100 }, () => backOffMs(DEFAULT_TIMING, 4));
  expect(new Set(pauses).size).toBeGreaterThan(50);
});

test('the pause between failed reconnects grows', async () => {
  const gate = await startTestGate();
  await gate.stop();
  const { client, states } = newClient(gate, { timing: { reconnectMinMs: 2, reconnectMaxMs: 40 }, random: () => 0.999 });
  const entered = client.resume(TOKEN).catch(() => undefined);
  onTestFinished(() => void entered);
  const pauses = (): number[] => states.filter(({ state }) => state === 'waiting').map(({ retryInMs }) => Math.round(retryInMs));
  await vi.waitFor(() => expect(pauses().slice(0, 7)).toEqual([2, 4, 8, 16, 32, 40, 40]));
});
