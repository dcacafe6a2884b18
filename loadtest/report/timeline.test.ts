import { expect, test } from 'vitest';
import { SecondSeries, type SecondSeriesResult } from '../ledger/second-series.ts';
import { formatCsv } from './csv.ts';
import { buildTimeline, findCommonPauses } from './timeline.ts';

/** Deliveries at these moments (ms since the start), each after 10 ms, and one message due each 100 ms for 3 s. */
function deliveriesAt(...moments: readonly number[]): SecondSeriesResult {
  const originMs = 50_000;
  const series = new SecondSeries();
  series.recordDelivery(originMs, 1);
  series.start(originMs);
  for (let ms = 0; ms < 3000; ms += 100) series.recordDue(originMs + ms);
  for (const ms of moments) {
    series.recordAck(originMs + ms, 5);
    series.recordDelivery(originMs + ms, 10);
  }
  return series.result(originMs + 2900);
}

test('each second has what was due and what arrived in it, over all load processes', () => {
  const series = [deliveriesAt(0, 500, 2500), deliveriesAt(1500)];
  const sample = { second: 1, cpu: { gate: 40 }, memoryMib: { gate: 80.5 }, lag: 7 };
  const { points } = buildTimeline(series, [sample], { from: 1, to: 3 });
  expect(points.map(({ second, due, acked, delivered }) => [second, due, acked, delivered])).toEqual([
    [0, 20, 2, 2],
    [1, 20, 1, 1],
    [2, 20, 1, 1],
  ]);
  expect(points[1]).toMatchObject({ cpu: { gate: 40 }, memoryMib: { gate: 80.5 }, lag: 7, deliveryMs: { max: 10 } });
  expect(points[0]).toMatchObject({ cpu: {}, lag: null });
  expect(buildTimeline([deliveriesAt(0)], [], { from: 1, to: 3 }).points[1]).toMatchObject({ delivered: 0, deliveryMs: null });
});

test('seconds before the first message are left out', () => {
  const originMs = 1000;
  const series = new SecondSeries();
  series.start(originMs);
  series.recordDue(originMs + 2100);
  series.recordDelivery(originMs + 2150, 50);
  const { points } = buildTimeline([series.result(originMs + 2200)], [], { from: 2.1, to: 3.1 });
  expect(points.map(({ second, delivered }) => [second, delivered])).toEqual([[2, 1]]);
});

test('a pause is a time in which no load process receives anything', () => {
  const some = deliveriesAt(0, 1000, 2900);
  expect(some.pauses).toEqual([
    { fromMs: 0, toMs: 1000 },
    { fromMs: 1000, toMs: 2900 },
  ]);
  expect(findCommonPauses([some, deliveriesAt(0, 1500, 1550, 2900)])).toEqual([
    { fromMs: 0, toMs: 1000 },
    { fromMs: 1000, toMs: 1500 },
    { fromMs: 1550, toMs: 2900 },
  ]);
  expect(findCommonPauses([])).toEqual([]);
});

test('CSV has a line for each second, and nothing where nothing was measured', () => {
  const sample = { second: 1, cpu: { gate: 40 }, memoryMib: { gate: 80.5 }, lag: 7 };
  const timeline = buildTimeline([deliveriesAt(0, 1500)], [sample], { from: 1, to: 3 });
  expect(formatCsv(timeline).split('\n')).toEqual([
    'second,due,acked,delivered,lag,measured,ackMs.p50,ackMs.p90,ackMs.p99,ackMs.max,' +
      'deliveryMs.p50,deliveryMs.p90,deliveryMs.p99,deliveryMs.max,cpu.gate,memoryMib.gate',
    '0,10,1,1,,0,5,5,5,5,10,10,10,10,,',
    '1,10,1,1,7,1,5,5,5,5,10,10,10,10,40,80.5',
    '2,10,0,0,,1,,,,,,,,,,',
    '',
  ]);
});
