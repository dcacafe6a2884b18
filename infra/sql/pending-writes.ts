// The writes of kept commands that wait for the next round trip: one statement per kind, in the lock order.
import type { Dialect } from './dialect.ts';
import { inChunks } from './pending-queries.ts';
import type { BatchedWrite, SharedRows } from './query.ts';
import type { QueuedWrite } from './scope.ts';

/** Collects rows until the next round trip. */
export class PendingWrites {
  readonly #dialect: Dialect;
  #rows = new Map<BatchedWrite<unknown>, unknown[]>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  add(writes: readonly QueuedWrite[]): void {
    for (const { write, row } of writes) {
      const rows = this.#rows.get(write);
      if (rows) rows.push(row);
      else this.#rows.set(write, [row]);
    }
  }

  /** The statements of all rows, in the lock order. Nothing is pending afterwards. */
  take(): string[] {
    const dialect = this.#dialect;
    const statements = [...this.#rows].map(([write, rows]) => ({
      lockOrder: write.lockOrder,
      sql: () => [write.sql(rows, dialect)],
    }));
    // A database without row locks has no deadlocks.
    if (dialect.forUpdate !== '')
      for (const [rows, keys] of this.#sharedKeys())
        statements.push({ lockOrder: rows.lockOrder, sql: () => inChunks(keys).map((chunk) => rows.lock(chunk, dialect)) });
    const texts = statements.sort((a, b) => a.lockOrder - b.lockOrder).flatMap(({ sql }) => sql());
    this.#rows = new Map();
    return texts;
  }

  /** The keys of rows that several kinds of these writes change, without duplicates and sorted. */
  #sharedKeys(): Map<SharedRows, string[]> {
    const sharing = [...this.#rows].flatMap(([{ shares }, rows]) => (shares ? [{ shares, rows }] : []));
    const keysOf = new Map<SharedRows, string[]>();
    for (const [shared, kinds] of Map.groupBy(sharing, ({ shares }) => shares.rows)) {
      if (kinds.length < 2) continue;
      const keys = new Set(kinds.flatMap(({ shares, rows }) => rows.map((row) => shares.key(row))));
      keysOf.set(shared, [...keys].sort());
    }
    return keysOf;
  }
}
