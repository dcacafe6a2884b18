import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SetupError } from '../ports/index.ts';
import { describeReal, type RealServers, realServers } from '../testing/real-servers.ts';
import { silentLog } from '../testing/silent-log.ts';
import { migrateMysql } from './migration.ts';

describeReal('the schema of MySQL', ['mysql'], () => {
  let servers: RealServers<'mysql'>;
  let connection: mysql.Connection;
  let folder: string;
  beforeEach(async () => {
    servers = await realServers(['mysql']);
    connection = await mysql.createConnection({ uri: servers.mysql, multipleStatements: true, rowsAsArray: true });
    folder = mkdtempSync(join(tmpdir(), 'im-schema-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await connection?.end();
    await servers?.release();
  });

  const addFile = (name: string, sql: string): void => writeFileSync(join(folder, name), sql);
  const rows = async (sql: string): Promise<unknown[][]> => (await connection.query(sql))[0] as unknown[][];
  const tables = async (): Promise<unknown[]> => (await rows('SHOW TABLES')).map(([name]) => name).sort();

  test('schema files are applied once, in order, over existing data', async () => {
    addFile('200-people.sql', 'CREATE TABLE people (name VARCHAR(64)) ENGINE=InnoDB;');
    await migrateMysql(servers.mysql, silentLog, folder);
    await connection.query("INSERT INTO people VALUES ('ann')");
    addFile('202-name.sql', "ALTER TABLE people ADD COLUMN age INT; UPDATE people SET name = CONCAT(name, '2');");
    addFile('201-name.sql', "UPDATE people SET name = CONCAT(name, '1');");
    for (let i = 0; i < 2; i++) await migrateMysql(servers.mysql, silentLog, folder);
    expect(await rows('SELECT name, age FROM people')).toEqual([['ann12', null]]);
  });

  test('many instances may apply the schema at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => migrateMysql(servers.mysql, silentLog)));
    const [counts] = await rows('SELECT COUNT(*), COUNT(DISTINCT name) FROM schema_files');
    expect(counts?.[0]).toBe(counts?.[1]);
  });

  test('the first schema can be applied again after a crash in the middle of it', async () => {
    await migrateMysql(servers.mysql, silentLog);
    await connection.query('DELETE FROM schema_files; DROP TABLE group_requests');
    await migrateMysql(servers.mysql, silentLog);
    expect(await tables()).toContain('group_requests');
    expect(await rows('SELECT COUNT(*) FROM cache_fence')).toEqual([[1]]);
  });

  test('a database of a development version is not changed, and the error says what to do', async () => {
    await connection.query('CREATE TABLE schema_files (name VARCHAR(128) NOT NULL PRIMARY KEY)');
    await connection.query("INSERT INTO schema_files VALUES ('000-runtime.sql'), ('001-auth.sql')");
    const migrating = migrateMysql(servers.mysql, silentLog);
    await expect(migrating).rejects.toThrow(SetupError);
    await expect(migrating).rejects.toThrow(
      /000-runtime\.sql, 001-auth\.sql.*Run that version, or point IM_MYSQL_URL to a new, empty database/s,
    );
    expect(await tables()).toEqual(['schema_files']);
  });
});
