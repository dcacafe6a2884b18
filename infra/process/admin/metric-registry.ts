// The metrics of a process for Prometheus: its own counts, and those of Node (processor time, memory, event loop).
import { collectDefaultMetrics, type Metric, Registry } from 'prom-client';
import type { CounterMetric, HistogramMetric, Labels, MetricFamily, Metrics } from '../../ports/index.ts';

const MAX_LABEL_VALUES = 200;
const OTHER = 'other';

interface Sample {
  readonly labels: Labels;
  readonly value: number;
  /** The metric's own name where it is missing. */
  readonly metricName?: string;
}

type ReadSamples = () => readonly Sample[];

/** The metrics of one process, in Prometheus' text format. */
export class MetricRegistry {
  readonly #registry = new Registry();
  /** Metric → how to read its samples, once for each set of labels. */
  readonly #readers = new Map<string, ReadSamples[]>();
  /** Where the process counts. */
  readonly metrics: Metrics = new LabelledMetrics(this, {});

  /** `labels` are added to every sample. */
  constructor(labels: Labels = {}) {
    this.#registry.setDefaultLabels(labels);
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  render(): Promise<string> {
    return this.#registry.metrics();
  }

  register(name: string, help: string, type: 'counter' | 'gauge' | 'histogram', read: ReadSamples): void {
    const known = this.#readers.get(name);
    if (known) {
      known.push(read);
      return;
    }
    const readers = [read];
    this.#readers.set(name, readers);
    const values = (): Sample[] => addUp(readers.flatMap((one) => one()));
    // prom-client asks a metric only for its name and `get`.
    const metric = { name, get: async () => ({ name, help, type, values: values(), aggregator: 'sum' }) };
    this.#registry.registerMetric(metric as unknown as Metric);
  }
}

/** Parts of a process that use the same labels count together: Prometheus refuses two samples of one name and labels. */
function addUp(samples: readonly Sample[]): Sample[] {
  const byLabels = new Map<string, Sample>();
  for (const sample of samples) {
    const key = `${sample.metricName ?? ''}${JSON.stringify(sample.labels)}`;
    const known = byLabels.get(key);
    byLabels.set(key, known ? { ...known, value: known.value + sample.value } : sample);
  }
  return [...byLabels.values()];
}

/** Its counters are plain numbers: the hot path adds to them without a look-up. */
class LabelledMetrics implements Metrics {
  readonly #registry: MetricRegistry;
  readonly #labels: Labels;

  constructor(registry: MetricRegistry, labels: Labels) {
    this.#registry = registry;
    this.#labels = labels;
  }

  counter(name: string, help: string): CounterMetric {
    const counter = new PlainCounter();
    this.#registry.register(name, help, 'counter', () => [{ labels: this.#labels, value: counter.value }]);
    return counter;
  }

  counters(name: string, help: string, label: string, known: readonly string[] = []): MetricFamily<CounterMetric> {
    const family = new BoundedFamily(() => new PlainCounter());
    for (const value of known) family.of(value);
    this.#registry.register(name, help, 'counter', () =>
      [...family.all()].map(([value, counter]) => ({ labels: { ...this.#labels, [label]: value }, value: counter.value })),
    );
    return family;
  }

  countOf(name: string, help: string, read: () => number): void {
    this.#registry.register(name, help, 'counter', () => [{ labels: this.#labels, value: read() }]);
  }

  gauge(name: string, help: string, read: () => number): void {
    this.#registry.register(name, help, 'gauge', () => [{ labels: this.#labels, value: read() }]);
  }

  gauges(name: string, help: string, label: string, read: () => Iterable<readonly [string, number]>): void {
    this.#registry.register(name, help, 'gauge', () =>
      Array.from(read(), ([labelled, value]) => ({ labels: { ...this.#labels, [label]: labelled }, value })),
    );
  }

  histogram(name: string, help: string, buckets: readonly number[]): HistogramMetric {
    const histogram = new PlainHistogram(buckets);
    this.#registry.register(name, help, 'histogram', () => histogram.read(name, this.#labels));
    return histogram;
  }

  histograms(name: string, help: string, label: string, buckets: readonly number[]): MetricFamily<HistogramMetric> {
    const family = new BoundedFamily(() => new PlainHistogram(buckets));
    this.#registry.register(name, help, 'histogram', () =>
      [...family.all()].flatMap(([value, histogram]) => histogram.read(name, { ...this.#labels, [label]: value })),
    );
    return family;
  }

  withLabels(labels: Labels): Metrics {
    return new LabelledMetrics(this.#registry, { ...this.#labels, ...labels });
  }
}

/** Makes a metric at the first use of its value. */
class BoundedFamily<Metric> implements MetricFamily<Metric> {
  readonly #metrics = new Map<string, Metric>();
  readonly #make: () => Metric;

  constructor(make: () => Metric) {
    this.#make = make;
  }

  of(value: string): Metric {
    const known = this.#metrics.get(value);
    if (known) return known;
    const key = this.#metrics.size < MAX_LABEL_VALUES ? value : OTHER;
    const metric = this.#metrics.get(key) ?? this.#make();
    this.#metrics.set(key, metric);
    return metric;
  }

  all(): Iterable<readonly [string, Metric]> {
    return this.#metrics;
  }
}

class PlainCounter implements CounterMetric {
  value = 0;

  add(amount = 1): void {
    this.value += amount;
  }
}

class PlainHistogram implements HistogramMetric {
  readonly counts: number[];
  sum = 0;
  readonly #bounds: readonly number[];

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(value: number, times = 1): void {
    let bucket = 0;
    while (bucket < this.#bounds.length && value > (this.#bounds[bucket] as number)) bucket++;
    this.counts[bucket] = (this.counts[bucket] as number) + times;
    this.sum += value * times;
  }

  /** As Prometheus has it: each bucket counts all values up to its bound. */
  read(name: string, labels: Labels): Sample[] {
    let count = 0;
    const buckets = this.counts.map((inBucket, i) => {
      count += inBucket;
      const le = String(this.#bounds[i] ?? '+Inf');
      return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: this.sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }
}
