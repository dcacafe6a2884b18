// The embedded store: one SQLite file with the log, the positions and all tables in it, so that they cannot part.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { DataError, StoreFailed } from '../ports/index.ts';
import { migrateSqlite } from './migration.ts';
import { type Mutex, mutex } from './mutex.ts';

declare module 'node:sqlite' {
  // In Node, not yet in its types.
  interface StatementSync {
    /** Frees what it holds; left to the garbage collector that grows with the text, unseen by V8. */
    close(): void;
  }
}

/** One open file, shared by everything embedded in this process. No transaction of it ever spans an await. */
export interface SqliteStore {
  readonly database: DatabaseSync;
  /** One batch at a time, from its first read to its end: what a batch has read is still true when it commits. */
  readonly batchMutex: Mutex;
  /** The prepared statement of this text, made once. */
  statement(sql: string): StatementSync;
  /** Runs one statement whose values stand in its text; its rows, each as an array. Throws as `transaction` does. */
  query(sql: string): unknown[][];
  /**
   * Runs `work` in one transaction and commits; rolls back when it throws. What SQLite throws becomes DataError (the row is at fault)
   * or StoreFailed (anything else), other errors stay as they are. `durable`: survives a power cut once this returns, with everything written before it; otherwise it survives the
   * death of the process at once and a power cut when the next durable transaction returns.
   */
  transaction<T>(work: () => T, options?: { durable?: boolean }): T;
  /** Runs `work` in a transaction and takes all of it back. Throws as `transaction` does. */
  dryRun<T>(work: () => T): T;
  close(): void;
}

/** Opens the file (or ':memory:'), made when missing, with the newest schema. Throws when it was written by a newer version. */
export function openSqliteStore(file: string): SqliteStore {
  const database = new DatabaseSync(file);
  // With the write-ahead log a commit is one append. NORMAL leaves out its fsync: a record of the log or a position mark lost in
  // a power cut is a tail lost in order, which resends put right. What an ack promises is committed with `durable`.
  // What a statement of many rows may have to take back is kept in memory: beyond 64 KiB it would be a file for each.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY');
  migrateSqlite(database);
  const statements = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known) return known;
    const made = database.prepare(sql);
    statements.set(sql, made);
    return made;
  }

  function inTransaction<T>(end: 'COMMIT' | 'ROLLBACK', work: () => T): T {
    try {
      statement('BEGIN IMMEDIATE').run();
    } catch (error) {
      throw toStoreError(error);
    }
    try {
      const result = work();
      statement(end).run();
      return result;
    } catch (error) {
      // Some failures (a full disk, an I/O error) have rolled back already.
      if (database.isTransaction) statement('ROLLBACK').run();
      throw toStoreError(error);
    }
  }

  return {
    database,
    batchMutex: mutex(),
    statement,
    query(sql) {
      try {
        const made = database.prepare(sql);
        try {
          made.setReturnArrays(true);
          return made.all() as unknown as unknown[][];
        } finally {
          made.close();
        }
      } catch (error) {
        throw toStoreError(error);
      }
    },
    transaction(work, { durable = false } = {}) {
      if (!durable) return inTransaction('COMMIT', work);
      database.exec('PRAGMA synchronous = FULL');
      try {
        return inTransaction('COMMIT', work);
      } finally {
        database.exec('PRAGMA synchronous = NORMAL');
      }
    },
    dryRun: (work) => inTransaction('ROLLBACK', work),
    close() {
      if (database.isOpen) database.close();
    },
  };
}

// The primary result codes of https://www.sqlite.org/rescode.html that speak of the row and not of the store.
const TOO_BIG = 18;
const CONSTRAINT = 19;
const MISMATCH = 20;

/** The port's error for what SQLite throws; any other error as it is. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const primary = error.errcode & 0xff;
  if (primary === TOO_BIG || primary === CONSTRAINT || primary === MISMATCH)
    return new DataError(`the store refuses a row: ${error.message}`, { cause: error });
  return new StoreFailed(`the store failed: ${error.message}`, { cause: error });
}
