import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { findDisturbance, parseLink } from './links.ts';
import { Network, readClientId } from './network.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A server that answers each piece with "re:" before it, behind a proxy for logic-0. */
async function echoBehindProxy() {
  const received: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received.push(String(data));
      socket.write(`re:${data}`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const network = new Network();
  const address = await network.listen('logic-0', 'mysql', `127.0.0.1:${(server.address() as AddressInfo).port}`);
  cleanUps.push(
    () => network.close(),
    () => server.close(),
  );
  return { network, address, received, open: () => openClient(address) };
}

async function openClient(address: string) {
  const socket: Socket = connect(Number(address.split(':')[1]), '127.0.0.1');
  let answers = '';
  let isOpen = true;
  socket.on('data', (data) => (answers += data));
  socket.on('error', () => undefined);
  socket.on('close', () => (isOpen = false));
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return { write: (text: string) => void socket.write(text), answers: () => answers, isOpen: () => isOpen };
}

const until = (holds: () => boolean) => vi.waitFor(() => expect(holds()).toBe(true), { timeout: 20_000, interval: 5 });
const LINK = { from: 'logic-0', to: 'mysql' };

test('an undisturbed link carries both ways', async () => {
  const { open } = await echoBehindProxy();
  const client = await open();
  client.write('hello');
  await until(() => client.answers() === 're:hello');
});

test('a cut link ends its connections and takes no new ones until it is whole', async () => {
  const { network, open, received } = await echoBehindProxy();
  const client = await open();
  client.write('hello');
  await until(() => client.answers() === 're:hello');
  const over = network.disturb('cut', LINK, 0.3);
  await until(() => !client.isOpen());
  const refused = await open();
  await until(() => !refused.isOpen());
  await over;
  const later = await open();
  later.write('again');
  await until(() => later.answers() === 're:again');
  expect(received).toEqual(['hello', 'again']);
});

test('a half-open link accepts and swallows, and its connections end when it is whole', async () => {
  const { network, open, received } = await echoBehindProxy();
  const over = network.disturb('half-open', LINK, 0.3);
  const client = await open();
  client.write('hello');
  await over;
  await until(() => !client.isOpen());
  expect([client.answers(), received]).toEqual(['', []]);
});

test.each([
  ['the replies', LINK, ['hello']],
  ['the requests', { from: 'mysql', to: 'logic-0' }, []],
])('a one-way link loses %s', async (_what, link, arrives) => {
  const { network, open, received } = await echoBehindProxy();
  const client = await open();
  const over = network.disturb('one-way', link, 0.5);
  client.write('hello');
  await over;
  await until(() => !client.isOpen());
  expect([client.answers(), received]).toEqual(['', arrives]);
});

test('a slow link adds 200 ms each way and keeps the order', async () => {
  const { network, open } = await echoBehindProxy();
  const client = await open();
  const startMs = performance.now();
  const over = network.disturb('slow', LINK, 0.1);
  client.write('a');
  await over;
  client.write('b');
  await until(() => client.answers().endsWith('b'));
  expect(client.answers()).toMatch(/a.*b/);
  expect(performance.now() - startMs).toBeGreaterThan(190);
});

test('of a COMMIT that is cut the server gets everything and the client no answer', async () => {
  const { network, open, received } = await echoBehindProxy();
  const client = await open();
  const over = network.disturb('cut-commit', LINK, 0.3);
  client.write('INSERT;COMMIT');
  await until(() => !client.isOpen());
  await until(() => received.length === 1);
  expect([client.answers(), received]).toEqual(['', ['INSERT;COMMIT']]);
  await over;
});

test('a link names instances, roles or all services', () => {
  const find = (text: string, near: string, far: string) => {
    const link = parseLink(text);
    return link && findDisturbance([{ kind: 'slow', ...link }], near, far)?.isNearFirst;
  };
  expect(find('logic-0:mysql', 'logic-0', 'mysql')).toBe(true);
  expect(find('mysql:logic', 'logic-1', 'mysql')).toBe(false);
  expect(find('services:kafka', 'gate-1', 'kafka-2')).toBe(true);
  expect(find('clients:gate-1', 'clients', 'gate-1')).toBe(true);
  expect(find('services:gate-1', 'clients', 'gate-1')).toBeUndefined();
  expect(find('logic-0:mysql', 'logic-1', 'mysql')).toBeUndefined();
  expect(parseLink('logic-0')).toBeUndefined();
});

test('the client id of a Kafka request names the instance', () => {
  const request = (id: string) =>
    Buffer.concat([Buffer.alloc(12), Buffer.from([0, id.length]), Buffer.from(id), Buffer.alloc(9)]);
  expect(readClientId(request('logic-0'))).toBe('logic-0');
  expect(readClientId(request('logic-0#2'))).toBe('logic-0');
  expect(readClientId(Buffer.alloc(3))).toBe('');
});
