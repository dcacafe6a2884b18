// The schema of MySQL: numbered files in schema/, each applied once, in order, under a lock.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { type Log, SetupError } from '../ports/index.ts';
import { assertSuitableServer, SESSION } from './session.ts';

export const SCHEMA_FOLDER = join(import.meta.dirname, 'schema');
const LOCK_WAIT_SECONDS = 60;
const CONNECT_TIMEOUT_MS = 3000;

const CREATE_APPLIED = `CREATE TABLE IF NOT EXISTS schema_files (
  name VARCHAR(128) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
) ENGINE=InnoDB`;

/**
 * Brings the database to the newest schema. Many instances may call it at once: one applies the files, the others wait.
 * Throws when the server is unavailable. Throws SetupError and changes nothing when the server is not suitable, or when the
 * database has schema files that this version does not have.
 */
export async function migrateMysql(url: string, log: Log, folder = SCHEMA_FOLDER): Promise<void> {
  const connection = await mysql.createConnection({
    uri: url,
    multipleStatements: true,
    charset: 'utf8mb4',
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
  try {
    await connection.query(SESSION.join(';'));
    await assertSuitableServer(connection);
    await lockSchema(connection);
    await connection.query(CREATE_APPLIED);
    const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT name FROM schema_files ORDER BY name');
    const applied = rows.map(({ name }) => String(name));
    const files = readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort();
    const unknown = applied.filter((name) => !files.includes(name));
    if (unknown.length > 0) throw new SetupError(unknownSchema(unknown));
    for (const name of files.filter((file) => !applied.includes(file))) {
      await connection.query(readFileSync(join(folder, name), 'utf8'));
      await connection.query('INSERT INTO schema_files (name) VALUES (?)', [name]);
      log.info({ file: name }, 'schema file applied');
    }
  } finally {
    // The lock ends with the connection.
    connection.destroy();
  }
}

/**
 * Takes the lock of this database's schema. A MySQL lock belongs to the whole server, which may hold other databases, so its
 * name contains the database.
 */
async function lockSchema(connection: mysql.Connection): Promise<void> {
  const name = "CONCAT('im-schema-', DATABASE())";
  const [rows] = await connection.query<mysql.RowDataPacket[]>(`SELECT GET_LOCK(${name}, ${LOCK_WAIT_SECONDS}) AS got`);
  if (rows[0]?.got !== 1)
    throw new Error(`another instance has held the schema lock for ${LOCK_WAIT_SECONDS} s: try again later`);
}

function unknownSchema(files: readonly string[]): string {
  const names = files.slice(0, 3).join(', ');
  return (
    `the database has schema files that this version does not have (${names}${files.length > 3 ? ', …' : ''}): ` +
    'another version of the server created it. Run that version, or point IM_MYSQL_URL to a new, empty database.'
  );
}
