// Where the time of a message goes: the histograms of gates and services, as they grew during the measured part.
import { type MetricSamples, selectSamples } from '../setup/target-metrics.ts';

/** One step of a message's way. */
export interface HopReport {
  readonly name: string;
  /** Observations: of a command, a batch, a publication or a round trip. */
  readonly count: number;
  readonly meanMs: number;
  /** Interpolated in the buckets of the histogram, which grow by factors of two and more. */
  readonly p50: number;
  readonly p99: number;
}

interface HopSource {
  readonly name: string;
  readonly metric: string;
  /** Samples with other values of these labels do not count. */
  readonly labels: Readonly<Record<string, string>>;
}

/** In the order of a message's way. */
const HOPS: readonly HopSource[] = [
  { name: 'gate: waits to be published', metric: 'im_publish_wait_seconds', labels: { publisher: 'commands' } },
  { name: 'gate to Kafka, until durable', metric: 'im_publish_seconds', labels: { publisher: 'commands' } },
  { name: 'in Kafka, to logic and back', metric: 'im_log_round_trip_seconds', labels: {} },
  { name: 'logic: waits for its batch', metric: 'im_command_wait_seconds', labels: { role: 'logic' } },
  { name: 'logic: its batch, with SQL', metric: 'im_batch_seconds', labels: { role: 'logic' } },
  { name: 'one round trip of SQL', metric: 'im_sql_seconds', labels: { role: 'logic' } },
  { name: 'logic: fan-out of replies and pushes', metric: 'im_fan_out_seconds', labels: { role: 'logic' } },
  { name: 'logic to Kafka, until durable', metric: 'im_publish_seconds', labels: { role: 'logic', publisher: 'outcomes' } },
  { name: 'gate: writes replies and pushes', metric: 'im_gate_delivery_seconds', labels: {} },
  { name: 'all: from reading to acknowledging', metric: 'im_ack_seconds', labels: { service: 'Logic' } },
  { name: 'all: from reading to the push', metric: 'im_push_seconds', labels: {} },
];

/** Steps without an observation are left out. */
export function buildHopReports(before: MetricSamples, after: MetricSamples): HopReport[] {
  return HOPS.flatMap(({ name, metric, labels }) => {
    const grown = (suffix: string): [le: number, count: number][] => growth(before, after, metric + suffix, labels);
    const count = sum(grown('_count'));
    if (count === 0) return [];
    const buckets = Map.groupBy(grown('_bucket'), ([le]) => le);
    const upTo = [...buckets].map(([le, counts]) => [le, sum(counts)] as const).sort(([a], [b]) => a - b);
    const meanMs = roundTo2((sum(grown('_sum')) / count) * 1000);
    return [{ name, count, meanMs, p50: quantileMs(upTo, count, 0.5), p99: quantileMs(upTo, count, 0.99) }];
  });
}

/** How much each counter grew. One that fell was reset by a restart, and counts from 0. */
function growth(
  before: MetricSamples,
  after: MetricSamples,
  name: string,
  wanted: Readonly<Record<string, string>>,
): [le: number, count: number][] {
  const earlier = new Map(selectSamples(before, name).map(([labels, value]) => [JSON.stringify(labels), value]));
  return selectSamples(after, name).flatMap(([labels, value]) => {
    if (Object.entries(wanted).some(([label, text]) => labels[label] !== text)) return [];
    const from = earlier.get(JSON.stringify(labels)) ?? 0;
    return [[labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le), value < from ? value : value - from]];
  });
}

/** In the bucket of the quantile, counts are taken as spread evenly. Above the last edge nothing is known: it is that edge. */
function quantileMs(upTo: readonly (readonly [le: number, count: number])[], count: number, share: number): number {
  const wanted = count * share;
  let [edge, counted] = [0, 0];
  for (const [le, total] of upTo) {
    if (total >= wanted)
      return roundTo2((Number.isFinite(le) ? edge + ((le - edge) * (wanted - counted)) / (total - counted) : edge) * 1000);
    [edge, counted] = [le, total];
  }
  return roundTo2(edge * 1000);
}

function sum(values: readonly (readonly [number, number])[]): number {
  return values.reduce((total, [, value]) => total + value, 0);
}

function roundTo2(ms: number): number {
  return Math.round(ms * 100) / 100;
}
