import { afterEach, expect, test } from 'vitest';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { authTables } from '../../auth/store/accounts.ts';
import { sqliteBatches } from '../../infra/sqlite/batches.ts';
import { openSqliteStore, type SqliteStore } from '../../infra/sqlite/store.ts';
import { nameKey } from '../../proto/text/names.ts';
import { accountInserts, generateAccounts, generatePasswordUsers, parseAccounts } from './accounts.ts';

let store: SqliteStore | undefined;

afterEach(() => store?.close());

test('inserted accounts have an open session that their token names', async () => {
  const { issue, verify } = sessionTokens([Buffer.alloc(32, 7)]);
  const users = generateAccounts(1_200, issue);
  store = openSqliteStore(':memory:');
  for (const insert of accountInserts(users, '1')) store.database.exec(insert);
  // Without claims, because it only reads.
  const batch = sqliteBatches(store, authTables).open('group', 'topic', []);
  const { accounts, sessions } = batch.beginCommand().tx;
  for (const { userId, name, token } of users) {
    expect(await accounts.findById(userId)).toMatchObject({ name, disabled: false });
    const [session] = await sessions.listLiving(userId);
    expect(verify(token)).toEqual({ sessionId: session?.sessionId, number: session?.tokenNumber });
  }
});

test('inserted password users have the hash of their password and no session', async () => {
  const users = generatePasswordUsers(3, 'a password', 'scrypt$...');
  store = openSqliteStore(':memory:');
  for (const insert of accountInserts(users, '1')) store.database.exec(insert);
  const { accounts, sessions } = sqliteBatches(store, authTables).open('group', 'topic', []).beginCommand().tx;
  for (const { userId, name } of users) {
    expect(await accounts.findByName(nameKey(name))).toMatchObject({ userId: userId, name, passwordHash: 'scrypt$...' });
    expect(await sessions.listLiving(userId)).toEqual([]);
  }
});

test('an accounts file has a user and a token per line, and may have comments', () => {
  expect(parseAccounts('# load\nu1 t1\n\n  u2\tt2 \n')).toEqual([
    { userId: 'u1', token: 't1' },
    { userId: 'u2', token: 't2' },
  ]);
  expect(() => parseAccounts('u1 t1\nu2')).toThrow('line 2');
});
