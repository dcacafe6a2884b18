// Staying connected, noticing when it is not, and knowing when to stop.
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
  await expect(client.logIn('me', 'secret word')).resolves.toMatchObject({ user: 'user-me' });
  await expect(client.call.logic.findUser({ name: 'bob' })).resolves.toMatchObject({ user: 'user-other', name: 'bob' });
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

test('a lost connection is opened again and the session resumed on it', async () => {
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

test('a client whose gate is gone goes to another', async () => {
  const first = await startTestGate();
  const second = await startTestGate();
  const { client } = newClient(first, { gates: [first.tcp, second.ws], random: () => 0 });
  await client.resume(TOKEN);
  expect([first.peers.length, second.peers.length]).toEqual([1, 0]);
  await first.stop();
  await vi.waitFor(() => expect(second.peers).toHaveLength(1));
  await vi.waitFor(() => expect(client.state).toBe('online'));
});

test('a log-in whose answer is lost is sent again with the same id', async () => {
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

test.each(['UNAVAILABLE', 'BUSY', 'EXPIRED'] as const)('a log-in answered with %s is tried again', async (code) => {
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
test.each(REFUSALS)('a log-in refused with %s rejects, and the next try may succeed', async (code) => {
  const gate = await startTestGate();
  gate.responders.set('Auth.logIn', () => {
    gate.responders.delete('Auth.logIn');
    return new ImError(code, 'no', { retryAfterMs: 7000 });
  });
  const { client } = newClient(gate);
  await expect(client.logIn('me', 'secret word')).rejects.toMatchObject({ code, retryAfterMs: 7000 });
  await expect(client.logIn('me', 'secret word')).resolves.toMatchObject({ name: 'me' });
});

test('a log-in that is never answered is given up in time, and its late answer logs nobody in', async () => {
  const gate = await startTestGate();
  gate.responders.set('Auth.logIn', () => undefined);
  const { client } = newClient(gate, { timing: { logInTimeoutMs: 50 } });
  await expect(client.logIn('me', 'secret word')).rejects.toMatchObject({ code: 'TIMEOUT', resend: true });
  expect(client.state).toBe('idle');
});

test('a session that was refused its token ends with BAD_TOKEN', async () => {
  const world = await connectedClient();
  world.gate.responders.set('Auth.resume', () => new ImError('BAD_TOKEN', 'ended'));
  world.gate.lastPeer.drop();
  await vi.waitFor(() => expect(world.ends).toMatchObject([{ reason: 'BAD_TOKEN' }]));
  expect(world.client.state).toBe('closed');
});

test.each(['UNAVAILABLE', 'TOO_MANY_TRIES', 'INTERNAL_ERROR'] as const)(
  'a resumption answered with %s is tried again',
  async (code) => {
    const world = await connectedClient();
    world.gate.responders.set('Auth.resume', () => {
      world.gate.responders.delete('Auth.resume');
      return new ImError(code, 'not now', { retryAfterMs: 1 });
    });
    world.gate.lastPeer.drop();
    await vi.waitFor(() => expect(world.gate.requests('Auth.resume')).toHaveLength(3));
    await vi.waitFor(() => expect(world.client.state).toBe('online'));
    expect(world.ends).toEqual([]);
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
test.each(LAST_WORDS)('CLOSE with %s ends the session: the application is told and nothing is tried again', async (reason) => {
  const { gate, client, ends } = await connectedClient();
  gate.responders.set('Logic.sendMessage', () => undefined);
  const sent = client.send('bob', 'hello').catch(({ code }: { code: string }) => code);
  gate.close(reason, { reconnect: false });
  await vi.waitFor(() => expect(ends).toEqual([{ reason, message: 'as told' }]));
  expect(await sent).toBe('CLOSED');
  await expect(client.send('bob', 'more')).rejects.toMatchObject({ code: 'CLOSED' });
  await expect(client.call.logic.findUser({ name: 'x' })).rejects.toMatchObject({ code: 'CLOSED' });
  expect(gate.peers).toHaveLength(1);
});

test.each(LAST_WORDS.slice(0, 7))('%s is the end even if the gate would let the client come back', async (reason) => {
  const { gate, ends } = await connectedClient();
  gate.close(reason, { reconnect: true });
  await vi.waitFor(() => expect(ends).toEqual([{ reason, message: 'as told' }]));
});

test.each(['GATE_STOPPING', 'IDLE_TIMEOUT', 'SLOW_READER', 'GATE_FULL'] as const)(
  'after CLOSE with %s the client comes back',
  async (reason) => {
    const { gate, client, ends } = await connectedClient();
    gate.close(reason, { reconnect: true });
    await vi.waitFor(() => expect(gate.requests('Auth.resume')).toHaveLength(2));
    await vi.waitFor(() => expect(client.state).toBe('online'));
    expect(ends).toEqual([]);
  },
);

test('the client does not come back earlier than the gate asks for', async () => {
  const { gate, states } = await connectedClient();
  gate.close('GATE_FULL', { reconnect: true, afterMs: 100 });
  await vi.waitFor(() => expect(gate.peers).toHaveLength(2));
  expect(states.find(({ state }) => state === 'waiting')?.retryInMs).toBeGreaterThanOrEqual(100);
});

test('a connection that is half open is noticed by the missing PONG', async () => {
  const { gate } = await connectedClient({ timing: { pongTimeoutMs: 40 } }, (made) => {
    made.hello = { ...made.hello, heartbeatIntervalMs: 20 };
  });
  await vi.waitFor(() => expect(gate.lastPeer.frames.some(({ kind }) => kind === Kind.PING)).toBe(true));
  expect(gate.peers).toHaveLength(1);
  gate.pongs = false;
  await vi.waitFor(() => expect(gate.peers.length).toBeGreaterThan(1));
});

test('a gate that reads nothing because it works on a log-in is not taken for dead while it says so', async () => {
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

test('a gate that answers no command is left for another connection', async () => {
  const { gate, client } = await connectedClient({ timing: { answerSlackMs: 20 } }, (made) => {
    made.hello = { ...made.hello, commandTimeoutMs: 30 };
  });
  gate.responders.set('Logic.sendMessage', () => undefined);
  const sent = client.send('bob', 'hello');
  await vi.waitFor(() => expect(gate.peers.length).toBeGreaterThan(1));
  gate.responders.delete('Logic.sendMessage');
  await expect(sent).resolves.toMatchObject({ seq: 1 });
});

test('a gate that says nothing at all is given up', async () => {
  const gate = await startTestGate();
  gate.mute = true;
  const { client } = newClient(gate, { timing: { helloTimeoutMs: 30 } });
  const entered = client.resume(TOKEN);
  await vi.waitFor(() => expect(gate.peers.length).toBeGreaterThan(1));
  gate.mute = false;
  await expect(entered).resolves.toMatchObject({ user: 'user-me' });
});

test('a frame that cannot be read ends the connection, not the client', async () => {
  const { gate, client } = await connectedClient();
  gate.lastPeer.sendRaw(new Uint8Array([0x22, 0xff]));
  await vi.waitFor(() => expect(gate.peers).toHaveLength(2));
  await vi.waitFor(() => expect(client.state).toBe('online'));
});

test('whoever logs in too late for the gate is connected again when he does', async () => {
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

test('logging out ends the session even when the answer is lost', async () => {
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

test('one client is one session', async () => {
  const { client } = await connectedClient();
  await expect(client.logIn('somebody', 'else here')).rejects.toMatchObject({ code: 'ALREADY_LOGGED_IN' });
});

test('addresses that are none are refused before anything is tried', () => {
  expect(() => createClient({ gates: [] })).toThrow(TypeError);
  expect(() => createClient({ gates: ['http://host'] })).toThrow(TypeError);
});

test('the pause between tries doubles up to its cap, and its upper half is random', () => {
  const { reconnectMinMs, reconnectMaxMs } = DEFAULT_TIMING;
  expect(backOffMs(DEFAULT_TIMING, 0, () => 0)).toBe(reconnectMinMs / 2);
  expect(backOffMs(DEFAULT_TIMING, 3, () => 0)).toBe(4 * reconnectMinMs);
  expect(backOffMs(DEFAULT_TIMING, 100, () => 1)).toBe(reconnectMaxMs);
  const pauses = Array.from({ length: 100 }, () => backOffMs(DEFAULT_TIMING, 4));
  expect(new Set(pauses).size).toBeGreaterThan(50);
});

test('tries follow each other with growing pauses', async () => {
  const gate = await startTestGate();
  await gate.stop();
  const { client, states } = newClient(gate, { timing: { reconnectMinMs: 2, reconnectMaxMs: 40 }, random: () => 0.999 });
  const entered = client.resume(TOKEN).catch(() => undefined);
  onTestFinished(() => void entered);
  const pauses = (): number[] => states.filter(({ state }) => state === 'waiting').map(({ retryInMs }) => Math.round(retryInMs));
  await vi.waitFor(() => expect(pauses().slice(0, 7)).toEqual([2, 4, 8, 16, 32, 40, 40]));
});
