import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { findClientIp, trustedProxies } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import { FIND_USER, type GateFixture, gateFixture, LOG_IN, waitUntil } from '../testing/gate-fixture.ts';
import { OutgoingFrame } from './outgoing-frame.ts';

const V2 = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const LOG_IN_FRAME = new OutgoingFrame({ kind: im.Frame.Kind.COMMAND, rpc: LOG_IN, requestId: 1 });

let fixture: GateFixture;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await fixture?.close();
});

async function startGateTrusting(trusted: readonly string[]): Promise<void> {
  fixture = await gateFixture({ routes: memoryRoutes(), trustedProxies: trusted });
}

/** Sends a PROXY header in pieces of `piece` bytes and then a log-in. Resolves with the client IP that the services receive. */
async function findReportedIp(header: Buffer, piece = 1000): Promise<string> {
  const { host, port } = fixture.gate.tcp;
  const socket = connect({ host, port, noDelay: true });
  sockets.push(socket);
  await once(socket, 'connect');
  const before = fixture.log.sent.length;
  const bytes = Buffer.concat([header, LOG_IN_FRAME.tcp]);
  for (let at = 0; at < bytes.length; at += piece) {
    socket.write(bytes.subarray(at, at + piece));
    await new Promise(setImmediate);
  }
  await waitUntil(() => fixture.log.sent.length > before);
  return fixture.log.sent[before]?.envelope.clientIp ?? '';
}

const v1 = (text: string): Buffer => Buffer.from(`PROXY ${text}\r\n`);
const v2 = (command: number, family: number, addresses: Buffer): Buffer => {
  const fixed = Buffer.of(command, family, addresses.length >> 8, addresses.length & 255);
  return Buffer.concat([V2, fixed, addresses]);
};

describe('TCP behind a trusted proxy', () => {
  test.each([
    ['version 1, IPv4', v1('TCP4 198.51.100.7 192.0.2.1 4711 7000'), '198.51.100.7'],
    ['version 1, IPv6', v1('TCP6 2001:db8::7 2001:db8::1 4711 7000'), '2001:db8::7'],
    ['version 1, a health check', v1('UNKNOWN'), '127.0.0.1'],
    ['version 2, a health check (LOCAL)', v2(0x20, 0, Buffer.alloc(0)), '127.0.0.1'],
    ['version 2 without an address family', v2(0x21, 0, Buffer.alloc(0)), '127.0.0.1'],
    ['version 2, IPv4', v2(0x21, 0x11, Buffer.of(198, 51, 100, 7, 192, 0, 2, 1, 1, 2, 3, 4)), '198.51.100.7'],
    [
      'version 2, IPv6, with extensions',
      v2(0x21, 0x21, Buffer.concat([Buffer.from('20010db8000000000000000000000007', 'hex'), Buffer.alloc(16 + 4 + 9)])),
      '2001:db8:0:0:0:0:0:7',
    ],
    [
      'version 2, IPv4 as IPv6',
      v2(0x21, 0x21, Buffer.concat([Buffer.from('00000000000000000000ffffc6336407', 'hex'), Buffer.alloc(20)])),
      '198.51.100.7',
    ],
    ['version 2, the proxy itself', v2(0x20, 0x00, Buffer.alloc(0)), '127.0.0.1'],
  ])('a client behind a trusted proxy has the IP address from the PROXY header: %s', async (_what, header, address) => {
    await startGateTrusting(['127.0.0.1']);
    expect(await findReportedIp(header)).toBe(address);
    expect(await findReportedIp(header, 1)).toBe(address);
  });

  test.each([
    ['a frame', LOG_IN_FRAME.tcp],
    ['an invalid address', v1('TCP4 here there 1 2')],
    ['IPv6 as IPv4', v1('TCP4 2001:db8::7 2001:db8::1 1 2')],
    ['a line without end', Buffer.from(`PROXY TCP4 ${'9'.repeat(200)}`)],
    ['version 3', Buffer.concat([V2, Buffer.of(0x31, 0x11, 0, 12), Buffer.alloc(12)])],
    ['too few bytes for its addresses', v2(0x21, 0x21, Buffer.alloc(12))],
    ['far too many extensions', Buffer.concat([V2, Buffer.of(0x21, 0x11, 0xff, 0xff)])],
  ])('a trusted proxy that sends something else first (%s) is disconnected, and the log says so', async (_what, first) => {
    await startGateTrusting(['127.0.0.0/8']);
    const { host, port } = fixture.gate.tcp;
    const socket = connect({ host, port });
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(first);
    await once(socket, 'close');
    await waitUntil(() => fixture.logLines.some(({ message }) => message.includes('sent no PROXY header')));
    expect(fixture.gate.connectionCount()).toBe(0);
  });

  test('an untrusted client cannot choose its address: the PROXY header is not a frame', async () => {
    await startGateTrusting(['203.0.113.1']);
    const { host, port } = fixture.gate.tcp;
    const socket = connect({ host, port });
    sockets.push(socket);
    socket.resume().write(v1('TCP4 198.51.100.7 192.0.2.1 4711 7000'));
    await once(socket, 'close');
    expect(fixture.log.sent).toEqual([]);
  });
});

