// The SQL dialect of MySQL and MariaDB.
import mysql from 'mysql2';
import type { Dialect } from '../sql/dialect.ts';
import { bytes } from '../sql/literals.ts';

const MAX_LIST = 500;

export const mysqlDialect: Dialect = {
  // Relies on the sql_mode that the connections set: it has no NO_BACKSLASH_ESCAPES.
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
  // INSERT IGNORE would hide other errors of the row as well.
  onConflictIgnore: (column) => ` ON DUPLICATE KEY UPDATE ${column} = ${column}`,
  updateIgnore: 'UPDATE IGNORE',
  tuplesIn: (columns, tuples) => `(${columns}) IN (${tuples})`,
  // MariaDB reads the whole table for a list of tuples in an UPDATE or a DELETE, and may do so for a list of more than 1000
  // values.
  pairsIn: ([first, second], pairs) => {
    const lists = [...Map.groupBy(pairs, ([one]) => one)].flatMap(([one, all]) => inChunks(all).map((some) => ({ one, some })));
    const seconds = (some: typeof pairs): string => some.map(([, other]) => other).join(',');
    return `(${lists.map(({ one, some }) => `(${first} = ${one} AND ${second} IN (${seconds(some)}))`).join(' OR ')})`;
  },
  unionAll: (selects) => selects.map((select) => `(${select})`).join(' UNION ALL '),
  deleteLimited: (table, _primaryKey, where, atMost) => `DELETE FROM ${table} WHERE ${where} LIMIT ${atMost}`,
  // MySQL's estimates count rows that were just deleted. In a queue-like table it then expects to delete most rows and scans the
  // whole table. MariaDB chooses the primary key by itself and reads this hint as a comment.
  deleteByPrimaryKey: (table) => `DELETE /*+ INDEX(${table} PRIMARY) */ FROM ${table}`,
  nowMs: () => 'CAST(UNIX_TIMESTAMP(CURRENT_TIMESTAMP(3)) * 1000 AS UNSIGNED)',
  now: (agoMs = 0) => (agoMs === 0 ? 'CURRENT_TIMESTAMP(3)' : `CURRENT_TIMESTAMP(3) - INTERVAL ${agoMs * 1000} MICROSECOND`),
  toEpochMs: (column) => `CAST(UNIX_TIMESTAMP(${column}) * 1000 AS UNSIGNED)`,
};

function inChunks<T>(values: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / MAX_LIST) }, (_, i) => values.slice(i * MAX_LIST, (i + 1) * MAX_LIST));
}
