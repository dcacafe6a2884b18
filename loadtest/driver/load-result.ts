// What one load process has counted in a run.
import type { GeneratorLoad } from '../generators/generator-meter.ts';
import type { HistogramCounts, SparseHistogram } from '../ledger/histogram.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SecondSeriesResult } from '../ledger/second-series.ts';
import type { Traffic, Violations } from '../ledger/violations.ts';
import type { BackgroundCommandCounts } from './background-commands.ts';
import type { ReconnectResult } from './reconnects.ts';
import type { ResumeResult } from './resume-tracker.ts';

/** More lost messages than this are counted, but not placed in time. */
const MAX_LOST = 100_000;

export interface LoadResult {
  readonly traffic: Traffic;
  readonly violations: Violations;
  readonly wireDuplicates: number;
  /** The measured part without the warm-up. `due` are the expected deliveries. */
  readonly measured: { readonly sent: number; readonly acked: number; readonly due: number; readonly delivered: number };
  /** All deliveries during the measured part, per second: what the target keeps up with. */
  readonly deliveredPerSecond: number;
  readonly ack: HistogramCounts;
  readonly delivery: { readonly direct: HistogramCounts; readonly group: HistogramCounts };
  /** How long after its due time this process sent each message: its own limit, not that of the target. */
  readonly late: HistogramCounts;
  readonly series: SecondSeriesResult;
  /** What the load process needed for itself; undefined outside of one. */
  readonly generator?: GeneratorLoad;
  /** When each lost delivery was due, in milliseconds since the start of the run. */
  readonly lostDueMs: readonly number[];
  /** The same of those that a receiver has twice, and of those in the wrong order. */
  readonly duplicatedDueMs: readonly number[];
  readonly outOfOrderDueMs: readonly number[];
  /** Clients that could not pull their conversations at the end. It is unknown whether messages that they lack are lost. */
  readonly unpulled: number;
  readonly incidents: readonly (readonly [string, number])[];
  /** By kind. Empty without background commands in the mix. */
  readonly backgroundCommands: Readonly<Record<string, BackgroundCommandCounts>>;
  /** If the plan has a storm: of its first cut, and of all. */
  readonly resume?: ResumeResult;
  readonly resumes?: readonly ResumeResult[];
  /** If the plan has reconnects. */
  readonly reconnects?: ReconnectResult;
}

/** What a load process has counted so far. */
export interface LoadProgress {
  readonly bound: number;
  readonly sent: number;
  readonly acked: number;
  readonly delivered: number;
  /** Latencies of the deliveries of the last whole second: of each load process. */
  readonly lastSecond: readonly SparseHistogram[];
}

export function readProgress({ sent, acked, delivered, seconds }: Ledger, bound: number): LoadProgress {
  const last = seconds.lastDelivery(performance.now());
  return { bound, sent, acked, delivered, lastSecond: last ? [last] : [] };
}

/** What the ledger has counted. `originMs` is the start of the run, `drainedMs` when the last message arrived. */
export function countLedger(
  ledger: Ledger,
  { unmeasuredMessages, originMs, drainedMs }: { unmeasuredMessages: number; originMs: number; drainedMs: number },
): Omit<LoadResult, 'deliveredPerSecond' | 'late' | 'unpulled' | 'incidents' | 'backgroundCommands'> {
  const { duplicated, outOfOrder } = ledger.listWrongDueMs();
  const sinceStart = (dueMs: readonly number[]): number[] => dueMs.slice(0, MAX_LOST).map((ms) => ms - originMs);
  return {
    traffic: ledger.traffic(),
    violations: ledger.violations(),
    wireDuplicates: ledger.wireDuplicates,
    measured: {
      sent: ledger.sent - unmeasuredMessages,
      acked: ledger.measuredAcked,
      due: ledger.measuredDue,
      delivered: ledger.measuredDelivered,
    },
    ack: ledger.ackMs,
    delivery: ledger.deliveryMs,
    series: ledger.seconds.result(drainedMs),
    lostDueMs: sinceStart(ledger.listLostDueMs(MAX_LOST)),
    duplicatedDueMs: sinceStart(duplicated),
    outOfOrderDueMs: sinceStart(outOfOrder),
  };
}
