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
}

export class ResumeTracker {
  readonly #cut = new Set<number>();
  readonly #resumed = new Set<number>();
  readonly #resumedMs = new Histogram();
  #cutMs = Number.POSITIVE_INFINITY;

  /** Connections lost from now on count as cut. */
  start(nowMs: number): void {
    this.#cutMs = nowMs;
  }

  recordLost(client: number, nowMs: number): void {
    if (nowMs >= this.#cutMs) this.#cut.add(client);
  }

  /** Only the first log-in counts: if a client loses its connection again later, it had resumed before. */
  recordBound(client: number, nowMs: number): void {
    if (!this.#cut.has(client) || this.#resumed.has(client)) return;
    this.#resumed.add(client);
    this.#resumedMs.record(nowMs - this.#cutMs);
  }

  result(): ResumeResult {
    const { samples, maxMs } = this.#resumedMs;
    return { cut: this.#cut.size, resumed: samples, lastMs: maxMs, resumedMs: this.#resumedMs };
  }
}
