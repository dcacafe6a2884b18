// What became of a storm: the figures of log-ins by password, and of clients that came back.
import { Histogram, type HistogramCounts, type Quantiles } from './histogram.ts';
import type { StormResult } from './log-in-storm.ts';
import type { ResumeResult } from './resume-watch.ts';

/** offered = succeeded + busy + everything in failed. */
export interface LogInReport {
  /** Per second. */
  readonly rate: number;
  readonly offered: number;
  readonly succeeded: number;
  readonly busy: number;
  /** Reason → how many. */
  readonly failed: Readonly<Record<string, number>>;
  /** While log-ins were offered. */
  readonly succeededPerSecond: number;
  /** From the moment a log-in was due, connecting included. */
  readonly succeededMs: Quantiles;
  readonly busyMs: Quantiles;
  /** What those who were told BUSY were asked to wait. */
  readonly retryAfterMs: Quantiles;
}

export interface ResumeReport {
  readonly by: 'connections' | 'gates';
  readonly cut: number;
  readonly resumed: number;
  /** From the cut until the last one was logged in again. */
  readonly secondsToLast: number;
  readonly perSecond: number;
  /** From the cut. */
  readonly resumedMs: Quantiles;
}

export function logInReportOf(rate: number, result: StormResult): LogInReport {
  return {
    rate,
    offered: result.offered,
    succeeded: result.succeeded,
    busy: result.busy,
    failed: result.failed,
    succeededPerSecond: Math.round(result.succeededPerSecond * 10) / 10,
    succeededMs: merged([result.succeededMs]),
    busyMs: merged([result.busyMs]),
    retryAfterMs: merged([result.retryAfterMs]),
  };
}

/** Of all load processes together. */
export function resumeReportOf(by: ResumeReport['by'], results: readonly ResumeResult[]): ResumeReport {
  const sum = (pick: (result: ResumeResult) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const lastMs = Math.max(0, ...results.map((result) => result.lastMs));
  const resumed = sum((result) => result.resumed);
  return {
    by,
    cut: sum((result) => result.cut),
    resumed,
    secondsToLast: Math.round(lastMs / 10) / 100,
    perSecond: lastMs === 0 ? 0 : Math.round((resumed * 1000) / lastMs),
    resumedMs: merged(results.map((result) => result.resumedMs)),
  };
}

export function merged(histograms: readonly HistogramCounts[]): Quantiles {
  const all = new Histogram();
  for (const histogram of histograms) all.merge(histogram);
  return all.quantiles();
}

/** Name and text of the lines that a table for people gets. */
export function logInLines(report: LogInReport, quantilesText: (quantiles: Quantiles) => string): [string, string][] {
  const { rate, offered, succeeded, busy, failed, succeededPerSecond } = report;
  const failures = Object.entries(failed).map(([reason, times]) => `${times} × ${reason}`);
  return [
    ['log-ins', `${offered} offered (${rate}/s)  ${succeeded} succeeded (${succeededPerSecond}/s)  ${busy} told BUSY`],
    ...failures.map((failure): [string, string] => ['', `failed ${failure}`]),
    ['logged in', quantilesText(report.succeededMs)],
    ['told BUSY', `${quantilesText(report.busyMs)}, to come back after ${quantilesText(report.retryAfterMs)}`],
  ];
}

export function resumeLines(report: ResumeReport, quantilesText: (quantiles: Quantiles) => string): [string, string][] {
  const { by, cut, resumed, secondsToLast, perSecond } = report;
  const what = by === 'gates' ? 'by killing and starting all gates' : 'at once';
  return [
    ['resumed', `${resumed} of ${cut} cut off ${what}: the last one after ${secondsToLast} s, ${perSecond}/s`],
    ['', quantilesText(report.resumedMs)],
  ];
}
