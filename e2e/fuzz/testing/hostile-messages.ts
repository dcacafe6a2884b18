// Messages of valid shape with hostile content, and damaged ones, from a seed: the same seed makes the same bytes.
import protobuf from 'protobufjs/light.js';
import type { Random } from '../../../loadtest/chaos/random.ts';
import { HOSTILE_TEXTS, INVALID_UTF8 } from '../../../proto/testing/hostile-strings.ts';

/** Texts as bytes, because some are no UTF-8. */
const TEXTS: readonly Buffer[] = [
  ...['', ' ', 'alice', 'a@b.example', '2026-01-01', 'tcp://127.0.0.1:1', 'https://x.example/a.png', 'zh-CN'].map(text),
  ...Object.values(HOSTILE_TEXTS).map(text),
  ...Object.values(INVALID_UTF8).map((bytes) => Buffer.from(bytes)),
];
/** Rare, because making them is most of the work. */
const LONG_TEXTS = [`a${'\u0301'.repeat(2000)}`, '字'.repeat(5000), 'x'.repeat(60_000)].map(text);
/** Varints as bytes: 0, 1, limits of 32, 53 and 64 bits, minus one, and one that never ends. */
const VARINTS: readonly Buffer[] = [
  ...['00', '01', '02', '7f', '8001', 'ffffffff0f', '8080808010', '80808080808010', 'ffffffffffffffffff01'],
  'ffffffffffffffffffff01',
].map((hex) => Buffer.from(hex, 'hex'));
const LENGTHS = [0, 1, 15, 16, 16, 17, 32, 64];
const COUNTS = [0, 1, 1, 1, 1, 2, 2, 3, 10];
const MAX_DEPTH = 3;
const VARINT = 0;
const LENGTH_DELIMITED = 2;

function text(value: string): Buffer {
  return Buffer.from(value);
}

export interface KnownValues {
  /** Ids that exist, each 16 bytes: they take a request further than random ones. */
  readonly ids: Uint8Array[];
  /** Names, ids and texts that mean something. */
  readonly texts: string[];
}

/** Encodes a message of `type` whose fields hold hostile, ordinary or known values. */
export function hostileMessage(type: protobuf.Type, random: Random, known: KnownValues, depth = 0): Buffer {
  const parts: Buffer[] = [];
  for (const field of type.fieldsArray) {
    field.resolve();
    if (random.chance(0.25)) continue;
    const count = field.repeated ? (random.chance(0.01) ? 300 : random.pick(COUNTS)) : random.chance(0.03) ? 2 : 1;
    for (let i = 0; i < count; i++) parts.push(hostileField(field, random, known, depth));
  }
  if (random.chance(0.05)) parts.push(unknownField(random));
  const message = Buffer.concat(random.chance(0.05) ? parts.reverse() : parts);
  return random.chance(0.04) ? damage(message, random) : message;
}

function hostileField(field: protobuf.Field, random: Random, known: KnownValues, depth: number): Buffer {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Type) {
    const inner = depth >= MAX_DEPTH ? Buffer.alloc(0) : hostileMessage(resolvedType, random, known, depth + 1);
    return lengthDelimited(field.id, inner);
  }
  if (field.type === 'string') {
    const unknown = random.chance(0.005) ? random.pick(LONG_TEXTS) : random.pick(TEXTS);
    const value = random.chance(0.4) ? text(random.pick(known.texts)) : unknown;
    return lengthDelimited(field.id, value);
  }
  if (field.type === 'bytes') {
    const value = random.chance(0.6) ? random.pick(known.ids) : random.bytes(random.pick(LENGTHS));
    return lengthDelimited(field.id, value);
  }
  const value = random.chance(0.7) ? Buffer.from([random.below(8)]) : random.pick(VARINTS);
  return Buffer.concat([tag(field.id, VARINT), value]);
}

/** A field that no version knows, a group that never ends, or a wire type that does not exist. */
function unknownField(random: Random): Buffer {
  return random.pick([
    lengthDelimited(15_000, random.bytes(20)),
    Buffer.concat([tag(15_001, VARINT), Buffer.from([1])]),
    Buffer.concat([tag(15_002, 5), random.bytes(4)]),
    Buffer.concat([tag(15_003, 1), random.bytes(8)]),
    tag(15_004, 3),
    tag(1, 7),
    Buffer.concat([tag(2, LENGTH_DELIMITED), Buffer.from('ffffff7f', 'hex')]),
  ]);
}

/** Flips, cuts, repeats or inserts bytes. */
export function damage(bytes: Buffer, random: Random): Buffer {
  if (bytes.length === 0) return random.bytes(1 + random.below(20));
  const at = random.below(bytes.length);
  switch (random.below(4)) {
    case 0: {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
      return copy;
    }
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes]);
    default:
      return Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(8)), bytes.subarray(at)]);
  }
}

function lengthDelimited(field: number, value: Uint8Array): Buffer {
  return Buffer.concat([tag(field, LENGTH_DELIMITED), varint(value.length), value]);
}

function tag(field: number, wireType: number): Buffer {
  return varint((field << 3) | wireType);
}

function varint(value: number): Buffer {
  return Buffer.from(new protobuf.Writer().uint32(value).finish());
}
