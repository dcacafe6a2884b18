import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SetupError } from '../ports/index.ts';
import { migrateSqlite } from './migration.ts';

let folder: string;
let database: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'im-schema-'));
  database = new DatabaseSync(':memory:');
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const addFile = (name: string, sql: string): void => writeFileSync(join(folder, name), sql);
const version = () => database.prepare('PRAGMA user_version').get()?.user_version;
const tables = () =>
  database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => String(name));

test('schema files are applied once, in order, over existing data', () => {
  addFile('200-people.sql', 'CREATE TABLE people (name TEXT) STRICT;');
  migrateSqlite(database, folder);
  database.exec("INSERT INTO people VALUES ('ann')");
  addFile('202-name.sql', "ALTER TABLE people ADD COLUMN age INTEGER; UPDATE people SET name = name || '2';");
  addFile('201-name.sql', "UPDATE people SET name = name || '1';");
  for (let i = 0; i < 2; i++) migrateSqlite(database, folder);
  expect(database.prepare('SELECT name, age FROM people').all()).toEqual([{ name: 'ann12', age: null }]);
  expect(version()).toBe(202);
});

test('a schema file that fails changes nothing, and is applied again at the next start', () => {
  addFile('200-first.sql', 'CREATE TABLE first (n INTEGER) STRICT;');
  addFile('201-second.sql', 'CREATE TABLE second (n INTEGER) STRICT; NO SQL;');
  expect(() => migrateSqlite(database, folder)).toThrow('syntax error');
  expect([version(), tables()]).toEqual([200, ['first']]);
  addFile('201-second.sql', 'CREATE TABLE second (n INTEGER) STRICT;');
  migrateSqlite(database, folder);
  expect([version(), tables()]).toEqual([201, ['first', 'second']]);
});

test('a store of a development version is not changed, and the error says what to do', () => {
  database.exec('CREATE TABLE old (n INTEGER); PRAGMA user_version = 11');
  expect(() => migrateSqlite(database)).toThrow(SetupError);
  expect(() => migrateSqlite(database)).toThrow(
    /schema 11 of a development version.*new, empty data folder \(IM_DATA_FOLDER=<folder>\)/s,
  );
  expect([version(), tables()]).toEqual([11, ['old']]);
});

test('a store of a newer version is refused, and not changed', () => {
  database.exec('PRAGMA user_version = 1000');
  expect(() => migrateSqlite(database)).toThrow('it was written by a newer version');
  expect([version(), tables()]).toEqual([1000, []]);
});

test('SQLite and MySQL have the same tables with the same columns', () => {
  const sqlite = columnsByTable(join(import.meta.dirname, 'schema/200-initial.sql'));
  const mysql = columnsByTable(join(import.meta.dirname, '../mysql/schema/200-initial.sql'));
  // MySQL has no tables for codes, which are in Redis there. SQLite has no cache fence, because there is no Redis.
  for (const table of ['codes', 'code_uses', 'code_mails']) expect(sqlite.delete(table)).toBe(true);
  expect(mysql.delete('cache_fence')).toBe(true);
  expect(sqlite).toEqual(mysql);
});

/** Table → its columns, sorted, of one schema file. */
function columnsByTable(file: string): Map<string, string[]> {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/^CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(\n(.*?)^\)/gms)];
  return new Map(
    found.map(([, table = '', body = '']) => [
      table,
      [...body.matchAll(/^ {2}([a-z_]+) /gm)].map(([, column = '']) => column).sort(),
    ]),
  );
}
