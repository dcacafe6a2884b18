import { expect, test } from 'vitest';
import { parseMetrics, sumLag } from '../setup/target-metrics.ts';
import { buildHopReports } from './hops.ts';

/** `counts`: observations up to 10 ms, up to 20 ms, and of all. */
function batches(instance: string, role: string, counts: readonly [number, number, number], seconds: number): string {
  const labels = `role="${role}",instance="${instance}"`;
  return [
    '# TYPE im_batch_seconds histogram',
    `im_batch_seconds_bucket{${labels},le="0.01"} ${counts[0]}`,
    `im_batch_seconds_bucket{${labels},le="0.02"} ${counts[1]}`,
    `im_batch_seconds_bucket{${labels},le="+Inf"} ${counts[2]}`,
    `im_batch_seconds_sum{${labels}} ${seconds}`,
    `im_batch_seconds_count{${labels}} ${counts[2]}`,
  ].join('\n');
}

test('a step is what its histograms grew by, over all instances of its role', () => {
  const before = parseMetrics(`${batches('logic-0', 'logic', [10, 10, 10], 0.05)}\n${batches('auth-0', 'auth', [0, 0, 0], 0)}`);
  const after = [
    batches('logic-0', 'logic', [60, 100, 110], 1.05),
    batches('logic-1', 'logic', [50, 90, 100], 1),
    batches('auth-0', 'auth', [0, 0, 900], 900),
  ];
  expect(buildHopReports(before, parseMetrics(after.join('\n')))).toEqual([
    { name: 'logic: its batch, with SQL', count: 200, meanMs: 10, p50: 10, p99: 20 },
  ]);
});

test('a restarted process counts from its start', () => {
  const before = parseMetrics(batches('logic-0', 'logic', [100, 100, 100], 5));
  const after = parseMetrics(batches('logic-0', 'logic', [4, 8, 8], 0.08));
  expect(buildHopReports(before, after)).toMatchObject([{ count: 8, meanMs: 10, p50: 10, p99: 19.8 }]);
});

test('the lag is the sum over all partitions, and unknown when no service answers', () => {
  expect(sumLag(parseMetrics('im_partition_lag{partition="0"} 3\nim_partition_lag{partition="1"} 4\nim_partition_lags 9'))).toBe(
    7,
  );
  expect(sumLag(parseMetrics(''))).toBeUndefined();
});
