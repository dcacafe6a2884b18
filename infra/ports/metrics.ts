// Port: what a process counts and measures, as /metrics shows it.

/** Names and labels follow Prometheus: base units, a counter ends in _total. Labels have few values and never name a user. */
export interface Metrics {
  counter(name: string, help: string): CounterMetric;
  /** One counter for each value of `label`. Values beyond the first 200 are counted together as "other". */
  counters(name: string, help: string, label: string): (value: string) => CounterMetric;
  /** `read` is called at each scrape. */
  gauge(name: string, help: string, read: () => number): void;
  /** `buckets`: upper bounds, rising. */
  histogram(name: string, help: string, buckets: readonly number[]): HistogramMetric;
  /** The same metrics with these labels added to every sample: the services of one process share their metrics' names. */
  withLabels(labels: Labels): Metrics;
}

export type Labels = Readonly<Record<string, string>>;

export interface CounterMetric {
  add(amount?: number): void;
}

export interface HistogramMetric {
  /** `times`: how often the value occurred. */
  observe(value: number, times?: number): void;
}

/** From 1 ms to 30 s: acknowledgements take some milliseconds, and no client waits longer than its time-out. */
export const LATENCY_BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30] as const;
