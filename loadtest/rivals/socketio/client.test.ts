import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, expect, test, vi } from 'vitest';
import type { RivalMessage } from '../rival.ts';
import { connectSocketio } from './client.ts';

const http = createServer();
const io = new Server(http, { transports: ['websocket'], pingInterval: 50, pingTimeout: 2_000 });
io.on('connection', (socket) => {
  socket.join(socket.handshake.auth.user);
  socket.on('message', ({ to, id, text }, acknowledge) => {
    io.to(to).emit('message', { id, storedId: text.length, text });
    acknowledge(text.length);
  });
  socket.on('history', (peer, acknowledge) => acknowledge([{ id: peer, storedId: 7 }]));
});

function connect(url: string, userId: string) {
  const calls: string[] = [];
  const note =
    (kind: string) =>
    ({ id, storedId }: RivalMessage) =>
      void calls.push(`${kind} ${id} ${storedId}`);
  const connection = connectSocketio(
    url,
    { userId, token: '' },
    {
      onOpen: () => void calls.push('open'),
      onAcknowledged: note('acknowledged'),
      onMessage: note('message'),
      onRefused: () => void calls.push('refused'),
      onClosed: (reason) => void calls.push(reason),
    },
  );
  return { connection, calls };
}

afterEach(async () => {
  await io.close();
});

test('a socket.io server takes the client for its own: messages, acknowledgements, history, heartbeats, the end', async () => {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const [ann, bob] = [connect(url, 'ann'), connect(url, 'bob')];
  await vi.waitFor(() => expect([ann.calls, bob.calls]).toEqual([['open'], ['open']]), { timeout: 20_000 });
  ann.connection.send('m1', 'bob', 'x'.repeat(123));
  await vi.waitFor(() => expect(bob.calls).toContain('message m1 123'), { timeout: 20_000 });
  await vi.waitFor(() => expect(ann.calls).toContain('acknowledged m1 123'), { timeout: 20_000 });
  expect(await ann.connection.readHistory('bob')).toEqual([{ id: 'bob', storedId: 7 }]);
  // A client that does not answer a ping is closed after the time-out.
  const pings = vi.fn();
  for (const socket of io.sockets.sockets.values()) socket.conn.on('heartbeat', pings);
  await vi.waitFor(() => expect(pings.mock.calls.length).toBeGreaterThan(3), { timeout: 20_000 });
  io.disconnectSockets();
  await vi.waitFor(() => expect(ann.calls.at(-1)).toMatch(/^connection closed/), { timeout: 20_000 });
  expect(await ann.connection.readHistory('bob')).toBeUndefined();
});
