// The pool of connections to MySQL for single reads.
import mysql, { type Pool, type RowDataPacket } from 'mysql2/promise';
import type { SqlReader } from '../sql/connection.ts';
import { mysqlDialect } from './dialect.ts';
import { leaveWrongServer, MAX_AGE_MS, serverGeneration } from './server-changes.ts';
import { SESSION } from './session.ts';

const CONNECT_TIMEOUT_MS = 3000;
// A server that does not answer in this time counts as unavailable.
const READ_TIMEOUT_MS = 3000;

const urls = new WeakMap<Pool, string>();

/**
 * A pool for reads outside of batches, of at most 4 connections. A caller waits for a free one. A connection is replaced after
 * half a minute, and at once when any connection of this process has learned that the server is the wrong one now.
 */
export function mysqlPool(url: string, { maxAgeMs = MAX_AGE_MS }: { readonly maxAgeMs?: number } = {}): Pool {
  const pool = mysql.createPool({
    uri: url,
    connectionLimit: 4,
    charset: 'utf8mb4',
    connectTimeout: CONNECT_TIMEOUT_MS,
    rowsAsArray: true,
  });
  urls.set(pool, url);
  const born = new WeakMap<object, { readonly at: number; readonly generation: number }>();
  const core = pool.pool;
  core.on('connection', (connection) => {
    born.set(connection, { at: performance.now(), generation: serverGeneration(url) });
    for (const statement of SESSION) connection.query(statement);
  });
  const isOutdated = (connection: object): boolean => {
    const birth = born.get(connection);
    return birth !== undefined && (birth.generation < serverGeneration(url) || performance.now() - birth.at > maxAgeMs);
  };
  const acquire = core.getConnection.bind(core);
  core.getConnection = (callback) =>
    acquire((error, connection) => {
      if (error || !isOutdated(connection)) {
        callback(error, connection);
        return;
      }
      connection.destroy();
      core.getConnection(callback);
    });
  return pool;
}

/** Reads outside of batches, on connections of the pool. A read that takes longer than 3 s rejects. */
export function mysqlReader(pool: Pool): SqlReader {
  return {
    dialect: mysqlDialect,
    read: (sql) => queryPool(pool, sql, { timeoutMs: READ_TIMEOUT_MS }),
  };
}

/** Runs one statement. Leaves the server when it is the wrong one now. */
export async function queryPool(
  pool: Pool,
  sql: string,
  { timeoutMs, values = [] }: { readonly timeoutMs: number; readonly values?: readonly (string | number)[] },
): Promise<RowDataPacket[][]> {
  try {
    const [rows] = await pool.query<RowDataPacket[][]>({ sql, rowsAsArray: true, timeout: timeoutMs }, [...values]);
    return rows;
  } catch (error) {
    leaveWrongServer(urls.get(pool) ?? '', error);
    throw error;
  }
}
