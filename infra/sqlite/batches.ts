// Batches on the SQLite store. The log and all reads use the same connection and may interrupt the transaction of a batch. So a
// batch keeps the writes it has sent, and repeats them at its next step when it was interrupted (open-transaction.ts).
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Batches, type Metrics, StoreFailed } from '../ports/index.ts';
import { sqlBatches } from '../sql/batch.ts';
import type { Row, SqlConnection, SqlReader, SqlStatement, SqlTransaction, TransactionGuard } from '../sql/connection.ts';
import type { StoreFactory } from '../sql/query.ts';
import { type SqliteStore, toStoreError } from './store.ts';

/** The port Batches on the SQLite store. `makeStore` makes the tables of each command. */
export function sqliteBatches<Store>(store: SqliteStore, makeStore: StoreFactory<Store>, metrics?: Metrics): Batches<Store> {
  return sqlBatches(sqliteConnection(store), makeStore, undefined, metrics);
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
  return {
    dialect: store.dialect,
    read: async (sql) => {
      await untilFree(store);
      return store.query(sql);
    },
  };
}

/** Lets the batch that runs do some more of its work first. */
async function untilFree({ batch }: SqliteStore): Promise<void> {
  while (!batch.requestInterruption()) await nextTurn();
}

class SqliteTransaction implements SqlTransaction {
  readonly #store: SqliteStore;
  readonly #guard: TransactionGuard | undefined;
  /** The writes so far, as long as they are not committed. */
  readonly #written: string[] = [];
  #beginning: Promise<void> | undefined;
  #hasEnded = false;
  #releaseMutex: () => void = () => undefined;

  constructor(store: SqliteStore, guard: TransactionGuard | undefined) {
    this.#store = store;
    this.#guard = guard;
  }

  async run(statements: readonly SqlStatement[]): Promise<Row[][]> {
    await this.#begin();
    // Reads without earlier writes need no transaction: the calls are synchronous, so nothing runs between them.
    if (this.#written.length > 0 || statements.some(({ writes }) => writes)) this.#open();
    else this.#interruptOthers();
    return this.#attempt(() => statements.map((statement) => this.#run(statement)));
  }

  async runInSavepoint(statements: readonly string[]): Promise<void> {
    await this.#begin();
    this.#open();
    const { database } = this.#store;
    const before = this.#written.length;
    database.exec('SAVEPOINT one_command');
    try {
      this.#attempt(() => statements.map((sql) => this.#run({ sql, writes: true })));
      database.exec('RELEASE one_command');
    } catch (error) {
      this.#written.length = before;
      if (database.isTransaction) database.exec('ROLLBACK TO one_command; RELEASE one_command');
      throw error;
    }
  }

  async commit(statements: readonly string[]): Promise<void> {
    try {
      await this.#begin();
      this.#open();
      this.#attempt(() => {
        this.#store.database.exec(statements.join(';'));
        this.#store.clock.saveWhenDue();
        this.#store.batch.commit();
      });
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
    if (!this.#guard) await untilFree(this.#store);
    if (this.#hasEnded) throw new StoreFailed('the batch has ended');
  }

  /** Other batches wait from here until this one ends. A batch without a guard commits nothing and needs no mutex. */
  async #acquireMutex(): Promise<void> {
    const release = await this.#store.batchMutex.acquire();
    if (this.#hasEnded) return release();
    this.#releaseMutex = release;
    await untilFree(this.#store);
    this.#interruptOthers();
    this.#assertStart();
  }

  #interruptOthers(): void {
    if (!this.#store.batch.isOpenFor(this)) this.#store.batch.interrupt();
  }

  #assertStart(): void {
    const guard = this.#guard;
    guard?.assertStart(this.#store.queryWithinBatch(guard.sql));
  }

  /** Makes sure that the transaction is open and has all writes so far. */
  #open(): void {
    if (this.#store.batch.isOpenFor(this)) return;
    this.#attempt(() =>
      this.#store.batch.begin(this, () => {
        this.#assertStart();
        return this.#written;
      }),
    );
  }

  #run({ sql, writes }: SqlStatement): Row[] {
    this.#store.batch.countStatements(1);
    if (!writes) return this.#store.queryWithinBatch(sql);
    this.#store.database.exec(sql);
    this.#written.push(sql);
    return [];
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toStoreError(error);
    }
  }

  #end(): void {
    this.#hasEnded = true;
    if (this.#store.batch.isOpenFor(this)) this.#store.batch.interrupt();
    this.#releaseMutex();
    this.#written.length = 0;
  }
}
