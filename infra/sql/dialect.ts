// Where the databases' SQL differs. Tables have the same names and columns in all of them, and one statement text but for these places.

export interface Dialect {
  /** A string literal. */
  text(value: string): string;
  /** The literal of a text that is compared byte by byte, such as a name's key: a VARBINARY column in MySQL, TEXT in SQLite. */
  binaryText(value: string): string;
  /** Behind a SELECT: locks what it finds for the rest of the batch. */
  readonly forUpdate: string;
  /** The same, where others may hold it too: nobody changes what it finds. */
  readonly forShare: string;
  /** Behind an INSERT: where a row with this primary key exists, its columns in `set` get the new values, those in `raise` the greater ones and those in `add` the sums; of each pair in `copy` the first gets what the second has in that row. Columns that have no default must be given all the same. */
  onConflictUpdate(
    primaryKey: string,
    columns: {
      readonly set?: readonly string[];
      readonly max?: readonly string[];
      readonly add?: readonly string[];
      readonly copy?: readonly (readonly [string, string])[];
    },
  ): string;
  /** Behind an INSERT: a row of which any unique key exists is left out. `column` is any one of the table's. */
  onConflictIgnore(column: string): string;
  /** Instead of "UPDATE": a row whose new unique key another one has stays as it is. */
  readonly updateIgnore: string;
  /** "(a, b) IN (…)" for a list of `tuples`, in a SELECT. Found by an index that starts with these columns. */
  tuplesIn(columns: string, tuples: string): string;
  /** The same in an UPDATE or a DELETE, for `pairs` of literals. */
  pairsIn(columns: readonly [string, string], pairs: readonly (readonly [string, string])[]): string;
  /** One statement of many SELECTs, each with its own ORDER BY and LIMIT. The rows come in no order. */
  unionAll(selects: readonly string[]): string;
  /** Deletes at most so many rows; `primaryKey` names its columns. */
  deleteLimited(table: string, primaryKey: string, where: string, atMost: number): string;
  /** Instead of "DELETE FROM table": what is to go is found by the primary key, even where that seems to be most of the table. Reading all of it would wait for the rows that others have locked. */
  deleteByPrimaryKey(table: string): string;
  /** The store's clock, milliseconds since 1970. */
  nowMs(): string;
  /** The store's clock in a column that holds a moment: TIMESTAMP(3) in MySQL, milliseconds in SQLite. `agoMs`: so long before now. */
  now(agoMs?: number): string;
  /** What such a column holds, in milliseconds since 1970. */
  toEpochMs(column: string): string;
}
