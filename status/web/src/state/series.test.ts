import { describe, expect, test } from 'vitest';
import { sample } from '../../testing/members.ts';
import { describeLine, servicesIn, timeRange, toSeries } from './series.ts';

describe('a chart', () => {
  test('has a value for each moment, and nothing where nothing was measured', () => {
    const samples = [sample(5000, { ack: { p50Ms: 3, p99Ms: 9 } }), sample(10_000)];
    expect(toSeries(samples, { rate: ({ messagesPerSecond }) => messagesPerSecond, ack: ({ ack }) => ack?.p50Ms })).toEqual({
      times: [5, 10],
      lines: [
        { name: 'rate', values: [1, 1] },
        { name: 'ack', values: [3, null] },
      ],
    });
  });

  test('shows a pause without samples as a gap, not as a line across it', () => {
    const { times, lines } = toSeries([sample(5000), sample(60_000)], { rate: ({ messagesPerSecond }) => messagesPerSecond });
    expect(times).toEqual([5, 5.001, 60]);
    expect(lines[0]?.values).toEqual([1, null, 1]);
  });

  test('of lag has a line for each service that ever had one', () => {
    expect(servicesIn([sample(1, { lag: { logic: 1 } }), sample(2, { lag: { auth: 0, logic: 2 } })])).toEqual(['auth', 'logic']);
  });
});

describe('the time axis', () => {
  test('shows at least five minutes', () => expect(timeRange([1000, 1010])).toEqual([710, 1010]));
  test('begins with the first sample', () => expect(timeRange([1000, 2000])).toEqual([1000, 2000]));
  test('shows an hour at most', () => expect(timeRange([0, 9000])).toEqual([5400, 9000]));
  test('does not exist without samples', () => expect(timeRange([])).toBeUndefined());
});

test('a line is described by its last, least and greatest value', () => {
  expect(describeLine({ name: 'a', values: [4, null, 2, 3] })).toEqual({ last: 3, least: 2, greatest: 4 });
  expect(describeLine({ name: 'a', values: [4, null] })).toEqual({ least: 4, greatest: 4 });
  expect(describeLine({ name: 'a', values: [] })).toEqual({});
});
