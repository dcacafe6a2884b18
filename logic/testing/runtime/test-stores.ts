// Runs a suite of the service runtime on every store.
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { mysqlConnection } from '../../../infra/mysql/batches.ts';
import type { SqlConnection } from '../../../infra/sql/connection.ts';
import { id } from '../../../infra/sql/literals.ts';
import { sqliteBatches, sqliteConnection } from '../../../infra/sqlite/batches.ts';
import { openSqliteStore } from '../../../infra/sqlite/store.ts';
import { describeReal } from '../../../infra/testing/real-servers.ts';
import { silentLog } from '../../../infra/testing/silent-log.ts';
import { decodeId, directConversationId } from '../../../proto/ids.ts';
import { logicStore } from '../../store/logic-store.ts';
import { type MysqlStoreFixture, mysqlStoreFixture } from '../../store/testing/mysql-store.ts';
import { type RuntimeFixture, runtimeFixture, type TestStore } from './runtime-fixture.ts';

/** A store with tables. */
export interface TestStoreWithTables extends TestStore {
  /** Makes friends of a user and others, without a version: no Sync shows them as news. */
  befriend(userId: string, otherIds: readonly string[]): Promise<void>;
  /** A connection of its own, for what works on the tables outside batches. */
  connection(): SqlConnection;
}

/** Runs the tests of `body` on the embedded store and on a real MySQL, each test in a fixture of its own. */
export function onEveryStore(title: string, body: SuiteBody): void {
  describe(`${title} (embedded)`, () => storeSuite(async () => sqliteTestStore(), body));
  onMysql(title, body);
}

/** As `onEveryStore`, on a real MySQL alone: for what only a database with row locks can do. */
export function onMysql(title: string, body: SuiteBody): void {
  describeReal(`${title} (MySQL)`, ['mysql'], () => {
    let tables: MysqlStoreFixture | undefined;
    beforeAll(async () => {
      tables = await mysqlStoreFixture();
    });
    afterAll(() => tables?.close());
    storeSuite(async () => mysqlTestStore(assertMade(tables)), body);
  });
}

type SuiteBody = (fixture: () => RuntimeFixture, store: () => TestStoreWithTables) => void;

function storeSuite(makeStore: () => Promise<TestStoreWithTables>, body: SuiteBody): void {
  let store: TestStoreWithTables | undefined;
  let fixture: RuntimeFixture | undefined;
  beforeEach(async () => {
    store = await makeStore();
    fixture = await runtimeFixture(store);
  });
  afterEach(() => fixture?.close());
  body(
    () => assertMade(fixture),
    () => assertMade(store),
  );
}

function assertMade<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('only within a test');
  return value;
}

export async function sqliteTestStore(): Promise<TestStoreWithTables> {
  const store = openSqliteStore(':memory:');
  const connect = () => sqliteBatches(store, logicStore);
  return {
    batches: connect(),
    connect,
    befriend: (userId, otherIds) => insertFriends(sqliteConnection(store), userId, otherIds),
    addUser: async (userId) => {
      const insert = 'INSERT INTO accounts (user_id, name, name_key, password_hash, created_at) VALUES (?, ?, ?, ?, ?)';
      store.statement(insert).run(decodeId(userId), userId, userId, '', 0);
    },
    removeUser: async (userId) => {
      const remove = "UPDATE accounts SET name = '', name_key = NULL, deleted_at = 1 WHERE user_id = ?";
      store.statement(remove).run(decodeId(userId));
    },
    connection: () => sqliteConnection(store),
    close: () => store.close(),
  };
}

function mysqlTestStore(tables: MysqlStoreFixture): TestStoreWithTables {
  const opened: { close(): void }[] = [];
  let befriending = Promise.resolve();
  return {
    batches: tables.connect(),
    connect: () => tables.connect(),
    addUser: (userId) => tables.addPerson({ userId, name: userId, nameKey: userId }),
    befriend: (userId, otherIds) => {
      // One after the other: two inserts of the same rows could deadlock.
      befriending = befriending.then(async () => {
        const connection = mysqlConnection(tables.url, silentLog);
        await insertFriends(connection, userId, otherIds).finally(() => connection.close());
      });
      return befriending;
    },
    removeUser: (userId) => tables.removePerson(userId),
    connection: () => {
      const connection = mysqlConnection(tables.url, silentLog);
      opened.push(connection);
      return connection;
    },
    close: async () => {
      for (const connection of opened) connection.close();
      await tables.clear();
    },
  };
}

/** Makes both rows of each pair a friendship. */
async function insertFriends(connection: SqlConnection, userId: string, otherIds: readonly string[]): Promise<void> {
  const rows = otherIds.flatMap((otherId) => {
    const conversation = id(directConversationId(userId, otherId));
    const row = (of: string, other: string) => `(${id(of)}, ${id(other)}, ${conversation}, 0, 1, 0, 0, 0, 0, 0, '', '')`;
    return [row(userId, otherId), row(otherId, userId)];
  });
  const columns =
    'user_id, other_id, conversation_id, version, friend, incoming_request, outgoing_request, blocked, since, requested_at';
  const update = connection.dialect.onConflictUpdate('user_id, other_id', { set: ['friend'] });
  const insert = `INSERT INTO relations (${columns}, remark, greeting) VALUES ${rows.join(',')}${update}`;
  if (rows.length > 0) await connection.query([insert]);
}
