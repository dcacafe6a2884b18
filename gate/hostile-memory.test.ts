// What thousands of clients that hold unfinished frames, never read or trickle bytes cost a gate, and what others notice of it.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket as NetSocket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import type { GateLimits, GateTimings } from './settings.ts';
import { FIND_USER, LOG_IN, waitUntil } from './testing/gate-fixture.ts';
import type { GateProcessMessage } from './testing/gate-process.ts';
import { type Transport, WireClient } from './testing/wire-client.ts';

const CONNECTIONS = 5000;
const PER_ADDRESS = 20;
const WARM_UP = 500;
const OPENED_AT_ONCE = 100;
/** As long as no frame may have more bytes before log-in: what a connection can make the gate keep. */
const UNFINISHED_BYTES = 15 * 1024;
/** An idle connection costs up to 30 KiB, and a buffer that doubles up to twice its content. */
const MAX_BYTES_PER_CONNECTION = 40 * 1024;
const MAX_P50_MS = 150;

/** Nothing is closed by its time-out while the test runs. */
const LIMITS: Partial<GateLimits> = {
  maxConnections: 10_000,
  maxConnectionsPerIp: 2 * PER_ADDRESS,
  maxBytesPerSecond: 256 * 1024,
  maxCommandsPerSecond: 50,
  logInTimeoutMs: 300_000,
  idleTimeoutMs: 300_000,
};
const TIMINGS: Partial<GateTimings> = {
  frameTimeoutMs: 300_000,
  timeoutCheckIntervalMs: 500,
  pauseCheckIntervalMs: 50,
  routeRefreshIntervalMs: 8000,
};

const HANDSHAKE =
  'GET / HTTP/1.1\r\nHost: gate\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n';
/** The header of a TCP frame or WebSocket message of 60,000 bytes, the latter with a mask of zeros. */
const HEADERS = { tcp: Buffer.from([0, 0, 0xea, 0x60]), ws: Buffer.from([0x82, 0xfe, 0xea, 0x60, 0, 0, 0, 0]) };
const UNFINISHED = Buffer.alloc(UNFINISHED_BYTES);
const COMMANDS = Buffer.concat(
  Array.from({ length: 20 }, (_, i) => {
    const frame = im.Frame.encode({ kind: im.Frame.Kind.COMMAND, rpc: 9999, requestId: i + 1 }).finish();
    return Buffer.concat([Buffer.from([0, 0, 0, frame.length]), frame]);
  }),
);

let child: ChildProcess | undefined;
const sockets: NetSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  child?.kill('SIGKILL');
});

async function receive<K extends GateProcessMessage['kind']>(kind: K): Promise<Extract<GateProcessMessage, { kind: K }>> {
  for (;;) {
    const [message] = (await once(child as ChildProcess, 'message')) as [GateProcessMessage];
    if (message.kind === kind) return message as Extract<GateProcessMessage, { kind: K }>;
  }
}

async function measure() {
  child?.send('measure');
  return receive('memory');
}

/** The n-th hostile client, from one of many addresses of this machine. */
async function openHostile(n: number, ports: Record<Transport, number>): Promise<void> {
  const transport = n % 2 ? 'tcp' : 'ws';
  const address = Math.floor(n / PER_ADDRESS);
  const localAddress = `127.1.${address >> 8}.${address & 255 || 255}`;
  const socket = connect({ host: '127.0.0.1', port: ports[transport], localAddress });
  sockets.push(socket);
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  const behaviour = (n >> 1) % 5;
  // A handshake that never ends.
  if (behaviour === 0 && transport === 'ws') return void socket.write(HANDSHAKE.slice(0, -2));
  if (transport === 'ws') {
    socket.write(HANDSHAKE);
    await once(socket, 'data');
  }
  // It never reads replies.
  if (behaviour === 1) {
    socket.pause();
    return void (transport === 'tcp' && socket.write(COMMANDS));
  }
  socket.write(HEADERS[transport]);
  // The gate closes a connection that sends more before it has logged in.
  if (behaviour === 4) return void socket.write(Buffer.alloc(59_000));
  if (behaviour !== 2) return void socket.write(UNFINISHED);
  for (let i = 0; i < 50; i++) setTimeout(() => socket.write(UNFINISHED.subarray(i, i + 1)), i * 20).unref();
}

async function openHostiles(from: number, count: number, ports: Record<Transport, number>): Promise<void> {
  for (let at = from; at < from + count; at += OPENED_AT_ONCE)
    await Promise.all(Array.from({ length: OPENED_AT_ONCE }, (_, i) => openHostile(at + i, ports)));
}

/** An honest client logs in and sends commands, one after the other. Resolves with the median of its waits. */
async function chat(port: number): Promise<number> {
  const socket = connect({ host: '127.0.0.1', port });
  sockets.push(socket);
  await once(socket, 'connect');
  const client = new WireClient(socket);
  const waits: number[] = [];
  for (let id = 1; id <= 50; id++) {
    const startedAt = performance.now();
    client.command(id === 1 ? LOG_IN : FIND_USER, id);
    await waitUntil(() => client.reply(id) !== undefined);
    waits.push(performance.now() - startedAt);
  }
  return waits.sort((a, b) => a - b)[25] ?? Infinity;
}

test('5000 hostile connections cost a gate at most 40 KiB each, and an honest client gets in and chats', async () => {
  const settings = JSON.stringify({ limits: LIMITS, timings: TIMINGS });
  child = fork(join(import.meta.dirname, 'testing/gate-process.ts'), [settings], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await receive('ready');
  // One-time costs: compiled code, pools, tables.
  await openHostiles(0, WARM_UP, ready);
  const before = await measure();
  await openHostiles(WARM_UP, CONNECTIONS - WARM_UP, ready);
  const p50 = await chat(ready.tcp);
  // The slowest have sent their bytes.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const after = await measure();
  const perConnection = (after.bytes - before.bytes) / (CONNECTIONS - WARM_UP);
  console.info(`${Math.round(perConnection / 1024)} KiB per hostile connection, an honest client waits ${p50.toFixed(1)} ms`);
  // A tenth are handshakes that never end, and a fifth was closed. Nothing was refused.
  expect(after.connections).toBeGreaterThan(CONNECTIONS * 0.69);
  expect(perConnection).toBeLessThan(MAX_BYTES_PER_CONNECTION);
  expect(p50).toBeLessThan(MAX_P50_MS);
}, 90_000);
