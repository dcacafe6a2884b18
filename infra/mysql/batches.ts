// Batches on MySQL: each round trip is one text of many statements on a connection that is the batches' own.

import type { CachedQueries } from '../cache/cached-queries.ts';
import { type Batches, DataError, type Log, PositionMoved, StoreFailed } from '../ports/index.ts';
import { sqlBatches } from '../sql/batch.ts';
import type { Row, SqlConnection, SqlStatement, SqlTransaction, TransactionGuard } from '../sql/connection.ts';
import type { StoreFactory } from '../sql/query.ts';
import { BatchConnection, isDataError, serverErrno } from './connection.ts';
import { mysqlDialect } from './dialect.ts';

/** The port Batches on one MySQL connection of its own. Tables are made with `tables` for each command; without `copies` all is read from the database. */
export function mysqlBatches<Stored>(
  url: string,
  log: Log,
  tables: StoreFactory<Stored>,
  copies?: CachedQueries,
): Batches<Stored> & { close(): void } {
  const connection = mysqlConnection(url, log);
  return { ...sqlBatches(connection, tables, copies), close: () => connection.close() };
}

/** One connection, for whoever makes one call after the other. */
export function mysqlConnection(url: string, log: Log): SqlConnection & { close(): void } {
  const connection = new BatchConnection(url, log);
  return {
    dialect: mysqlDialect,
    query: async (statements) => {
      try {
        return await connection.query(statements.join(';'));
      } catch (error) {
        throw storeError(error);
      }
    },
    transaction: (guard) => new MysqlTransaction(connection, guard),
    close: () => connection.close(),
  };
}

class MysqlTransaction implements SqlTransaction {
  private readonly connection: BatchConnection;
  private readonly guard: TransactionGuard | undefined;
  private begun = false;
  private ended = false;
  /** The connection that this transaction is on. */
  private generation: number | undefined;

  constructor(connection: BatchConnection, guard: TransactionGuard | undefined) {
    this.connection = connection;
    this.guard = guard;
  }

  async run(statements: readonly SqlStatement[]): Promise<Row[][]> {
    const { guard } = this;
    const opening = this.begun ? [] : ['BEGIN', ...(guard ? [guard.sql] : [])];
    this.begun = true;
    try {
      const results = await this.send([...opening, ...statements.map(({ sql }) => sql)]);
      this.generation = this.connection.generation;
      if (opening.length > 0) guard?.assertStart(results[1] ?? []);
      return results.slice(opening.length);
    } catch (error) {
      throw storeError(error);
    }
  }

  async runInSavepoint(statements: readonly string[]): Promise<void> {
    try {
      await this.send(['SAVEPOINT command', ...statements, 'RELEASE SAVEPOINT command']);
    } catch (error) {
      if (isDataError(error)) await this.send(['ROLLBACK TO SAVEPOINT command']);
      throw storeError(error);
    }
  }

  async commit(statements: readonly string[]): Promise<void> {
    try {
      await this.send([...statements, 'COMMIT']);
      this.ended = true;
    } catch (error) {
      await this.rollback();
      if (serverErrno(error) !== 0 || !(await this.isCommitted())) throw storeError(error);
    }
  }

  async rollback(): Promise<void> {
    if (!this.begun || this.ended) return;
    this.ended = true;
    try {
      await this.send(['ROLLBACK']);
    } catch {
      // Destroying the connection rolls back as well.
      this.connection.reset();
    }
  }

  private send(statements: readonly string[]): Promise<Row[][]> {
    return this.connection.query(statements.join(';'), this.generation);
  }

  /** Whether a COMMIT that got no answer was carried out. The guard's lock waits until the lost transaction has ended one way or the other. */
  private async isCommitted(): Promise<boolean> {
    if (!this.guard) return false;
    try {
      this.connection.reset();
      const results = await this.connection.query(['BEGIN', this.guard.sql, 'ROLLBACK'].join(';'));
      return this.guard.isCommitted(results[1] ?? []);
    } catch (error) {
      throw storeError(error);
    }
  }
}

/** The port's own errors stay; a row the server refuses is a DataError; everything else means that the store failed. */
function storeError(error: unknown): Error {
  if (error instanceof PositionMoved || error instanceof DataError || error instanceof StoreFailed) return error;
  if (isDataError(error)) return new DataError('the store refuses a row', { cause: error });
  return new StoreFailed('MySQL failed', { cause: error });
}
