// The partition of a key, by Kafka's own murmur2 hash, so that producers in any language agree.

/** The murmur2 hash of the UTF-8 bytes of `key`, made positive as Kafka does, modulo `partitions`. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

/** 32-bit murmur2, as org.apache.kafka.common.utils.Utils.murmur2. */
export function murmur2(bytes: Uint8Array): number {
  const m = 0x5bd1e995;
  const length = bytes.length;
  let h = 0x9747b28c ^ length;
  const at = (i: number): number => bytes[i] ?? 0;
  const words = length >> 2;
  for (let i = 0; i < words; i++) {
    let k = at(i * 4) | (at(i * 4 + 1) << 8) | (at(i * 4 + 2) << 16) | (at(i * 4 + 3) << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    k = Math.imul(k, m);
    h = Math.imul(h, m) ^ k;
  }
  const rest = length & 3;
  const tail = length & ~3;
  if (rest === 3) h ^= at(tail + 2) << 16;
  if (rest >= 2) h ^= at(tail + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ at(tail), m);
  h ^= h >>> 13;
  h = Math.imul(h, m);
  return h ^ (h >>> 15);
}
