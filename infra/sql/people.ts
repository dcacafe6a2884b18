// Who there is: accounts as others see them, and what users say of themselves.
import type { OwnPerson, People, Person } from '../../logic/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import type { CacheKey } from '../ports.ts';
import type { Row } from './connection.ts';
import { id, ids, tuples, whole } from './literals.ts';
import { type CopiedReading, ORDER, type Reading, type Scope, type Writing } from './tables.ts';

/** What `personOf` reads, of an account `a` and its profile `p`. */
export const PERSON = 'a.name, p.shown_name, p.avatar_url, p.about, p.language, a.deleted_at';
export const withProfile = (user: string): string => `LEFT JOIN profiles p ON p.user = ${user}`;

/** A person from the columns PERSON. Nothing is said of a deleted account, whatever is still in its rows. */
export function personOf(user: string, [name, shownName, avatarUrl, about, language, deletedAt]: Row): Person {
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

function existing(locks: boolean): Reading<string, boolean> {
  return {
    ...(locks && { locks }),
    sql: (users, { forShare }) =>
      `SELECT user FROM accounts WHERE user IN (${ids(users)}) AND deleted_at IS NULL${locks ? ` ORDER BY user${forShare}` : ''}`,
    answer: (rows, users) => {
      const found = new Set(rows.map(([user]) => idOf(user as Uint8Array)));
      return users.map((user) => found.has(user));
    },
  };
}
const seen = existing(false);
const locked = existing(true);

/** Everything that is said of a user, by himself or by others. */
export const profile: CopiedReading<OwnPerson> = {
  kind: 'profile',
  sql: (users) =>
    `SELECT a.user, p.findable_by_address, p.who_may_write, ${PERSON} FROM accounts a ${withProfile('a.user')} WHERE a.user IN (${ids(users)}) AND a.deleted_at IS NULL`,
  answer: (rows, users) => {
    const found = new Map(
      rows.map(([key, findable, whoMayWrite, ...person]) => {
        const user = idOf(key as Uint8Array);
        const own = { findableByAddress: Number(findable ?? 0) === 1, whoMayWrite: Number(whoMayWrite ?? 0) };
        return [user, { ...personOf(user, person), ...own }];
      }),
    );
    return users.map((user) => found.get(user));
  },
};

/** By a column that is unique, and NULL for a deleted account. */
function named(column: 'name_key' | 'address_key', andWhere: string): Reading<string, Person | undefined> {
  return {
    sql: (keys, dialect) =>
      `SELECT a.${column}, a.user, ${PERSON} FROM accounts a ${withProfile('a.user')} WHERE a.${column} IN (${keys.map((key) => dialect.key(key)).join(',')})${andWhere}`,
    answer: (rows, keys) => {
      const found = new Map(rows.map(([key, user, ...person]) => [String(key), personOf(idOf(user as Uint8Array), person)]));
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
const beginning: Reading<Beginning, Named[]> = {
  sql: (keys, dialect) =>
    dialect.union(
      keys.map(({ prefix, after, limit }, i) => {
        // A range instead of LIKE: nothing in the prefix has a meaning of its own.
        const range = `name_key >= ${dialect.key(prefix)} AND name_key < ${dialect.key(prefix + LAST_CHARACTER)} AND name_key > ${dialect.key(after)}`;
        // By the index alone, and then each account by its key: for what many names begin with MariaDB would sort the whole table.
        const page = `SELECT user FROM accounts WHERE ${range} ORDER BY name_key LIMIT ${whole(limit)}`;
        return `SELECT ${i}, a.name_key, a.user, ${PERSON} FROM (${page}) n JOIN accounts a ON a.user = n.user ${withProfile('a.user')}`;
      }),
    ),
  answer: (rows, keys) => {
    const pages: Named[][] = keys.map(() => []);
    for (const [i, nameKey, user, ...person] of rows)
      pages[Number(i)]?.push({ ...personOf(idOf(user as Uint8Array), person), nameKey: String(nameKey) });
    const bytes = ({ nameKey }: Named): Buffer => Buffer.from(nameKey);
    for (const page of pages) page.sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
    return pages;
  },
};

/** What changes with a user's rows. */
export const ofProfile = (user: string): CacheKey[] => [{ kind: profile.kind, id: user }];

interface Said<T> {
  readonly user: string;
  readonly value: T;
}

/** Sets one column and leaves the others as they are: what is given differs from command to command. */
function saying<T>(column: string, literal: (value: T, text: (value: string) => string) => string): Writing<Said<T>> {
  return {
    order: ORDER.profiles,
    stale: ({ user }) => ofProfile(user),
    sql: (rows, { text, upsert }) => {
      // Sorted, and the last one of each alone: rows are locked in one order everywhere.
      const last = new Map(rows.map((row) => [id(row.user), row.value]));
      const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1));
      const values = tuples(sorted, ([user, value]) => [user, literal(value, text)]);
      return `INSERT INTO profiles (user, ${column}) VALUES ${values}${upsert('user', { set: [column] })}`;
    },
  };
}
const quoted = (value: string, text: (value: string) => string): string => text(value);
const SAYING = {
  shownName: saying('shown_name', quoted),
  avatarUrl: saying('avatar_url', quoted),
  about: saying('about', quoted),
  language: saying('language', quoted),
  findableByAddress: saying<boolean>('findable_by_address', (value) => (value ? '1' : '0')),
  whoMayWrite: saying<number>('who_may_write', whole),
};

/** What a user has said of himself goes with his account. The version stays. */
export const forgetProfile: Writing<string> = {
  order: ORDER.profiles,
  stale: ofProfile,
  sql: (users) =>
    `UPDATE profiles SET shown_name = '', avatar_url = '', about = '', language = '', findable_by_address = 0 WHERE user IN (${ids(users)})`,
};

export function people(scope: Scope): People {
  function say<T>(writing: Writing<Said<T>>, user: string, value: T | undefined): void {
    if (value !== undefined) scope.write(writing, { user, value });
  }
  return {
    exists: async (user) => isId(user) && (await scope.read(seen, user)),
    lock: async (user) => isId(user) && (await scope.read(locked, user)),
    byName: (nameKey) => scope.read(byName, nameKey),
    byId: async (user) => (isId(user) ? scope.read(profile, user) : undefined),
    shown: async (user) => (isId(user) ? scope.copied(profile, user) : undefined),
    byAddress: async (addressKey) => (addressKey === '' ? undefined : scope.read(byAddress, addressKey)),
    byPrefix: (prefix, after, limit) => scope.read(beginning, { prefix, after, limit }),
    update: (user, to) => {
      say(SAYING.shownName, user, to.shownName);
      say(SAYING.avatarUrl, user, to.avatarUrl);
      say(SAYING.about, user, to.about);
      say(SAYING.language, user, to.language);
      say(SAYING.findableByAddress, user, to.findableByAddress);
      say(SAYING.whoMayWrite, user, to.whoMayWrite);
    },
  };
}
