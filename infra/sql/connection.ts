// What the batch engine needs of a database.
import type { Dialect } from './dialect.ts';

export type Row = readonly unknown[];

/** One database, seen by one user of it. All calls throw DataError where a row is refused for what is in it and StoreFailed for everything else. */
export interface SqlConnection {
  readonly dialect: Dialect;
  /** Runs statements outside of any batch; the rows of each. */
  query(statements: readonly string[]): Promise<Row[][]>;
  /** The transaction of one batch. Nothing happens before its first call. Without a guard it is never committed. */
  transaction(guard: TransactionGuard | undefined): SqlTransaction;
}

/** Reads outside of any batch, one statement at a time; may be stale. Throws when the database is away. */
export interface SqlReader {
  readonly dialect: Dialect;
  read(sql: string): Promise<readonly Row[]>;
}

export interface SqlStatement {
  readonly sql: string;
  readonly writes: boolean;
}

/** Calls follow each other: none is made while another is under way, but for `rollback`. */
export interface SqlTransaction {
  /** One round trip, after the guard when it is the first; the rows of each statement. A statement sees what those before it wrote. When it throws only `rollback` may follow. */
  run(statements: readonly SqlStatement[]): Promise<Row[][]>;
  /** Runs statements that write; when one of them is refused (DataError) nothing of them is left, and the transaction goes on. */
  runInSavepoint(statements: readonly string[]): Promise<void>;
  /** Runs the statements and commits, durably. When it throws, nothing was stored. */
  commit(statements: readonly string[]): Promise<void>;
  /** Nothing is stored. Never throws. */
  rollback(): Promise<void>;
}

/** What must be so for a transaction to go on: locked and looked at when it begins, and whenever it has to begin again. */
export interface TransactionGuard {
  /** Locks and selects. */
  readonly sql: string;
  /** Throws where somebody else was faster. */
  assertStart(rows: readonly Row[]): void;
  /** Whether the transaction was committed, for one that has lost the answer to its COMMIT. Throws where somebody else has gone on since. */
  isCommitted(rows: readonly Row[]): boolean;
}
