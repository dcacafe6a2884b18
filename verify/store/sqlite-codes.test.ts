import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { StoreFailed } from '../../infra/ports/index.ts';
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { sqliteCodes } from './sqlite-codes.ts';
import { codeStoreContract } from './testing/code-store-contract.ts';
import { expectGranted, RULES, requestGrant } from './testing/code-store-fixture.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const of = { owner: 'alice@example.org', purpose: 1 };

codeStoreContract('The embedded store', async () => {
  const store = openSqliteStore(':memory:');
  return { codes: sqliteCodes(store), release: async () => store.close() };
});

afterEach(() => {
  vi.useRealTimers();
});

test('a mailed code survives a restart, with its attempts and its remaining lifetime', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'im-codes-'));
  try {
    const first = openSqliteStore(join(folder, 'store.db'));
    const code = await expectGranted(requestGrant(sqliteCodes(first)));
    await sqliteCodes(first).attempt({ ...of, useId: 'u' }, RULES);
    first.close();
    const second = openSqliteStore(join(folder, 'store.db'));
    const codes = sqliteCodes(second);
    expect((await codes.attempt({ ...of, useId: 'u' }, { ...RULES, attemptsPerCode: 1 })).state).toBe('too-many');
    expect((await expectGranted(requestGrant(codes))).lifetimeMs).toBeLessThanOrEqual(code.lifetimeMs);
    expect(await codes.consume({ ...of, nonce: code.nonce, useId: 'u' }, RULES)).toBe(true);
    second.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('expired rows are deleted, and nothing else', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  const store = openSqliteStore(':memory:');
  const codes = sqliteCodes(store);
  const rows = () =>
    ['codes', 'code_uses', 'code_mails'].map((table) => store.statement(`SELECT count(*) AS count FROM ${table}`).get()?.count);
  const used = await expectGranted(requestGrant(codes));
  await codes.consume({ ...of, nonce: used.nonce, useId: 'u' }, RULES);
  await expectGranted(requestGrant(codes));
  await codes.attempt({ ...of, useId: 'v' }, RULES);
  expect(rows()).toEqual([1, 1, 2]);
  vi.setSystemTime(Date.now() + RULES.lifetimeMs - 1);
  await expectGranted(requestGrant(codes, { owner: 'bob@example.org' }));
  expect(rows()).toEqual([2, 1, 3]);
  vi.setSystemTime(Date.now() + 1);
  await expectGranted(requestGrant(codes, { owner: 'carol@example.org' }));
  expect(rows()).toEqual([2, 0, 4]);
  vi.setSystemTime(Date.now() + DAY_MS);
  await expectGranted(requestGrant(codes, { owner: 'dave@example.org' }));
  expect(rows()).toEqual([1, 0, 1]);
  store.close();
});

test('a mail counts against the daily limit for exactly one day', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  const store = openSqliteStore(':memory:');
  const codes = sqliteCodes(store);
  const rules = { mailsPerDay: 2 };
  await expectGranted(requestGrant(codes, {}, rules));
  vi.setSystemTime(Date.now() + 60_000);
  await expectGranted(requestGrant(codes, {}, rules));
  expect(await requestGrant(codes, {}, rules)).toEqual({ granted: false, waitMs: DAY_MS - 60_000 });
  vi.setSystemTime(Date.now() + DAY_MS - 60_001);
  expect(await requestGrant(codes, {}, rules)).toEqual({ granted: false, waitMs: 1 });
  vi.setSystemTime(Date.now() + 1);
  await expectGranted(requestGrant(codes, {}, rules));
  expect(await requestGrant(codes, {}, rules)).toEqual({ granted: false, waitMs: 60_000 });
  store.close();
});

test('a broken store throws StoreFailed', async () => {
  const store = openSqliteStore(':memory:');
  store.database.exec('DROP TABLE code_mails');
  await expect(requestGrant(sqliteCodes(store))).rejects.toBeInstanceOf(StoreFailed);
  store.close();
});
