// SQL as MySQL and MariaDB have it.
import mysql from 'mysql2';
import type { Dialect } from '../sql/dialect.ts';
import { bytes } from '../sql/literals.ts';

const MAX_LIST = 500;

export const mysqlDialect: Dialect = {
  // Relies on the connections' sql_mode having no NO_BACKSLASH_ESCAPES (they set their own).
  text: (value) => mysql.escape(value),
  binaryText: (value) => bytes(Buffer.from(value)),
  forUpdate: ' FOR UPDATE',
  forShare: ' LOCK IN SHARE MODE',
  onConflictUpdate: (_primaryKey, { set = [], max = [], add = [], copy = [] }) =>
    ` ON DUPLICATE KEY UPDATE ${[
      ...set.map((column) => `${column} = VALUES(${column})`),
      ...max.map((column) => `${column} = GREATEST(${column}, VALUES(${column}))`),
      ...add.map((column) => `${column} = ${column} + VALUES(${column})`),
      ...copy.map(([column, from]) => `${column} = ${from}`),
    ].join(', ')}`,
  // Not IGNORE: that would let other faults of the row pass as well.
  onConflictIgnore: (column) => ` ON DUPLICATE KEY UPDATE ${column} = ${column}`,
  updateIgnore: 'UPDATE IGNORE',
  tuplesIn: (columns, tuples) => `(${columns}) IN (${tuples})`,
  // MariaDB reads the whole table for a list of tuples in an UPDATE or a DELETE, and for a list of more than 1000 values it may.
  pairsIn: ([first, second], pairs) => {
    const lists = [...Map.groupBy(pairs, ([one]) => one)].flatMap(([one, all]) => inChunks(all).map((some) => ({ one, some })));
    const seconds = (some: typeof pairs): string => some.map(([, other]) => other).join(',');
    return `(${lists.map(({ one, some }) => `(${first} = ${one} AND ${second} IN (${seconds(some)}))`).join(' OR ')})`;
  },
  unionAll: (selects) => selects.map((select) => `(${select})`).join(' UNION ALL '),
  deleteLimited: (table, _primaryKey, where, atMost) => `DELETE FROM ${table} WHERE ${where} LIMIT ${atMost}`,
  // MySQL estimates by rows that were deleted a moment ago too: a table that is filled and emptied all the time seems smaller to it than what is to go.
  // MariaDB finds the key by itself, and reads this as a comment.
  deleteByPrimaryKey: (table) => `DELETE /*+ INDEX(${table} PRIMARY) */ FROM ${table}`,
  nowMs: () => 'CAST(UNIX_TIMESTAMP(CURRENT_TIMESTAMP(3)) * 1000 AS UNSIGNED)',
  now: (agoMs = 0) => (agoMs === 0 ? 'CURRENT_TIMESTAMP(3)' : `CURRENT_TIMESTAMP(3) - INTERVAL ${agoMs * 1000} MICROSECOND`),
  toEpochMs: (column) => `CAST(UNIX_TIMESTAMP(${column}) * 1000 AS UNSIGNED)`,
};

function inChunks<T>(all: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / MAX_LIST) }, (_, i) => all.slice(i * MAX_LIST, (i + 1) * MAX_LIST));
}
