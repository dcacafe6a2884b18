// Batches on MySQL: each round trip is one text of many statements, on a connection that only the batches use.

import type { CachedQueries } from '../cache/cached-queries.ts';
import { type Batches, DataError, type Log, type Metrics, PositionMoved, StoreFailed } from '../ports/index.ts';
import { sqlBatches } from '../sql/batch.ts';
import type { Row, SqlConnection, SqlStatement, SqlTransaction, TransactionGuard } from '../sql/connection.ts';
import type { StoreFactory } from '../sql/query.ts';
import { BatchConnection, isDataError, READ_CLOCK } from './connection.ts';
import { mysqlDialect } from './dialect.ts';
import { serverErrno } from './server-changes.ts';

// The clock of the server is read this often while batches follow each other.
const CLOCK_INTERVAL_MS = 2000;

/**
 * The port Batches on one MySQL connection. `makeStore` makes the table adapters of each command. Without `cachedQueries` every
 * query goes to the database.
 */
export function mysqlBatches<Store>(
  url: string,
  log: Log,
  makeStore: StoreFactory<Store>,
  cachedQueries?: CachedQueries,
  metrics?: Metrics,
): Batches<Store> & { close(): void } {
  const connection = mysqlConnection(url, log);
  return { ...sqlBatches(connection, makeStore, cachedQueries, metrics), close: () => connection.close() };
}

/** One connection, for a caller that makes one call after the other. */
export function mysqlConnection(url: string, log: Log): SqlConnection & { close(): void } {
  const connection = new BatchConnection(url, log);
  const readConnection = new BatchConnection(url, log, { onlyReads: true });
  return {
    dialect: mysqlDialect,
    clock: connection.clock,
    query: async (statements) => {
      try {
        return await connection.query(statements.join(';'));
      } catch (error) {
        throw toPortError(error);
      }
    },
    transaction: (guard) => new MysqlTransaction(connection, guard),
    reads: () => new MysqlReads(readConnection),
    close: () => {
      connection.close();
      readConnection.close();
    },
  };
}

/** Statements that commit on their own: each sees all commits before it. */
class MysqlReads implements SqlTransaction {
  readonly #connection: BatchConnection;

  constructor(connection: BatchConnection) {
    this.#connection = connection;
  }

  async run(statements: readonly SqlStatement[]): Promise<Row[][]> {
    if (statements.some(({ writes }) => writes)) throw new Error('a batch that only reads cannot write');
    if (statements.length === 0) return [];
    try {
      return await this.#connection.query(statements.map(({ sql }) => sql).join(';'));
    } catch (error) {
      throw toPortError(error);
    }
  }

  runInSavepoint(): Promise<void> {
    return Promise.reject(new Error('a batch that only reads cannot write'));
  }

  commit(): Promise<void> {
    return Promise.reject(new Error('a batch that only reads cannot write'));
  }

  async rollback(): Promise<void> {
    // Nothing was begun.
  }
}

class MysqlTransaction implements SqlTransaction {
  readonly #connection: BatchConnection;
  readonly #guard: TransactionGuard | undefined;
  #hasBegun = false;
  #hasEnded = false;
  /** The connection on which this transaction began. */
  #generation: number | undefined;

  constructor(connection: BatchConnection, guard: TransactionGuard | undefined) {
    this.#connection = connection;
    this.#guard = guard;
  }

  async run(statements: readonly SqlStatement[]): Promise<Row[][]> {
    const guard = this.#guard;
    const opening = this.#hasBegun ? [] : ['BEGIN', ...(guard ? [guard.sql] : [])];
    this.#hasBegun = true;
    const { clock } = this.#connection;
    // A busy connection is never pinged.
    const closing = clock.isOlderThan(CLOCK_INTERVAL_MS) ? [READ_CLOCK] : [];
    const requestedAt = performance.now();
    try {
      const results = await this.#send([...opening, ...statements.map(({ sql }) => sql), ...closing]);
      if (closing.length > 0) clock.learn(Number(results.pop()?.[0]?.[0]), requestedAt);
      this.#generation = this.#connection.generation;
      if (opening.length > 0) guard?.assertStart(results[1] ?? []);
      return results.slice(opening.length);
    } catch (error) {
      throw toPortError(error);
    }
  }

  async runInSavepoint(statements: readonly string[]): Promise<void> {
    try {
      await this.#send(['SAVEPOINT command', ...statements, 'RELEASE SAVEPOINT command']);
    } catch (error) {
      if (isDataError(error)) await this.#send(['ROLLBACK TO SAVEPOINT command']);
      throw toPortError(error);
    }
  }

  async commit(statements: readonly string[]): Promise<void> {
    try {
      await this.#send([...statements, 'COMMIT']);
      this.#hasEnded = true;
    } catch (error) {
      await this.rollback();
      if (serverErrno(error) !== 0 || !(await this.#isCommitted())) throw toPortError(error);
    }
  }

  async rollback(): Promise<void> {
    if (!this.#hasBegun || this.#hasEnded) return;
    this.#hasEnded = true;
    try {
      await this.#send(['ROLLBACK']);
    } catch {
      // If ROLLBACK fails, destroy the connection: the server then rolls back.
      this.#connection.reset();
    }
  }

  #send(statements: readonly string[]): Promise<Row[][]> {
    return this.#connection.query(statements.join(';'), this.#generation);
  }

  /** Whether a COMMIT that got no answer succeeded. The lock of the guard waits until the old transaction has ended. */
  async #isCommitted(): Promise<boolean> {
    const guard = this.#guard;
    if (!guard) return false;
    try {
      this.#connection.reset();
      const results = await this.#connection.query(['BEGIN', guard.sql, 'ROLLBACK'].join(';'));
      return guard.isCommitted(results[1] ?? []);
    } catch (error) {
      throw toPortError(error);
    }
  }
}

/** Returns errors of the port unchanged. A refused row becomes a DataError, any other failure a StoreFailed. */
function toPortError(error: unknown): Error {
  if (error instanceof PositionMoved || error instanceof DataError || error instanceof StoreFailed) return error;
  if (isDataError(error)) return new DataError('MySQL refused a row', { cause: error });
  return new StoreFailed('MySQL failed', { cause: error });
}
