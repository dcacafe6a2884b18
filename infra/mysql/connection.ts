// The connection to MySQL of a service's batches.
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import type { Log } from '../ports/index.ts';
import type { Row } from '../sql/connection.ts';
import { LearnedClock } from '../sql/store-clock.ts';
import { mysqlDialect } from './dialect.ts';
import { leaveWrongServer, MAX_AGE_MS, serverErrno, serverGeneration } from './server-changes.ts';
import { SESSION } from './session.ts';

const CONNECT_TIMEOUT_MS = 3000;
// Detects a server that vanished without closing the connection. Above innodb_lock_wait_timeout, which the server itself reports.
const QUERY_TIMEOUT_MS = 10_000;

// The server disconnects a process that is frozen inside a transaction after 3 s and releases its locks (the default is 8 hours).
const BATCH_SESSION = [...SESSION, 'SET SESSION wait_timeout = 3'];
const PING_INTERVAL_MS = 1000;
/** Reads the server's clock. */
export const READ_CLOCK = `SELECT ${mysqlDialect.nowMs()}`;

/**
 * One connection that runs several statements per call, one call at a time. It connects at the first call, and again after the
 * connection was lost. A call in flight at that time rejects. Pings keep an idle connection alive, so the server's short
 * wait_timeout disconnects only a frozen process.
 */
export class BatchConnection {
  readonly #url: string;
  readonly #log: Log;
  readonly #maxAgeMs: number;
  #connection: Connection | undefined;
  #lastUsedAt = 0;
  /** When it connected, and what the process knew of the server then. */
  #born = { at: 0, serverGeneration: 0 };
  #isBusy = false;
  readonly #pinger: NodeJS.Timeout;
  /** The server's clock. */
  readonly clock: LearnedClock;

  /** `onlyReads`: a server that takes no writes any more does not tell this connection, so it is replaced after half a minute. */
  constructor(url: string, log: Log, { onlyReads = false }: { readonly onlyReads?: boolean } = {}) {
    this.#url = url;
    this.#log = log;
    this.#maxAgeMs = onlyReads ? MAX_AGE_MS : Number.POSITIVE_INFINITY;
    this.clock = new LearnedClock({ log });
    this.#pinger = setInterval(() => this.#ping(), PING_INTERVAL_MS);
    this.#pinger.unref();
  }

  /** Rises with each new connection: a transaction that began on one must not continue on the next. */
  generation = 0;

  /**
   * Runs the statements of `sql`. Returns an array of rows for each statement (empty if it has none). With `generation`, it runs
   * only on the connection with that number, and rejects if that connection was lost.
   */
  async query(sql: string, generation?: number): Promise<Row[][]> {
    if (generation !== undefined && (!this.#connection || generation !== this.generation))
      throw new Error('the MySQL connection was lost');
    if (generation === undefined && this.#isOutdated()) this.reset();
    this.#isBusy = true;
    try {
      const connection = this.#connection ?? (await this.#connect());
      const [result] = await connection.query({ sql, rowsAsArray: true, timeout: QUERY_TIMEOUT_MS });
      if (!Array.isArray(result)) return [[]];
      const many = Array.isArray(result[0]) && (Array.isArray(result[0][0]) || result[0].length === 0);
      const single = !many && !isHeader(result[0]);
      const parts = (single ? [result] : result) as unknown[];
      return parts.map((part) => (Array.isArray(part) ? (part as Row[]) : []));
    } catch (error) {
      // The text of a batch contains messages and password hashes: it must not reach a log.
      if (error instanceof Error && 'sql' in error) delete error.sql;
      // An error with a number is an answer of the server. Any other error means that the connection is broken.
      if (serverErrno(error) === 0 || leaveWrongServer(this.#url, error)) this.reset();
      throw error;
    } finally {
      this.#lastUsedAt = performance.now();
      this.#isBusy = false;
    }
  }

  #isOutdated(): boolean {
    const { at, serverGeneration: known } = this.#born;
    return known < serverGeneration(this.#url) || performance.now() - at > this.#maxAgeMs;
  }

  /** Destroys the connection: the server rolls back its transaction. */
  reset(): void {
    this.#connection?.destroy();
    this.#connection = undefined;
  }

  close(): void {
    clearInterval(this.#pinger);
    this.reset();
  }

  async #connect(): Promise<Connection> {
    const born = { at: performance.now(), serverGeneration: serverGeneration(this.#url) };
    const connection = await mysql.createConnection({
      uri: this.#url,
      multipleStatements: true,
      charset: 'utf8mb4',
      connectTimeout: CONNECT_TIMEOUT_MS,
      // The statements have no placeholders. Without this, mysql2 searches them for placeholders (9 % of the CPU at full load).
      queryFormat: (sql: string) => sql,
    });
    connection.on('error', (error) => {
      this.#log.warn({ err: error }, 'MySQL connection lost, reconnecting');
      if (this.#connection === connection) this.reset();
    });
    await connection.query(BATCH_SESSION.join(';'));
    await this.#readClock(connection);
    this.#connection = connection;
    this.#born = born;
    this.generation++;
    return connection;
  }

  async #readClock(connection: Connection): Promise<void> {
    const requestedAt = performance.now();
    const [rows] = await connection.query<RowDataPacket[][]>({ sql: READ_CLOCK, rowsAsArray: true, timeout: QUERY_TIMEOUT_MS });
    this.clock.learn(Number(rows[0]?.[0]), requestedAt);
  }

  #ping(): void {
    if (this.#isBusy || !this.#connection || performance.now() - this.#lastUsedAt < PING_INTERVAL_MS / 2) return;
    const connection = this.#connection;
    this.#readClock(connection).catch(() => {
      if (this.#connection === connection) this.reset();
    });
  }
}

function isHeader(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'affectedRows' in part;
}

/** True when the server refused a row for its content: SQLSTATE classes 22 (data) and 23 (constraint). */
export function isDataError(error: unknown): boolean {
  const state = (error as { sqlState?: unknown } | null)?.sqlState;
  return typeof state === 'string' && (state.startsWith('22') || state.startsWith('23'));
}
