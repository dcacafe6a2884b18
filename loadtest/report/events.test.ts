import { expect, test } from 'vitest';
import type { InjectedFault } from '../setup/fault-schedule.ts';
import { buildEventReports, formatEvent } from './events.ts';
import type { TimelinePoint } from './timeline.ts';

const point = (second: number, max: number): TimelinePoint => ({
  ...{ second, due: 1, acked: 1, delivered: 1, ackMs: null, cpu: {}, memoryMib: {}, lag: null },
  deliveryMs: { p50: 1, p90: 1, p99: 1, max },
});
const POINTS = [5, 7, 3000, 12, 900, 8].map((max, second) => point(second, max));
const KILL: InjectedFault = { kind: 'kill', process: 'logic', atSeconds: 1, startedMs: 1500, readyMs: 2700 };
const FREEZE: InjectedFault = { kind: 'freeze', process: 'gate-1', atSeconds: 4, startedMs: 4200, readyMs: 14_200 };

test('a fault has the longest pause after it, the slowest delivery and the losses, until the next one', () => {
  const pauses = [
    { fromMs: 300, toMs: 1400 },
    { fromMs: 1480, toMs: 2740 },
    { fromMs: 3000, toMs: 3200 },
    { fromMs: 4100, toMs: 4300 },
  ];
  const events = buildEventReports([KILL, FREEZE], { pauses, lostDueMs: [100, 600, 3100, 3250, 9000], points: POINTS });
  expect(events).toEqual([
    { kind: 'kill', process: 'logic', second: 1.5, readyMs: 1200, stallMs: 1240, slowestMs: 3000, lost: 2 },
    { kind: 'freeze', process: 'gate-1', second: 4.2, readyMs: 10_000, stallMs: 100, slowestMs: 900, lost: 2 },
  ]);
});

test('a fault that stops nothing has no stall', () => {
  const [event] = buildEventReports([KILL], { pauses: [], lostDueMs: [], points: [] });
  expect(event).toMatchObject({ stallMs: 0, slowestMs: null, lost: 0 });
  expect(event && formatEvent(event, 0.5)).toBe(
    'killed logic at 1 s: serves again after 1200 ms, no stall, nothing arrived, lost 0',
  );
});
