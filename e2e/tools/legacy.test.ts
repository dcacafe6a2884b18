// Clients of the ancestor with a server: their bytes are built by hand.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type LegacyServer, type LegacyServerOptions, startLegacyServer } from '../../tools/legacy/server.ts';
import { embeddedServerFixture } from '../testing/embedded-server-fixture.ts';

const [CLOGIN, CREGISTER, CPRIVATE_CHAT] = [1000, 1001, 1003];
const KEY = Buffer.alloc(32, 7);
const SOON = { timeout: 60_000 };
const server = embeddedServerFixture({ IM_REGISTRATION: 'open' });

/** Length, number, and the fields as strings from 1 on. */
function packet(number: number, ...fields: readonly string[]): Buffer {
  const parts = fields.map((field, index) =>
    Buffer.concat([Buffer.from([((index + 1) << 3) | 2, field.length]), Buffer.from(field)]),
  );
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.writeInt32BE(body.length, 0);
  header.writeInt32BE(number, 4);
  return Buffer.concat([header, body]);
}

class AncestorClient {
  readonly codes: number[] = [];
  readonly descs: string[] = [];
  readonly chats: string[] = [];
  isClosed = false;
  readonly socket: Socket;
  #buffered = Buffer.alloc(0);

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('close', () => {
      this.isClosed = true;
    });
    onTestFinished(() => void this.socket.destroy());
  }

  send(number: number, ...fields: readonly string[]): void {
    this.socket.write(packet(number, ...fields));
  }

  #read(chunk: Buffer): void {
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    while (this.#buffered.length >= 8 && this.#buffered.length >= 8 + this.#buffered.readInt32BE(0)) {
      const [length, number] = [this.#buffered.readInt32BE(0), this.#buffered.readInt32BE(4)];
      const body = this.#buffered.subarray(8, 8 + length);
      this.#buffered = this.#buffered.subarray(8 + length);
      if (number === 1004) this.chats.push(body.subarray(2).toString());
      if (number !== 1002) continue;
      // 08, a varint of one or two bytes, 12, a length, the text.
      const isLong = (body[1] ?? 0) > 127;
      this.codes.push(isLong ? ((body[1] ?? 0) & 127) | ((body[2] ?? 0) << 7) : (body[1] ?? 0));
      this.descs.push(body.subarray(isLong ? 5 : 4).toString());
    }
  }
}

async function startLegacy(options: Partial<LegacyServerOptions> = {}): Promise<LegacyServer> {
  const { hostname, port } = new URL(server.tcp);
  const legacy = await startLegacyServer({
    host: '127.0.0.1',
    port: 0,
    gate: { host: hostname, port: Number(port) },
    sendsProxyHeader: false,
    weakPasswordKey: KEY,
    limits: { maxConnections: 20, maxConnectionsPerIp: 20, maxHandshakesPerIp: 1000 },
    onListenerError: (error) => expect.unreachable(error.message),
    ...options,
  });
  onTestFinished(() => legacy.stop());
  return legacy;
}

