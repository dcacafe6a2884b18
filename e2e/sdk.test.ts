// The SDK with the real gate and services in this process.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type Client, type ClientOptions, createClient, type ReceivedMessage } from '../client/sdk/node.ts';
import { type EmbeddedServer, startEmbedded } from '../embedded/main.ts';
import { readConfig } from '../infra/process/config/read.ts';

const PASSWORD = 'correct horse';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let folder: string;
let server: EmbeddedServer;

function start(ports = { tcp: '0', ws: '0' }): Promise<EmbeddedServer> {
  const env = {
    IM_DATA_FOLDER: folder,
    IM_TCP_PORT: ports.tcp,
    IM_WS_PORT: ports.ws,
    IM_HTTP_PORT: '0',
    IM_MAX_COMMANDS_PER_SECOND: '5000',
  };
  const onFatal = (error: Error): void => {
    throw error;
  };
  return startEmbedded(readConfig('embedded', { env, argv: [] }), { log: silent, onFatal });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'im-client-'));
  server = await start();
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function newClient(options: Partial<ClientOptions> = {}): { client: Client; messages: ReceivedMessage[] } {
  const client = createClient({ gates: [server.tcp], from: 'beginning', ...options });
  const messages: ReceivedMessage[] = [];
  client.on('message', (message) => messages.push(message));
  onTestFinished(() => client.close());
  return { client, messages };
}

function texts(messages: readonly ReceivedMessage[]): string[] {
  return messages.map((message) => message.text);
}

test('two users, one on TCP and one on WebSocket, see the same conversation', async () => {
  const alice = newClient();
  const bob = newClient({ gates: [server.ws] });
  const { userId: aliceId } = await alice.client.register({ name: 'talk-alice', password: PASSWORD });
  const { userId: bobId } = await bob.client.register({ name: 'talk-bob', password: PASSWORD });
  const first = await alice.client.send(bobId, 'hello');
  const second = await bob.client.send(aliceId, '你好');
  expect([first.seq, second.seq]).toEqual([1, 2]);
  await vi.waitFor(() =>
    expect([texts(alice.messages), texts(bob.messages)]).toEqual([
      ['hello', '你好'],
      ['hello', '你好'],
    ]),
  );
  expect(alice.messages.map((message) => message.own)).toEqual([true, false]);
});

test('messages sent while the receiver is offline arrive at the next log-in', async () => {
  const alice = newClient();
  const bob = newClient();
  await alice.client.register({ name: 'offline-alice', password: PASSWORD });
  const { userId } = await bob.client.register({ name: 'offline-bob', password: PASSWORD });
  bob.client.close();
  const all = Array.from({ length: 250 }, (_, n) => `message ${n}`);
  await Promise.all(all.map((text) => alice.client.send(userId, text)));
  const again = newClient();
  await again.client.logIn('offline-bob', PASSWORD);
  await vi.waitFor(() => expect(texts(again.messages)).toEqual(all), { timeout: 10_000 });
});

test('a message to oneself arrives once, marked as own', async () => {
  const { client, messages } = newClient();
  const { userId } = await client.register({ name: 'self', password: PASSWORD });
  await client.send(userId, 'do not forget');
  await client.sync();
  expect(messages.map(({ text, own, seq }) => ({ text, own, seq }))).toEqual([{ text: 'do not forget', own: true, seq: 1 }]);
});

test('the sender’s second device receives the message too', async () => {
  const phone = newClient();
  const desktop = newClient();
  const bob = newClient();
  await phone.client.register({ name: 'devices-alice', password: PASSWORD });
  const { userId } = await bob.client.register({ name: 'devices-bob', password: PASSWORD });
  await desktop.client.logIn('devices-alice', PASSWORD);
  await phone.client.send(userId, 'from the phone');
  await vi.waitFor(() => expect(texts(desktop.messages)).toEqual(['from the phone']));
});

test('when a session is resumed on another client, the first client closes and does not reconnect', async () => {
  const first = newClient();
  const closed = vi.fn();
  first.client.on('closed', closed);
  const { token } = await first.client.register({ name: 'moved', password: PASSWORD });
  const second = newClient();
  await second.client.resume(token);
  await vi.waitFor(() => expect(closed).toHaveBeenCalledWith(expect.objectContaining({ reason: 'SESSION_REPLACED' })));
  expect(first.client.state).toBe('closed');
});

test('a session that logged out cannot be resumed', async () => {
  const { client } = newClient();
  const { token } = await client.register({ name: 'leaving', password: PASSWORD });
  await client.logOut();
  expect(client.state).toBe('closed');
  await expect(newClient().client.resume(token)).rejects.toMatchObject({ code: 'BAD_TOKEN' });
});

test('after a refused log-in the client can try again and log in', async () => {
  const owner = newClient();
  await owner.client.register({ name: 'careless', password: PASSWORD });
  const { client } = newClient();
  await expect(client.logIn('careless', 'wrong password')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS', resend: false });
  await expect(client.register({ name: 'careless', password: PASSWORD })).rejects.toMatchObject({ code: 'NAME_TAKEN' });
  await expect(client.logIn('careless', PASSWORD)).resolves.toMatchObject({ name: 'careless' });
});

test('refused messages reject with their code and delay no other message', async () => {
  const { client } = newClient();
  const { userId } = await client.register({ name: 'refused', password: PASSWORD });
  const answers = await Promise.allSettled([
    client.send(userId, ''),
    client.send('日本語', 'hello'),
    client.send(userId, 'x'.repeat(9000)),
    client.send(userId, 'good'),
  ]);
  const seen = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.seq : answer.reason.code));
  expect(seen).toEqual(['TEXT_EMPTY', 'NO_SUCH_USER', 'TEXT_TOO_LONG', 1]);
});

test('a server restart loses and repeats no message, and the clients reconnect by themselves', async () => {
  const timing = { reconnectMinMs: 20, reconnectMaxMs: 200 };
  const ports = { tcp: new URL(server.tcp).port, ws: new URL(server.ws).port };
  const alice = newClient({ timing });
  const bob = newClient({ timing });
  await alice.client.register({ name: 'restart-alice', password: PASSWORD });
  const { userId } = await bob.client.register({ name: 'restart-bob', password: PASSWORD });
  await alice.client.send(userId, 'before');
  await vi.waitFor(() => expect(texts(bob.messages)).toEqual(['before']));
  await server.stop();
  const during = [alice.client.send(userId, 'during 1'), alice.client.send(userId, 'during 2')];
  server = await start(ports);
  await Promise.all(during);
  await vi.waitFor(() => expect(texts(bob.messages)).toEqual(['before', 'during 1', 'during 2']), { timeout: 10_000 });
});
