// For tests of the runtime: the same promises on every store it runs on.
import { afterEach, beforeEach, describe } from 'vitest';
import { idBytes } from '../../proto/ids.ts';
import { embeddedBatches, embeddedConnection } from '../embedded/batches.ts';
import { openStore } from '../embedded/store.ts';
import { mysqlConnection } from '../mysql/batches.ts';
import { mysqlWorld, silent } from '../mysql/testing.ts';
import { describeReal } from '../servers/testing.ts';
import type { Connection } from '../sql/connection.ts';
import { logicTables } from '../sql/logic-tables.ts';
import { makeWorld, type TestStore, type World } from './test-world.ts';

/** A store with tables. */
export interface TestTables extends TestStore {
  /** What works on the tables outside of batches has one of its own. */
  connection(): Connection;
}

/** Runs the tests of `body` on the embedded store and on a real MySQL, each test in a world of its own. */
export function onEveryStore(title: string, body: (world: () => World, store: () => TestTables) => void): void {
  const suite = (makeStore: () => Promise<TestTables>) => () => {
    let store: TestTables | undefined;
    let world: World | undefined;
    beforeEach(async () => {
      store = await makeStore();
      world = await makeWorld(store);
    });
    afterEach(() => world?.close());
    body(
      () => made(world),
      () => made(store),
    );
  };
  describe(`${title} (embedded)`, suite(embeddedTestStore));
  describeReal(`${title} (MySQL)`, ['mysql'], suite(mysqlTestStore));
}

function made<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('only within a test');
  return value;
}

export async function embeddedTestStore(): Promise<TestTables> {
  const store = openStore(':memory:');
  const connect = () => embeddedBatches(store, logicTables);
  return {
    batches: connect(),
    connect,
    addUser: async (user) => {
      const insert = 'INSERT INTO accounts (user, name, name_key, password_hash, created_at) VALUES (?, ?, ?, ?, ?)';
      store.statement(insert).run(idBytes(user), user, user, '', 0);
    },
    removeUser: async (user) => {
      const remove = "UPDATE accounts SET name = '', name_key = NULL, deleted_at = 1 WHERE user = ?";
      store.statement(remove).run(idBytes(user));
    },
    connection: () => embeddedConnection(store),
    close: () => store.close(),
  };
}

async function mysqlTestStore(): Promise<TestTables> {
  const world = await mysqlWorld();
  const opened: { close(): void }[] = [];
  return {
    batches: world.connect(),
    connect: () => world.connect(),
    addUser: (user) => world.addPerson({ user, name: user, nameKey: user }),
    removeUser: (user) => world.removePerson(user),
    connection: () => {
      const connection = mysqlConnection(world.url, silent);
      opened.push(connection);
      return connection;
    },
    close: async () => {
      for (const connection of opened) connection.close();
      await world.close();
    },
  };
}
