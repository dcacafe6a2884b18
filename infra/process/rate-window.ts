const WINDOW_MS = 60_000;
const REPORT_EVERY_MS = 10_000;

/** Lets through a number of events per minute, and reports the others together from time to time. */
export class RateWindow {
  readonly #max: number;
  readonly #onExcess: (count: number) => void;
  readonly #now: () => number;
  #taken = 0;
  #windowEnds = Number.NEGATIVE_INFINITY;
  #unreported = 0;
  #reportAt = Number.NEGATIVE_INFINITY;

  /** `onExcess` gets how many events were not let through since its last call: at once for the first, then every 10 s at most. */
  constructor(max: number, onExcess: (count: number) => void, now: () => number = () => performance.now()) {
    this.#max = max;
    this.#onExcess = onExcess;
    this.#now = now;
  }

  /** False when the event exceeds the rate. */
  take(): boolean {
    const now = this.#now();
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + WINDOW_MS;
      this.#taken = 0;
    }
    if (this.#taken < this.#max) {
      this.#taken++;
      return true;
    }
    this.#unreported++;
    if (now >= this.#reportAt) {
      this.#reportAt = now + REPORT_EVERY_MS;
      this.#onExcess(this.#unreported);
      this.#unreported = 0;
    }
    return false;
  }
}
