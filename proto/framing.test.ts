import { expect, test } from 'vitest';
import { FrameDecoder, withLengthPrefix } from './framing.ts';
import { im } from './rpc.ts';

test('the decoder returns the same frames in the same order for any division of the stream into chunks', () => {
  const frames = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(5000, 'b'), Buffer.from('cd')];
  const stream = Buffer.concat(frames.flatMap((frame) => [header(frame.length), frame]));
  for (const chunkBytes of [1, 2, 3, 4, 5, 7, 1023, 4999, stream.length]) {
    const decoder = new FrameDecoder(5000);
    const sink = recordingSink();
    for (let offset = 0; offset < stream.length; offset += chunkBytes) {
      expect(decoder.push(stream.subarray(offset, offset + chunkBytes), sink)).toBeUndefined();
    }
    expect(sink.frames).toEqual(frames);
    expect(decoder.isWithinFrame).toBe(false);
  }
});

test('the decoder returns frames of 70 000 bytes complete and in order for any division into chunks', () => {
  const frames = [Buffer.from('first'), Buffer.alloc(0), Buffer.alloc(70_000, 7), Buffer.from('last')];
  const stream = Buffer.concat(frames.map(withLengthPrefix));
  for (const size of [1, 3, 4, 5, 4096, stream.length]) {
    const decoder = new FrameDecoder(1 << 20);
    const sink = recordingSink();
    for (let at = 0; at < stream.length; at += size) expect(decoder.push(stream.subarray(at, at + size), sink)).toBeUndefined();
    expect(sink.frames).toEqual(frames);
  }
});

test('a length above the limit is rejected from the header alone, also when the header arrives in pieces', () => {
  for (const split of [0, 1, 2, 3]) {
    const decoder = new FrameDecoder(1000);
    const bytes = header(1001);
    expect(decoder.push(bytes.subarray(0, split), recordingSink())).toBeUndefined();
    expect(decoder.push(bytes.subarray(split), recordingSink())?.reason).toBe(im.CloseReason.FRAME_TOO_LARGE);
  }
});

test('a negative length has its own error, and the frames before it are delivered', () => {
  const sink = recordingSink();
  const error = new FrameDecoder(1000).push(Buffer.concat([header(1), Buffer.from('x'), header(-1)]), sink);
  expect(error).toMatchObject({ reason: im.CloseReason.BAD_FRAME, detail: expect.stringContaining('negative') });
  expect(sink.frames).toEqual([Buffer.from('x')]);
});

test('an error names the length that the header holds', () => {
  const decoder = new FrameDecoder(100);
  const error = decoder.push(Buffer.from([0xff, 0xff, 0xff, 0xff]), recordingSink());
  expect(error).toMatchObject({ detail: expect.stringContaining('4294967295') });
});

test('the decoder reports a stream that ends within a header or a frame', () => {
  for (const bytes of [header(10).subarray(0, 2), header(10), Buffer.concat([header(10), Buffer.from('abc')])]) {
    const decoder = new FrameDecoder(1000);
    decoder.push(bytes, recordingSink());
    expect(decoder.isWithinFrame).toBe(true);
  }
});

test('a header that announces a large frame does not allocate the memory for it', () => {
  const before = process.memoryUsage().arrayBuffers;
  const decoders = Array.from({ length: 200 }, () => {
    const decoder = new FrameDecoder(1024 * 1024);
    decoder.push(header(1024 * 1024), recordingSink());
    return decoder;
  });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024);
  expect(decoders).toHaveLength(200);
});

function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(length);
  return bytes;
}

function recordingSink(): { frames: Buffer[]; onFrame(frame: Uint8Array): void } {
  const frames: Buffer[] = [];
  return { frames, onFrame: (frame) => void frames.push(Buffer.from(frame)) };
}
