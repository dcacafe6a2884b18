// Who there is: accounts as others see them, and what users say of themselves.

import { PROFILE_KIND, profileCacheKeys } from '../../../infra/cache/cache-keys.ts';
import type { Row } from '../../../infra/sql/connection.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, CachedQuery, Scope } from '../../../infra/sql/query.ts';
import { encodeId, isId } from '../../../proto/ids.ts';
import type { OwnPerson, PeopleStore, Person } from '../../ports/index.ts';

/** What `personOf` reads, of an account `a` and its profile `p`. */
export const PERSON_COLUMNS = 'a.name, p.shown_name, p.avatar_url, p.about, p.language, a.deleted_at';
export const joinProfile = (user: string): string => `LEFT JOIN profiles p ON p.user = ${user}`;

/** A person from the columns PERSON. Nothing is said of a deleted account, whatever is still in its rows. */
export function decodePerson(user: string, [name, shownName, avatarUrl, about, language, deletedAt]: Row): Person {
  const text = (value: unknown): string => (deletedAt === null ? String(value ?? '') : '');
  return {
    user,
    name: text(name),
    shownName: text(shownName),
    avatarUrl: text(avatarUrl),
    about: text(about),
    language: text(language),
  };
}

function existing(locks: boolean): BatchedQuery<string, boolean> {
  return {
    ...(locks && { locks }),
    sql: (users, { forShare }) =>
      `SELECT user FROM accounts WHERE user IN (${sortedIds(users)}) AND deleted_at IS NULL${locks ? ` ORDER BY user${forShare}` : ''}`,
    decode: (rows, users) => {
      const found = new Set(rows.map(([user]) => encodeId(user as Uint8Array)));
      return users.map((user) => found.has(user));
    },
  };
}
const seen = existing(false);
const locked = existing(true);

/** Everything that is said of a user, by himself or by others. */
export const cachedProfile: CachedQuery<OwnPerson> = {
  kind: PROFILE_KIND,
  sql: (users) =>
    `SELECT a.user, p.findable_by_address, p.who_may_write, ${PERSON_COLUMNS} FROM accounts a ${joinProfile('a.user')} WHERE a.user IN (${sortedIds(users)}) AND a.deleted_at IS NULL`,
  decode: (rows, users) => {
    const found = new Map(
      rows.map(([key, findable, whoMayWrite, ...person]) => {
        const user = encodeId(key as Uint8Array);
        const own = { findableByEmail: Number(findable ?? 0) === 1, whoMayWrite: Number(whoMayWrite ?? 0) };
        return [user, { ...decodePerson(user, person), ...own }];
      }),
    );
    return users.map((user) => found.get(user));
  },
};

/** By a column that is unique, and NULL for a deleted account. */
function named(column: 'name_key' | 'address_key', andWhere: string): BatchedQuery<string, Person | undefined> {
  return {
    sql: (keys, dialect) =>
      `SELECT a.${column}, a.user, ${PERSON_COLUMNS} FROM accounts a ${joinProfile('a.user')} WHERE a.${column} IN (${keys.map((key) => dialect.binaryText(key)).join(',')})${andWhere}`,
    decode: (rows, keys) => {
      const found = new Map(
        rows.map(([key, user, ...person]) => [String(key), decodePerson(encodeId(user as Uint8Array), person)]),
      );
      return keys.map((key) => found.get(key));
    },
  };
}
const byName = named('name_key', '');
const byAddress = named('address_key', ' AND p.findable_by_address = 1');

// Above everything a name goes on with: no name has this character, which is none.
const LAST_CHARACTER = '\u{10FFFF}';
type Beginning = { readonly prefix: string; readonly after: string; readonly limit: number };
type Named = Person & { readonly nameKey: string };
const beginning: BatchedQuery<Beginning, Named[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ prefix, after, limit }, i) => {
        // A range instead of LIKE: nothing in the prefix has a meaning of its own.
        const range = `name_key >= ${dialect.binaryText(prefix)} AND name_key < ${dialect.binaryText(prefix + LAST_CHARACTER)} AND name_key > ${dialect.binaryText(after)}`;
        // By the index alone, and then each account by its key: for what many names begin with MariaDB would sort the whole table.
        const page = `SELECT user FROM accounts WHERE ${range} ORDER BY name_key LIMIT ${integer(limit)}`;
        return `SELECT ${i}, a.name_key, a.user, ${PERSON_COLUMNS} FROM (${page}) n JOIN accounts a ON a.user = n.user ${joinProfile('a.user')}`;
      }),
    ),
  decode: (rows, keys) => {
    const pages: Named[][] = keys.map(() => []);
    for (const [i, nameKey, user, ...person] of rows)
      pages[Number(i)]?.push({ ...decodePerson(encodeId(user as Uint8Array), person), nameKey: String(nameKey) });
    const bytes = ({ nameKey }: Named): Buffer => Buffer.from(nameKey);
    for (const page of pages) page.sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
    return pages;
  },
};

interface Said<T> {
  readonly user: string;
  readonly value: T;
}

/** Sets one column and leaves the others as they are: what is given differs from command to command. */
function saying<T>(column: string, literal: (value: T, text: (value: string) => string) => string): BatchedWrite<Said<T>> {
  return {
    lockOrder: LOCK_ORDER.profiles,
    invalidates: ({ user }) => profileCacheKeys(user),
    sql: (rows, { text, onConflictUpdate }) => {
      // Sorted, and the last one of each alone: rows are locked in one order everywhere.
      const last = new Map(rows.map((row) => [id(row.user), row.value]));
      const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1));
      const values = tuples(sorted, ([user, value]) => [user, literal(value, text)]);
      return `INSERT INTO profiles (user, ${column}) VALUES ${values}${onConflictUpdate('user', { set: [column] })}`;
    },
  };
}
const quoted = (value: string, text: (value: string) => string): string => text(value);
const SAYING = {
  shownName: saying('shown_name', quoted),
  avatarUrl: saying('avatar_url', quoted),
  about: saying('about', quoted),
  language: saying('language', quoted),
  findableByEmail: saying<boolean>('findable_by_address', (value) => (value ? '1' : '0')),
  whoMayWrite: saying<number>('who_may_write', integer),
};

export function people(scope: Scope): PeopleStore {
  function say<T>(writing: BatchedWrite<Said<T>>, user: string, value: T | undefined): void {
    if (value !== undefined) scope.write(writing, { user, value });
  }
  return {
    exists: async (user) => isId(user) && (await scope.read(seen, user)),
    lock: async (user) => isId(user) && (await scope.read(locked, user)),
    findByName: (nameKey) => scope.read(byName, nameKey),
    findById: async (user) => (isId(user) ? scope.read(cachedProfile, user) : undefined),
    findCached: async (user) => (isId(user) ? scope.readCached(cachedProfile, user) : undefined),
    findByEmail: async (addressKey) => (addressKey === '' ? undefined : scope.read(byAddress, addressKey)),
    listByNamePrefix: (prefix, after, limit) => scope.read(beginning, { prefix, after, limit }),
    update: (user, to) => {
      say(SAYING.shownName, user, to.shownName);
      say(SAYING.avatarUrl, user, to.avatarUrl);
      say(SAYING.about, user, to.about);
      say(SAYING.language, user, to.language);
      say(SAYING.findableByEmail, user, to.findableByEmail);
      say(SAYING.whoMayWrite, user, to.whoMayWrite);
    },
  };
}
