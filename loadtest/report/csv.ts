// The seconds of a run as CSV, a line each: for spreadsheets.
import type { Timeline, TimelinePoint } from './timeline.ts';

const COUNTS = ['second', 'due', 'acked', 'delivered', 'lag'] as const;
const LATENCIES = ['ackMs', 'deliveryMs'] as const;
const QUANTILES = ['p50', 'p90', 'p99', 'max'] as const;

/** The first line names the columns. What was not measured is empty. */
export function formatCsv({ points, measuredFrom, measuredTo }: Timeline): string {
  const roles = [...new Set(points.flatMap(({ cpu }) => Object.keys(cpu)))];
  const head = [
    ...COUNTS,
    'measured',
    ...LATENCIES.flatMap((name) => QUANTILES.map((quantile) => `${name}.${quantile}`)),
    ...roles.map((role) => `cpu.${role}`),
    ...roles.map((role) => `memoryMib.${role}`),
  ];
  const isMeasured = ({ second }: TimelinePoint): boolean => second + 0.5 >= measuredFrom && second + 0.5 < measuredTo;
  const lines = points.map((point) => [
    ...COUNTS.map((name) => point[name]),
    isMeasured(point) ? 1 : 0,
    ...LATENCIES.flatMap((name) => QUANTILES.map((quantile) => point[name]?.[quantile])),
    ...roles.map((role) => point.cpu[role]),
    ...roles.map((role) => point.memoryMib[role]),
  ]);
  return [head, ...lines].map((line) => `${line.map((value) => value ?? '').join(',')}\n`).join('');
}
