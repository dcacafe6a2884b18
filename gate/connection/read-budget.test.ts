import { expect, test } from 'vitest';
import { ReadBudget } from './read-budget.ts';

const KIB = 1024;
const RATE = 256 * KIB;

/** How many reads of `bytes` the budget allows at a time, and in the ten seconds after that. */
function countReads(bytes: number, isAnonymous: boolean): { readonly atOnce: number; readonly perSecond: number } {
  let now = 0;
  const budget = new ReadBudget(RATE, now);
  // The budget of a new connection is that of a stranger.
  now += 10_000;
  let atOnce = 0;
  while (budget.takeBytes(bytes, RATE, isAnonymous, now)) atOnce++;
  let later = 0;
  for (let tick = 0; tick < 200; tick++) {
    now += 50;
    while (budget.isRefilled(RATE, isAnonymous, now)) {
      budget.takeBytes(bytes, RATE, isAnonymous, now);
      later++;
    }
  }
  return { atOnce, perSecond: later / 10 };
}

test('reads of one byte are a few per second, so that nobody keeps a gate busy with a trickle', () => {
  expect(countReads(1, true).perSecond).toBeLessThan(20);
  expect(countReads(1, false).perSecond).toBeLessThan(260);
});

test('large reads take nearly the whole rate', () => {
  const { atOnce, perSecond } = countReads(16 * KIB, false);
  expect((atOnce * 16 * KIB) / RATE).toBeGreaterThan(1.8);
  expect((perSecond * 16 * KIB) / RATE).toBeGreaterThan(0.9);
});

test('before log-in a client can send HELLO, a log-in and some commands at once', () => {
  expect(countReads(400, true).atOnce).toBeGreaterThan(15);
});
