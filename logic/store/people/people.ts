// The port PeopleStore for one command of a batch: accounts as other users see them, and the profiles that users publish.
import { PROFILE_KIND, profileCacheKeys } from '../../../infra/cache/cache-keys.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, CachedQuery, Scope } from '../../../infra/sql/query.ts';
import { column, RowReader } from '../../../infra/sql/row-reader.ts';
import { encodeId, isId } from '../../../proto/ids.ts';
import type { OwnPerson, PeopleStore, Person } from '../../ports/index.ts';
import { decodePerson, joinProfile, personReader } from './person-rows.ts';

function existsQuery(locks: boolean): BatchedQuery<string, boolean> {
  return {
    ...(locks && { locks }),
    sql: (userIds, { forShare }) =>
      `SELECT user_id FROM accounts WHERE user_id IN (${sortedIds(userIds)}) AND deleted_at IS NULL
        ${locks ? `ORDER BY user_id${forShare}` : ''}`,
    decode: (rows, userIds) => {
      const found = new Set(rows.map(([userId]) => encodeId(userId as Uint8Array)));
      return userIds.map((userId) => found.has(userId));
    },
  };
}
const selectExists = existsQuery(false);
const lockExists = existsQuery(true);

const ownPersonReader = new RowReader({
  userId: column.id('a.user_id'),
  findableByEmail: column.nullable(column.boolean('p.findable_by_email')),
  whoMayWrite: column.nullable(column.integer('p.who_may_write')),
  person: personReader,
});

/** The account and the whole profile of a user. */
export const cachedProfile: CachedQuery<OwnPerson> = {
  kind: PROFILE_KIND,
  sql: (userIds) =>
    `SELECT ${ownPersonReader.columns} FROM accounts a ${joinProfile('a.user_id')}
      WHERE a.user_id IN (${sortedIds(userIds)}) AND a.deleted_at IS NULL`,
  decode: (rows, userIds) => {
    const found = new Map(
      rows.map((row) => {
        const { userId, person, findableByEmail = false, whoMayWrite = 0 } = ownPersonReader.read(row);
        return [userId, { ...decodePerson(userId, person), findableByEmail, whoMayWrite }];
      }),
    );
    return userIds.map((userId) => found.get(userId));
  },
};

/** By a unique column, which is NULL for a deleted account. */
function personQuery(keyColumn: 'name_key' | 'email_key', andWhere: string): BatchedQuery<string, Person | undefined> {
  const reader = new RowReader({
    key: column.binaryText(`a.${keyColumn}`),
    userId: column.id('a.user_id'),
    person: personReader,
  });
  return {
    sql: (keys, dialect) =>
      `SELECT ${reader.columns} FROM accounts a ${joinProfile('a.user_id')}
        WHERE a.${keyColumn} IN (${keys.map((key) => dialect.binaryText(key)).join(',')})${andWhere}`,
    decode: (rows, keys) => {
      const people = rows.map((row) => reader.read(row));
      const found = new Map(people.map(({ key, userId, person }) => [key, decodePerson(userId, person)]));
      return keys.map((key) => found.get(key));
    },
  };
}
const selectByName = personQuery('name_key', '');
const selectByEmail = personQuery('email_key', ' AND p.findable_by_email = 1');

/** Above every character of a name: U+10FFFF is not a character. */
const LAST_CHARACTER = '\u{10FFFF}';
type PrefixPage = { readonly prefix: string; readonly after: string; readonly limit: number };
type NamedPerson = Person & { readonly nameKey: string };
const namedPersonReader = new RowReader({
  nameKey: column.binaryText('a.name_key'),
  userId: column.id('a.user_id'),
  person: personReader,
});

