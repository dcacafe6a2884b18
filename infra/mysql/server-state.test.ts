import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeReal, realServers } from '../testing/real-servers.ts';
import { silentLog } from '../testing/silent-log.ts';
import { mysqlConnection } from './batches.ts';
import { migrateMysql, SCHEMA_FOLDER } from './migration.ts';
import { readMysqlState, TABLES_BY_OWNER } from './server-state.ts';

test('every table of the schema files has an owner', () => {
  const files = readdirSync(SCHEMA_FOLDER).filter((name) => name.endsWith('.sql'));
  const texts = files.map((name) => readFileSync(join(SCHEMA_FOLDER, name), 'utf8'));
  const created = texts.flatMap((text) => [...text.matchAll(/^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/gm)].map(([, name]) => name));
  expect(Object.values(TABLES_BY_OWNER).flat().toSorted()).toEqual(created.toSorted());
});

describeReal('the state of a real server', ['mysql'], () => {
  test('shows an empty database, a migrated one, a lost table, a narrow column and a file of another version', async () => {
    const servers = await realServers(['mysql']);
    onTestFinished(() => servers.release());
    const connection = mysqlConnection(servers.mysql, silentLog);
    onTestFinished(() => connection.close());
    const read = () => readMysqlState(connection);
    const files = readdirSync(SCHEMA_FOLDER);
    const empty = await read();
    expect([empty.applied, empty.files, empty.database]).toEqual([undefined, files, expect.stringMatching(/\w/)]);
    expect(empty.owners.every(({ tables, missing }) => missing.length === tables)).toBe(true);
    expect(empty.version).toMatch(/^\d+\.\d+/);
    expect(empty.maxPacketBytes).toBeGreaterThanOrEqual(empty.minPacketBytes);

    await migrateMysql(servers.mysql, silentLog);
    const migrated = await read();
    expect(migrated).toMatchObject({ applied: files, narrowColumns: [] });
    expect(migrated.owners.flatMap(({ missing }) => missing)).toEqual([]);

    await connection.query([
      'DROP TABLE sessions',
      'ALTER TABLE profiles MODIFY about VARCHAR(500) CHARACTER SET latin1 NOT NULL',
      "INSERT INTO schema_files (name) VALUES ('999-later.sql')",
    ]);
    const wrong = await read();
    expect(wrong.owners.find(({ owner }) => owner === 'auth')?.missing).toEqual(['sessions']);
    expect(wrong.narrowColumns).toEqual(['profiles.about is latin1']);
    expect(wrong.applied).toEqual([...files, '999-later.sql']);
  });
});
