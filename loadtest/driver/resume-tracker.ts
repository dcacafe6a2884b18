// Measures how long each client takes to log in again after all connections were cut at one moment.
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
