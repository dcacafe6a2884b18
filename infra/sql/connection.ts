// What the batch engine needs of a database.
import type { Dialect } from './dialect.ts';

export type Row = readonly unknown[];

/**
 * One database, for one user of it. All calls throw DataError when the database refuses a row for its content (a value too
 * long, an existing key), and StoreFailed for every other failure.
 */
export interface SqlConnection {
  readonly dialect: Dialect;
  /** Runs statements outside of a batch; the rows of each. */
  query(statements: readonly string[]): Promise<Row[][]>;
  /** The transaction of one batch. Sends nothing before its first call. Without a guard it is never committed. */
  transaction(guard: TransactionGuard | undefined): SqlTransaction;
}

/** Reads outside of batches, one statement at a time. The rows may be stale. Throws when the database is unavailable. */
export interface SqlReader {
  readonly dialect: Dialect;
  read(sql: string): Promise<readonly Row[]>;
}

export interface SqlStatement {
  readonly sql: string;
  readonly writes: boolean;
}

/** Calls follow each other: none starts before the previous one has ended, except `rollback`. */
export interface SqlTransaction {
  /**
   * One round trip; the rows of each statement. A statement sees what those before it wrote. The first call runs the guard
   * before the statements. After an error only `rollback` may follow.
   */
  run(statements: readonly SqlStatement[]): Promise<Row[][]>;
  /**
   * Runs writing statements in a savepoint. When one of them throws DataError, none has an effect and the transaction
   * continues.
   */
  runInSavepoint(statements: readonly string[]): Promise<void>;
  /** Runs the statements and commits, durably. When it throws, nothing was stored. */
  commit(statements: readonly string[]): Promise<void>;
  /** Stores nothing. Never throws. */
  rollback(): Promise<void>;
}

/**
 * What must hold for a transaction to continue. The guard locks and reads rows when the transaction begins, and whenever it
 * begins again.
 */
export interface TransactionGuard {
  /** Locks the rows and selects them. */
  readonly sql: string;
  /** Throws when another process has changed the rows. */
  assertStart(rows: readonly Row[]): void;
  /**
   * Whether a transaction that got no answer to its COMMIT was committed. Throws when another process has changed the rows
   * since.
   */
  isCommitted(rows: readonly Row[]): boolean;
}
