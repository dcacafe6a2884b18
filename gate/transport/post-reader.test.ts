import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { PostReader } from './post-reader.ts';

const nothing = (): void => undefined;
const OWNER = {
  onBytes: nothing,
  onFrameEnd: nothing,
  onFrame: nothing,
  onControlFrame: nothing,
  onProtocolError: nothing,
  onEnd: nothing,
  onClosed: nothing,
};

test('no chunk of a POST is kept: its bytes are in one buffer of at most twice their size', async () => {
  const request = Object.assign(new EventEmitter(), { socket: new EventEmitter() });
  const reader = new PostReader(request as unknown as IncomingMessage, OWNER, 64 * 1024);
  const chunk = Buffer.alloc(1);
  for (let i = 0; i < 40_000; i++) {
    chunk.fill(i % 251);
    request.emit('data', chunk);
  }
  request.emit('end');
  const body = await reader.body;
  expect(body).toEqual(Buffer.from(Array.from({ length: 40_000 }, (_, i) => i % 251)));
  expect(body?.buffer.byteLength).toBeLessThanOrEqual(80_000);
});
