// Clients of the ancestor with a scripted gate.
import { connect, Server, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { directConversationId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { ScriptedGate } from '../conformance/scripted-gate.ts';
import { CLOGIN, CPRIVATE_CHAT, CREGISTER, MESSAGES, PacketReader, SPRIVATE_CHAT, SRESPONSE, toPacket } from './packets.ts';
import { type LegacyServer, startLegacyServer } from './server.ts';

const SOON = { timeout: 60_000 };

async function startFixture(): Promise<{ gate: ScriptedGate; legacy: LegacyServer; breaches: string[]; failures: string[] }> {
  const breaches: string[] = [];
  const gate = new ScriptedGate((rule, what) => breaches.push(`${rule}: ${what}`));
  await gate.start();
  onTestFinished(() => gate.stop());
  const limits = { maxConnections: 10, maxConnectionsPerIp: 10, maxHandshakesPerIp: 1000 };
  const address = { host: '127.0.0.1', port: Number(new URL(gate.url).port) };
  const settings = { host: '127.0.0.1', port: 0, sendsProxyHeader: false, weakPasswordKey: undefined };
  const failures: string[] = [];
  const onListenerError = ({ message }: Error): void => void failures.push(message);
  const legacy = await startLegacyServer({ ...settings, gate: address, limits, onListenerError });
  onTestFinished(() => legacy.stop());
  return { gate, legacy, breaches, failures };
}

test('a client that does not read what it gets is closed, and with it its connection to the gate; others go on', async () => {
  const { gate, legacy } = await startFixture();
  const [slow, quick] = [await logIn(legacy.port), await logIn(legacy.port)];
  await expect.poll(() => gate.connections.filter(({ isLoggedIn }) => isLoggedIn).length, SOON).toBe(2);
  const [first, second] = gate.connections;
  first?.push({ messageStored: gate.store.add('begin') });
  await expect.poll(() => slow.chats, SOON).toEqual(['begin']);
  slow.socket.pause();
  const senderId = 'flooder';
  const flood = { conversationId: directConversationId(gate.store.userId, senderId), senderId, text: 'x'.repeat(8000) };
  let seq = 0;
  const push = setInterval(() => {
    for (let i = 0; i < 50 && !first?.isClosed; i++) first?.push({ messageStored: { ...flood, seq: ++seq } });
  }, 5);
  onTestFinished(() => clearInterval(push));
  await expect.poll(() => first?.isClosed, SOON).toBe(true);
  await expect.poll(() => legacy.connectionCount(), SOON).toBe(1);

  second?.push({ messageStored: gate.store.add('still here') });
  await expect.poll(() => quick.chats, SOON).toContain('still here');
}, 120_000);

test('after RESYNC a client gets the messages that it has missed since its log-in, once and in order', async () => {
  const { gate, legacy } = await startFixture();
  gate.store.add('before the log-in');
  const client = await logIn(legacy.port);
  await expect.poll(() => gate.commandsOf('Logic.Sync').length, SOON).toBe(1);
  gate.last.push({ messageStored: gate.store.add('1') });
  await expect.poll(() => client.chats, SOON).toEqual(['1']);
  const missed = [gate.store.add('2'), gate.store.add('3')];
  gate.last.send({ kind: im.Frame.Kind.RESYNC });
  await expect.poll(() => client.chats, SOON).toEqual(['1', '2', '3']);
  for (const messageStored of missed) gate.last.push({ messageStored });
  gate.last.push({ messageStored: gate.store.add('4') });
  await expect.poll(() => client.chats, SOON).toEqual(['1', '2', '3', '4']);
}, 120_000);

test('what a gate would close the connection for is refused before it gets there, and the client goes on', async () => {
  const { gate, legacy, breaches } = await startFixture();
  const client = openClient(legacy.port);
  for (const number of [CLOGIN, CREGISTER]) client.send(number, { userid: 'a', passwd: 'x'.repeat(50_000) });
  await expect.poll(() => client.codes, SOON).toEqual([202, 202]);
  expect(gate.connections.flatMap(({ commands }) => commands)).toEqual([]);

  client.send(CLOGIN, { userid: 'a', passwd: 'correct horse' });
  await expect.poll(() => client.codes, SOON).toEqual([202, 202, 201]);
  // Its body fits, but not the command that it becomes.
  client.send(CPRIVATE_CHAT, { self: '', dest: 'b', content: 'x'.repeat(65_520) });
  client.send(CPRIVATE_CHAT, { self: '', dest: 'b', content: 'x'.repeat(8192) });
  await expect.poll(() => client.codes.slice(3), SOON).toEqual([301, 300]);
  expect(breaches).toEqual([]);
  expect(gate.connections).toHaveLength(1);
}, 120_000);

test('of thousands of messages in one piece, none is cut out or sent to the gate before the one ahead is answered', async () => {
  const { gate, legacy } = await startFixture();
  let held: (() => void) | undefined;
  gate.hook = (command, connection) => {
    held ??= () => connection.answer(command);
    return command === gate.last.commands[0];
  };
  const cut = vi.spyOn(PacketReader.prototype, 'next');
  onTestFinished(() => cut.mockRestore());
  const client = openClient(legacy.port);
  const logInPacket = Buffer.from([0, 0, 0, 3, 0, 0, 3, 0xe8, 0x0a, 1, 0x61]);
  client.socket.write(Buffer.concat(Array.from({ length: 3000 }, () => logInPacket)));
  await expect.poll(() => held, SOON).toBeDefined();
  // The rest of the bytes has arrived by the time of a later client's answer.
  const other = openClient(legacy.port);
  other.send(CPRIVATE_CHAT, { self: '', dest: 'b', content: 'x' });
  await expect.poll(() => other.codes, SOON).toEqual([202]);
  expect(gate.commandsOf('Auth.LogIn')).toHaveLength(1);
  const packets = cut.mock.results.filter(({ value }) => value?.number === CLOGIN);
  expect(packets).toHaveLength(1);
  held?.();
  await expect.poll(() => client.codes.length, SOON).toBe(3000);
}, 120_000);

test('accepts that fail, as without file descriptors, are reported each time, and new clients connect later', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  onTestFinished(() => listen.mockRestore());
  const { legacy, failures } = await startFixture();
  const listener = listen.mock.contexts.at(-1) as Server | undefined;
  for (let attempt = 0; attempt < 3; attempt++) listener?.emit('error', new Error('accept EMFILE'));
  expect(failures).toEqual(Array.from({ length: 3 }, () => 'accept EMFILE'));
  await logIn(legacy.port);
}, 120_000);

interface TestClient {
  readonly socket: Socket;
  readonly codes: number[];
  readonly chats: string[];
  send(number: number, message: object): void;
}

function openClient(port: number): TestClient {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  const reader = new PacketReader();
  const [codes, chats]: [number[], string[]] = [[], []];
  socket.on('data', (chunk: Buffer) => {
    reader.push(chunk);
    for (let packet = reader.next(); packet; packet = reader.next()) {
      const { number, body } = packet;
      const message = MESSAGES[number]?.decode(body) as unknown as { code: number; content: string };
      if (number === SRESPONSE) codes.push(message.code);
      if (number === SPRIVATE_CHAT) chats.push(message.content);
    }
  });
  const send = (number: number, message: object): void =>
    void socket.write(toPacket(number, MESSAGES[number]?.encode(message).finish() ?? new Uint8Array()));
  return { socket, codes, chats, send };
}

async function logIn(port: number): Promise<TestClient> {
  const client = openClient(port);
  client.send(CREGISTER, { userid: 'a', passwd: 'correct horse' });
  await expect.poll(() => client.codes, SOON).toEqual([101]);
  return client;
}
