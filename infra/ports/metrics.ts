// Port: what a process counts and measures, as /metrics shows it.

/**
 * Names and labels follow Prometheus: base units, a counter ends in _total. Labels have few values and never name a user.
 * A counter or histogram is plain numbers: look it up once, and add to it on the hot path.
 */
export interface Metrics {
  counter(name: string, help: string): CounterMetric;
  /**
   * One counter for each value of `label`: those of `known` from the start, so that a rise from 0 is seen, others with their
   * first use. Values beyond the first 200 are counted together as "other".
   */
  counters(name: string, help: string, label: string, known?: readonly string[]): MetricFamily<CounterMetric>;
  /** A count that is kept elsewhere and never falls. `read` is called at each scrape. */
  countOf(name: string, help: string, read: () => number): void;
  /** `read` is called at each scrape. */
  gauge(name: string, help: string, read: () => number): void;
  /** One gauge for each value of `label` that `read` gives: a set that the settings bound, such as partitions. */
  gauges(name: string, help: string, label: string, read: () => Iterable<readonly [value: string, gauge: number]>): void;
  /** `buckets`: upper bounds, rising. */
  histogram(name: string, help: string, buckets: readonly number[]): HistogramMetric;
  /** As `counters`. */
  histograms(name: string, help: string, label: string, buckets: readonly number[]): MetricFamily<HistogramMetric>;
  /** The same metrics with these labels added to every sample: the services of one process share their metrics' names. */
  withLabels(labels: Labels): Metrics;
}

export type Labels = Readonly<Record<string, string>>;

export interface CounterMetric {
  readonly value: number;
  add(amount?: number): void;
}

export interface HistogramMetric {
  /** How many values each bucket holds; the last one those above all bounds. */
  readonly counts: readonly number[];
  readonly sum: number;
  /** `times`: how often the value occurred. */
  observe(value: number, times?: number): void;
}

/** The metrics of one name, by the value of their label. */
export interface MetricFamily<Metric> {
  of(value: string): Metric;
  all(): Iterable<readonly [value: string, metric: Metric]>;
}

/** From 0.5 ms to 30 s: acknowledgements take some milliseconds, and no client waits longer than its time-out. */
export const LATENCY_BUCKETS_S = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30] as const;
