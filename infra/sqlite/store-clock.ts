// The clock of the SQLite store. The store remembers it, so that it does not go back when the machine's clock is set back.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type StoreClock, TOLD_MS } from '../sql/store-clock.ts';

const SCHEMA = `CREATE TABLE IF NOT EXISTS store_clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  time INTEGER NOT NULL
) STRICT;`;
// Since it was saved the clock may have gone on by this long.
const SAVE_EVERY_MS = 10_000;
/** A clock that was ahead by more was wrong. What the store has from that time lies in the future then. */
const MAX_BEHIND_MS = 24 * 60 * 60_000;

export interface ClockSources {
  readonly monotonicMs: () => number;
  readonly wallMs: () => number;
}

const REAL: ClockSources = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };

/**
 * Follows the machine's clock forward. When that is set back, by at most a day, this clock goes on by elapsed time until the
 * machine's clock has caught up.
 */
export class SqliteClock implements StoreClock {
  readonly #sources: ClockSources;
  readonly #save: StatementSync;
  #aheadMs: number;
  #savedAt = Number.NEGATIVE_INFINITY;
  /** How far the machine's clock was behind this one when the store was opened; 0 when that is not worth telling. */
  readonly setBackMs: number;

  constructor(database: DatabaseSync, sources: ClockSources = REAL) {
    database.exec(SCHEMA);
    this.#sources = sources;
    this.#save = database.prepare(
      'INSERT INTO store_clock (id, time) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET time = excluded.time',
    );
    const saved = Number(database.prepare('SELECT time FROM store_clock').get()?.time ?? 0);
    const wall = sources.wallMs();
    const behindMs = saved - wall;
    this.setBackMs = behindMs > TOLD_MS ? behindMs : 0;
    const start = behindMs > MAX_BEHIND_MS ? wall : Math.max(wall, saved + (behindMs > 0 ? SAVE_EVERY_MS : 0));
    this.#aheadMs = start - sources.monotonicMs();
  }

  now(): number {
    const { monotonicMs, wallMs } = this.#sources;
    const elapsed = monotonicMs();
    this.#aheadMs = Math.max(this.#aheadMs, wallMs() - elapsed);
    return Math.floor(this.#aheadMs + elapsed);
  }

  /** Call it in each transaction that is kept. */
  saveWhenDue(): void {
    const elapsed = this.#sources.monotonicMs();
    if (elapsed - this.#savedAt < SAVE_EVERY_MS) return;
    this.#savedAt = elapsed;
    this.#save.run(this.now());
  }
}
