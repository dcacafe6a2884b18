import { expect, test } from 'vitest';
import { fixedWindow } from './fixed-window.ts';

test('a fixed window allows its limit per key, and returns the time to wait for further events of that key only', () => {
  let now = 1000;
  const take = fixedWindow({ limit: 2, windowMs: 100 }, () => now);
  expect([take('a'), take('a')]).toEqual([0, 0]);
  now += 30;
  expect([take('a'), take('a'), take('b')]).toEqual([70, 70, 0]);
  now += 70;
  expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 100]);
});
