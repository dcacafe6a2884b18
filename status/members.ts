// Every instance that reports, and since when it does not.
import type { im } from '../proto/rpc.ts';

/** A member whose last reports are older than this is gone: three are missing. */
const GONE_AFTER_MS = 3500;
/** Between two own reports that come back this much time counts at most: with a longer gap the log was away, not the others. */
const MAX_STEP_MS = 1500;
/** Rates are means of between one and two such times. */
const RATES_OVER_MS = 3000;
/** After an outage of the log the others get this long to reach it again, before their absence counts. */
const RECOVERY_MS = 5000;
/** Everybody reports within this time: once a second, and the log takes a moment. */
const ALL_REPORT_WITHIN_MS = 1300;
/** Processes that were replaced: their late reports are stale. */
const MAX_REPLACED = 10_000;
/**
 * Names that are known at once: a process with a valid key that reports under ever new names must not fill this one. With reports
 * of at most MAX_REPORT_BYTES (report-limits.ts), of which it keeps three of each, this is some hundred MiB.
 */
const MAX_MEMBERS = 2000;

export interface Member {
  readonly report: im.InstanceReport;
  /** A report of the same process some seconds before, as long as there is one: rates are the differences. */
  readonly before: im.InstanceReport | undefined;
  /** Two living processes use this IM_INSTANCE. */
  readonly isDoubled: boolean;
  /** How far its wall clock was ahead of the one of this process when its report came; undefined where it did not say. */
  readonly clockAheadMs?: number | undefined;
}

export interface DroppedReports {
  /** Older than what is known, or of a process that another one has replaced. */
  stale: number;
  /** Without the fields that every report has, too large, or of a role that its author may not claim. */
  malformed: number;
  /** Of a new name, while MAX_MEMBERS are known. */
  excess: number;
}

/** `joined`: it reports for the first time, or again. `restarted`: another process has its name. */
export type InstanceChange = 'joined' | 'restarted' | 'changed' | 'gone';

/** `changed`: its state, what it lacks, or whether another process has its name. Loads change all the time and do not count. */
export type OnInstanceChange = (change: InstanceChange, member: Member) => void;

interface Entry {
  report: im.InstanceReport;
  /** Two reports of the same process: the second is RATES_OVER_MS after the first, or will be replaced then. */
  bases: readonly [older: im.InstanceReport | undefined, newer: im.InstanceReport];
  seenAtMs: number;
  /** When another living process reported under the same name. */
  rivalSeenAtMs: number;
  clockAheadMs: number | undefined;
}

/**
 * The members, by role and instance. Its clock runs only while the own reports of this process come back through the log:
 * when the log is away nobody is heard, and that must not look like the death of all.
 */
export class Members {
  readonly dropped: DroppedReports = { stale: 0, malformed: 0, excess: 0 };
  readonly #members = new Map<string, Entry>();
  /** Process → the last number of it that was seen, for processes that were replaced. */
  readonly #replaced = new Map<string, number>();
  readonly #now: () => number;
  readonly #listeners = new Set<OnInstanceChange>();
  readonly #wallClock: () => number;
  #heardMs = 0;
  #recoveringUntilMs = Number.NEGATIVE_INFINITY;
  #ownSeenAtMs: number | undefined;
  #firstSeenAtMs: number | undefined;
  #hasOnceHeardAll = false;

  /** `now` is in milliseconds and never falls. */
  constructor(now: () => number = () => performance.now(), wallClock: () => number = Date.now) {
    this.#now = now;
    this.#wallClock = wallClock;
  }

