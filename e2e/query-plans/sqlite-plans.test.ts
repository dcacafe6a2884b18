import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Row } from '../../infra/sql/connection.ts';
import { sqliteConnection, sqliteReader } from '../../infra/sqlite/batches.ts';
import { sqliteBus } from '../../infra/sqlite/bus.ts';
import { openSqliteStore, type SqliteStore } from '../../infra/sqlite/store.ts';
import { im } from '../../proto/rpc.ts';
import { sqliteCodes } from '../../verify/store/sqlite-codes.ts';
import { queryPlansContract } from './testing/query-plans-contract.ts';

/**
 * https://sqlite.org/eqp.html: SCAN means that the whole table is read, unless it is a list in the statement or the result of a
 * subquery.
 */
function faultsOf(plan: readonly Row[]): string[] {
  const lines = plan.map((row) => String(row[3]));
  const parts = new Set(lines.flatMap((line) => /^(?:CO-ROUTINE|MATERIALIZE) (\S+)/.exec(line)?.[1] ?? []));
  return lines.filter((line) => {
    const scanned = /^SCAN (\S+)/.exec(line)?.[1];
    if (line.includes('AUTOMATIC')) return true;
    return scanned !== undefined && !/CONSTANT ROW|VALUES CLAUSE/.test(line) && !scanned.startsWith('(') && !parts.has(scanned);
  });
}

queryPlansContract('The embedded store', async () => {
  const store = openSqliteStore(':memory:');
  return {
    watch: { explain: 'EXPLAIN QUERY PLAN ', findFaults: faultsOf },
    connection: () => sqliteConnection(store),
    reader: sqliteReader(store),
    // As in production, where ANALYZE never runs.
    analyzeTables: async () => undefined,
    close: async () => store.close(),
  };
});

/** The faults in the plans of all statements that are prepared while `work` runs. */
async function faultsIn(store: SqliteStore, work: () => Promise<unknown>): Promise<string[]> {
  const { database } = store;
  const prepare = database.prepare.bind(database);
  const texts = new Set<string>();
  database.prepare = (sql) => {
    texts.add(sql);
    return prepare(sql);
  };
  await work();
  database.prepare = prepare;
  expect(texts.size).toBeGreaterThan(0);
  const statements = [...texts].filter((sql) => /^(SELECT|INSERT|UPDATE|DELETE)/.test(sql.trim()));
  return statements.flatMap((sql) => faultsOf(store.query(`EXPLAIN QUERY PLAN ${sql}`)).map((fault) => `${fault}: ${sql}`));
}

test('codes are read by their keys, and expired ones by time', async () => {
  const store = openSqliteStore(':memory:');
  const codes = sqliteCodes(store);
  const rules = { lifetimeMs: 1000, mailEveryMs: 0, mailsPerDay: 9, attemptsPerCode: 9, useKeptMs: 1000 };
  const of = { owner: 'a@example.org', purpose: im.CodePurpose.REGISTER };
  const fresh = { nonce: randomBytes(16), keyId: 1 };
  const faults = await faultsIn(store, async () => {
    await codes.grant({ ...of, mailbox: of.owner, command: 'one', fresh }, rules);
    await codes.revokeMail(of.owner, 'one');
    await codes.attempt({ ...of, useId: 'this' }, rules);
    expect(await codes.consume({ ...of, nonce: fresh.nonce, useId: 'this' }, rules)).toBe(true);
    await codes.attempt({ ...of, useId: 'this' }, rules);
  });
  expect(faults).toEqual([]);
  store.close();
});

test('records of the log are read by their keys', async () => {
  const store = openSqliteStore(':memory:');
  const faults = await faultsIn(store, async () => {
    const bus = sqliteBus({ database: store.database });
    await bus.ensureTopics([{ name: 'topic', partitions: 2, retentionMs: 1 }]);
    await bus.publish([{ topic: 'topic', partition: 0, value: Buffer.from('one') }]);
    const consumption = await bus.consume({
      group: 'group',
      topic: 'topic',
      onAssigned: async (partitions) => new Map(partitions.map(({ partition, earliest }) => [partition, earliest])),
      onRevoked: async () => undefined,
      onRecords: () => undefined,
    });
    await consumption.close();
    await bus.close();
  });
  expect(faults).toEqual([]);
  store.close();
});
