// The port Metrics where nobody looks: for tests and tools.
import type { CounterMetric, HistogramMetric, Metrics } from '../ports/index.ts';

const ignore = (): void => undefined;
const counter: CounterMetric = { add: ignore };
const histogram: HistogramMetric = { observe: ignore };

export const noMetrics: Metrics = {
  counter: () => counter,
  counters: () => () => counter,
  gauge: ignore,
  histogram: () => histogram,
  withLabels: () => noMetrics,
};
