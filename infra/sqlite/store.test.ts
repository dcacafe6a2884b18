import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataError, StoreFailed } from '../ports/index.ts';
import { openSqliteStore, type SqliteStore } from './store.ts';

let folder: string;
let file: string;
let open: SqliteStore[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'im-store-'));
  file = join(folder, 'store.db');
  open = [];
});
afterEach(() => {
  for (const store of open) store.close();
  rmSync(folder, { recursive: true });
});

function openStore(): SqliteStore {
  const store = openSqliteStore(file);
  open.push(store);
  return store;
}
const insert = (store: SqliteStore, conversationId: Buffer) =>
  store.statement('INSERT INTO conversations (conversation_id, seq, last_ordinal) VALUES (?, 1, 1)').run(conversationId);
const count = (store: SqliteStore) => store.statement('SELECT count(*) AS count FROM conversations').get()?.count;

test('a committed row is found when the file is opened again', () => {
  const first = openStore();
  first.transaction(() => insert(first, Buffer.alloc(16, 1)));
  first.close();
  first.close();
  expect(count(openStore())).toBe(1);
});

test('a row of a batch is found after the process was killed', async () => {
  const insertSql = 'INSERT INTO conversations (conversation_id, seq, last_ordinal) VALUES (?, 1, 1)';
  const program = `import { openSqliteStore } from ${JSON.stringify(import.meta.resolve('./store.ts'))};
    const store = openSqliteStore(${JSON.stringify(file)});
    store.batch.begin({}, () => []);
    store.database.prepare(${JSON.stringify(insertSql)}).run(Buffer.alloc(16, 1));
    store.batch.commit();
    process.stdout.write('stored'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(count(openStore())).toBe(1);
});

test('a transaction that throws stores nothing, and the next one works', () => {
  const store = openStore();
  const failing = () =>
    store.transaction(() => {
      insert(store, Buffer.alloc(16, 1));
      throw new TypeError('a bug');
    });
  expect(failing).toThrow(TypeError);
  expect(count(store)).toBe(0);
  store.transaction(() => insert(store, Buffer.alloc(16, 2)));
  expect(count(store)).toBe(1);
});

test('any other use of the connection rolls back the batch that is open', () => {
  const store = openStore();
  const owner = {};
  for (const use of [
    () => store.query('SELECT 1'),
    () => store.statement('SELECT 1'),
    () => store.transaction(() => undefined),
  ]) {
    store.batch.begin(owner, () => [
      'INSERT INTO conversations (conversation_id, seq, last_ordinal) VALUES (zeroblob(16), 1, 1)',
    ]);
    expect(store.queryWithinBatch('SELECT count(*) FROM conversations')).toEqual([[1]]);
    expect(store.batch.isOpenFor(owner)).toBe(true);
    use();
    expect(store.batch.isOpenFor(owner)).toBe(false);
    expect(count(store)).toBe(0);
  }
});

test('a batch that repeats its writes is spared until as many new ones are there, or until it stalls', async () => {
  const store = openStore();
  expect(store.batch.requestInterruption()).toBe(true);
  store.batch.begin({}, () => ['SELECT 1', 'SELECT 1']);
  expect(store.batch.requestInterruption()).toBe(false);
  store.batch.countStatements(2);
  expect(store.batch.requestInterruption()).toBe(true);
  store.batch.begin({}, () => ['SELECT 1']);
  expect(store.batch.requestInterruption()).toBe(false);
  while (!store.batch.requestInterruption()) await nextTurn();
});

test('a refused row throws DataError, and a locked file throws StoreFailed', () => {
  const store = openStore();
  expect(() => store.transaction(() => insert(store, Buffer.alloc(17)))).toThrow(DataError);
  store.transaction(() => insert(store, Buffer.alloc(16)));
  expect(() => store.transaction(() => insert(store, Buffer.alloc(16)))).toThrow(DataError);

  const other = new DatabaseSync(file);
  try {
    other.exec('BEGIN IMMEDIATE');
    expect(() => store.transaction(() => insert(store, Buffer.alloc(16, 3)))).toThrow(StoreFailed);
    other.exec('ROLLBACK');
    store.transaction(() => insert(store, Buffer.alloc(16, 3)));
  } finally {
    other.close();
  }
});

test('only the transaction of a batch waits for the disk', () => {
  const store = openStore();
  const synchronous = () => store.database.prepare('PRAGMA synchronous').get()?.synchronous;
  const beginBatch = () => store.batch.begin({}, () => []);
  const [NORMAL, FULL] = [1, 2];
  expect(store.transaction(synchronous)).toBe(NORMAL);
  for (const end of [() => store.batch.commit(), () => store.batch.interrupt()]) {
    beginBatch();
    expect(synchronous()).toBe(FULL);
    end();
    expect(store.transaction(synchronous)).toBe(NORMAL);
  }
  expect(() => store.batch.begin({}, () => ['nonsense'])).toThrow('syntax error');
  store.database.exec('BEGIN');
  expect(beginBatch).toThrow('inside a transaction');
  expect(store.transaction(synchronous)).toBe(NORMAL);
});

test('a store of a newer version is refused', () => {
  const store = openStore();
  store.database.exec('PRAGMA user_version = 1000');
  store.close();
  expect(() => openSqliteStore(file)).toThrow('it was written by a newer version');
});
