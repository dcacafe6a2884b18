import { expect, test } from 'vitest';
import { murmur2, partitionOf } from './partition.ts';

// The vectors of Apache Kafka's own UtilsTest.
test('murmur2 yields the same hashes as Kafka', () => {
  const vectors: Record<string, number> = {
    '21': -973932308,
    foobar: -790332482,
    'a-little-bit-long-string': -985981536,
    'a-little-bit-longer-string': -1486304829,
    lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
    abc: 479470107,
  };
  for (const [key, hash] of Object.entries(vectors)) expect(murmur2(Buffer.from(key)), key).toBe(hash);
});

test('a partition is never negative, even for a negative hash', () => {
  for (let i = 0; i < 1000; i++) {
    const partition = partitionOf(`用户${i}`, 8);
    expect(partition).toBeGreaterThanOrEqual(0);
    expect(partition).toBeLessThan(8);
  }
});
