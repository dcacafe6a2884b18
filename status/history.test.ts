import { expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { History, type HistorySample } from './history.ts';
import { Members } from './members.ts';

/** Members whose reports all come through, on a clock that the test moves. */
function start() {
  let nowMs = 0;
  const members = new Members(() => nowMs);
  const history = new History(members, () => 1_000_000 + nowMs);
  let number = 0;
  return {
    members,
    history,
    report(fields: im.InstanceReport.$Properties): void {
      const { instance = 'gate-0' } = fields;
      const full = { role: 'gate', instance, process: instance, number: ++number, measuredAtMs: nowMs, ...fields };
      members.take(im.InstanceReport.decode(im.InstanceReport.encode(full).finish()) as im.InstanceReport);
      members.markHeard();
    },
    step(ms: number): void {
      nowMs += ms;
    },
    /** As Kafka is away: own reports do not come back. */
    takeAfter(ms: number): readonly HistorySample[] {
      nowMs += ms;
      members.markHeard();
      history.take();
      return history.list();
    },
  };
}

/** Latencies of which so many are in the bucket up to 5 and 10 ms. */
const latency = (upTo5: number, upTo10: number) => ({
  counts: [0, 0, 0, upTo5, upTo10, ...new Array<number>(11).fill(0)],
  sumUs: 0,
});

test('a sample has the rates of all gates between two steps, and their latencies together', () => {
  const { history, report, step } = start();
  report({ instance: 'gate-0', messages: 100, pushes: 1000, connections: 5, ack: latency(7, 0) });
  report({ instance: 'gate-1', messages: 0, pushes: 0, connections: 2 });
  history.take();
  expect(history.list()).toEqual([{ at: 1_000_000, messagesPerSecond: 0, pushesPerSecond: 0, connections: 7, lag: {} }]);
  step(5000);
  report({ instance: 'gate-0', messages: 350, pushes: 1100, connections: 6, ack: latency(7, 99), push: latency(4, 0) });
  report({ instance: 'gate-1', messages: 50, pushes: 5, connections: 2, ack: latency(99, 0) });
  history.take();
  expect(history.list()[1]).toEqual({
    at: 1_005_000,
    messagesPerSecond: 60,
    pushesPerSecond: 21,
    connections: 8,
    ack: { p50Ms: 5, p99Ms: expect.closeTo(9.9, 1) },
    push: { p50Ms: expect.any(Number), p99Ms: expect.any(Number) },
    lag: {},
  });
});

test('a step is as long as the instance measured it, not as long as the timer of status took', () => {
  const { history, report, step } = start();
  report({ messages: 0 });
  history.take();
  step(7000);
  report({ messages: 40, measuredAtMs: 4000 });
  history.take();
  expect(history.list()[1]?.messagesPerSecond).toBe(10);
});

test('a restarted gate counts from its new start, and a silent one adds nothing', () => {
  const { history, report, step } = start();
  report({ instance: 'gate-0', messages: 9000 });
  report({ instance: 'gate-1', messages: 500 });
  history.take();
  step(1000);
  report({ instance: 'gate-0', process: 'second', messages: 3 });
  history.take();
  expect(history.list()[1]?.messagesPerSecond).toBe(0);
  step(1000);
  report({ instance: 'gate-0', process: 'second', messages: 8 });
  history.take();
  expect(history.list()[2]?.messagesPerSecond).toBe(5);
});

test('the lag of a service is that of all its partitions on all its instances', () => {
  const { history, report } = start();
  const serve = (...lags: number[]) => [{ service: 'logic', partitions: lags.map((lag, partition) => ({ partition, lag })) }];
  report({ role: 'logic', instance: 'logic-0', services: serve(1, 2) });
  report({
    role: 'logic',
    instance: 'logic-1',
    services: [...serve(4), { service: 'presence', partitions: [{ partition: 0 }] }],
  });
  history.take();
  expect(history.list()[0]?.lag).toEqual({ logic: 7, presence: 0 });
});

test('there is no sample for a time when no reports came through the log', () => {
  const { history, report, step } = start();
  report({ messages: 1 });
  history.take();
  step(60_000);
  history.take();
  expect(history.list()).toHaveLength(1);
});

test('the samples of an hour are kept, and who listens gets each of them', () => {
  const { history, report, takeAfter } = start();
  report({});
  const seen: number[] = [];
  const stop = history.onSample(({ at }) => seen.push(at));
  for (let step = 0; step < 800; step++) takeAfter(1000);
  expect(history.list()).toHaveLength(720);
  expect(history.list().map(({ at }) => at)).toEqual(seen.slice(-720));
  expect(seen).toHaveLength(800);
  stop();
  takeAfter(1000);
  expect(seen).toHaveLength(800);
});
