// What one client, or one address, can cost a gate.
import { once } from 'node:events';
import { connect, type Socket as NetSocket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { withLengthPrefix } from '../proto/framing.ts';
import { im } from '../proto/rpc.ts';
import {
  FIND_USER,
  type GateFixture,
  type GateFixtureOptions,
  gateFixture,
  LOG_IN,
  SEND_MESSAGE,
  waitUntil,
} from './testing/gate-fixture.ts';
import type { Transport, WireClient } from './testing/wire-client.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 4 };
const KIB = 1024;
const cleanUps: (() => unknown)[] = [];
let fixture: GateFixture;

async function start(options: Omit<GateFixtureOptions, 'routes'> = {}): Promise<void> {
  fixture = await gateFixture({ routes: memoryRoutes(), ...options });
  cleanUps.push(() => fixture.close());
}
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function openSocket(transport: Transport): Promise<NetSocket> {
  const socket = connect({ host: '127.0.0.1', port: fixture.gate[transport].port });
  socket.on('error', () => socket.destroy());
  cleanUps.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** A socket behind a WebSocket handshake, on which a test writes any bytes. */
async function openRawWebSocket(): Promise<NetSocket> {
  const socket = await openSocket('ws');
  socket.write(
    'GET / HTTP/1.1\r\nHost: gate\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  await once(socket, 'data');
  return socket;
}

/** A masked WebSocket frame with a mask of zeros. */
function webSocketFrame(opcode: number, payload: Buffer, isLast = true): Buffer {
  const length =
    payload.length < 126 ? Buffer.from([0x80 | payload.length]) : Buffer.from([0xfe, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode]), length, Buffer.alloc(4), payload]);
}

/** Resolves with how long a neighbour waits for its PONG. */
async function pingMs(neighbour: WireClient): Promise<number> {
  const pongs = neighbour.framesOf(im.Frame.Kind.PONG).length;
  const startedAt = performance.now();
  neighbour.send({ kind: im.Frame.Kind.PING });
  await waitUntil(() => neighbour.framesOf(im.Frame.Kind.PONG).length > pongs);
  return performance.now() - startedAt;
}

/** Reads on, because a socket with unread data does not report its end. */
const closed = (socket: NetSocket): Promise<unknown> => (socket.destroyed ? Promise.resolve() : once(socket.resume(), 'close'));

describe('WebSocket fragments and control frames', () => {
  test('a message in more fragments than any honest client sends closes its connection', async () => {
    await start();
    const socket = await openRawWebSocket();
    socket.write(webSocketFrame(2, Buffer.from('a'), false));
    for (let i = 0; i < 40; i++) socket.write(webSocketFrame(0, Buffer.from('a'), false));
    await closed(socket);
    expect(fixture.gate.connectionCount()).toBe(0);
  });

  test.each([
    ['pings', 9],
    ['pongs', 10],
  ])('a flood of %s closes its connection, and a neighbour does not wait', async (_, opcode) => {
    await start();
    const neighbour = await fixture.client('ws');
    const socket = await openRawWebSocket();
    const flood = Buffer.concat(Array.from({ length: 10_000 }, () => webSocketFrame(opcode, Buffer.alloc(0))));
    socket.write(flood);
    await closed(socket);
    expect(await pingMs(neighbour)).toBeLessThan(200);
  });

  test('a few pings and pongs a second are answered', async () => {
    await start();
    const socket = await openRawWebSocket();
    for (let i = 0; i < 20; i++) socket.write(webSocketFrame(i % 2 ? 9 : 10, Buffer.from('x')));
    await waitUntil(() => fixture.gate.connectionCount() === 1);
    expect(socket.destroyed).toBe(false);
  });
});

describe('bytes', () => {
  test.each<Transport>(['tcp', 'ws'])(
    'a client over %s that sends faster than its rate is read more slowly',
    async (transport) => {
      await start({ limits: { maxBytesPerSecond: 64 * KIB } });
      const client = await fixture.client(transport);
      await fixture.logIn(client, ALICE);
      const startedAt = performance.now();
      const payload = im.SendMessageRequest.encode({ text: 'x'.repeat(16 * KIB) }).finish();
      for (let i = 0; i < 16; i++) client.command(SEND_MESSAGE, i + 10, payload);
      // 256 KiB: at most two seconds of rate as a burst, the rest at the rate.
      await fixture.waitForCommand(SEND_MESSAGE, 15);
      expect(performance.now() - startedAt).toBeGreaterThan(1000);
      expect(client.isClosed).toBe(false);
    },
  );

  test.each<Transport>(['tcp', 'ws'])(
    'a long unfinished frame before log-in closes its connection over %s',
    async (transport) => {
      await start({ limits: { maxBytesPerSecond: 16 * 1024 * KIB } });
      const socket = transport === 'tcp' ? await openSocket('tcp') : await openRawWebSocket();
      const frame = Buffer.alloc(60 * KIB);
      const bytes = transport === 'tcp' ? withLengthPrefix(frame) : webSocketFrame(2, frame);
      for (let at = 0; at < 40 * KIB && !socket.destroyed; at += 4 * KIB) {
        socket.write(bytes.subarray(at, at + 4 * KIB));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await closed(socket);
    },
  );

  test.each<Transport>(['tcp', 'ws'])('so does one that arrives over %s in one piece', async (transport) => {
    await start({ limits: { maxBytesPerSecond: 16 * 1024 * KIB } });
    const socket = transport === 'tcp' ? await openSocket('tcp') : await openRawWebSocket();
    const bytes = Buffer.alloc(60 * KIB);
    socket.write((transport === 'tcp' ? withLengthPrefix(bytes) : webSocketFrame(2, bytes)).subarray(0, 20 * KIB));
    await closed(socket);
  });

  test('a logged-in client that sends a frame byte by byte is read in few reads, and closed when its time is over', async () => {
    await start({ limits: { maxBytesPerSecond: 16 * KIB }, timings: { frameTimeoutMs: 1000 } });
    const client = await fixture.client('tcp');
    await fixture.logIn(client, ALICE);
    const startedAt = performance.now();
    client.write(withLengthPrefix(Buffer.alloc(8 * KIB)).subarray(0, 4));
    while (!client.isClosed && performance.now() - startedAt < 10_000) {
      client.write(Buffer.from([1]));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(client.isClosed).toBe(true);
    expect(performance.now() - startedAt).toBeGreaterThan(900);
  });

  test('a logged-in client that takes nothing of what waits for it is closed', async () => {
    await start({ limits: { maxOutgoingBytes: 64 * 1024 * KIB }, timings: { stalledAfterMs: 300 } });
    const client = await fixture.client('tcp');
    const connection = await fixture.logIn(client, ALICE);
    client.stopReading();
    const payload = im.Push.encode({ typing: { conversationId: 'x'.repeat(60 * KIB), userId: 'bob' } }).finish();
    for (let i = 0; i < 200; i++)
      fixture.log.publish([{ kind: im.Envelope.Kind.PUSH, instance: fixture.instance, targets: [connection], payload }], 3);
    await waitUntil(() => fixture.gate.connectionCount() === 0);
    expect(fixture.logLines.map(({ fields }) => fields)).toContainEqual(expect.objectContaining({ reason: 'SLOW_READER' }));
  });

  test('when all connections together hold too much, those that hold most are closed', async () => {
    await start({ limits: { maxOutgoingBytes: 8 * 1024 * KIB, maxUnsentBytes: 8 * 1024 * KIB } });
    const numbers: number[] = [];
    const clients: WireClient[] = [];
    for (let i = 0; i < 6; i++) {
      const client = await fixture.client(i % 2 ? 'tcp' : 'ws');
      numbers.push(await fixture.logIn(client, { userId: `user-${i}`, sessionId: 's', epoch: 1 }));
      clients.push(client);
    }
    const [reader, ...slow] = clients as [WireClient, ...WireClient[]];
    for (const client of slow) client.stopReading();
    const payload = im.Push.encode({ typing: { conversationId: 'x'.repeat(60 * KIB), userId: 'bob' } }).finish();
    for (let i = 0; i < 400 && fixture.gate.connectionCount() === 6; i++) {
      fixture.log.publish([{ kind: im.Envelope.Kind.PUSH, instance: fixture.instance, targets: numbers, payload }], 3);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await waitUntil(() => fixture.gate.connectionCount() < 6);
    expect(fixture.gate.connectionCount()).toBeGreaterThan(1);
    reader.command(FIND_USER, 7);
    fixture.reply((await fixture.waitForCommand(FIND_USER)).envelope);
    await waitUntil(() => reader.reply(7) !== undefined);
    expect(fixture.logLines.map(({ fields }) => fields)).toContainEqual(expect.objectContaining({ reason: 'SLOW_READER' }));
  });

  test.each<Transport>(['tcp', 'ws'])(
    'a frame over %s that is not completed in time closes its connection',
    async (transport) => {
      await start({ timings: { frameTimeoutMs: 200 } });
      const socket = transport === 'tcp' ? await openSocket('tcp') : await openRawWebSocket();
      const frame = Buffer.alloc(1000);
      const bytes = transport === 'tcp' ? withLengthPrefix(frame) : webSocketFrame(2, frame);
      const trickle = setInterval(() => socket.write(bytes.subarray(20, 21)), 20);
      cleanUps.push(() => clearInterval(trickle));
      socket.write(bytes.subarray(0, 20));
      await closed(socket);
      expect(fixture.logLines.map(({ fields }) => fields)).toContainEqual(
        expect.objectContaining({ detail: 'a frame was not completed in time' }),
      );
    },
  );

  test('a client that sends nothing but WebSocket pings stays connected', async () => {
    await start({ timings: { frameTimeoutMs: 100 } });
    const socket = await openRawWebSocket();
    for (let i = 0; i < 8; i++) {
      socket.write(webSocketFrame(9, Buffer.from('x')));
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(fixture.gate.connectionCount()).toBe(1);
  });
});

describe('connections', () => {
  test('sockets that never complete their handshake count as connections', async () => {
    await start({ limits: { maxConnections: 20 } });
    for (let i = 0; i < 20; i++) await openSocket('ws');
    const client = await fixture.client('tcp');
    await waitUntil(() => client.close !== undefined);
    expect(client.close).toMatchObject({ reason: 'GATE_FULL', reconnect: true });
  });

  test('one address cannot have more connections than its share, and others connect', async () => {
    await start({ limits: { maxConnections: 100, maxConnectionsPerIp: 10 }, trustedProxies: ['127.0.0.1'] });
    const from = async (address: string): Promise<NetSocket> => {
      const socket = await openSocket('tcp');
      socket.write(`PROXY TCP4 ${address} 10.0.0.9 4000 7000\r\n`);
      return socket;
    };
    for (let i = 0; i < 30; i++) await from('203.0.113.5');
    await waitUntil(() => fixture.gate.connectionCount() === 10);
    await from('203.0.113.6');
    await waitUntil(() => fixture.gate.connectionCount() === 11);
  });

  test('commands of connections without a log-in take only a small share of all commands in flight', async () => {
    await start({ limits: { maxCommandsInFlight: 200 } });
    const user = await fixture.client('tcp');
    await fixture.logIn(user, ALICE);
    const strangers = await Promise.all(Array.from({ length: 40 }, () => fixture.client('tcp')));
    for (const stranger of strangers) for (let i = 1; i <= 5; i++) stranger.command(301, i);
    await waitUntil(() => fixture.log.sent.length > 10);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(fixture.log.sent.filter(({ envelope }) => envelope.rpc === 301).length).toBeLessThanOrEqual(12);
    user.command(FIND_USER, 7);
    const { envelope } = await fixture.waitForCommand(FIND_USER);
    fixture.reply(envelope);
    await waitUntil(() => user.reply(7) !== undefined);
    // As auth and verify answer, the others get their turn.
    const answered = new Set<number>();
    await waitUntil(() => {
      for (const [i, { envelope: sent }] of fixture.log.sent.entries())
        if (sent.rpc === 301 && !answered.has(i)) {
          answered.add(i);
          fixture.reply(sent);
        }
      return answered.size === 200;
    });
    expect(fixture.log.sent.some(({ envelope: { rpc } }) => rpc === LOG_IN)).toBe(true);
  });
});
