import { expect, test } from 'vitest';
import { versionCache } from './version-cache.ts';

const list = (length: number): string[] => Array.from({ length }, (_, i) => `user-${i}`);

test('a list is found under its own version only, and a newer version replaces it', () => {
  const cache = versionCache(100);
  cache.set('a', 2, ['alice']);
  expect(cache.get('a', 2)).toEqual(['alice']);
  expect([cache.get('a', 1), cache.get('a', 3), cache.get('b', 2)]).toEqual([undefined, undefined, undefined]);
  cache.set('a', 3, ['alice', 'bob']);
  // A late fill with an older version changes nothing.
  cache.set('a', 2, ['alice']);
  expect([cache.get('a', 2), cache.get('a', 3)]).toEqual([undefined, ['alice', 'bob']]);
});

test('a full version cache evicts the least recently used lists', () => {
  const cache = versionCache(100);
  for (const name of ['a', 'b', 'c']) cache.set(name, 1, list(30));
  expect(cache.get('a', 1)).toHaveLength(30);
  cache.set('d', 1, list(30));
  expect(['a', 'b', 'c', 'd'].map((name) => cache.get(name, 1)?.length)).toEqual([30, undefined, 30, 30]);
  cache.set('large', 1, list(101));
  expect(cache.get('large', 1)).toBeUndefined();
  expect(cache.get('d', 1)).toHaveLength(30);
  // Empty lists count as one entry each.
  for (let i = 0; i < 1000; i++) cache.set(`empty-${i}`, 1, []);
  expect(Array.from({ length: 1000 }, (_, i) => cache.get(`empty-${i}`, 1)).filter(Boolean).length).toBeLessThanOrEqual(100);
});
