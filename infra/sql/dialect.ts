// The parts of SQL that differ between the databases. Tables have the same names and columns in all of them, and the rest of
// each statement is the same.

export interface Dialect {
  /** A string literal. */
  text(value: string): string;
  /** The literal of a text that is compared byte by byte, such as a name key: VARBINARY in MySQL, TEXT in SQLite. */
  binaryText(value: string): string;
  /** Suffix of a SELECT: locks its rows until the end of the batch. */
  readonly forUpdate: string;
  /** Suffix of a SELECT: takes a shared lock, which prevents changes of its rows. */
  readonly forShare: string;
  /**
   * Suffix of an INSERT, for the case that a row with this primary key exists. Columns in `set` get the new value, columns in
   * `max` the greater value, columns in `add` the sum. In each pair of `copy`, the first column gets the existing value of the
   * second. The INSERT must name all columns without a default.
   */
  onConflictUpdate(
    primaryKey: string,
    columns: {
      readonly set?: readonly string[];
      readonly max?: readonly string[];
      readonly add?: readonly string[];
      readonly copy?: readonly (readonly [string, string])[];
    },
  ): string;
  /** Suffix of an INSERT: skips rows of which any unique key exists. `column` is any column of the table. */
  onConflictIgnore(column: string): string;
  /** Replaces "UPDATE": a row whose new unique key belongs to another row stays as it is. */
  readonly updateIgnore: string;
  /** "(a, b) IN (…)" for a list of `tuples` in a SELECT. Uses an index that starts with these columns. */
  tuplesIn(columns: string, tuples: string): string;
  /** The same in an UPDATE or a DELETE, for `pairs` of literals. */
  pairsIn(columns: readonly [string, string], pairs: readonly (readonly [string, string])[]): string;
  /** One statement of many SELECTs, each with its own ORDER BY and LIMIT. The rows come in no order. */
  unionAll(selects: readonly string[]): string;
  /** Deletes at most `atMost` rows. `primaryKey` names the columns of the key. */
  deleteLimited(table: string, primaryKey: string, where: string, atMost: number): string;
  /**
   * Replaces "DELETE FROM table": always uses the primary key. A scan of the whole table would wait for rows that other
   * transactions have locked.
   */
  deleteByPrimaryKey(table: string): string;
  /** The database's clock, in milliseconds since 1970. */
  nowMs(): string;
  /** The database's clock `agoMs` before now, for a column that holds a moment: TIMESTAMP(3) in MySQL, milliseconds in SQLite. */
  now(agoMs?: number): string;
  /** The value of such a column, in milliseconds since 1970. */
  toEpochMs(column: string): string;
}
