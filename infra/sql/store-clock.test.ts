import { expect, test } from 'vitest';
import { LearnedClock } from './store-clock.ts';

const STORE = 1_700_000_000_000;

function learnedClock(wallAheadMs = 0) {
  let monotonic = 1000;
  const warnings: object[] = [];
  const ignore = (): void => undefined;
  const log = { debug: ignore, info: ignore, warn: (fields: object) => void warnings.push(fields), error: ignore };
  const clock = new LearnedClock({ log, monotonicMs: () => monotonic, wallMs: () => STORE + monotonic + wallAheadMs });
  const advance = (ms: number): void => {
    monotonic += ms;
  };
  /** A query that took `tookMs`, during which the store read `storeMs`. */
  const read = (storeMs: number, tookMs: number): void => {
    const requestedAt = monotonic;
    advance(tookMs);
    clock.learn(storeMs, requestedAt);
  };
  return { clock, warnings, advance, read };
}

test('the clock of the store runs on evenly between readings, however long they take', () => {
  const { clock, read, advance } = learnedClock();
  read(STORE, 4);
  const start = clock.now();
  expect(start).toBe(STORE);
  advance(1000);
  // Somewhere within 900 ms: nothing shows that the clock was wrong.
  read(STORE + 1100, 900);
  expect(clock.now()).toBe(start + 1900);
});

test("a wrong clock of this machine changes nothing, and its difference to the store's is told", () => {
  const { clock, read, warnings } = learnedClock(3_600_000);
  read(STORE, 2);
  expect(clock.now()).toBe(STORE);
  expect(warnings).toEqual([{ aheadMs: 3_601_002 }]);
});

test.each([-3_600_000, 3_600_000])('a step of the store by %i ms is followed and told', (stepMs) => {
  const { clock, read, warnings } = learnedClock();
  read(STORE, 0);
  read(STORE + stepMs, 0);
  expect(clock.now()).toBe(STORE + stepMs);
  expect(warnings).toEqual([{ stepMs }]);
});
