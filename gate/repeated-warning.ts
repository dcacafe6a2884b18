// A warning about something that happens often: one line at once, then at most one in 10 s.
import type { Log } from '../infra/ports/index.ts';

const INTERVAL_MS = 10_000;

export class RepeatedWarning {
  readonly #log: Log;
  readonly #message: string;
  #loggedAt = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(log: Log, message: string) {
    this.#log = log;
    this.#message = message;
  }

  /** `count`: how often it has happened. The line has the sum since the last line. */
  report(count: number, fields: object, now: number): void {
    this.#count += count;
    if (count === 0 || now - this.#loggedAt < INTERVAL_MS) return;
    this.#log.warn({ ...fields, count: this.#count }, this.#message);
    this.#loggedAt = now;
    this.#count = 0;
  }
}
