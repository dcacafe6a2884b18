import { expect, test } from 'vitest';
import { constantRate, countTurns, dueTimes, type RateSegment, rateAt } from './rate-profile.ts';

function listDue(segments: readonly RateSegment[]): number[] {
  const dueOf = dueTimes(segments);
  return Array.from({ length: countTurns(segments) }, (_, n) => dueOf(n));
}

test('at a constant rate turn n is due after n / rate seconds', () => {
  expect(listDue(constantRate(4, 2))).toEqual([0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]);
  expect(countTurns(constantRate(0.1, 30))).toBe(3);
  expect(listDue(constantRate(0, 10))).toEqual([]);
});

test('a ramp has as many turns as its mean rate, closer and closer', () => {
  const due = listDue([{ seconds: 10, from: 10, to: 110 }]);
  expect(due).toHaveLength(600);
  expect(due.filter((second) => second < 1)).toHaveLength(15);
  expect(due.filter((second) => second >= 9)).toHaveLength(105);
  for (let n = 1; n < due.length; n++) expect(due[n]).toBeGreaterThan(due[n - 1] ?? 0);
  expect(due.at(-1)).toBeLessThan(10);
});

test('steps follow each other without a gap', () => {
  const due = listDue([...constantRate(2, 5), ...constantRate(0, 3), ...constantRate(10, 1)]);
  expect(due.filter((second) => second < 5)).toHaveLength(10);
  expect(due.filter((second) => second >= 5 && second < 8)).toEqual([]);
  expect(due.slice(10)).toEqual([8, 8.1, 8.2, 8.3, 8.4, 8.5, 8.6, 8.7, 8.8, 8.9].map((second) => expect.closeTo(second, 9)));
});

test('the rate of a moment is that of its segment', () => {
  const segments = [{ seconds: 10, from: 0, to: 100 }, ...constantRate(50, 5)];
  expect([0, 5, 10, 14.9, 15].map((second) => rateAt(segments, second))).toEqual([0, 50, 50, 50, 0]);
});