describe('clients of the ancestor', () => {
  test('register with "123", log in, chat with themselves and each other, and get an answer for each chat', async () => {
    const { port } = await startLegacy();
    const one = new AncestorClient(port);
    // Byte by byte, as the ancestor's client writes them: CRegister and CLogin at once.
    one.socket.write(
      Buffer.from([
        ...[0, 0, 0, 8, 0, 0, 3, 0xe9, 0x0a, 1, 0x31, 0x12, 3, 0x31, 0x32, 0x33],
        ...[0, 0, 0, 20, 0, 0, 3, 0xe8, 0x0a, 1, 0x31, 0x12, 3, 0x31, 0x32, 0x33],
        ...[0x1a, 3, 0x69, 0x6f, 0x73, 0x22, 5, 0x31, 0x2e, 0x30, 0x2e, 0x30],
      ]),
    );
    await expect.poll(() => one.codes, SOON).toEqual([101, 201]);
    one.send(CPRIVATE_CHAT, '1', '1', 'Hello, I am Tom!');
    await expect.poll(() => one.chats, SOON).toEqual(['Hello, I am Tom!']);
    await expect.poll(() => one.codes, SOON).toEqual([101, 201, 300]);

    const two = new AncestorClient(port);
    two.send(CREGISTER, '2', '123');
    two.send(CLOGIN, '2', '123');
    await expect.poll(() => two.codes, SOON).toEqual([101, 201]);
    for (let i = 1; i <= 20; i++) two.send(CPRIVATE_CHAT, '2', '1', `message ${i}`);
    await expect.poll(() => two.codes.length, SOON).toBe(22);
    expect(two.codes.slice(2).every((code) => code === 300)).toBe(true);
    await expect.poll(() => one.chats.length, SOON).toBe(21);
    expect(one.chats.slice(1)).toEqual(Array.from({ length: 20 }, (_, i) => `message ${i + 1}`));

    // Log in again later, with right and with wrong passwords.
    const again = new AncestorClient(port);
    again.send(CREGISTER, '1', '456');
    again.send(CLOGIN, '1', '456');
    again.send(CLOGIN, '1', '123');
    again.send(CPRIVATE_CHAT, '1', 'nobody', 'hi');
    again.send(CPRIVATE_CHAT, '1', '2', '');
    await expect.poll(() => again.codes, SOON).toEqual([100, 202, 201, 200, 301]);
  }, 180_000);

  test('nobody chats in the name of another user: `self` is ignored, and without a log-in a chat is refused', async () => {
    const { port } = await startLegacy();
    const [victim, mallory] = [new AncestorClient(port), new AncestorClient(port)];
    victim.send(CREGISTER, '31', '123');
    mallory.send(CPRIVATE_CHAT, '31', '31', 'before the log-in');
    mallory.send(CREGISTER, '32', '123');
    await expect.poll(() => victim.codes, SOON).toEqual([101]);
    await expect.poll(() => mallory.codes, SOON).toEqual([202, 101]);
    // To themselves, in the name of 31: it is 32 who writes to 32, so 31 gets nothing.
    mallory.send(CPRIVATE_CHAT, '31', '32', 'forged');
    await expect.poll(() => mallory.chats, SOON).toEqual(['forged']);
    victim.send(CPRIVATE_CHAT, '31', '32', 'real');
    await expect.poll(() => mallory.chats, SOON).toEqual(['forged', 'real']);
    expect(victim.chats).toEqual([]);
  }, 120_000);

  test('a weak password is refused where the operator does not allow it, and a good one works everywhere', async () => {
    const { port } = await startLegacy({ weakPasswordKey: undefined });
    const client = new AncestorClient(port);
    client.send(CREGISTER, '41', '123');
    client.send(CREGISTER, '42', 'correct horse');
    client.send(CLOGIN, '42', 'correct horse');
    await expect.poll(() => client.codes, SOON).toEqual([202, 101, 201]);
    expect(client.descs[0]).toMatch(/8/);
    const { port: lenient } = await startLegacy();
    const other = new AncestorClient(lenient);
    other.send(CLOGIN, '42', 'correct horse');
    await expect.poll(() => other.codes, SOON).toEqual([201]);
  }, 120_000);
});

/** A relay to the server: `drop` lets nothing of the client through any more, `cut` ends its connections. */
async function startRelay(): Promise<{ readonly port: number; drop(): void; cut(): void }> {
  const { hostname, port } = new URL(server.tcp);
  const sockets: Socket[] = [];
  let isDropping = false;
  const relay = createServer((client) => {
    const gate = connect(Number(port), hostname);
    for (const socket of [client, gate]) sockets.push(socket.on('error', () => socket.destroy()));
    client.on('data', (chunk) => isDropping || gate.write(chunk));
    gate.pipe(client);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    relay.close();
  });
  const drop = (): void => {
    isDropping = true;
  };
  return { port: (relay.address() as AddressInfo).port, drop, cut };
}

test('when the gate is lost, a chat that waits is answered with 301, and the connection ends', async () => {
  const relay = await startRelay();
  const { port } = await startLegacy({ gate: { host: '127.0.0.1', port: relay.port } });
  const client = new AncestorClient(port);
  client.send(CREGISTER, '51', '123');
  await expect.poll(() => client.codes, SOON).toEqual([101]);
  relay.drop();
  client.send(CPRIVATE_CHAT, '51', '51', 'lost');
  relay.cut();
  await expect.poll(() => client.isClosed, SOON).toBe(true);
  expect(client.codes).toEqual([101, 301]);
}, 120_000);

