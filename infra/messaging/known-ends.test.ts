import { expect, test } from 'vitest';
import { KnownEnds } from './known-ends.ts';

function knownEnds(end: number) {
  let now = 0;
  const ends = new KnownEnds(end, () => now);
  const advance = (ms: number): void => {
    now += ms;
  };
  return { ends, advance };
}

test('a record of the backlog is known since the assignment, and a new one since it arrived', () => {
  const { ends, advance } = knownEnds(3);
  advance(40_000);
  ends.add(3);
  expect([0, 1, 2, 3, 4].map((offset) => ends.takeKnownSince(offset))).toEqual([0, 0, 0, 40_000, 40_000]);
});

test('a record that an earlier fetch has announced is known since that fetch', () => {
  const { ends, advance } = knownEnds(0);
  advance(1000);
  ends.add(10);
  expect(ends.takeKnownSince(0)).toBe(1000);
  advance(1000);
  ends.add(20);
  advance(30_000);
  expect([9, 10, 19, 20].map((offset) => ends.takeKnownSince(offset))).toEqual([1000, 2000, 2000, 32_000]);
});

test('ends in quick succession take one entry, and none makes a record older than it is', () => {
  const { ends, advance } = knownEnds(0);
  advance(1000);
  ends.add(10);
  advance(10);
  ends.add(20);
  advance(1000);
  ends.add(30);
  expect([9, 10, 20].map((offset) => ends.takeKnownSince(offset))).toEqual([1000, 2010, 2010]);
});
