import { expect, test } from 'vitest';
import { type AssignmentMember, assignPartitions } from './partition-assignment.ts';

const member = (id: string, owned: number[] = [], generation = 1): AssignmentMember => ({ id, generation, owned });
const moved = (before: AssignmentMember[], after: Map<string, number[]>) =>
  before.flatMap((m) => m.owned.filter((p) => !after.get(m.id)?.includes(p))).length;

test('every partition has exactly one owner, and member totals differ by at most one', () => {
  for (const count of [0, 1, 3, 8, 16])
    for (const size of [1, 2, 3, 5, 9]) {
      const shares = assignPartitions(
        count,
        Array.from({ length: size }, (_, i) => member(`m${i}`)),
      );
      expect([...shares.values()].flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      const sizes = [...shares.values()].map((s) => s.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
});

test('as few partitions as possible move when members join and leave', () => {
  const one = [member('a', [0, 1, 2, 3, 4, 5, 6, 7]), member('b')];
  const two = assignPartitions(8, one);
  expect(moved(one, two)).toBe(4);
  const three = [...two].map(([id, owned]) => member(id, owned)).concat(member('c'));
  const shares = assignPartitions(8, three);
  expect(moved(three, shares)).toBe(2);
  const left = [...shares].filter(([id]) => id !== 'a').map(([id, owned]) => member(id, owned));
  expect(moved(left, assignPartitions(8, left))).toBe(0);
});

test('of two members that claim one partition, the one with the higher generation gets it', () => {
  const shares = assignPartitions(2, [member('old', [0, 1], 3), member('new', [1], 7)]);
  expect(shares.get('new')).toEqual([1]);
  expect(shares.get('old')).toEqual([0]);
});

test('the assignment does not depend on the order of the members', () => {
  const members = [member('a', [0, 1]), member('b', [2, 3]), member('c')];
  expect(assignPartitions(5, members)).toEqual(new Map(assignPartitions(5, [...members].reverse())));
});
