// The port Metrics where nobody looks: for tests and tools.
import type { CounterMetric, HistogramMetric, MetricFamily, Metrics } from '../ports/index.ts';

const ignore = (): void => undefined;
const counter: CounterMetric = { value: 0, add: ignore };
const histogram: HistogramMetric = { counts: [], sum: 0, observe: ignore };
const familyOf = <Metric>(metric: Metric): MetricFamily<Metric> => ({ of: () => metric, all: () => [] });
const counters = familyOf(counter);
const histograms = familyOf(histogram);

export const noMetrics: Metrics = {
  counter: () => counter,
  counters: () => counters,
  countOf: ignore,
  gauge: ignore,
  gauges: ignore,
  histogram: () => histogram,
  histograms: () => histograms,
  withLabels: () => noMetrics,
};
