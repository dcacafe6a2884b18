// A client that asks status where to connect, as docs/protocol/gates.md says.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../index.ts';
import { TOKEN } from '../testing/fake-gate.ts';
import { newClient, startTestGate } from '../testing/sdk-fixture.ts';
import { ReconnectPolicy } from './reconnect-policy.ts';
import { DEFAULT_TIMING } from './timing.ts';

const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000 });
const BACK_OFF = { firstMs: 50, factor: 2, maxMs: 100, jitter: 0.5 };

interface FakeStatus {
  readonly url: string;
  /** The paths of the requests, in order. */
  readonly asked: string[];
  gates: readonly string[];
  connectAfterMs: unknown;
  stop(): Promise<void>;
}

async function startStatus(gates: readonly string[]): Promise<FakeStatus> {
  const server = createServer((request, response) => {
    status.asked.push(request.url ?? '');
    const { gates: named, connectAfterMs } = status;
    response.writeHead(named.length > 0 ? 200 : 503).end(JSON.stringify({ gates: named, connectAfterMs, backOff: BACK_OFF }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await once(server.close(), 'close');
  };
  onTestFinished(stop);
  const status: FakeStatus = { url, asked: [], gates, connectAfterMs: 0, stop };
  return status;
}

test('GTE-1: a client asks status for gates of its transport, and connects to the first one', async () => {
  const [first, second] = [await startTestGate(), await startTestGate()];
  const status = await startStatus([first.ws, second.ws]);
  const { client } = newClient(first, { gates: [], status: status.url, transport: 'ws' });
  await client.resume(TOKEN);
  expect(status.asked).toEqual(['/gates?transport=ws']);
  expect([first.peers.length, second.peers.length]).toEqual([1, 0]);
});

test('GTE-1: a client connects when its turn comes, as status says', async () => {
  const gate = await startTestGate();
  const status = await startStatus([gate.tcp]);
  status.connectAfterMs = 300;
  const startedMs = performance.now();
  await newClient(gate, { gates: [], status: status.url }).client.resume(TOKEN);
  expect(performance.now() - startedMs).toBeGreaterThan(290);
});

test.each(['GATE_STOPPING', 'GATE_FULL'] as const)(
  'GTE-3: a client that its gate dismisses with %s asks again',
  async (reason) => {
    const [first, second] = [await startTestGate(), await startTestGate()];
    const status = await startStatus([first.tcp]);
    const { client } = newClient(first, { gates: [], status: status.url });
    await client.resume(TOKEN);
    status.gates = [second.tcp];
    first.close(reason, { reconnect: true });
    await eventually(() => expect(second.peers).toHaveLength(1));
    await eventually(() => expect(client.state).toBe('online'));
    expect(status.asked).toHaveLength(2);
  },
);

test('GTE-3: a client without a status asks the one that its gate names', async () => {
  const [first, second] = [await startTestGate(), await startTestGate()];
  const status = await startStatus([second.tcp]);
  const { client } = newClient(first);
  await client.resume(TOKEN);
  first.close('GATE_STOPPING', { reconnect: true, statusUrls: ['javascript:alert(1)', status.url] });
  await eventually(() => expect(second.peers).toHaveLength(1));
  await eventually(() => expect(client.state).toBe('online'));
});

test.each(['tls', 'wss'] as const)(
  'GTE-3: a client that connects by %s follows no plain HTTP status that a gate names',
  async (transport) => {
    const status = await startStatus([`${transport}://evil.example:1`]);
    const own = `${transport}://gate.example.org:443`;
    const policy = new ReconnectPolicy({ gates: [own], status: [], transport }, DEFAULT_TIMING, Math.random);
    const end = { reason: 'GATE_STOPPING', message: '', reconnect: true, reconnectAfterMs: 0 } as const;
    policy.pauseAfterEndMs({ ...end, statusUrls: [status.url] });
    expect(await new Promise((resolve) => policy.choose(resolve, resolve))).toBe(own);
    expect(status.asked).toEqual([]);
  },
);

test('GTE-2: a client whose gate does not answer tries the next one of its answer, and asks again', async () => {
  const [gone, second] = [await startTestGate(), await startTestGate()];
  await gone.stop();
  const status = await startStatus([gone.tcp, second.tcp]);
  const { client } = newClient(gone, { gates: [], status: status.url });
  await client.resume(TOKEN);
  expect(status.asked).toHaveLength(1);
  await second.stop();
  await eventually(() => expect(status.asked.length).toBeGreaterThan(2));
});

test('GTE-4: without an answer of one status the client asks the other; without any it uses known gates', async () => {
  const gate = await startTestGate();
  const [away, status] = [await startStatus([]), await startStatus([gate.tcp])];
  await away.stop();
  const { client } = newClient(gate, { gates: [], status: [away.url, status.url] });
  await client.resume(TOKEN);
  await status.stop();
  gate.lastPeer.drop();
  await eventually(() => expect(gate.peers).toHaveLength(2));
  await eventually(() => expect(client.state).toBe('online'));
});

test('a client that knows no gate waits with a growing back-off until a status answers', async () => {
  const gate = await startTestGate();
  const status = await startStatus([]);
  const { client, states } = newClient(gate, { gates: [], status: status.url });
  const online = client.resume(TOKEN);
  await eventually(() => expect(status.asked.length).toBeGreaterThan(2));
  status.gates = [gate.tcp];
  await online;
  expect(states.filter(({ state }) => state === 'waiting').length).toBeGreaterThan(1);
});

test('what a broken status says does no harm', async () => {
  const gate = await startTestGate();
  const status = await startStatus(['ftp://x', 7 as unknown as string, 'ws://127.0.0.1:1', gate.tcp]);
  status.connectAfterMs = 'soon';
  await newClient(gate, { gates: [], status: status.url }).client.resume(TOKEN);
});

test('a client that is closed while it asks does not connect', async () => {
  const gate = await startTestGate();
  const status = await startStatus([gate.tcp]);
  status.connectAfterMs = 200;
  const { client } = newClient(gate, { gates: [], status: status.url });
  const refused = expect(client.resume(TOKEN)).rejects.toMatchObject({ code: 'CLOSED' });
  await eventually(() => expect(status.asked).toHaveLength(1));
  client.close();
  await refused;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(gate.peers).toHaveLength(0);
});

test.each([{}, { gates: [] }, { status: 'tcp://x:1' }, { status: ['http://x', 'y'] }, { gates: ['tcp://x:1'], transport: 'x' }])(
  'a client cannot be made with %j',
  (options) => {
    expect(() => createClient(options as never)).toThrow(TypeError);
  },
);
