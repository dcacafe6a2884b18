import { describe, expect, test } from 'vitest';
import { decodePack, heldMs } from './pack.ts';
import { im } from './rpc.ts';

const pack = (envelopes: im.Envelope.$Properties[], fields: im.Pack.$Properties = {}): Buffer =>
  Buffer.from(im.Pack.encode({ version: 1, producer: 'gate-0.a', number: 7, envelopes, ...fields }).finish());
const envelope = (requestId: number): im.Envelope.$Properties => ({ requestId, userId: 'alice', deviceKind: 'abcXdef' });

/** The pack with other bytes at the text of its second envelope. */
function damaged(change: (bytes: Buffer, at: number) => void): Buffer {
  const bytes = pack([{ requestId: 1 }, envelope(2), { requestId: 3 }]);
  change(bytes, bytes.indexOf('abcXdef'));
  return bytes;
}

test('a pack is read as it was written', () => {
  const { producer, number, envelopes, malformed } = decodePack(pack([envelope(1), envelope(2)]));
  expect({ producer, number, malformed }).toEqual({ producer: 'gate-0.a', number: 7, malformed: [] });
  expect(envelopes).toMatchObject([envelope(1), envelope(2)]);
});

test('unknown fields of a pack are skipped', () => {
  const later = Buffer.concat([pack([envelope(1)]), Buffer.from([0x52, 2, 1, 2, 0x58, 9])]);
  expect(decodePack(later).envelopes).toMatchObject([envelope(1)]);
});

test.each<[string, (bytes: Buffer, at: number) => void]>([
  ['holds invalid UTF-8', (bytes, at) => bytes.writeUInt8(0xff, at + 3)],
  ['holds a half of a surrogate pair', (bytes, at) => bytes.write('eda0bd', at + 1, 'hex')],
  ['announces a string that reaches into the next envelope', (bytes, at) => bytes.writeUInt8(9, at - 1)],
  ['announces a string that ends behind the record', (bytes, at) => bytes.writeUInt8(120, at - 1)],
])('an envelope that %s is returned apart, and its neighbours are read', (_, change) => {
  const { envelopes, malformed } = decodePack(damaged(change));
  expect(envelopes).toMatchObject(
    [{ requestId: 1 }, {}, { requestId: 3 }].map((one, i) => (i === 1 ? undefined : one)) as object,
  );
  expect(malformed).toMatchObject([{ index: 1, error: expect.any(Error) }]);
});

test('how long an envelope was held is a difference of two counters, which may wrap', () => {
  const held = (sentAtMs: number, queuedAtMs: number, timeoutMs = 30_000): number =>
    heldMs(sentAtMs, im.Envelope.create({ queuedAtMs, timeoutMs }) as im.Envelope);
  expect(held(5000, 2000)).toBe(3000);
  expect(held(1000, 2 ** 32 - 500)).toBe(1500);
  expect(held(0, 2000)).toBe(0);
  expect(held(5000, 2000, 0)).toBe(0);
});

describe('no pack', () => {
  test.each([
    ['garbage', Buffer.from('garbage')],
    ['another version', pack([], { version: 2 })],
    ['no bytes', Buffer.alloc(0)],
    ['an envelope that is longer than the record', pack([envelope(1)]).subarray(0, -3)],
  ])('%s throws', (_, bytes) => {
    expect(() => decodePack(bytes)).toThrow();
  });
});

test('a string with half of an emoji is written with a replacement character, so that every reader can decode it', () => {
  const half = '😀'.slice(0, 1);
  for (const text of [half, `a${half}b`, half.repeat(50), `${'x'.repeat(200)}${half}`, `😀${half}`]) {
    const { deviceKind } = im.Envelope.decode(im.Envelope.encode({ deviceKind: text }).finish());
    expect(deviceKind).toBe(text.toWellFormed());
  }
  expect(im.Envelope.decode(im.Envelope.encode({ deviceKind: '😀é漢' }).finish()).deviceKind).toBe('😀é漢');
});
