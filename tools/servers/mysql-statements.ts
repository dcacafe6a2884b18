// Runs SQL statements on a MySQL server, for tools and tests that fill tables directly.
import { createConnection } from 'mysql2/promise';

/** Runs the statements in order, on a connection of its own. Rejects with the first that fails. */
export async function runMysqlStatements(url: string, statements: Iterable<string>): Promise<void> {
  const connection = await createConnection(url);
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
