import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { FrameDecoder, withLengthPrefix } from '../../../proto/framing.ts';
import { newId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import { Histogram } from '../../ledger/histogram.ts';
import { NO_SECTIONS, type SlowReaderReport } from '../../report/sections.ts';
import { compareHalves, slowReader } from '../../scenarios/slow-reader.ts';
import { PULL_MESSAGES } from '../client/frames.ts';
import { SlowReaders } from './slow-readers.ts';

const MAX_UNSENT_BYTES = 1 << 20;
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A gate whose pages are large, and which closes clients that do not read them. */
async function startGate() {
  const seen = { pulls: 0, texts: 0, closed: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const send = (frame: im.Frame.$Properties) => socket.write(withLengthPrefix(im.Frame.encode(frame).finish()));
    const decoder = new FrameDecoder(1 << 20);
    send({ kind: im.Frame.Kind.HELLO, payload: im.Hello.encode({ protocolVersion: 1 }).finish() });
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      decoder.push(chunk, {
        onFrame(bytes) {
          const { kind, rpc, requestId } = im.Frame.decode(bytes);
          if (kind !== im.Frame.Kind.COMMAND) return;
          if (rpc === PULL_MESSAGES) seen.pulls++;
          else seen.texts++;
          send({ kind: im.Frame.Kind.REPLY, rpc, requestId, payload: Buffer.alloc(rpc === PULL_MESSAGES ? 900_000 : 0) });
          if (socket.writableLength <= MAX_UNSENT_BYTES) return;
          seen.closed++;
          socket.destroy();
        },
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { seen, url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('slow readers log in, store what they ask for, do not read it, and come back when they are closed', async () => {
  const { seen, url } = await startGate();
  const accounts = Array.from({ length: 2 }, () => ({ userId: newId(), token: 'token' }));
  const readers = new SlowReaders([url], accounts);
  stops.push(() => readers.stop());
  readers.start();
  await vi.waitFor(() => expect(seen.closed).toBeGreaterThan(1), { timeout: 50_000 });
  const result = await readers.stop();
  expect(result.opened).toBeGreaterThanOrEqual(2);
  expect(result.closedByGate).toBeGreaterThan(0);
  expect(result.read).toBeLessThan(result.asked);
  // A log-in and twenty texts each; a return has no texts.
  expect(seen.texts).toBeGreaterThanOrEqual(2 * 21);
});

test('the latencies before and beside the slow readers are compared', () => {
  const seconds = Array.from({ length: 8 }, (_, second) => {
    const delivery = new Histogram();
    // Two seconds of warm-up, two alone, one between, two beside, and the end.
    delivery.record([900, 900, 10, 10, 900, 30, 30, 900][second] ?? 0);
    return { due: 1, ack: new Histogram().toSparse(), delivery: delivery.toSparse() };
  });
  const compared = compareHalves([{ series: { seconds, pauses: [], lanes: [] } }], { warmUpSeconds: 2, seconds: 5 });
  expect(compared.aloneMs.max).toBe(10);
  expect(compared.besideMs.max).toBe(30);
  expect(compared.p99Ratio).toBe(3);
});

test('readers that read everything were not slow: nothing was measured', () => {
  const verdict = (asked: number, read: number) =>
    slowReader.verdict?.({ ...NO_SECTIONS, slowReaders: { asked, read } as SlowReaderReport });
  expect(verdict(10, 10)).toBe('nothing');
  expect(verdict(10, 9)).toBe('fine');
});