test.each([
  [['127.0.0.1'], '198.51.100.7', '198.51.100.7'],
  [['127.0.0.1'], '203.0.113.9, 198.51.100.7', '198.51.100.7'],
  [['127.0.0.1', '198.51.100.0/24'], '203.0.113.9, 198.51.100.7', '203.0.113.9'],
  [['127.0.0.1'], 'unknown', '127.0.0.1'],
  [['203.0.113.1'], '198.51.100.7', '127.0.0.1'],
  [[], '198.51.100.7', '127.0.0.1'],
])('WebSocket: with %j trusted, X-Forwarded-For: %s yields the address %s', async (trusted, header, address) => {
  await startGateTrusting(trusted);
  const { host, port } = fixture.gate.ws;
  const socket = new WebSocket(`ws://${host}:${port}/`, { headers: { 'x-forwarded-for': header } });
  try {
    await once(socket, 'open');
    socket.send(new OutgoingFrame({ kind: im.Frame.Kind.COMMAND, rpc: LOG_IN, requestId: 1 }).webSocket.subarray(2));
    const { envelope } = await fixture.waitForCommand(LOG_IN);
    expect(envelope.clientIp).toBe(address);
  } finally {
    socket.terminate();
  }
});

test('without trusted proxies the client IP is the IP of the socket, and an untrusted hop can never choose it', () => {
  const proxies = trustedProxies(['10.0.0.0/8', '2001:db8::/32']);
  const find = (socket: string, header: string) => findClientIp(proxies, socket, { 'x-forwarded-for': header });
  expect(find('::ffff:10.1.2.3', '203.0.113.9')).toBe('203.0.113.9');
  expect(find('2001:db8::5', '1.1.1.1, 10.2.2.2')).toBe('1.1.1.1');
  expect(find('203.0.113.1', '10.2.2.2')).toBe('203.0.113.1');
  expect(findClientIp(proxies, '10.1.1.1', {})).toBe('10.1.1.1');
  expect(findClientIp(trustedProxies([]), '10.1.1.1', { 'x-forwarded-for': '203.0.113.9' })).toBe('10.1.1.1');
});

test.each([
  ['x-forwarded-for', '203.0.113.9:4711', '203.0.113.9'],
  ['x-forwarded-for', '[2a01:4f8::7]:4711', '2a01:4f8::7'],
  ['x-forwarded-for', '[2a01:4f8::7]', '2a01:4f8::7'],
  ['x-forwarded-for', '2a01:4f8::7', '2a01:4f8::7'],
  ['forwarded', 'for=203.0.113.9;proto=https;by=10.0.0.1', '203.0.113.9'],
  ['forwarded', 'For="[2a01:4f8::7]:4711"', '2a01:4f8::7'],
  ['forwarded', 'for=1.1.1.1, for=203.0.113.9, for=10.0.0.2', '203.0.113.9'],
  ['forwarded', 'for=_hidden', '10.0.0.1'],
  ['x-real-ip', '203.0.113.9', '203.0.113.9'],
])('a trusted proxy reports the client in %s: %s', (header, value, expected) => {
  expect(findClientIp(trustedProxies(['10.0.0.0/8']), '10.0.0.1', { [header]: value })).toBe(expected);
});

