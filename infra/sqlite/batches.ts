// Batches on the SQLite store. The log uses the same connection, so no transaction may span an await. Instead, a batch keeps the
// writes it has sent. Each step runs all of them again in one transaction and rolls it back. Only the commit keeps the effects.
import type { StatementSync } from 'node:sqlite';
import { type Batches, StoreFailed } from '../ports/index.ts';
import { sqlBatches } from '../sql/batch.ts';
import type { Row, SqlConnection, SqlReader, SqlStatement, SqlTransaction, TransactionGuard } from '../sql/connection.ts';
import type { StoreFactory } from '../sql/query.ts';
import type { SqliteStore } from './store.ts';

/** The port Batches on the SQLite store. `makeStore` makes the tables of each command. */
export function sqliteBatches<Store>(store: SqliteStore, makeStore: StoreFactory<Store>): Batches<Store> {
  return sqlBatches(sqliteConnection(store), makeStore);
}

/** The store as the batch engine uses it. */
export function sqliteConnection(store: SqliteStore): SqlConnection {
  return {
    dialect: store.dialect,
    clock: store.clock,
    query: async (statements) => store.transaction(() => statements.map((sql) => store.query(sql))),
    transaction: (guard) => new SqliteTransaction(store, guard),
    reads: () => new SqliteTransaction(store, undefined),
  };
}

/** Reads outside of batches. */
export function sqliteReader(store: SqliteStore): SqlReader {
  return { dialect: store.dialect, read: async (sql) => store.query(sql) };
}

class SqliteTransaction implements SqlTransaction {
  readonly #store: SqliteStore;
  readonly #guard: TransactionGuard | undefined;
  /** The writes so far. Prepared statements, because a long batch runs them many times. */
  readonly #written: StatementSync[] = [];
  #beginning: Promise<void> | undefined;
  #hasEnded = false;
  #releaseMutex: () => void = () => undefined;

  constructor(store: SqliteStore, guard: TransactionGuard | undefined) {
    this.#store = store;
    this.#guard = guard;
  }

  async run(statements: readonly SqlStatement[]): Promise<Row[][]> {
    await this.#begin();
    if (this.#written.length > 0 || statements.some(({ writes }) => writes)) return this.#dryRun(statements);
    // Reads without earlier writes need no transaction: the calls are synchronous, so nothing runs between them.
    return statements.map(({ sql }) => this.#store.query(sql));
  }

  async runInSavepoint(statements: readonly string[]): Promise<void> {
    await this.#begin();
    this.#dryRun(statements.map((sql) => ({ sql, writes: true })));
  }

  async commit(statements: readonly string[]): Promise<void> {
    try {
      await this.#begin();
      const work = (): void => {
        this.#runWritten();
        this.#store.database.exec(statements.join(';'));
      };
      this.#store.transaction(work, { durable: true });
    } finally {
      this.#end();
    }
  }

  async rollback(): Promise<void> {
    this.#end();
  }

  async #begin(): Promise<void> {
    this.#beginning ??= this.#guard ? this.#acquireMutex() : Promise.resolve();
    await this.#beginning;
    if (this.#hasEnded) throw new StoreFailed('the batch has ended');
  }

  /** Other batches wait from here until this one ends. A batch without a guard commits nothing and needs no mutex. */
  async #acquireMutex(): Promise<void> {
    const release = await this.#store.batchMutex.acquire();
    if (this.#hasEnded) return release();
    this.#releaseMutex = release;
    this.#assertStart();
  }

  #assertStart(): void {
    const guard = this.#guard;
    guard?.assertStart(this.#store.query(guard.sql));
  }

  #runWritten(): void {
    this.#assertStart();
    for (const statement of this.#written) statement.run();
  }

  /** Runs the writes so far and then `statements`, and rolls back. Statements that write are added to the writes so far. */
  #dryRun(statements: readonly SqlStatement[]): Row[][] {
    const written: StatementSync[] = [];
    const results = this.#store.dryRun(() => {
      this.#runWritten();
      return statements.map(({ sql, writes }) => {
        if (!writes) return this.#store.query(sql);
        const statement = this.#store.database.prepare(sql);
        statement.run();
        written.push(statement);
        return [];
      });
    });
    this.#written.push(...written);
    return results;
  }

  #end(): void {
    this.#hasEnded = true;
    this.#releaseMutex();
    for (const statement of this.#written.splice(0)) statement.close();
  }
}
