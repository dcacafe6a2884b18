// Reads a pack, the content of one record of the log. One malformed envelope must not take its neighbours with it: those are
// commands and replies of other users.
import protobuf from 'protobufjs/light.js';
import { im } from './rpc.ts';

export const PACK_VERSION = 1;

/** Protobuf tags of Pack: field number << 3 | wire type. */
export const PACK_TAGS = {
  version: (1 << 3) | 0,
  producer: (2 << 3) | 2,
  number: (3 << 3) | 0,
  envelope: (4 << 3) | 2,
  sentAtMs: (5 << 3) | 0,
} as const;

/** An envelope whose bytes cannot be decoded. */
export interface MalformedEnvelope {
  /** The position in the pack, from 0. */
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly error: Error;
}

export interface DecodedPack {
  readonly producer: string;
  readonly number: number;
  /** By position in the pack; undefined where the envelope is malformed. */
  readonly envelopes: readonly (im.Envelope | undefined)[];
  readonly malformed: readonly MalformedEnvelope[];
  /** As Pack.sent_at_ms. */
  readonly sentAtMs: number;
}

const NONE: readonly MalformedEnvelope[] = [];

/** Throws when the bytes are no pack, or one of another version. A malformed envelope is returned apart from the others. */
export function decodePack(bytes: Uint8Array): DecodedPack {
  const reader = protobuf.Reader.create(bytes);
  const envelopes: (im.Envelope | undefined)[] = [];
  let malformed: MalformedEnvelope[] | undefined;
  let version = 0;
  let producer = '';
  let number = 0;
  let sentAtMs = 0;
  const { len } = reader;
  while (reader.pos < len) {
    const tag = reader.uint32();
    if (tag === PACK_TAGS.version) version = reader.uint32();
    else if (tag === PACK_TAGS.producer) producer = reader.string();
    else if (tag === PACK_TAGS.number) number = Number(reader.uint64());
    else if (tag === PACK_TAGS.sentAtMs) sentAtMs = reader.uint32();
    else if (tag === PACK_TAGS.envelope) {
      const length = reader.uint32();
      const end = reader.pos + length;
      if (end > len) throw new RangeError(`an envelope of ${length} bytes exceeds its record`);
      const start = reader.pos;
      try {
        const envelope = im.Envelope.decode(reader, length) as im.Envelope;
        if (reader.pos !== end) throw new RangeError('a field exceeds its envelope');
        envelopes.push(envelope);
      } catch (error) {
        malformed ??= [];
        malformed.push({ index: envelopes.length, bytes: bytes.subarray(start, end), error: error as Error });
        envelopes.push(undefined);
        // A decoder that throws leaves the reader anywhere, and its end at that of the message.
        reader.pos = end;
        reader.len = len;
      }
    } else reader.skipType(tag & 7);
  }
  if (version !== PACK_VERSION) throw new Error(`unknown pack version ${version}`);
  return { producer, number, envelopes, malformed: malformed ?? NONE, sentAtMs };
}

/**
 * How long the producer has held an envelope with a time-out, by its own monotonic clock. The counters of the two readings wrap
 * after 49 days; a difference above half of that is none.
 */
export function heldMs(sentAtMs: number, { timeoutMs, queuedAtMs }: im.Envelope): number {
  const ms = timeoutMs === 0 ? 0 : (sentAtMs - queuedAtMs) >>> 0;
  return ms < 2 ** 31 ? ms : 0;
}
