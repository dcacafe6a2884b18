// What --profile and --find-limit add to a report: the steps, the growth of memory of a soak, the trials of a search.
import { Histogram, type Quantiles } from '../ledger/histogram.ts';
import type { SecondSeriesResult } from '../ledger/second-series.ts';
import type { Timeline } from './timeline.ts';

/** One step of --profile steps, by the seconds that lie in it. */
export interface StepReport {
  /** Messages per second that were requested. */
  readonly rate: number;
  readonly due: number;
  readonly delivered: number;
  readonly deliveredPerSecond: number;
  readonly deliveryMs: Quantiles;
  /** At least 97 % delivered in time, and a delivery p99 below one second. */
  readonly sustained: boolean;
}

/** One run of the search. */
export interface LimitTrial {
  readonly rate: number;
  readonly sustained: boolean;
  readonly deliveredPerSecond: number;
  readonly deliveryP50: number;
  readonly deliveryP99: number;
}

export interface LimitReport {
  /** Messages per second; null when the target sustained none of the rates. */
  readonly highestSustained: number | null;
  /** The highest rate up to which the delivery p99 is at most twice that of the lowest rate; null like the other. */
  readonly knee: number | null;
  /** In their order. */
  readonly trials: readonly LimitTrial[];
}

/** `perMessage`: deliveries of one message, on average. */
export function buildStepReports(
  steps: readonly { readonly seconds: number; readonly from: number }[],
  series: readonly SecondSeriesResult[],
  { measuredFrom, perMessage }: { readonly measuredFrom: number; readonly perMessage: number },
): StepReport[] {
  let from = measuredFrom;
  return steps.map((step) => {
    const to = from + step.seconds;
    const isInside = (second: number): boolean => second + 0.5 >= from && second + 0.5 < to;
    const counts = series.flatMap(({ seconds }) => seconds.filter((_, second) => isInside(second)));
    const delivery = new Histogram();
    for (const one of counts) delivery.mergeSparse(one.delivery);
    const due = counts.reduce((sum, one) => sum + one.due, 0);
    from = to;
    const deliveryMs = delivery.quantiles();
    return {
      rate: Math.round(step.from * 100) / 100,
      due,
      delivered: delivery.samples,
      deliveredPerSecond: Math.round(delivery.samples / step.seconds),
      deliveryMs,
      sustained: delivery.samples >= 0.97 * due * perMessage && deliveryMs.p99 < 1000,
    };
  });
}

/** The slope of a line through the memory of each role over the measured part, in MiB per hour. */
export function memoryGrowth({ points, measuredFrom, measuredTo }: Timeline): Record<string, number> {
  const measured = points.filter(({ second }) => second >= measuredFrom && second < measuredTo);
  const roles = new Set(measured.flatMap(({ memoryMib }) => Object.keys(memoryMib)));
  return Object.fromEntries(
    [...roles].map((role) => {
      const known = measured.flatMap(({ second, memoryMib }) => {
        const mib = memoryMib[role];
        return mib === undefined ? [] : [{ second, mib }];
      });
      return [role, Math.round(slope(known) * 3600 * 10) / 10];
    }),
  );
}

/** Least squares; 0 with fewer than two points. */
function slope(points: readonly { readonly second: number; readonly mib: number }[]): number {
  const mean = (pick: (point: (typeof points)[number]) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [meanSecond, meanMib] = [mean(({ second }) => second), mean(({ mib }) => mib)];
  const spread = points.reduce((sum, { second }) => sum + (second - meanSecond) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, { second, mib }) => sum + (second - meanSecond) * (mib - meanMib), 0) / spread;
}

/** A line of the table. */
export function formatStep({ deliveryMs, ...step }: StepReport): string {
  return formatRate({ ...step, p50: deliveryMs.p50, p99: deliveryMs.p99 });
}

interface RateOutcome {
  readonly rate: number;
  readonly deliveredPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly sustained: boolean;
}

function formatRate({ rate, deliveredPerSecond, p50, p99, sustained }: RateOutcome): string {
  return `${rate}/s: ${deliveredPerSecond}/s delivered  p50 ${p50}  p99 ${p99} ms  ${sustained ? 'sustained' : 'NOT sustained'}`;
}

/** Lines of the table. */
export function formatLimit({ highestSustained, knee, trials }: LimitReport): string[] {
  const lines = trials.map(({ deliveryP50: p50, deliveryP99: p99, ...trial }) => formatRate({ ...trial, p50, p99 }));
  const found =
    highestSustained === null ? 'no rate is sustained' : `${highestSustained}/s is sustained; the knee is at ${knee}/s`;
  return [found, ...lines];
}
