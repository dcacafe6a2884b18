// The SQLite store: one file with the log, the positions and all tables, so that they cannot diverge.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { DataError, StoreFailed } from '../ports/index.ts';
import type { Dialect } from '../sql/dialect.ts';
import { sqliteDialect } from './dialect.ts';
import { migrateSqlite } from './migration.ts';
import { mutex } from './mutex.ts';
import { type OpenTransaction, openTransactionOf } from './open-transaction.ts';
import { keepPrivate } from './private-file.ts';
import { SqliteClock } from './store-clock.ts';

declare module 'node:sqlite' {
  // Node has this method; its type declarations do not have it yet.
  interface StatementSync {
    /** Frees its memory now. The garbage collector would do so late, because V8 does not know its size. */
    close(): void;
  }
}

/** One open file, shared by everything embedded in this process. Only the transaction of a batch spans an await. */
export class SqliteStore {
  readonly database: DatabaseSync;
  /** Held by one batch at a time, from its first read to its end, so that its reads are still true when it commits. */
  readonly batchMutex = mutex();
  /** The transaction of the batch that runs. Everything else on the connection interrupts it. */
  readonly batch: OpenTransaction;
  readonly clock: SqliteClock;
  readonly dialect: Dialect;
  readonly #statements = new Map<string, StatementSync>();

  /** Use `openSqliteStore`: the database must be configured and migrated. */
  constructor(database: DatabaseSync) {
    this.database = database;
    this.batch = openTransactionOf(database);
    this.clock = new SqliteClock(database);
    this.dialect = sqliteDialect(this.clock);
  }

  /** The prepared statement of this text, prepared once, to run at once. */
  statement(sql: string): StatementSync {
    this.batch.interrupt();
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  /** Runs one statement without parameters; its rows, each as an array. Throws as `transaction` does. */
  query(sql: string): unknown[][] {
    this.batch.interrupt();
    return this.queryWithinBatch(sql);
  }

  /** As `query`, for the owner of the transaction that may be open. */
  queryWithinBatch(sql: string): unknown[][] {
    try {
      const statement = this.database.prepare(sql);
      try {
        statement.setReturnArrays(true);
        return statement.all() as unknown as unknown[][];
      } finally {
        statement.close();
      }
    } catch (error) {
      throw toStoreError(error);
    }
  }

  /**
   * Runs `work` in one transaction and commits; rolls back when it throws. An error of SQLite becomes a DataError if a row caused
   * it, else a StoreFailed; other errors are unchanged. The transaction survives the death of the process at once, and a power
   * cut after the next commit of a batch.
   */
  transaction<T>(work: () => T): T {
    try {
      this.statement('BEGIN IMMEDIATE').run();
    } catch (error) {
      throw toStoreError(error);
    }
    try {
      const result = work();
      this.clock.saveWhenDue();
      this.statement('COMMIT').run();
      return result;
    } catch (error) {
      // After some failures (a full disk, an I/O error) SQLite has already rolled back.
      if (this.database.isTransaction) this.statement('ROLLBACK').run();
      throw toStoreError(error);
    }
  }

  close(): void {
    if (!this.database.isOpen) return;
    this.batch.interrupt();
    this.database.close();
  }
}

/**
 * Opens the file (or ':memory:') with the newest schema; creates it when it is missing. Throws when another version of the
 * server created it.
 */
export function openSqliteStore(file: string): SqliteStore {
  if (file !== ':memory:') keepPrivate(file);
  const database = new DatabaseSync(file);
  // With the write-ahead log a commit is one append, and NORMAL skips its fsync. A power cut may lose the newest log records and
  // positions, but only from the end, and clients send those commands again. The transaction of a batch waits for the disk.
  // temp_store: the undo log of a large statement stays in memory; otherwise it becomes a file above 64 KiB.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY');
  migrateSqlite(database);
  return new SqliteStore(database);
}

// The primary result codes of https://www.sqlite.org/rescode.html that are about the row and not about the store.
const TOO_BIG = 18;
const CONSTRAINT = 19;
const MISMATCH = 20;

/** The port's error for an error of SQLite; any other error as it is. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const primary = error.errcode & 0xff;
  if (primary === TOO_BIG || primary === CONSTRAINT || primary === MISMATCH)
    return new DataError(`SQLite refused a row: ${error.message}`, { cause: error });
  return new StoreFailed(`SQLite failed: ${error.message}`, { cause: error });
}
