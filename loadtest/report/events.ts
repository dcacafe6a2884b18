// What each fault of a run did to the messages: how long nothing arrived, how late the slowest came, and what was lost.
import type { FaultKind } from '../cli/planned-faults.ts';
import type { Pause } from '../ledger/second-series.ts';
import type { InjectedFault } from '../setup/fault-schedule.ts';
import type { TimelinePoint } from './timeline.ts';

/** A fault. It lasts until the next one, or until the end of the run. */
export interface EventReport {
  readonly kind: FaultKind;
  readonly process: string;
  /** Seconds since the start of the run, as in the timeline. */
  readonly second: number;
  /** Until the process served again. */
  readonly readyMs: number;
  /** The longest time without any delivery; 0 when it was below 100 ms. */
  readonly stallMs: number;
  /** From the moment it was due, of the deliveries that arrived since; null when none did. */
  readonly slowestMs: number | null;
  /** The longest time without any delivery of one partition of senders that stopped; 0 when none did. */
  readonly partitionStallMs: number;
  /**
   * From the end of the fault until the last partition of senders that it had stopped delivered again; 0 when each did before
   * that end, or none had stopped; null when one never did. A fault that takes no time ends when it begins.
   */
  readonly backMs: number | null;
  /** Lost deliveries that were due since a second before it; those that came twice; those in the wrong order. */
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
}

/** Messages in flight at a fault were due this long before it at most. */
const IN_FLIGHT_MS = 1_000;

/** A partition of senders without any delivery for this long has stopped, and for so many times its usual pause. */
const STOPPED = { ms: 1_000, usualPauses: 8 };
/** A partition that stops later than this after a fault stops for another reason. */
const STOPS_WITHIN_MS = 5_000;

/** The others last until their process or link is as it was. */
const AT_ONCE: readonly FaultKind[] = ['kill', 'die', 'repeat', 'cut-connections', 'lose-data', 'fail-over'];

const VERBS: Readonly<Record<FaultKind, string>> = {
  kill: 'killed',
  freeze: 'froze',
  restart: 'restarted',
  roll: 'restarted all',
  scale: 'scaled',
  'cut-connections': 'cut the connections of',
  repeat: 'repeated the commands of',
  drain: 'drained',
  die: 'killed behind a commit',
  rewind: 'set back by 1000 records',
  'jump-clock': 'set the clock an hour wrong of',
  cut: 'cut the network of',
  'half-open': 'swallowed both ways of',
  'one-way': 'let one way through of',
  slow: 'slowed by 200 ms each way',
  'cut-commit': 'cut behind each COMMIT of',
  'read-only': 'made read-only',
  'lose-data': 'emptied',
  'fail-over': 'moved to a replica of',
  'fill-disk': 'filled the disk of',
};

/** All times in milliseconds since the start of the run. */
export function buildEventReports(
  faults: readonly InjectedFault[],
  counted: {
    readonly pauses: readonly Pause[];
    readonly lanes: readonly (readonly number[])[];
    /** When the last message was due. */
    readonly endMs: number;
    readonly lostDueMs: readonly number[];
    readonly duplicatedDueMs: readonly number[];
    readonly outOfOrderDueMs: readonly number[];
    readonly points: readonly TimelinePoint[];
  },
): EventReport[] {
  const stops = counted.lanes.flatMap((arrivals) => findStops(arrivals, counted.endMs));
  return faults.map(({ kind, process, startedMs: fromMs, readyMs }, index) => {
    const toMs = faults[index + 1]?.startedMs ?? Number.POSITIVE_INFINITY;
    const stalls = counted.pauses
      .filter((pause) => pause.toMs > fromMs && pause.fromMs < toMs)
      .map((pause) => pause.toMs - Math.max(pause.fromMs, fromMs));
    const slowest = counted.points
      .filter(({ second }) => (second + 1) * 1000 > fromMs && second * 1000 < toMs)
      .flatMap(({ deliveryMs }) => deliveryMs?.max ?? []);
    const countDue = (due: readonly number[]): number =>
      due.filter((dueMs) => dueMs >= fromMs - IN_FLIGHT_MS && dueMs < toMs - IN_FLIGHT_MS).length;
    const overMs = AT_ONCE.includes(kind) ? fromMs : readyMs;
    return {
      kind,
      process,
      second: Math.round(fromMs / 10) / 100,
      readyMs: Math.round(readyMs - fromMs),
      stallMs: Math.round(Math.max(0, ...stalls)),
      slowestMs: slowest.length === 0 ? null : Math.round(Math.max(...slowest)),
      ...measureStops(stops, fromMs, overMs),
      lost: countDue(counted.lostDueMs),
      duplicated: countDue(counted.duplicatedDueMs),
      outOfOrder: countDue(counted.outOfOrderDueMs),
    };
  });
}

