import { expect, test } from 'vitest';
import { versionCache } from './version-cache.ts';

const list = (length: number): string[] => Array.from({ length }, (_, i) => `user-${i}`);

test('a list is found under its version alone, and a newer one takes its place', () => {
  const kept = versionCache(100);
  kept.set('a', 2, ['alice']);
  expect(kept.get('a', 2)).toEqual(['alice']);
  expect([kept.get('a', 1), kept.get('a', 3), kept.get('b', 2)]).toEqual([undefined, undefined, undefined]);
  kept.set('a', 3, ['alice', 'bob']);
  // Read before the newer one, and late.
  kept.set('a', 2, ['alice']);
  expect([kept.get('a', 2), kept.get('a', 3)]).toEqual([undefined, ['alice', 'bob']]);
});

test('no more than so many entries are kept, those that were asked for last', () => {
  const kept = versionCache(100);
  for (const name of ['a', 'b', 'c']) kept.set(name, 1, list(30));
  expect(kept.get('a', 1)).toHaveLength(30);
  kept.set('d', 1, list(30));
  expect(['a', 'b', 'c', 'd'].map((name) => kept.get(name, 1)?.length)).toEqual([30, undefined, 30, 30]);
  kept.set('large', 1, list(101));
  expect(kept.get('large', 1)).toBeUndefined();
  expect(kept.get('d', 1)).toHaveLength(30);
  // Empty lists count too.
  for (let i = 0; i < 1000; i++) kept.set(`empty-${i}`, 1, []);
  expect(Array.from({ length: 1000 }, (_, i) => kept.get(`empty-${i}`, 1)).filter(Boolean).length).toBeLessThanOrEqual(100);
});
