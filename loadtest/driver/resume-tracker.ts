// Measures how long each client takes to log in again after all connections were cut at one moment, or at several.
import { Histogram, type HistogramCounts } from '../ledger/histogram.ts';

export interface ResumeResult {
  /** Clients that lost their connection. */
  readonly cut: number;
  /** Those of them that logged in again before the run ended. */
  readonly resumed: number;
  /** From the cut until the last of these had logged in. */
  readonly lastMs: number;
  readonly resumedMs: HistogramCounts;
  /** From the loss of each connection. */
  readonly awayMs: HistogramCounts;
  /** How many logged in again in each second after the cut. */
  readonly curve: readonly number[];
}

/** When all connections end, in seconds of the measured part. */
export interface StormPlan {
  readonly afterSeconds: number;
  /** True: this process cuts them. False: another one does, and the clients only reconnect. */
  readonly cut: boolean;
  /** All connections end again, at these moments. */
  readonly again?: readonly number[];
}

/** Cuts the connections of all clients, once or again and again. A client that is still away misses a cut. */
export class Storm {
  readonly #plan: StormPlan;
  /** One for each cut that has begun. */
  readonly #trackers: ResumeTracker[] = [];
  #timers: NodeJS.Timeout[] = [];

  constructor(plan: StormPlan) {
    this.#plan = plan;
  }

  start(cutAll: () => void): void {
    const { afterSeconds, again = [], cut } = this.#plan;
    this.#timers = [afterSeconds, ...again].map((seconds) =>
      setTimeout(() => {
        const tracker = new ResumeTracker();
        tracker.start(performance.now());
        this.#trackers.push(tracker);
        if (cut) cutAll();
      }, seconds * 1000),
    );
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  recordLost(client: number, nowMs: number): void {
    this.#trackers.at(-1)?.recordLost(client, nowMs);
  }

  /** A client may come back from an earlier cut after a later one has begun. */
  recordBound(client: number, nowMs: number): void {
    for (const tracker of this.#trackers) tracker.recordBound(client, nowMs);
  }

  /** Of the first cut, and of all. */
  result(): { readonly resume?: ResumeResult; readonly resumes: readonly ResumeResult[] } {
    const resumes = this.#trackers.map((tracker) => tracker.result());
    return { ...(resumes[0] && { resume: resumes[0] }), resumes };
  }
}

export class ResumeTracker {
  /** Client → when it lost its connection first. */
  readonly #cut = new Map<number, number>();
  readonly #resumed = new Set<number>();
  readonly #resumedMs = new Histogram();
  readonly #awayMs = new Histogram();
  readonly #curve: number[] = [];
  #cutMs = Number.POSITIVE_INFINITY;

  /** Connections lost from now on count as cut. */
  start(nowMs: number): void {
    this.#cutMs = nowMs;
  }

  recordLost(client: number, nowMs: number): void {
    if (nowMs >= this.#cutMs && !this.#cut.has(client)) this.#cut.set(client, nowMs);
  }

  /** Only the first log-in counts: if a client loses its connection again later, it had resumed before. */
  recordBound(client: number, nowMs: number): void {
    const lostMs = this.#cut.get(client);
    if (lostMs === undefined || this.#resumed.has(client)) return;
    this.#resumed.add(client);
    this.#resumedMs.record(nowMs - this.#cutMs);
    this.#awayMs.record(nowMs - lostMs);
    const second = Math.floor((nowMs - this.#cutMs) / 1000);
    while (this.#curve.length <= second) this.#curve.push(0);
    this.#curve[second] = (this.#curve[second] ?? 0) + 1;
  }

  result(): ResumeResult {
    const { samples, maxMs } = this.#resumedMs;
    return {
      cut: this.#cut.size,
      resumed: samples,
      lastMs: maxMs,
      resumedMs: this.#resumedMs,
      awayMs: this.#awayMs,
      curve: this.#curve,
    };
  }
}
