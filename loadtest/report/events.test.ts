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
  const events = buildEventReports([KILL, FREEZE], {
    pauses,
    lanes: [],
    endMs: 20_000,
    lostDueMs: [100, 600, 3100, 3250, 9000],
    duplicatedDueMs: [1600],
    outOfOrderDueMs: [4300, 4300],
    points: POINTS,
  });
  expect(events).toEqual([
    {
      kind: 'kill',
      process: 'logic',
      second: 1.5,
      readyMs: 1200,
      stallMs: 1240,
      slowestMs: 3000,
      partitionStallMs: 0,
      backMs: 0,
      lost: 2,
      duplicated: 1,
      outOfOrder: 0,
    },
    {
      kind: 'freeze',
      process: 'gate-1',
      second: 4.2,
      readyMs: 10_000,
      stallMs: 100,
      slowestMs: 900,
      partitionStallMs: 0,
      backMs: 0,
      lost: 2,
      duplicated: 0,
      outOfOrder: 2,
    },
  ]);
});

const NOTHING = { pauses: [], lanes: [], endMs: 20_000, lostDueMs: [], duplicatedDueMs: [], outOfOrderDueMs: [], points: [] };

test('a fault that stops nothing has no stall', () => {
  const [event] = buildEventReports([KILL], NOTHING);
  expect(event).toMatchObject({ stallMs: 0, slowestMs: null, lost: 0 });
  expect(event && formatEvent(event, 0.5)).toBe(
    'killed logic at 1 s: serves again after 1200 ms, no stall, nothing arrived, no partition of senders stopped, lost 0',
  );
});

const everyTenth = (from: number, to: number) => Array.from({ length: (to - from) / 100 }, (_, i) => from + i * 100);

test('a fault is over when the last partition of senders that it has stopped delivers again', () => {
  // The first partition goes on; the second stops from 1400 to 4600, as the third does, which stops again much later.
  const lanes = [
    everyTenth(0, 20_000),
    [...everyTenth(0, 1500), ...everyTenth(4600, 20_000)],
    [...everyTenth(0, 1500), ...everyTenth(4200, 12_000), ...everyTenth(19_000, 20_000)],
    // Its only sender writes every two seconds.
    everyTenth(0, 1000).map((ms) => ms * 20),
  ];
  const backMs = (fault: InjectedFault) => buildEventReports([fault], { ...NOTHING, lanes })[0]?.backMs;
  // A kill ends as it begins, at 1500; a freeze when the process goes on.
  expect(backMs(KILL)).toBe(3100);
  expect(backMs({ ...FREEZE, startedMs: 1500, readyMs: 4000 })).toBe(600);
  expect(backMs({ ...FREEZE, startedMs: 5000, readyMs: 6000 })).toBe(0);
});

test('a partition that stops and delivers again before the fault ends has no time after it, but its stall', () => {
  const lanes = [[...everyTenth(0, 1500), ...everyTenth(9000, 20_000)]];
  const [event] = buildEventReports([{ ...FREEZE, startedMs: 1500, readyMs: 10_000 }], { ...NOTHING, lanes });
  expect(event).toMatchObject({ backMs: 0, partitionStallMs: 7500 });
  expect(event && formatEvent(event, 0)).toContain(
    'a partition of senders stopped for 7500 ms, all delivered 0 ms after its end',
  );
});

test('a partition that never delivers again is never back, for the fault that stopped it and not for later ones', () => {
  const lanes = [everyTenth(0, 20_000), everyTenth(0, 1500)];
  const later: InjectedFault = { ...KILL, startedMs: 4000, readyMs: 4500 };
  const [event, next] = buildEventReports([KILL, later], { ...NOTHING, lanes });
  expect(event).toMatchObject({ backMs: null, partitionStallMs: 18_500 });
  expect(event && formatEvent(event, 0)).toContain('a partition of senders never delivered again');
  expect(next).toMatchObject({ backMs: 0, partitionStallMs: 0 });
  // What was due at the end may arrive a little later.
  const [late] = buildEventReports([KILL], { ...NOTHING, lanes: [[...everyTenth(0, 1500), 21_000]] });
  expect(late).toMatchObject({ backMs: 19_500 });
});

test('a partition with a usual pause at the end of the run, or a single delivery, has not stopped', () => {
  const lanes = [everyTenth(0, 19_500), [1400], everyTenth(0, 900).map((ms) => ms * 20)];
  expect(buildEventReports([KILL], { ...NOTHING, lanes })[0]).toMatchObject({ backMs: 0, partitionStallMs: 0 });
});
