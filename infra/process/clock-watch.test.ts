import { afterEach, expect, test, vi } from 'vitest';
import { watchClock } from './clock-watch.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('each step of the wall clock is told once with its size, and small corrections are not', () => {
  vi.useFakeTimers();
  const warnings: string[] = [];
  const ignore = (): void => undefined;
  const log = { debug: ignore, info: ignore, warn: (_: object, text: string) => void warnings.push(text), error: ignore };
  const end = watchClock({ log });
  vi.advanceTimersByTime(5000);
  vi.setSystemTime(Date.now() + 500);
  vi.advanceTimersByTime(5000);
  expect(warnings).toEqual([]);
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(5000);
  vi.setSystemTime(Date.now() + 600_000);
  vi.advanceTimersByTime(5000);
  expect(warnings).toEqual([
    'the wall clock of this machine jumped back by 3600000 ms',
    'the wall clock of this machine jumped ahead by 600000 ms',
  ]);
  end();
  vi.setSystemTime(Date.now() + 600_000);
  vi.advanceTimersByTime(5000);
  expect(warnings).toHaveLength(2);
});
