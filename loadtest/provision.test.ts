import { afterEach, expect, test } from 'vitest';
import { tokens } from '../auth/tokens.ts';
import { openStore, type Store } from '../infra/embedded/store.ts';
import { insertsOf, invent, parseAccounts } from './provision.ts';

let store: Store | undefined;

afterEach(() => store?.close());

test('invented people stand in the tables with a living session that their token names', () => {
  const { issue, verify } = tokens([Buffer.alloc(32, 7)]);
  const people = invent(1_200, issue);
  store = openStore(':memory:');
  for (const insert of insertsOf(people, '1')) store.database.exec(insert);
  const rows = store.database.prepare('SELECT session, user FROM sessions NATURAL JOIN accounts WHERE ended_at IS NULL').all();
  const userOf = new Map(rows.map(({ session, user }) => [text(session), text(user)]));
  expect(userOf.size).toBe(1_200);
  for (const { user, token } of people) expect(userOf.get(verify(token)?.session ?? '')).toBe(user);
});

test('an accounts file has a user and a token per line, and may have comments', () => {
  expect(parseAccounts('# load\nu1 t1\n\n  u2\tt2 \n')).toEqual([
    { user: 'u1', token: 't1' },
    { user: 'u2', token: 't2' },
  ]);
  expect(() => parseAccounts('u1 t1\nu2')).toThrow('line 2');
});

function text(bytes: unknown): string {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64url') : '';
}
