// The schema of the SQLite store: numbered files in schema/. PRAGMA user_version holds the number of the last file that was
// applied.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { SetupError } from '../ports/index.ts';

const FOLDER = join(import.meta.dirname, 'schema');
/** Lower versions belong to development versions, whose steps had other numbers. */
const FIRST_VERSION = 200;

/**
 * Brings the store to the newest schema: each file in one transaction together with its number. Never change a released file:
 * add a new one. Throws SetupError and changes nothing when another version of the server created the store.
 */
export function migrateSqlite(database: DatabaseSync, folder = FOLDER): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const newest = versionOf(files.at(-1));
  const current = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (current > newest)
    throw new SetupError(
      `the store has schema ${current}, and ${newest} is the newest here: it was written by a newer version. Run that version.`,
    );
  if (current > 0 && current < FIRST_VERSION)
    throw new SetupError(
      `the store has schema ${current} of a development version, which this version cannot read. ` +
        'Run the version that created it, or start with a new, empty data folder (IM_DATA_FOLDER=<folder>).',
    );
  for (const file of files.filter((name) => versionOf(name) > current))
    apply(database, readFileSync(join(folder, file), 'utf8'), versionOf(file));
}

function apply(database: DatabaseSync, sql: string, version: number): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(sql);
    database.exec(`PRAGMA user_version = ${version}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** The number at the beginning of the file's name. */
function versionOf(file = ''): number {
  const version = Number.parseInt(file, 10);
  if (!(version >= FIRST_VERSION)) throw new Error(`a schema file must begin with a number from ${FIRST_VERSION} on: "${file}"`);
  return version;
}
