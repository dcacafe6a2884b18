// The schema: numbered files, each applied once, in order, under a lock.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import type { Log } from '../ports/index.ts';

const FOLDER = join(import.meta.dirname, 'schema');
const LOCK_WAIT_SECONDS = 60;

/** Brings the database to the newest schema. Many instances may call it at once: one works, the others wait for it. Throws when the server is away. */
export async function migrateMysql(url: string, log: Log): Promise<void> {
  const connection = await mysql.createConnection({
    uri: url,
    multipleStatements: true,
    charset: 'utf8mb4',
    connectTimeout: 3000,
  });
  try {
    // Named after the database: the lock is the server's, other databases on it are not our business.
    const lock = "CONCAT('im-schema-', DATABASE())";
    const [rows] = await connection.query<mysql.RowDataPacket[]>(`SELECT GET_LOCK(${lock}, ${LOCK_WAIT_SECONDS}) AS got`);
    if (rows[0]?.got !== 1) throw new Error('another instance has been changing the schema for over a minute');
    await connection.query(
      'CREATE TABLE IF NOT EXISTS schema_files (name VARCHAR(128) CHARACTER SET ascii NOT NULL PRIMARY KEY, applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB',
    );
    const [applied] = await connection.query<mysql.RowDataPacket[]>('SELECT name FROM schema_files');
    const done = new Set(applied.map((row) => row.name as string));
    const files = readdirSync(FOLDER)
      .filter((name) => name.endsWith('.sql'))
      .sort();
    for (const name of files.filter((file) => !done.has(file))) {
      await connection.query(readFileSync(join(FOLDER, name), 'utf8'));
      await connection.query('INSERT INTO schema_files (name) VALUES (?)', [name]);
      log.info({ file: name }, 'schema file applied');
    }
  } finally {
    // Ends the lock with the connection.
    connection.destroy();
  }
}
