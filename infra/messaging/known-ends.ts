// When this instance first knew that a record exists: the least age of its commands, by no clock but the instance's own.

// Ends in between count as known with the next one, so that a backlog of hours needs few entries.
const MIN_INTERVAL_MS = 500;

/** Where the log of one partition ended, and when this instance learned it. */
export class KnownEnds {
  readonly #now: () => number;
  /** Both values rise. Only ends of records that have not arrived yet. */
  readonly #ends: { readonly end: number; readonly at: number }[];
  #latest: number;

  constructor(end: number, now: () => number = () => performance.now()) {
    this.#now = now;
    this.#latest = end;
    this.#ends = [{ end, at: now() }];
  }

  /** Where the log ended when it was last asked. */
  get latest(): number {
    return this.#latest;
  }

  add(end: number): void {
    if (end > this.#latest) this.#latest = end;
    const last = this.#ends.at(-1);
    if (last && (end <= last.end || this.#now() - last.at < MIN_INTERVAL_MS)) return;
    this.#ends.push({ end, at: this.#now() });
  }

  /** Since when the record at `offset` is known. It has arrived now: call this with rising offsets. */
  takeKnownSince(offset: number): number {
    let first = this.#ends[0];
    while (first && first.end <= offset) {
      this.#ends.shift();
      first = this.#ends[0];
    }
    return first?.at ?? this.#now();
  }
}
