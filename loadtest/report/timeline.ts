// A run second by second: what all load processes counted, and what each role used.
import { Histogram, type Quantiles } from '../ledger/histogram.ts';
import type { Pause, SecondSeriesResult } from '../ledger/second-series.ts';
import type { ResourceSample } from './resources.ts';

export interface TimelinePoint {
  /** Seconds since the start of the run: the point covers the second that begins then. */
  readonly second: number;
  /** Messages that were due. */
  readonly due: number;
  readonly acked: number;
  readonly delivered: number;
  /** Of the acknowledgements and deliveries that arrived in this second; null without any. */
  readonly ackMs: Quantiles | null;
  readonly deliveryMs: Quantiles | null;
  /** Percent of one core, by role. */
  readonly cpu: Readonly<Record<string, number>>;
  /** Resident memory, by role. */
  readonly memoryMib: Readonly<Record<string, number>>;
  /** Commands in Kafka that no service has processed; null where it was not asked. */
  readonly lag: number | null;
}

export interface Timeline {
  /** The measured part, in seconds since the start of the run. */
  readonly measuredFrom: number;
  readonly measuredTo: number;
  readonly points: readonly TimelinePoint[];
}

/** Seconds without any message at the beginning, while groups were made, are left out. */
export function buildTimeline(
  series: readonly SecondSeriesResult[],
  samples: readonly ResourceSample[],
  measured: { readonly from: number; readonly to: number },
): Timeline {
  const bySecond = new Map(samples.map((sample) => [sample.second, sample]));
  const length = Math.max(0, ...series.map(({ seconds }) => seconds.length));
  const points = Array.from({ length }, (_, second): TimelinePoint => {
    const counts = series.flatMap(({ seconds }) => seconds[second] ?? []);
    const ack = new Histogram();
    const delivery = new Histogram();
    for (const one of counts) {
      ack.mergeSparse(one.ack);
      delivery.mergeSparse(one.delivery);
    }
    const { cpu = {}, memoryMib = {}, lag = null } = bySecond.get(second) ?? {};
    return {
      second,
      due: counts.reduce((sum, { due }) => sum + due, 0),
      acked: ack.samples,
      delivered: delivery.samples,
      ackMs: ack.samples > 0 ? ack.quantiles() : null,
      deliveryMs: delivery.samples > 0 ? delivery.quantiles() : null,
      cpu,
      memoryMib,
      lag,
    };
  });
  const first = points.findIndex(({ due, second }) => due > 0 || second >= Math.floor(measured.from));
  return { measuredFrom: roundTo2(measured.from), measuredTo: roundTo2(measured.to), points: points.slice(Math.max(0, first)) };
}

/** When no load process received anything: all of them pause. */
export function findCommonPauses(series: readonly SecondSeriesResult[]): Pause[] {
  const [first = [], ...others] = series.map(({ pauses }) => pauses);
  return others.reduce<readonly Pause[]>(intersect, first).slice();
}

/** When something arrived in each lane, at any load process. In ascending order. */
export function mergeLanes(series: readonly SecondSeriesResult[]): number[][] {
  const count = Math.max(0, ...series.map(({ lanes }) => lanes.length));
  return Array.from({ length: count }, (_, lane) => series.flatMap(({ lanes }) => lanes[lane] ?? []).sort((a, b) => a - b));
}

function intersect(some: readonly Pause[], others: readonly Pause[]): Pause[] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      const [fromMs, toMs] = [Math.max(one.fromMs, other.fromMs), Math.min(one.toMs, other.toMs)];
      return fromMs < toMs ? [{ fromMs, toMs }] : [];
    }),
  );
}

function roundTo2(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
