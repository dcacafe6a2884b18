import { afterEach, expect, test } from 'vitest';
import { tokens } from '../auth/tokens.ts';
import { embeddedBatches } from '../infra/embedded/batches.ts';
import { openStore, type Store } from '../infra/embedded/store.ts';
import { authTables } from '../infra/sql/accounts.ts';
import { nameKey } from '../proto/names.ts';
import { insertsOf, invent, inventStrangers, parseAccounts } from './provision.ts';

let store: Store | undefined;

afterEach(() => store?.close());

test('invented people stand in the tables with a living session that their token names', async () => {
  const { issue, verify } = tokens([Buffer.alloc(32, 7)]);
  const people = invent(1_200, issue);
  store = openStore(':memory:');
  for (const insert of insertsOf(people, '1')) store.database.exec(insert);
  // Without claims: it only reads.
  const batch = embeddedBatches(store, authTables).open('group', 'topic', []);
  const { accounts, sessions } = batch.command().stored;
  for (const { user, name, token } of people) {
    expect(await accounts.byId(user)).toMatchObject({ name, disabled: false });
    const [session] = await sessions.seen(user);
    expect(verify(token)).toEqual({ session: session?.session, number: session?.tokenNumber });
  }
});

test('strangers stand in the tables with the hash of their password and without a session', async () => {
  const strangers = inventStrangers(3, 'a password', 'scrypt$...');
  store = openStore(':memory:');
  for (const insert of insertsOf(strangers, '1')) store.database.exec(insert);
  const { accounts, sessions } = embeddedBatches(store, authTables).open('group', 'topic', []).command().stored;
  for (const { user, name } of strangers) {
    expect(await accounts.byName(nameKey(name))).toMatchObject({ user, name, passwordHash: 'scrypt$...' });
    expect(await sessions.seen(user)).toEqual([]);
  }
});

test('an accounts file has a user and a token per line, and may have comments', () => {
  expect(parseAccounts('# load\nu1 t1\n\n  u2\tt2 \n')).toEqual([
    { user: 'u1', token: 't1' },
    { user: 'u2', token: 't2' },
  ]);
  expect(() => parseAccounts('u1 t1\nu2')).toThrow('line 2');
});
