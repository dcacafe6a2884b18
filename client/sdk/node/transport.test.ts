import net from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { im } from '../../../proto/rpc.ts';
import { isGateUrl, openWebSocket } from '../connection/transport.ts';
import { startTestGate } from '../testing/sdk-fixture.ts';
import { type FrameTransport, openTransport } from './transport.ts';

/** Every transport: the two of Node, and the WebSocket of the platform. */
const KINDS = [
  ['tcp', 'tcp', openTransport],
  ['ws', 'ws', openTransport],
  ['the WebSocket of the platform', 'ws', openWebSocket],
] as const;

function framed(...frames: Uint8Array[]): Buffer {
  return Buffer.concat(
    frames.flatMap((frame) => {
      const header = Buffer.alloc(4);
      header.writeUInt32BE(frame.length);
      return [header, frame];
    }),
  );
}

test('a URL without a port or with another protocol is not a gate URL', () => {
  expect(
    ['tcp://127.0.0.1:7000', 'tcp://[::1]:7000', 'tls://host:443', 'ws://host:7001', 'wss://host/path'].every(isGateUrl),
  ).toBe(true);
  expect(['tcp://127.0.0.1', 'tls://host', 'http://host:1', 'host:7000', ''].some(isGateUrl)).toBe(false);
  expect(() => openWebSocket('tcp://host:1', { onOpen: vi.fn(), onFrame: vi.fn(), onClosed: vi.fn() })).toThrow('need Node');
  expect(() => openTransport('http://host:1', { onOpen: vi.fn(), onFrame: vi.fn(), onClosed: vi.fn() })).toThrow(TypeError);
});

test.each(KINDS)('frames go both ways over %s, in order', async (_, kind, open) => {
  const gate = await startTestGate();
  const frames: im.Frame[] = [];
  const onOpen = vi.fn();
  const transport = open(gate[kind], {
    onOpen,
    onFrame: (bytes) => frames.push(im.Frame.decode(bytes)),
    onClosed: vi.fn(),
  });
  onTestFinished(() => transport.close());
  await vi.waitFor(() => expect(frames.map((frame) => frame.kind)).toEqual([im.Frame.Kind.HELLO]));
  expect(onOpen).toHaveBeenCalledOnce();
  for (let requestId = 1; requestId <= 100; requestId += 1) transport.send(im.Frame.encode({ requestId }).finish());
  await vi.waitFor(() =>
    expect(gate.lastPeer.frames.map((frame) => frame.requestId)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1)),
  );
});

test('frames of one turn of the event loop are sent in one write', async () => {
  const chunks: Buffer[] = [];
  const server = net.createServer((socket) => socket.on('data', (chunk: Buffer) => chunks.push(chunk)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const transport: FrameTransport = await new Promise((resolve) => {
    const made: FrameTransport = openTransport(`tcp://127.0.0.1:${port}`, {
      onOpen: () => resolve(made),
      onFrame: vi.fn(),
      onClosed: vi.fn(),
    });
  });
  onTestFinished(() => {
    transport.close();
    server.close();
  });
  const frames = [Buffer.from('one'), Buffer.from('two'), Buffer.from('three')];
  for (const frame of frames) transport.send(frame);
  expect(transport.bufferedBytes).toBeGreaterThan(0);
  await vi.waitFor(() => expect(chunks).toEqual([framed(...frames)]));
  await vi.waitFor(() => expect(transport.bufferedBytes).toBe(0));
});

test.each(KINDS)('an unreachable gate reports one close over %s', async (_, kind, open) => {
  const gate = await startTestGate();
  await gate.stop();
  const onClosed = vi.fn();
  open(gate[kind], { onOpen: vi.fn(), onFrame: vi.fn(), onClosed });
  await vi.waitFor(() => expect(onClosed).toHaveBeenCalledExactlyOnceWith(expect.any(Error)));
});

test.each(KINDS)('frames sent before close arrive, and no handler runs after it over %s', async (_, kind, open) => {
  const gate = await startTestGate();
  const onClosed = vi.fn();
  const transport: FrameTransport = await new Promise((resolve) => {
    const made: FrameTransport = open(gate[kind], { onOpen: () => resolve(made), onFrame: vi.fn(), onClosed });
  });
  transport.send(im.Frame.encode({ requestId: 7 }).finish());
  transport.close();
  await vi.waitFor(() => expect(gate.lastPeer.frames.map((frame) => frame.requestId)).toEqual([7]));
  expect(onClosed).not.toHaveBeenCalled();
});

test('a text message ends the connection over the WebSocket of the platform', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  server.on('connection', (socket) => socket.send('text'));
  await vi.waitFor(() => expect(server.address()).not.toBeNull());
  const onClosed = vi.fn();
  const { port } = server.address() as net.AddressInfo;
  openWebSocket(`ws://127.0.0.1:${port}`, { onOpen: vi.fn(), onFrame: vi.fn(), onClosed });
  const failure = expect.objectContaining({ message: expect.stringContaining('text message') });
  await vi.waitFor(() => expect(onClosed).toHaveBeenCalledExactlyOnceWith(failure));
});

test.each([
  ['ws', openTransport],
  ['the WebSocket of the platform', openWebSocket],
])('a frame above the limit ends the connection over %s too', async (_, open) => {
  const gate = await startTestGate();
  const onClosed = vi.fn();
  open(gate.ws, { onOpen: vi.fn(), onFrame: vi.fn(), onClosed }, { maxFrameBytes: 10 });
  await vi.waitFor(() => expect(onClosed).toHaveBeenCalledExactlyOnceWith(expect.any(Error)));
});
