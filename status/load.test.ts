import { expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { describeLatency, describeLoad, describeServed, quantilesOf } from './load.ts';

const encode = (fields: im.InstanceReport.$Properties): im.InstanceReport =>
  im.InstanceReport.decode(im.InstanceReport.encode(fields).finish()) as im.InstanceReport;

/** A gate that has sent two reports, `seconds` apart. */
function gate(before: im.InstanceReport.$Properties, now: im.InstanceReport.$Properties, seconds = 4) {
  const at = 1000;
  return {
    before: encode({ ...before, measuredAtMs: at }),
    report: encode({ ...now, measuredAtMs: at + seconds * 1000 }),
    isDoubled: false,
  };
}

/** Latencies of which so many are in the bucket up to 5, 10 and 20 ms. */
const latency = (...counts: number[]) => ({ counts: [0, 0, 0, ...counts, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0].slice(0, 16), sumUs: 0 });

test('rates are the differences of two reports by the time between them', () => {
  const load = describeLoad(
    gate(
      {
        framesIn: 100,
        framesOut: 10,
        bytesIn: 0,
        bytesOut: 0,
        replies: [
          { code: 'OK', count: 5 },
          { code: 'BUSY', count: 1 },
        ],
      },
      {
        framesIn: 140,
        framesOut: 50,
        bytesIn: 400,
        bytesOut: 4,
        replies: [
          { code: 'OK', count: 9 },
          { code: 'BUSY', count: 3 },
        ],
      },
    ),
  );
  expect(load).toMatchObject({
    ...{ framesInPerSecond: 10, framesOutPerSecond: 10, bytesInPerSecond: 100, bytesOutPerSecond: 1 },
    refusalsPerSecond: { BUSY: 0.5 },
  });
});

test('nothing is said about the load before the second report', () => {
  expect(describeLoad({ report: encode({ framesIn: 5 }), before: undefined, isDoubled: false })).toBeUndefined();
});

test('latencies of several gates add up, and a gate with little to do counts little', () => {
  const busy = gate({ ack: latency(0, 0, 0) }, { ack: latency(990, 0, 0) });
  const slow = gate({ ack: latency(0, 0, 500) }, { ack: latency(0, 0, 510) });
  const { ack, push } = describeLatency([busy, slow]);
  expect(ack?.p50Ms).toBeGreaterThan(2);
  expect(ack?.p50Ms).toBeLessThan(5);
  expect(ack?.p99Ms).toBe(5);
  expect(push).toBeUndefined();
  expect(describeLatency([slow]).ack?.p50Ms).toBe(15);
});

test('a quantile above all bounds is the last bound', () => {
  expect(quantilesOf([[...new Array<number>(15).fill(0), 7]])).toEqual({ p50Ms: 30_000, p99Ms: 30_000 });
  expect(quantilesOf([])).toBeUndefined();
});

test('batches show their mean size and time, and partitions their lag', () => {
  const batches = (count: number, sumUs: number) => ({ counts: [count], sumUs });
  const partitions = [
    { partition: 0, position: 7, lag: 3 },
    { partition: 5, position: 9, lag: 4 },
  ];
  const then = { service: 'logic', commands: 100, batches: batches(10, 10_000), replies: [{ code: 'OK', count: 100 }] };
  const now = {
    ...then,
    owned: 2,
    partitions,
    commands: 180,
    batches: batches(30, 90_000),
    replies: [{ code: 'FORBIDDEN', count: 8 }],
  };
  const member = gate({ services: [then] }, { services: [now] });
  expect(describeServed(now, member)).toMatchObject({
    ...{ service: 'logic', owned: 2, lag: 7 },
    partitions: [{ partition: 0, lag: 3, position: 7 }, { partition: 5 }],
    load: {
      ...{ commandsPerSecond: 20, batchesPerSecond: 5, batchCommands: 4, batchMs: 4 },
      refusalsPerSecond: { FORBIDDEN: 2 },
    },
  });
});
