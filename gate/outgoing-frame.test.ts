import { describe, expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { FrameDecoder, OutgoingFrame } from './outgoing-frame.ts';

describe('cutting frames from a stream', () => {
  test('however the stream is cut into chunks, the same frames come out in the same order', () => {
    const frames = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(5000, 'b'), Buffer.from('cd')];
    const stream = Buffer.concat(frames.flatMap((frame) => [header(frame.length), frame]));
    for (const chunkBytes of [1, 2, 3, 4, 5, 7, 1023, 4999, stream.length]) {
      const cutter = new FrameDecoder(5000);
      const sink = collector();
      for (let at = 0; at < stream.length; at += chunkBytes) {
        expect(cutter.push(stream.subarray(at, at + chunkBytes), sink)).toBeUndefined();
      }
      expect(sink.frames).toEqual(frames);
      expect(cutter.isWithinFrame).toBe(false);
    }
  });

  test('a length above the limit is refused by its header alone, also when the header comes in pieces', () => {
    for (const split of [0, 1, 2, 3]) {
      const cutter = new FrameDecoder(1000);
      const bytes = header(1001);
      expect(cutter.push(bytes.subarray(0, split), collector())).toBeUndefined();
      expect(cutter.push(bytes.subarray(split), collector())?.reason).toBe(im.CloseReason.FRAME_TOO_LARGE);
    }
  });

  test('a negative length is its own breach, and the frames before it are handed on', () => {
    const sink = collector();
    const breach = new FrameDecoder(1000).push(Buffer.concat([header(1), Buffer.from('x'), header(-1)]), sink);
    expect(breach).toMatchObject({ reason: im.CloseReason.BAD_FRAME, detail: expect.stringContaining('negative') });
    expect(sink.frames).toEqual([Buffer.from('x')]);
  });

  test('a stream that ends within a header or a frame is seen', () => {
    for (const bytes of [header(10).subarray(0, 2), header(10), Buffer.concat([header(10), Buffer.from('abc')])]) {
      const cutter = new FrameDecoder(1000);
      cutter.push(bytes, collector());
      expect(cutter.isWithinFrame).toBe(true);
    }
  });

  test('announcing a large frame does not take its memory', () => {
    const before = process.memoryUsage().arrayBuffers;
    const cutters = Array.from({ length: 200 }, () => {
      const cutter = new FrameDecoder(1024 * 1024);
      cutter.push(header(1024 * 1024), collector());
      return cutter;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024);
    expect(cutters).toHaveLength(200);
  });
});

describe('a frame to be sent', () => {
  test.each([0, 1, 100, 130, 70_000])('carries %i bytes of payload in both transports', (size) => {
    const frame = new OutgoingFrame({ kind: im.Frame.Kind.PUSH, payload: Buffer.alloc(size, 7) });
    const body = frame.tcp.subarray(4);
    expect(frame.tcp.readUInt32BE()).toBe(body.length);
    expect(im.Frame.decode(body).payload).toHaveLength(size);
    const headerBytes = body.length < 126 ? 2 : body.length < 0x10000 ? 4 : 10;
    expect(frame.webSocket.subarray(headerBytes)).toEqual(body);
  });

  test('is made once for each transport, however many get it', () => {
    const frame = new OutgoingFrame({ kind: im.Frame.Kind.PONG });
    expect(frame.tcp).toBe(frame.tcp);
    expect(frame.webSocket).toBe(frame.webSocket);
  });
});

function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(length);
  return bytes;
}

function collector(): { frames: Buffer[]; onFrame(frame: Uint8Array): void } {
  const frames: Buffer[] = [];
  return { frames, onFrame: (frame) => void frames.push(Buffer.from(frame)) };
}