/** A time in which a partition of senders delivered nothing. */
interface Stop extends Pause {
  /** When it was too long for a usual pause. */
  readonly sinceMs: number;
  /** False when the partition never delivered again: then it lasts until the end of the run. */
  readonly isOver: boolean;
}

function findStops(arrivals: readonly number[], endMs: number): Stop[] {
  const pauses = arrivals.slice(1).map((ms, index) => ms - (arrivals[index] ?? 0));
  const usualMs = pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)];
  const stoppedMs = Math.max(STOPPED.ms, STOPPED.usualPauses * (usualMs ?? 0));
  // After a single delivery nobody knows when the next one was due.
  const ends = usualMs === undefined ? arrivals : [...arrivals, endMs];
  return ends.flatMap((toMs, index) => {
    const fromMs = arrivals[index - 1] ?? 0;
    return toMs - fromMs > stoppedMs ? [{ fromMs, toMs, sinceMs: fromMs + stoppedMs, isOver: index < arrivals.length }] : [];
  });
}

/** Of the stops that begin until a little after the end of a fault. One that was for ever before it is not its doing. */
function measureStops(stops: readonly Stop[], fromMs: number, overMs: number): Pick<EventReport, 'partitionStallMs' | 'backMs'> {
  const own = stops.filter(
    (stop) => stop.toMs > fromMs && stop.fromMs < overMs + STOPS_WITHIN_MS && (stop.isOver || stop.sinceMs > fromMs),
  );
  const stalls = own.map((stop) => stop.toMs - Math.max(stop.fromMs, fromMs));
  const isBack = own.every(({ isOver }) => isOver);
  return {
    partitionStallMs: Math.round(Math.max(0, ...stalls)),
    backMs: isBack ? Math.round(Math.max(0, ...own.map(({ toMs }) => toMs - overMs))) : null,
  };
}

/** "killed logic": for people. */
export function describeEvent({ kind, process }: Pick<EventReport, 'kind' | 'process'>): string {
  return `${VERBS[kind]} ${process}`;
}

/** A line of the table. `measuredFrom`: where its seconds count from. */
export function formatEvent(event: EventReport, measuredFrom: number): string {
  const at = Math.round((event.second - measuredFrom) * 10) / 10;
  const stall = event.stallMs === 0 ? 'no stall' : `no delivery for ${event.stallMs} ms`;
  const slowest = event.slowestMs === null ? 'nothing arrived' : `the slowest took ${event.slowestMs} ms`;
  const after = `serves again after ${event.readyMs} ms, ${stall}, ${slowest}`;
  return `${describeEvent(event)} at ${at} s: ${after}, ${formatStops(event)}, lost ${event.lost}`;
}

function formatStops({ partitionStallMs, backMs }: EventReport): string {
  if (backMs === null) return 'a partition of senders never delivered again';
  if (partitionStallMs === 0) return 'no partition of senders stopped';
  return `a partition of senders stopped for ${partitionStallMs} ms, all delivered ${backMs} ms after its end`;
}
