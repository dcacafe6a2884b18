import { once } from 'node:events';
import { createServer, Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import type { Log } from '../ports/index.ts';
import { kafkaClient, reachability, withTimeout } from './client.ts';

const lines: string[] = [];
const note = (_: object, message: string): void => void lines.push(message);
const log: Log = { debug: () => undefined, info: note, warn: note, error: note };
afterEach(() => {
  lines.length = 0;
  vi.restoreAllMocks();
});

test("a Kafka connection disables Nagle's algorithm and logs no lines of kafkajs", async () => {
  const noDelay = vi.spyOn(Socket.prototype, 'setNoDelay');
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const admin = kafkaClient([`127.0.0.1:${port}`], 'c', log).kafka.admin({ retry: { retries: 0 } });
  await expect(admin.connect()).rejects.toThrow();
  await admin.disconnect();
  server.close();
  expect(noDelay).toHaveBeenCalledWith(true);
  expect(lines).toEqual([]);
});

test('cutting the sockets of a client ends its connections at once', async () => {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.resume());
    socket.on('close', () => open.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const { kafka, cutSockets } = kafkaClient([`127.0.0.1:${port}`], 'c', log);
  const admin = kafka.admin({ retry: { retries: 0 } });
  // It waits for an answer for 5 s.
  const connecting = admin.connect().catch(() => undefined);
  await vi.waitFor(() => expect(open.size).toBe(1), 10_000);
  cutSockets();
  await vi.waitFor(() => expect(open.size).toBe(0), 3000);
  await connecting;
  await admin.disconnect();
  server.close();
});

test('an outage of Kafka is logged once when it begins and once when it ends', () => {
  const state = reachability(['one:9092', 'two:9092'], log);
  expect(state.reachable).toBe(true);
  state.markReachable();
  state.markUnreachable(new Error('ECONNREFUSED'));
  state.markUnreachable(new Error('ECONNREFUSED'));
  expect(state.reachable).toBe(false);
  state.markReachable();
  expect(state.reachable).toBe(true);
  expect(lines).toEqual(['Kafka unavailable at one:9092, two:9092, waiting for it', 'Kafka is available again']);
});

test('withTimeout resolves with the result or with `late`, and leaves no timer', async () => {
  vi.useFakeTimers();
  expect(await withTimeout(Promise.resolve(1), 1000, 'late')).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
  const late = withTimeout(new Promise(() => undefined), 1000, 'late');
  await vi.advanceTimersByTimeAsync(1000);
  expect(await late).toBe('late');
  vi.useRealTimers();
});
