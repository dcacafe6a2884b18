// What happens in each second of a run: messages due, acknowledgements and deliveries with their latencies, and pauses without
// any delivery.
import { Histogram, type SparseHistogram } from './histogram.ts';

/** A shorter time without a delivery is no pause. */
const MIN_PAUSE_MS = 100;
/** A run that delivers almost nothing has a pause all the time: this bounds their memory. */
const MAX_PAUSES = 10_000;

/** Of a lane, the first delivery in each such stretch is kept: enough to see when it went on. */
const LANE_STRETCH_MS = 100;

export interface SecondCounts {
  readonly due: number;
  /** By the second of their arrival. */
  readonly ack: SparseHistogram;
  readonly delivery: SparseHistogram;
}

/** Milliseconds since the start of the run. */
export interface Pause {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SecondSeriesResult {
  /** By the second since the start of the run. */
  readonly seconds: readonly SecondCounts[];
  readonly pauses: readonly Pause[];
  /** Lane → when something arrived, in milliseconds since the start of the run. A lane has the senders of one partition. */
  readonly lanes: readonly (readonly number[])[];
}

/** Counts by seconds of one clock. Before `start` nothing counts. */
export class SecondSeries {
  #originMs = Number.POSITIVE_INFINITY;
  readonly #due: number[] = [];
  readonly #closed: { ack: SparseHistogram; delivery: SparseHistogram }[] = [];
  readonly #ack = new Histogram();
  readonly #delivery = new Histogram();
  readonly #pauses: Pause[] = [];
  readonly #lanes: number[][] = [];
  #lastDeliveryMs = 0;

  start(originMs: number): void {
    this.#originMs = originMs;
    this.#lastDeliveryMs = originMs;
  }

  recordDue(dueMs: number): void {
    const second = Math.floor((dueMs - this.#originMs) / 1000);
    if (second < 0) return;
    while (this.#due.length <= second) this.#due.push(0);
    this.#due[second] = (this.#due[second] ?? 0) + 1;
  }

  recordAck(nowMs: number, latencyMs: number): void {
    if (this.#advance(nowMs)) this.#ack.record(latencyMs);
  }

  recordDelivery(nowMs: number, latencyMs: number, lane = 0): void {
    if (!this.#advance(nowMs)) return;
    while (this.#lanes.length <= lane) this.#lanes.push([]);
    const arrivals = this.#lanes[lane];
    const sinceStartMs = Math.round(nowMs - this.#originMs);
    if (arrivals && sinceStartMs >= (arrivals.at(-1) ?? -LANE_STRETCH_MS) + LANE_STRETCH_MS) arrivals.push(sinceStartMs);
    this.#delivery.record(latencyMs);
    this.#recordPause(nowMs);
  }

  /** Of the last whole second. */
  lastDelivery(nowMs: number): SparseHistogram | undefined {
    this.#advance(nowMs);
    return this.#closed.at(-1)?.delivery;
  }

  /** Everything up to now. */
  result(nowMs: number): SecondSeriesResult {
    this.#advance(nowMs + 1000);
    this.#recordPause(nowMs);
    const length = Math.max(this.#due.length, this.#closed.length);
    const empty = new Histogram().toSparse();
    return {
      seconds: Array.from({ length }, (_, second) => ({
        due: this.#due[second] ?? 0,
        ...(this.#closed[second] ?? { ack: empty, delivery: empty }),
      })),
      pauses: this.#pauses,
      lanes: this.#lanes,
    };
  }

  /** Closes the seconds that are over. False before the start. */
  #advance(nowMs: number): boolean {
    const second = Math.floor((nowMs - this.#originMs) / 1000);
    if (second < 0) return false;
    while (this.#closed.length < second) {
      this.#closed.push({ ack: this.#ack.toSparse(), delivery: this.#delivery.toSparse() });
      this.#ack.clear();
      this.#delivery.clear();
    }
    return true;
  }

  #recordPause(nowMs: number): void {
    const [fromMs, toMs] = [this.#lastDeliveryMs - this.#originMs, nowMs - this.#originMs];
    if (toMs - fromMs >= MIN_PAUSE_MS && this.#pauses.length < MAX_PAUSES) this.#pauses.push({ fromMs, toMs });
    this.#lastDeliveryMs = nowMs;
  }
}