test('a gate that trusts the process learns the address of each client from a PROXY header', async () => {
  const received: Buffer[] = [];
  const gate = createServer(
    (socket) => void socket.on('error', () => undefined).on('data', (chunk: Buffer) => received.push(chunk)),
  );
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  onTestFinished(() => void gate.close());
  const address = { host: '127.0.0.1', port: (gate.address() as AddressInfo).port };
  const { port } = await startLegacy({ gate: address, sendsProxyHeader: true });
  const client = new AncestorClient(port);
  await expect.poll(() => Buffer.concat(received).indexOf('\r\n'), SOON).toBeGreaterThan(0);
  const header = `PROXY TCP4 127.0.0.1 127.0.0.1 ${client.socket.localPort} ${address.port}\r\n`;
  expect(Buffer.concat(received).subarray(0, header.length).toString()).toBe(header);
}, 120_000);

test('npm run legacy makes the secret for weak passwords once, readable by its owner alone', async () => {
  const file = join(server.folder, 'legacy-key');
  const contents: string[] = [];
  for (let run = 0; run < 2; run++) {
    const { hostname, port } = new URL(server.tcp);
    const flags = ['--port', '0', '--gate', `tcp://${hostname}:${port}`, '--weak-passwords', file];
    const program = spawn(process.execPath, [join(import.meta.dirname, '../../tools/legacy/main.ts'), ...flags]);
    onTestFinished(() => void program.kill('SIGKILL'));
    let output = '';
    program.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    await expect.poll(() => output, SOON).toMatch(/weak passwords are accepted/);
    contents.push(readFileSync(file, 'utf8'));
    const exit = once(program, 'exit');
    program.kill('SIGTERM');
    expect((await exit)[0]).toBe(0);
  }
  expect(contents[0]).toMatch(/^[\w-]{43}\n$/);
  expect(contents[1]).toBe(contents[0]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
}, 120_000);

describe('hostile clients', () => {
  test.each([
    ['a length that is too large', Buffer.from([0x7f, 0xff, 0xff, 0xff, 0, 0, 3, 0xe8])],
    ['a message that does not exist', packet(4242, 'x')],
    ['a message of the server', packet(1004, 'x')],
    ['garbage in a message', Buffer.from([0, 0, 0, 2, 0, 0, 3, 0xe8, 0xff, 0xff])],
  ])(
    '%s ends the connection, and others go on',
    async (_name, bytes) => {
      const legacy = await startLegacy();
      const [bystander, hostile] = [new AncestorClient(legacy.port), new AncestorClient(legacy.port)];
      hostile.socket.write(bytes);
      await expect.poll(() => hostile.isClosed, SOON).toBe(true);
      bystander.send(CPRIVATE_CHAT, 'x', 'y', 'z');
      await expect.poll(() => bystander.codes, SOON).toEqual([202]);
      await expect.poll(() => legacy.connectionCount(), SOON).toBe(1);
    },
    120_000,
  );

  test('a client that sends without end to a silent gate is not read further, and surplus clients are closed', async () => {
    // A gate that accepts and stays silent.
    const held: Socket[] = [];
    const silent = createServer((socket) => held.push(socket.resume().on('error', () => socket.destroy())));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => {
      for (const socket of held) socket.destroy();
      silent.close();
    });
    const gate = { host: '127.0.0.1', port: (silent.address() as AddressInfo).port };
    const limits = { maxConnections: 3, maxConnectionsPerIp: 3, maxHandshakesPerIp: 1000 };
    const legacy = await startLegacy({ gate, limits });
    const flood = new AncestorClient(legacy.port);
    const chunk = Buffer.concat(Array.from({ length: 1000 }, () => packet(CLOGIN, 'a', 'b'.repeat(100))));
    let written = 0;
    while (written < 32 * 1024 * 1024 && flood.socket.write(chunk)) written += chunk.length;
    const isBlocked = (): boolean => flood.socket.writableLength > 0;
    const push = setInterval(() => {
      if (flood.socket.writableLength < 4 * chunk.length) flood.socket.write(chunk);
      written += chunk.length;
    }, 5);
    onTestFinished(() => clearInterval(push));
    await expect.poll(() => written > 64 * 1024 * 1024 || flood.socket.writableLength >= 4 * chunk.length, SOON).toBe(true);
    expect(isBlocked()).toBe(true);

    const others = Array.from({ length: 6 }, () => new AncestorClient(legacy.port));
    await expect.poll(() => others.filter(({ isClosed }) => isClosed).length, SOON).toBe(4);
    expect(legacy.connectionCount()).toBe(3);
  }, 120_000);
});
