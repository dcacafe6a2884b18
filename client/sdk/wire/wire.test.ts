import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MESSAGES } from '../../../proto/generated/client-schema.ts';
import { allServices, im, rpcsByNumber } from '../../../proto/rpc.ts';
import { CLIENT_RPCS, wire } from './wire.ts';

interface Codec {
  create(values?: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
}

function codecsOf(name: string): { own: Codec; server: Codec } {
  const find = (from: unknown): Codec => name.split('.').reduce((at, part) => (at as never)[part], from) as Codec;
  return { own: find(wire), server: find(im) };
}

const NUMBERS = fc.oneof(fc.nat(300), fc.nat(2 ** 31 - 1));
const SCALARS: Record<string, fc.Arbitrary<unknown>> = {
  uint32: NUMBERS,
  uint64: fc.oneof(NUMBERS, fc.maxSafeInteger().map(Math.abs)),
  int32: NUMBERS,
  bool: fc.boolean(),
  string: fc.string({ unit: 'binary', maxLength: 80 }),
  bytes: fc.uint8Array({ maxLength: 200 }),
};

/** Any values of a message; each field may be absent. */
function valuesOf(name: string): fc.Arbitrary<object> {
  const description = (MESSAGES as Record<string, string>)[name] ?? '';
  const fields = description.split(' ').filter((text) => text !== '');
  const model = fields.map((text) => {
    const [, field = '', type = '', mark = ''] = /^(\w+):\d+:([\w.]+)([*?]?)$/.exec(text) ?? [];
    const one = SCALARS[type] ?? (type in MESSAGES ? valuesOf(type) : fc.nat(100));
    return [field, mark === '*' ? fc.array(one, { maxLength: 4 }) : one] as const;
  });
  // A push holds one of its fields.
  if (name === 'Push') return fc.oneof(...model.map(([field, values]) => fc.record({ [field]: values })));
  return fc.record(Object.fromEntries(model), { requiredKeys: [] });
}

/** What a reader of the message sees, with bytes as plain numbers. */
function seen(name: string, message: object): unknown {
  const description = (MESSAGES as Record<string, string>)[name] ?? '';
  const shown = description.split(' ').flatMap((text) => {
    const [, field = '', type = ''] = /^(\w+):\d+:([\w.]+)/.exec(text) ?? [];
    if (field === '') return [];
    const show = (value: unknown): unknown =>
      type in MESSAGES && value ? seen(type, value) : type === 'bytes' ? [...((value ?? []) as Uint8Array)] : value;
    const value = (message as Record<string, unknown>)[field];
    return [[field, Array.isArray(value) && type !== 'bytes' ? value.map(show) : show(value)]];
  });
  return Object.fromEntries(shown);
}

test.each(Object.keys(MESSAGES))('the SDK and the server read the same in what either writes: %s', (name) => {
  const { own, server } = codecsOf(name);
  fc.assert(
    fc.property(valuesOf(name), (values) => {
      const written = own.encode(values).finish();
      expect([...written]).toEqual([...server.encode(values).finish()]);
      expect(seen(name, own.decode(written))).toEqual(seen(name, server.decode(written)));
      expect(seen(name, own.create(values))).toEqual(seen(name, server.create(values)));
    }),
    { numRuns: 30 },
  );
});

test('the SDK has every rpc that a client may call, as the server has it, and no other', () => {
  const expected = [...rpcsByNumber(allServices()).values()].filter(({ access }) => access !== 'INTERNAL');
  const plain = ({
    number,
    name,
    service,
    handler,
    access,
    reads,
  }: Omit<(typeof CLIENT_RPCS)[number], 'request' | 'reply'>): object => ({
    number,
    name,
    service,
    handler,
    access,
    reads,
  });
  expect(CLIENT_RPCS.map(plain)).toEqual(expected.map(plain));
});

describe('bytes of another version or of no version', () => {
  const known = wire.Notice.encode({ text: 'hello', sentAt: 7 }).finish();

  test.each([
    ['a number', [0xf8, 0x07, 0x96, 0x01]],
    ['eight bytes', [0xf9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['a text', [0xfa, 0x07, 3, 97, 98, 99]],
    ['four bytes', [0xfd, 0x07, 1, 2, 3, 4]],
    ['a known field of another type', [0x0d, 1, 2, 3, 4]],
  ])('a field of a newer server is skipped: %s', (_, unknown) => {
    expect(wire.Notice.decode(Uint8Array.from([...unknown, ...known, ...unknown]))).toMatchObject({ text: 'hello', sentAt: 7 });
  });

  test.each([
    ['cut off within a text', known.subarray(0, 3)],
    ['cut off within a number', Uint8Array.from([0x10, 0x80])],
    ['an endless number', new Uint8Array(20).fill(0xff)],
    ['an unknown wire type', Uint8Array.from([0xff, 0x07])],
  ])('what is no message is refused: %s', (_, bytes) => {
    expect(() => wire.Notice.decode(bytes)).toThrow(RangeError);
  });

  test('an enum value of a newer server stays a number, and half a character becomes U+FFFD', () => {
    expect(wire.Message.decode(wire.Message.encode({ kind: 77 as never, text: 'a\ud83d' }).finish())).toMatchObject({
      kind: 77,
      text: 'a\ufffd',
    });
  });
});
