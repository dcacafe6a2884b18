// Connections: a pool for single reads, and the connection of a service's batches.
import mysql, { type Connection, type Pool, type RowDataPacket } from 'mysql2/promise';
import type { Log } from '../ports/index.ts';
import type { Row, SqlReader } from '../sql/connection.ts';
import { mysqlDialect } from './dialect.ts';

const CONNECT_TIMEOUT_MS = 3000;
// A server that is gone without a word ends no connection. Above innodb_lock_wait_timeout, which the server itself reports.
const QUERY_TIMEOUT_MS = 10_000;
// A server that answers nothing fails like one that is away: the command is prepared again until its deadline.
const READ_TIMEOUT_MS = 3000;

// READ COMMITTED: no gap locks, and a statement sees what others committed before it took its lock. 2 s: a lock that is held longer belongs to a
// frozen process. sql_mode is ours, so that escaping and strictness do not depend on the server's configuration.
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  'SET SESSION innodb_lock_wait_timeout = 2',
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
];
// A process that is frozen inside a transaction is thrown out after 3 s, and its locks with it (the default is 8 hours).
const BATCH_SESSION = [...SESSION, 'SET SESSION wait_timeout = 3'];
const PING_INTERVAL_MS = 1000;

/** Reads outside of batches. Bounded: at most 4 connections; a caller waits for a free one. */
export function mysqlPool(url: string): Pool {
  const pool = mysql.createPool({
    uri: url,
    connectionLimit: 4,
    charset: 'utf8mb4',
    connectTimeout: CONNECT_TIMEOUT_MS,
    rowsAsArray: true,
  });
  pool.on('connection', (connection) => {
    for (const statement of SESSION) connection.query(statement);
  });
  return pool;
}

/** Reads outside of batches, on connections of the pool. */
export function mysqlReader(pool: Pool): SqlReader {
  return {
    dialect: mysqlDialect,
    read: async (sql) => {
      const [rows] = await pool.query<RowDataPacket[][]>({ sql, rowsAsArray: true, timeout: READ_TIMEOUT_MS });
      return rows;
    },
  };
}

/**
 * One connection that runs multi-statement text, one call at a time. It connects when first used and again after it was lost; a call under way when it is
 * lost rejects. While idle it is pinged, so that the server's short wait_timeout only ends a process that stands still.
 */
export class BatchConnection {
  private readonly url: string;
  private readonly log: Log;
  private connection: Connection | undefined;
  private lastUsed = 0;
  private busy = false;
  private readonly pinger: NodeJS.Timeout;

  constructor(url: string, log: Log) {
    this.url = url;
    this.log = log;
    this.pinger = setInterval(() => this.ping(), PING_INTERVAL_MS);
    this.pinger.unref();
  }

  /** Rises with each new connection: what was begun on one must not go on on the next. */
  generation = 0;

  /**
   * Runs the statements of `sql`; one array of rows for each statement (empty for those without rows). With `generation` it runs only on that connection,
   * and rejects when it was lost.
   */
  async query(sql: string, generation?: number): Promise<Row[][]> {
    if (generation !== undefined && (!this.connection || generation !== this.generation))
      throw new Error('the connection to MySQL was lost');
    this.busy = true;
    try {
      const connection = this.connection ?? (await this.connect());
      const [result] = await connection.query({ sql, rowsAsArray: true, timeout: QUERY_TIMEOUT_MS });
      if (!Array.isArray(result)) return [[]];
      const many = Array.isArray(result[0]) && (Array.isArray(result[0][0]) || result[0].length === 0);
      const single = !many && !isHeader(result[0]);
      const parts = (single ? [result] : result) as unknown[];
      return parts.map((part) => (Array.isArray(part) ? (part as Row[]) : []));
    } catch (error) {
      // The text of a batch holds what people wrote and the hashes of their passwords: not for a log.
      if (error instanceof Error && 'sql' in error) delete error.sql;
      // The server answers on a living connection; any other error is the connection's end.
      if (serverErrno(error) === 0) this.reset();
      throw error;
    } finally {
      this.lastUsed = Date.now();
      this.busy = false;
    }
  }

  /** Throws the connection away, whatever state its transaction is in: the server rolls it back. */
  reset(): void {
    this.connection?.destroy();
    this.connection = undefined;
  }

  close(): void {
    clearInterval(this.pinger);
    this.reset();
  }

  private async connect(): Promise<Connection> {
    const connection = await mysql.createConnection({
      uri: this.url,
      multipleStatements: true,
      charset: 'utf8mb4',
      connectTimeout: CONNECT_TIMEOUT_MS,
      // The text is complete: without this mysql2 scans it for placeholders (9 % of the process at full load).
      queryFormat: (sql: string) => sql,
    });
    connection.on('error', (error) => {
      this.log.warn({ err: error }, 'the connection to MySQL was lost');
      if (this.connection === connection) this.reset();
    });
    await connection.query(BATCH_SESSION.join(';'));
    this.connection = connection;
    this.generation++;
    return connection;
  }

  private ping(): void {
    if (this.busy || !this.connection || Date.now() - this.lastUsed < PING_INTERVAL_MS / 2) return;
    const connection = this.connection;
    connection.ping().catch(() => {
      if (this.connection === connection) this.reset();
    });
  }
}

function isHeader(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'affectedRows' in part;
}

/** The server's own number for the error, 0 where the server gave none (the connection was lost). */
export function serverErrno(error: unknown): number {
  const errno = (error as { errno?: unknown } | null)?.errno;
  const state = (error as { sqlState?: unknown } | null)?.sqlState;
  return typeof errno === 'number' && typeof state === 'string' ? errno : 0;
}

/** True where the server refused a row for what is in it: SQLSTATE classes 22 (data) and 23 (constraint). */
export function isDataError(error: unknown): boolean {
  const state = (error as { sqlState?: unknown } | null)?.sqlState;
  return typeof state === 'string' && (state.startsWith('22') || state.startsWith('23'));
}
