// Batches on the embedded store. Its connection is shared with the log, so no transaction may span an await: a batch keeps the statements it has sent so far, and
// whenever it goes on they are carried out again, and all of it taken back, in one go. Only its commit leaves something.
import type { StatementSync } from 'node:sqlite';
import { type Batches, StoreFailed } from '../ports/index.ts';
import { sqlBatches } from '../sql/batch.ts';
import type { Row, SqlConnection, SqlReader, SqlStatement, SqlTransaction, TransactionGuard } from '../sql/connection.ts';
import type { StoreFactory } from '../sql/query.ts';
import { sqliteDialect } from './dialect.ts';
import type { SqliteStore } from './store.ts';

/** The port Batches on the embedded store. Tables are made with `tables` for each command. */
export function sqliteBatches<Stored>(store: SqliteStore, tables: StoreFactory<Stored>): Batches<Stored> {
  return sqlBatches(sqliteConnection(store), tables);
}

/** The store as the batches see it. */
export function sqliteConnection(store: SqliteStore): SqlConnection {
  return {
    dialect: sqliteDialect,
    query: async (statements) => store.transaction(() => statements.map(store.query)),
    transaction: (guard) => storeTransaction(store, guard),
  };
}

/** Reads outside of batches. */
export function sqliteReader(store: SqliteStore): SqlReader {
  return { dialect: sqliteDialect, read: async (sql) => store.query(sql) };
}

function storeTransaction(store: SqliteStore, guard: TransactionGuard | undefined): SqlTransaction {
  /** What was written so far: prepared, because a long batch carries it out many times. */
  const written: StatementSync[] = [];
  let beginning: Promise<void> | undefined;
  let ended = false;
  let endTurn: () => void = () => undefined;

  /** Other batches wait from here to the end: what this one has read is still true when it commits. One without a guard decides nothing and waits for nobody. */
  async function takeTurn(): Promise<void> {
    const release = await store.batchMutex.acquire();
    if (ended) return release();
    endTurn = release;
    assertStart();
  }

  async function begin(): Promise<void> {
    beginning ??= guard ? takeTurn() : Promise.resolve();
    await beginning;
    if (ended) throw new StoreFailed('the batch has ended');
  }

  function assertStart(): void {
    guard?.assertStart(store.query(guard.sql));
  }

  function again(): void {
    assertStart();
    for (const statement of written) statement.run();
  }

  /** Carries out what was written so far and then the statements; all of it is taken back, and what they wrote belongs to what was written. */
  function rehearse(statements: readonly SqlStatement[]): Row[][] {
    const fresh: StatementSync[] = [];
    const results = store.dryRun(() => {
      again();
      return statements.map(({ sql, writes }) => {
        if (!writes) return store.query(sql);
        const statement = store.database.prepare(sql);
        statement.run();
        fresh.push(statement);
        return [];
      });
    });
    written.push(...fresh);
    return results;
  }

  function end(): void {
    ended = true;
    endTurn();
    for (const statement of written.splice(0)) statement.close();
  }

  return {
    async run(statements) {
      await begin();
      if (written.length > 0 || statements.some(({ writes }) => writes)) return rehearse(statements);
      // Nothing comes between these reads, and nothing has to be taken back.
      return statements.map(({ sql }) => store.query(sql));
    },
    async runInSavepoint(statements) {
      await begin();
      rehearse(statements.map((sql) => ({ sql, writes: true })));
    },
    async commit(statements) {
      try {
        await begin();
        store.transaction(
          () => {
            again();
            store.database.exec(statements.join(';'));
          },
          { durable: true },
        );
      } finally {
        end();
      }
    },
    async rollback() {
      end();
    },
  };
}
