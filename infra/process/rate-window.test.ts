import { expect, test } from 'vitest';
import { RateWindow } from './rate-window.ts';

test('a number of events per minute is let through, and the others are reported together', () => {
  let now = 0;
  const reports: number[] = [];
  const window = new RateWindow(
    2,
    (count) => reports.push(count),
    () => now,
  );
  expect([window.take(), window.take(), window.take(), window.take()]).toEqual([true, true, false, false]);
  expect(reports).toEqual([1]);
  now = 10_000;
  expect(window.take()).toBe(false);
  expect(reports).toEqual([1, 2]);
  now = 60_000;
  expect([window.take(), window.take(), window.take()]).toEqual([true, true, false]);
  expect(reports).toEqual([1, 2, 1]);
});
