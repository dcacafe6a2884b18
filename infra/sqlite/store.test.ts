import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

test('a durably committed row is found after the process was killed', async () => {
  const insertSql = 'INSERT INTO conversations (conversation_id, seq, last_ordinal) VALUES (?, 1, 1)';
  const program = `import { openSqliteStore } from ${JSON.stringify(import.meta.resolve('./store.ts'))};
    const store = openSqliteStore(${JSON.stringify(file)});
    const insert = () => store.statement(${JSON.stringify(insertSql)}).run(Buffer.alloc(16, 1));
    store.transaction(insert, { durable: true });
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
  store.transaction(() => insert(store, Buffer.alloc(16, 2)), { durable: true });
  expect(count(store)).toBe(1);
});

test('a dry run stores nothing', () => {
  const store = openStore();
  store.dryRun(() => insert(store, Buffer.alloc(16, 1)));
  expect(count(store)).toBe(0);
});

test('a refused row throws DataError, and a locked file throws StoreFailed', () => {
  const store = openStore();
  expect(() => store.transaction(() => insert(store, Buffer.alloc(17)))).toThrow(DataError);
  store.transaction(() => insert(store, Buffer.alloc(16)));
  expect(() => store.transaction(() => insert(store, Buffer.alloc(16)))).toThrow(DataError);
  expect(() => store.dryRun(() => insert(store, Buffer.alloc(16)))).toThrow(DataError);

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

test('only a durable transaction waits for the disk', () => {
  const store = openStore();
  const synchronous = () => store.database.prepare('PRAGMA synchronous').get()?.synchronous;
  const [NORMAL, FULL] = [1, 2];
  expect(store.transaction(synchronous)).toBe(NORMAL);
  expect(store.transaction(synchronous, { durable: true })).toBe(FULL);
  expect(() => store.transaction(() => insert(store, Buffer.alloc(3)), { durable: true })).toThrow(DataError);
  expect(store.transaction(synchronous)).toBe(NORMAL);
});

test('a store of a newer version is refused', () => {
  const store = openStore();
  store.database.exec('PRAGMA user_version = 1000');
  store.close();
  expect(() => openSqliteStore(file)).toThrow('it was written by a newer version');
});
