// What the batch engine needs of a database.
import type { Dialect } from './dialect.ts';
import type { StoreClock } from './store-clock.ts';

export type Row = readonly unknown[];

/**
 * One connection to a database. All calls throw DataError when the database refuses the content of a row (a value is too long, a
 * key exists), and StoreFailed for every other failure.
 */
export interface SqlConnection {
  readonly dialect: Dialect;
  readonly clock: StoreClock;
  /** Runs statements outside of a batch; the rows of each. */
  query(statements: readonly string[]): Promise<Row[][]>;
  /** The transaction of one batch. Sends nothing before its first call. Without a guard it is never committed. */
  transaction(guard: TransactionGuard | undefined): SqlTransaction;
  /** Round trips that only read, outside of the transaction of a batch that may run at the same time. */
  reads(): SqlTransaction;
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

/** Make one call at a time. Only `rollback` may be called while another call runs. */
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
 * A condition that must hold for a transaction to continue. The guard locks and reads rows each time the transaction begins.
 */
export interface TransactionGuard {
  /** Locks the rows and selects them. */
  readonly sql: string;
  /** Throws when another process has changed the rows. */
  assertStart(rows: readonly Row[]): void;
  /**
   * Whether a transaction that got no answer to its COMMIT succeeded. Throws when another process has changed the rows since.
   */
  isCommitted(rows: readonly Row[]): boolean;
}
