import { expect, test } from 'vitest';
import { segmentsFor } from '../cli/profiles.ts';
import { SecondSeries } from '../ledger/second-series.ts';
import { buildStepReports, formatStep, memoryGrowth } from './profile-report.ts';
import type { TimelinePoint } from './timeline.ts';

test('a profile has its highest rate at --rate, and load processes share it', () => {
  const flags = { rate: 1000, seconds: 10, steps: 4 };
  expect(segmentsFor({ ...flags, profile: 'ramp' }, 0.5)).toEqual([{ seconds: 10, from: 50, to: 500 }]);
  expect(segmentsFor({ ...flags, profile: 'steps' }).map(({ from, to, seconds }) => [from, to, seconds])).toEqual([
    [250, 250, 2.5],
    [500, 500, 2.5],
    [750, 750, 2.5],
    [1000, 1000, 2.5],
  ]);
  expect(segmentsFor({ ...flags, profile: 'soak' })).toEqual([{ seconds: 10, from: 1000, to: 1000 }]);
});

test('each step has its own rate, latencies and verdict', () => {
  const series = new SecondSeries();
  series.start(0);
  // From second 3 on: two seconds of 10/s in time, then two of 20/s of which half arrive, late.
  for (let ms = 3000; ms < 7000; ms += ms < 5000 ? 100 : 50) series.recordDue(ms);
  for (let ms = 3050; ms < 5000; ms += 100) series.recordDelivery(ms, 5);
  for (let ms = 5050; ms < 7000; ms += 100) series.recordDelivery(ms, 1500);
  const steps = [
    { seconds: 2, from: 10 },
    { seconds: 2, from: 20 },
  ];
  const reports = buildStepReports(steps, [series.result(7000)], { measuredFrom: 3.01, perMessage: 1 });
  expect(reports).toMatchObject([
    { rate: 10, due: 20, delivered: 20, deliveredPerSecond: 10, deliveryMs: { max: 5 }, sustained: true },
    { rate: 20, due: 40, delivered: 20, deliveredPerSecond: 10, deliveryMs: { max: 1500 }, sustained: false },
  ]);
  expect(reports.map(formatStep)[1]).toBe('20/s: 10/s delivered  p50 1500  p99 1500 ms  NOT sustained');
});

test('the growth of memory is the slope over the measured part', () => {
  const points = Array.from({ length: 100 }, (_, second): TimelinePoint => {
    const memoryMib = { gate: 80 + second / 36 + (second % 2), logic: second < 10 ? 500 : 60 };
    return { ...{ second, due: 0, acked: 0, delivered: 0, ackMs: null, deliveryMs: null, cpu: {}, lag: null }, memoryMib };
  });
  const growth = memoryGrowth({ measuredFrom: 10, measuredTo: 90, points });
  expect(growth.gate).toBeCloseTo(100, -1);
  expect(growth.logic).toBe(0);
  expect(memoryGrowth({ measuredFrom: 0, measuredTo: 1, points: [] })).toEqual({});
});