/** Opens WebSockets and returns them; the end of the test closes the gate and with it the sockets. */
async function openWebSockets(count: number, headers: Record<string, string> = {}): Promise<void> {
  const { host, port } = fixture.gate.ws;
  const opened = Array.from({ length: count }, () => new WebSocket(`ws://${host}:${port}/`, { headers }));
  await Promise.all(
    opened.map((socket) =>
      once(
        socket.on('error', () => undefined),
        'open',
      ),
    ),
  );
}

const warnings = () => fixture.logLines.filter(({ level }) => level === 'warn').map(({ message }) => message);

test('a trusted proxy that reports no client address is warned about once, and one that does is not', async () => {
  await startGateTrusting(['127.0.0.1']);
  await openWebSockets(1, { 'x-forwarded-for': '198.51.100.7' });
  expect(warnings()).toEqual([]);
  await openWebSockets(3);
  await openWebSockets(1, { forwarded: 'for=_hidden' });
  expect(warnings()).toEqual([expect.stringContaining('let it send X-Forwarded-For')]);
});

test('many clients that count as one private address are warned about once, where the address may be a proxy', async () => {
  await startGateTrusting([]);
  await openWebSockets(40);
  expect(warnings()).toEqual([]);
  await openWebSockets(30);
  expect(warnings()).toEqual([expect.stringContaining('name it in IM_TRUSTED_PROXIES')]);
});

test('many clients behind one public address, or behind a trusted proxy, are not warned about', async () => {
  await startGateTrusting(['127.0.0.1']);
  await openWebSockets(60, { 'x-forwarded-for': '198.51.100.7' });
  expect(warnings()).toEqual([]);
});

test('a health check is answered on the WebSocket port, and one that connects and leaves writes no log line', async () => {
  await startGateTrusting(['127.0.0.1']);
  const { host, port } = fixture.gate.ws;
  const live = await fetch(`http://${host}:${port}/livez`);
  expect([live.status, await live.text()]).toEqual([200, 'ok\n']);
  expect((await fetch(`http://${host}:${port}/`)).status).toBe(426);
  const probe = connect({ ...fixture.gate.tcp });
  sockets.push(probe);
  await once(probe, 'connect');
  probe.end();
  await once(probe.resume(), 'close');
  expect(fixture.logLines.filter(({ level }) => level !== 'debug')).toEqual([]);
});

test('a client must resume its session regularly, and soon after the gate may have missed the end of the session', async () => {
  fixture = await gateFixture({ routes: memoryRoutes(), timings: { resumeWithinMs: 300, resumeAfterMissedMs: 60_000 } });
  const client = await fixture.client('tcp');
  await fixture.logIn(client, { userId: 'alice', sessionId: 's', epoch: 1 });
  const anonymous = await fixture.client('ws');
  await waitUntil(() => client.isClosed);
  expect(client.close).toMatchObject({ reason: 'RESUME_AGAIN', reconnect: true });
  expect(anonymous.isClosed).toBe(false);
  await fixture.close();

  fixture = await gateFixture({ routes: memoryRoutes(), timings: { resumeAfterMissedMs: 200 } });
  const other = await fixture.client('ws');
  await fixture.logIn(other, { userId: 'bob', sessionId: 's', epoch: 1 });
  other.command(FIND_USER, 2);
  const { envelope } = await fixture.waitForCommand(FIND_USER);
  fixture.log.reportMissed();
  // The gate waits for the replies to pending commands.
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(other.isClosed).toBe(false);
  fixture.reply(envelope);
  await waitUntil(() => other.isClosed);
  expect(other.close).toMatchObject({ reason: 'RESUME_AGAIN' });
});
