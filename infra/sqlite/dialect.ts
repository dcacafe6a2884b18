// The SQL dialect of SQLite.
import type { Dialect } from '../sql/dialect.ts';
import { bytes } from '../sql/literals.ts';
import type { StoreClock } from '../sql/store-clock.ts';

/** The dialect on a store with this clock. */
export const sqliteDialect = (clock: StoreClock): Dialect => ({
  text,
  binaryText: text,
  // Only one batch uses the store at a time (batchMutex), so it needs no row locks.
  forUpdate: '',
  forShare: '',
  onConflictUpdate: (primaryKey, { set = [], max = [], add = [], copy = [] }) =>
    ` ON CONFLICT (${primaryKey}) DO UPDATE SET ${[
      ...set.map((column) => `${column} = excluded.${column}`),
      ...max.map((column) => `${column} = max(${column}, excluded.${column})`),
      ...add.map((column) => `${column} = ${column} + excluded.${column}`),
      ...copy.map(([column, from]) => `${column} = ${from}`),
    ].join(', ')}`,
  onConflictIgnore: () => ' ON CONFLICT DO NOTHING',
  updateIgnore: 'UPDATE OR IGNORE',
  tuplesIn: (columns, tuples) => `(${columns}) IN (VALUES ${tuples})`,
  pairsIn: (columns, pairs) => `(${columns}) IN (VALUES ${pairs.map((pair) => `(${pair})`).join(',')})`,
  unionAll: (selects) => selects.map((select) => `SELECT * FROM (${select})`).join(' UNION ALL '),
  deleteLimited: (table, primaryKey, where, atMost) =>
    `DELETE FROM ${table} WHERE (${primaryKey}) IN (SELECT ${primaryKey} FROM ${table} WHERE ${where} LIMIT ${atMost})`,
  deleteByPrimaryKey: (table) => `DELETE FROM ${table}`,
  nowMs: () => String(clock.now()),
  now: (agoMs = 0) => String(clock.now() - agoMs),
  toEpochMs: (column) => column,
});

function text(value: string): string {
  // SQLite ends the text of a statement at its first NUL.
  return value.includes('\0') ? `CAST(${bytes(Buffer.from(value))} AS TEXT)` : `'${value.replaceAll("'", "''")}'`;
}