/** A page of the people whose name key begins with a prefix, in the order of the keys' bytes. */
const selectByPrefix: BatchedQuery<PrefixPage, NamedPerson[]> = {
  sql: (pages, dialect) =>
    dialect.unionAll(
      pages.map(({ prefix, after, limit }, i) => {
        // A range instead of LIKE, so that no character of the prefix has a special meaning.
        const [from, to] = [dialect.binaryText(prefix), dialect.binaryText(prefix + LAST_CHARACTER)];
        const range = `name_key >= ${from} AND name_key < ${to} AND name_key > ${dialect.binaryText(after)}`;
        // First by the index alone, then each account by its key: MariaDB would sort the whole table for a short prefix.
        const page = `SELECT user_id FROM accounts WHERE ${range} ORDER BY name_key LIMIT ${integer(limit)}`;
        return `SELECT ${i}, ${namedPersonReader.columns}
          FROM (${page}) n JOIN accounts a ON a.user_id = n.user_id ${joinProfile('a.user_id')}`;
      }),
    ),
  decode: (rows, pages) => {
    const found: NamedPerson[][] = pages.map(() => []);
    for (const [i, ...columns] of rows) {
      const { nameKey, userId, person } = namedPersonReader.read(columns);
      found[Number(i)]?.push({ ...decodePerson(userId, person), nameKey });
    }
    for (const page of found) page.sort((a, b) => Buffer.compare(Buffer.from(a.nameKey), Buffer.from(b.nameKey)));
    return found;
  },
};

interface ProfileField<T> {
  readonly userId: string;
  readonly value: T;
}

/** Sets one column. Each has a write of its own, because commands set different ones. */
function fieldWrite<T>(
  name: string,
  literal: (value: T, text: (value: string) => string) => string,
): BatchedWrite<ProfileField<T>> {
  return {
    lockOrder: LOCK_ORDER.profiles,
    invalidates: ({ userId }) => profileCacheKeys(userId),
    sql: (rows, { text, onConflictUpdate }) => {
      // Only the last row of each user; sorted, because all batches lock rows in one order.
      const last = new Map(rows.map((row) => [id(row.userId), row.value]));
      const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1));
      const values = tuples(sorted, ([userId, value]) => [userId, literal(value, text)]);
      return `INSERT INTO profiles (user_id, ${name}) VALUES ${values}${onConflictUpdate('user_id', { set: [name] })}`;
    },
  };
}
const quoted = (value: string, text: (value: string) => string): string => text(value);
const FIELD_WRITES = {
  displayName: fieldWrite('display_name', quoted),
  avatarUrl: fieldWrite('avatar_url', quoted),
  about: fieldWrite('about', quoted),
  language: fieldWrite('language', quoted),
  findableByEmail: fieldWrite<boolean>('findable_by_email', (value) => (value ? '1' : '0')),
  whoMayWrite: fieldWrite<number>('who_may_write', integer),
};

export function people(scope: Scope): PeopleStore {
  function writeField<T>(write: BatchedWrite<ProfileField<T>>, userId: string, value: T | undefined): void {
    if (value !== undefined) scope.write(write, { userId, value });
  }
  return {
    exists: async (userId) => isId(userId) && (await scope.read(selectExists, userId)),
    lock: async (userId) => isId(userId) && (await scope.read(lockExists, userId)),
    findByName: (nameKey) => scope.read(selectByName, nameKey),
    findById: async (userId) => (isId(userId) ? scope.read(cachedProfile, userId) : undefined),
    findCached: async (userId) => (isId(userId) ? scope.readCached(cachedProfile, userId) : undefined),
    findByEmail: async (emailKey) => (emailKey === '' ? undefined : scope.read(selectByEmail, emailKey)),
    listByNamePrefix: (prefix, after, limit) => scope.read(selectByPrefix, { prefix, after, limit }),
    update: (userId, to) => {
      writeField(FIELD_WRITES.displayName, userId, to.displayName);
      writeField(FIELD_WRITES.avatarUrl, userId, to.avatarUrl);
      writeField(FIELD_WRITES.about, userId, to.about);
      writeField(FIELD_WRITES.language, userId, to.language);
      writeField(FIELD_WRITES.findableByEmail, userId, to.findableByEmail);
      writeField(FIELD_WRITES.whoMayWrite, userId, to.whoMayWrite);
    },
  };
}
