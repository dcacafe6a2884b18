// Runs SQL statements on a MySQL server, for tools and tests that fill and read tables directly.
import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** Runs the statements in order, on a connection of its own. Rejects with the first that fails. */
export async function runMysqlStatements(url: string, statements: Iterable<string>): Promise<void> {
  const connection = await createConnection(url);
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}

/** The rows of all queries together, in their order. Rejects when one cannot be answered. */
export async function readMysqlRows(
  url: string,
  queries: Iterable<{ readonly sql: string; readonly values?: readonly Buffer[] }>,
): Promise<Readonly<Record<string, unknown>>[]> {
  const connection = await createConnection(url);
  try {
    const all: Record<string, unknown>[] = [];
    for (const { sql, values = [] } of queries) {
      const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
      for (const row of rows) all.push(row);
    }
    return all;
  } finally {
    await connection.end();
  }
}

/** Ends every connection but its own, whatever it is doing: some are in the middle of a COMMIT. */
export async function killMysqlConnections(url: string): Promise<void> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID()',
    );
    // One that has ended meanwhile is unknown.
    for (const { id } of rows) await connection.query(`KILL ${Number(id)}`).catch(() => undefined);
  } finally {
    connection.destroy();
  }
}
