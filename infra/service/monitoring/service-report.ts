// What a service tells about itself in the reports of its process.
import type { im } from '../../../proto/rpc.ts';
import type { CounterMetric, HistogramMetric, MetricFamily } from '../../ports/index.ts';
import type { ServiceMetrics } from './service-metrics.ts';

export function describeService(metrics: ServiceMetrics): im.InstanceReport.ServedPartitions.$Properties {
  const { service, rpcs, queued, ...state } = metrics.state;
  const progress = state.progress();
  return {
    service,
    owned: progress.length,
    paused: progress.filter(({ isPaused }) => isPaused).length,
    rpcs: [...rpcs.keys()],
    partitions: progress.map(({ partition, position, lag, isPaused }) => ({ partition, position, lag, paused: isPaused })),
    batches: toLatency([metrics.batchSeconds]),
    commands: Math.round(metrics.batchSize.sum),
    replies: toCodeCounts(metrics.replies),
    deadLetters: Array.from(metrics.deadLetters.all(), ([, { value }]) => value).reduce((sum, one) => sum + one, 0),
    queuedRecords: queued().records,
  };
}

export function toCodeCounts(family: MetricFamily<CounterMetric>): im.InstanceReport.CodeCount.$Properties[] {
  return Array.from(family.all(), ([code, { value }]) => ({ code, count: value }));
}

/** The sum of histograms with LATENCY_BUCKETS_S. */
export function toLatency(histograms: readonly HistogramMetric[]): im.InstanceReport.Latency.$Properties {
  const counts: number[] = [];
  let seconds = 0;
  for (const histogram of histograms) {
    for (const [i, count] of histogram.counts.entries()) counts[i] = (counts[i] ?? 0) + count;
    seconds += histogram.sum;
  }
  return { counts, sumUs: Math.round(seconds * 1e6) };
}
