import { expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { OutgoingFrame } from './outgoing-frame.ts';

test.each([0, 1, 100, 130, 70_000])('an outgoing frame carries a payload of %i bytes over both transports', (size) => {
  const frame = new OutgoingFrame({ kind: im.Frame.Kind.PUSH, payload: Buffer.alloc(size, 7) });
  const body = frame.tcp.subarray(4);
  expect(frame.tcp.readUInt32BE()).toBe(body.length);
  expect(im.Frame.decode(body).payload).toHaveLength(size);
  const headerBytes = body.length < 126 ? 2 : body.length < 0x10000 ? 4 : 10;
  expect(frame.webSocket.subarray(headerBytes)).toEqual(body);
});

test('an outgoing frame is encoded only once per transport, even if many clients receive it', () => {
  const frame = new OutgoingFrame({ kind: im.Frame.Kind.PONG });
  expect(frame.tcp).toBe(frame.tcp);
  expect(frame.webSocket).toBe(frame.webSocket);
  expect(frame.jsonWebSocket).toBe(frame.jsonWebSocket);
  expect(frame.event).toBe(frame.event);
  expect(frame.event.toString()).toBe('data: {"kind":"PONG"}\n\n');
});
