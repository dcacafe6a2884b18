// How often one network may connect.
import { once } from 'node:events';
import { connect, type Socket as NetSocket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { MemoryAllowances } from '../../infra/memory/allowances.ts';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { trustedProxies } from '../../infra/ports/index.ts';
import type { GateLimits } from '../settings.ts';
import { FIND_USER, type GateFixture, gateFixture, waitUntil } from '../testing/gate-fixture.ts';
import { type Transport, WireClient } from '../testing/wire-client.ts';
import { SocketAdmission } from './socket-admission.ts';

const LIMITS = { maxConnections: 100_000, maxConnectionsPerIp: 100, maxHandshakesPerIp: 10 };
const HANDSHAKE =
  'GET / HTTP/1.1\r\nHost: gate\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n';

let fixture: GateFixture | undefined;
afterEach(() => fixture?.close());

async function start(limits: Partial<GateLimits>): Promise<GateFixture> {
  fixture = await gateFixture({ routes: memoryRoutes(), limits });
  return fixture;
}

async function open(transport: Transport, localAddress: string): Promise<NetSocket> {
  const socket = connect({ host: '127.0.0.1', port: fixture?.gate[transport].port ?? 0, localAddress });
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** An admission whose clock a test moves, and sockets of any address. */
function admissionOf(limits = LIMITS) {
  let now = 0;
  const admission = new SocketAdmission(
    limits,
    trustedProxies([]),
    (rate) => new MemoryAllowances(rate, () => now),
    () => now,
  );
  /** The socket closes at once, as in a loop that connects and closes. */
  const connectOnce = (remoteAddress: string): boolean => {
    const closes: (() => void)[] = [];
    const once = (_: string, listener: () => void): void => void closes.push(listener);
    const result = admission.admit({ remoteAddress, once, destroy: () => undefined } as unknown as NetSocket);
    for (const close of closes) close();
    return result === 'admitted';
  };
  return {
    admission,
    connectOnce,
    count: (address: (i: number) => string, times: number) =>
      Array.from({ length: times }, (_, i) => connectOnce(address(i))).filter(Boolean).length,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('all clients of an address may come back at once, and then so many per second', () => {
  const { count, pass } = admissionOf();
  expect(count(() => '203.0.113.5', 500)).toBe(100);
  pass(3000);
  expect(count(() => '203.0.113.5', 500)).toBe(30);
  expect(count(() => '203.0.113.6', 10)).toBe(10);
  pass(10_000);
  expect(count(() => '203.0.113.5', 500)).toBe(100);
});

test('an IPv6 network counts as one client, and a site as four', () => {
  const { count } = admissionOf();
  expect(count((i) => `2001:db8:0:1::${i + 1}`, 300)).toBe(100);
  expect(count((i) => `2001:db8:0:${(2 + i).toString(16)}::1`, 2000)).toBe(300);
  expect(count(() => '2001:db8:1::1', 10)).toBe(10);
});

test('a network pays for connections that the gate closed for their bytes, more each time, and is let in again', () => {
  const { admission, connectOnce, pass } = admissionOf();
  let admitted = 0;
  while (connectOnce('203.0.113.5')) {
    admitted++;
    admission.noteAbuse('203.0.113.5');
  }
  // 26 + 51 + 101 of 100.
  expect(admitted).toBe(3);
  expect(connectOnce('203.0.113.6')).toBe(true);
  pass(61_000);
  expect(connectOnce('203.0.113.5')).toBe(true);
});

test('a client that connects too often is told so, over both transports, and others connect', async () => {
  const { gate } = await start({ maxConnectionsPerIp: 20, maxHandshakesPerIp: 1 });
  for (let i = 0; i < 20; i++) (await open('tcp', '127.3.0.1')).destroy();
  const refused = new WireClient(await open('tcp', '127.3.0.1'));
  await waitUntil(() => refused.isClosed);
  expect(refused.close).toMatchObject({
    reason: 'GATE_FULL',
    reconnect: true,
    message: 'too many new connections from this network',
  });
  expect(refused.close?.reconnectAfterMs).toBeGreaterThanOrEqual(1000);
  const webSocket = await open('ws', '127.3.0.1');
  webSocket.write(HANDSHAKE);
  const [answer] = (await once(webSocket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 429 .*Retry-After: \d+/s);
  await waitUntil(() => gate.connectionCount() === 0);
  const other = new WireClient(await open('tcp', '127.3.0.2'));
  await waitUntil(() => other.frames.length > 0);
  expect(other.close).toBeUndefined();
  other.destroy();
});

test('of a loop that connects and closes, the gate does only a few handshakes', async () => {
  const { gate } = await start({ maxConnectionsPerIp: 20, maxHandshakesPerIp: 1 });
  const neighbour = new WireClient(await open('tcp', '127.3.0.2'));
  let [loops, handshakes, isOver] = [0, 0, false];
  const loop = async (): Promise<void> => {
    for (; !isOver; loops++) {
      const socket = await open('ws', '127.3.0.1').catch(() => undefined);
      if (!socket) continue;
      socket.write(HANDSHAKE);
      const [answer] = (await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => [])) as [unknown?];
      if (String(answer).startsWith('HTTP/1.1 101')) handshakes++;
      socket.destroy();
    }
  };
  const attack = Promise.all(Array.from({ length: 20 }, loop));
  await waitUntil(() => loops > 500);
  neighbour.command(FIND_USER, 1);
  await waitUntil(() => neighbour.failure(1) === 'NOT_LOGGED_IN');
  isOver = true;
  await attack;
  expect(handshakes).toBeLessThan(50);
  await waitUntil(() => gate.connectionCount() === 1);
  neighbour.destroy();
});