  /** A report of this process came back: reports of the others come through as well. */
  markHeard(): void {
    const now = this.#now();
    const before = this.#ownSeenAtMs ?? now;
    if (now - before >= GONE_AFTER_MS) this.#recoveringUntilMs = now + RECOVERY_MS;
    if (now >= this.#recoveringUntilMs) this.#heardMs += Math.min(now - before, MAX_STEP_MS);
    this.#ownSeenAtMs = now;
    this.#firstSeenAtMs ??= now;
    this.#hasOnceHeardAll ||= this.hasHeardAll;
    this.#removeGone();
  }

  /** Takes a report. Drops and counts it when it says nothing new: then returns why. */
  take(report: im.InstanceReport): keyof DroppedReports | undefined {
    const { role, instance, process, number } = report;
    if (role === '' || instance === '' || process === '' || number === 0) {
      this.dropped.malformed++;
      return 'malformed';
    }
    const key = `${role}/${instance}`;
    const known = this.#members.get(key);
    const lastNumber = known?.report.process === process ? known.report.number : this.#replaced.get(process);
    if (lastNumber !== undefined && number <= lastNumber) {
      this.dropped.stale++;
      return 'stale';
    }
    if (!known && this.#members.size >= MAX_MEMBERS) {
      this.dropped.excess++;
      return 'excess';
    }
    // One that was gone and reports again has no rival.
    const isReturn = known !== undefined && this.#replaced.has(process);
    if (known && known.report.process !== process) this.#remember(known.report);
    this.#replaced.delete(process);
    const rivalSeenAtMs = isReturn ? this.#heardMs : (known?.rivalSeenAtMs ?? Number.NEGATIVE_INFINITY);
    const bases = known?.report.process === process ? advanceBases(known.bases, report) : ([undefined, report] as const);
    const { wallClock } = report.checkup ?? {};
    const clockAheadMs = wallClock ? wallClock - this.#wallClock() : undefined;
    const entry = { report, bases, seenAtMs: this.#heardMs, rivalSeenAtMs, clockAheadMs };
    this.#members.set(key, entry);
    const change = findChange(known && this.#describe(known), this.#describe(entry));
    if (change) this.#notify(change, entry);
    return undefined;
  }

  /** Calls `listener` for each change from now on, until the returned function is called. */
  onChange(listener: OnInstanceChange): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Living members, sorted by role and instance. */
  list(): Member[] {
    return [...this.#members.values()]
      .map((entry) => this.#describe(entry))
      .sort((a, b) => compare(a.report.role, b.report.role) || compare(a.report.instance, b.report.instance));
  }

  /** False while the own reports do not come back: what is known may be old. */
  get isHearing(): boolean {
    return this.#ownSeenAtMs !== undefined && this.#now() - this.#ownSeenAtMs < GONE_AFTER_MS;
  }

  /** True when every living instance has been heard since the start. */
  get hasHeardAll(): boolean {
    return this.#firstSeenAtMs !== undefined && this.#now() - this.#firstSeenAtMs >= ALL_REPORT_WITHIN_MS && this.isHearing;
  }

  /** The same, also while own reports do not come back later: what was heard is still known. */
  get hasOnceHeardAll(): boolean {
    this.#hasOnceHeardAll ||= this.hasHeardAll;
    return this.#hasOnceHeardAll;
  }

  /** True when it is known which instances are gone: own reports have come back for long enough. */
  get knowsAbsence(): boolean {
    return this.isHearing && this.#heardMs >= GONE_AFTER_MS && this.#now() >= this.#recoveringUntilMs;
  }

  #describe({ report, bases: [older, newer], rivalSeenAtMs, clockAheadMs }: Entry): Member {
    const before = older ?? (newer === report ? undefined : newer);
    return { report, before, isDoubled: this.#heardMs - rivalSeenAtMs < GONE_AFTER_MS, clockAheadMs };
  }

  #notify(change: InstanceChange, entry: Entry): void {
    if (this.#listeners.size === 0) return;
    const member = this.#describe(entry);
    for (const listener of this.#listeners) listener(change, member);
  }

  #remember({ process, number }: im.InstanceReport): void {
    this.#replaced.set(process, number);
    if (this.#replaced.size <= MAX_REPLACED) return;
    const [oldest] = this.#replaced.keys();
    if (oldest !== undefined) this.#replaced.delete(oldest);
  }

  #removeGone(): void {
    for (const [key, entry] of this.#members) {
      if (this.#heardMs - entry.seenAtMs < GONE_AFTER_MS) continue;
      this.#remember(entry.report);
      this.#members.delete(key);
      this.#notify('gone', entry);
    }
  }
}

function findChange(before: Member | undefined, now: Member): InstanceChange | undefined {
  if (!before) return 'joined';
  // Two living processes of one name restart nothing: their reports take turns.
  if (now.isDoubled) return before.isDoubled ? undefined : 'changed';
  if (before.report.process !== now.report.process) return 'restarted';
  const isSame =
    before.isDoubled === now.isDoubled &&
    before.report.draining === now.report.draining &&
    before.report.missing.join() === now.report.missing.join();
  return isSame ? undefined : 'changed';
}

function advanceBases([older, newer]: Entry['bases'], report: im.InstanceReport): Entry['bases'] {
  return report.measuredAtMs - newer.measuredAtMs >= RATES_OVER_MS ? [newer, report] : [older, newer];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
