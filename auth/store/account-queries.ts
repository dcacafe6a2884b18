// The statements on the table `accounts`.
import { profileCacheKeys } from '../../infra/cache/cache-keys.ts';
import type { Row } from '../../infra/sql/connection.ts';
import type { Dialect } from '../../infra/sql/dialect.ts';
import { id, sortedIds, tuples } from '../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite } from '../../infra/sql/query.ts';
import { column, RowReader } from '../../infra/sql/row-reader.ts';
import type { Account } from '../ports.ts';
import type { StoredAccount } from './locked-accounts.ts';

const ROW = new RowReader({
  userId: column.id('user_id'),
  name: column.text('name'),
  nameKey: column.binaryText('name_key'),
  nameSkeleton: column.nullable(column.binaryText('name_skeleton')),
  passwordHash: column.text('password_hash'),
  email: column.text('email'),
  emailKey: column.nullable(column.binaryText('email_key')),
  disabled: column.boolean('disabled'),
  revision: column.integer('revision'),
});

function decodeAccount(row: Row): StoredAccount {
  const { revision, nameSkeleton = '', emailKey = '', ...account } = ROW.read(row);
  return { account: { ...account, nameSkeleton, emailKey }, revision };
}

export interface AccountLookup {
  readonly locked: BatchedQuery<string, StoredAccount | undefined>;
  readonly unlocked: BatchedQuery<string, StoredAccount | undefined>;
}

/** Finds living accounts by a unique column, in byte order: every statement locks rows in the same order. */
function lookup(
  uniqueColumn: 'user_id' | 'name_key' | 'name_skeleton' | 'email_key',
  keyIn: (account: Account) => string,
): AccountLookup {
  const sql = (keys: readonly string[], { binaryText }: Dialect): string => {
    const list = uniqueColumn === 'user_id' ? sortedIds(keys) : [...new Set(keys.map(binaryText))].sort().join(',');
    return `SELECT ${ROW.columns} FROM accounts
      WHERE ${uniqueColumn} IN (${list}) AND deleted_at IS NULL ORDER BY ${uniqueColumn}`;
  };
  const decode = (rows: readonly Row[], keys: readonly string[]): (StoredAccount | undefined)[] => {
    const found = new Map(rows.map(decodeAccount).map((row) => [keyIn(row.account), row]));
    return keys.map((key) => found.get(key));
  };
  return {
    locked: { locks: true, sql: (keys, dialect) => `${sql(keys, dialect)}${dialect.forUpdate}`, decode },
    unlocked: { sql, decode },
  };
}

export const BY_NAME = lookup('name_key', ({ nameKey }) => nameKey);
export const BY_NAME_SKELETON = lookup('name_skeleton', ({ nameSkeleton }) => nameSkeleton);
export const BY_EMAIL = lookup('email_key', ({ emailKey }) => emailKey);
export const BY_ID = lookup('user_id', ({ userId }) => userId);

/** One column of each account, deleted ones included. */
function selectColumn<Value>(value: (dialect: Dialect) => string, type: (sql: string) => { decode(value: unknown): Value }) {
  const idColumn = column.id('user_id');
  return {
    sql: (userIds, dialect) => `SELECT user_id, ${value(dialect)} FROM accounts WHERE user_id IN (${sortedIds(userIds)})`,
    decode: (rows, userIds) => {
      const found = new Map(rows.map(([userId, selected]) => [idColumn.decode(userId), type('accounts').decode(selected)]));
      return userIds.map((userId) => found.get(userId));
    },
  } satisfies BatchedQuery<string, Value | undefined>;
}

export const selectRegisteredAt = selectColumn(({ toEpochMs }) => toEpochMs('created_at'), column.integer);
export const selectEmailKey = selectColumn(
  () => 'email_key',
  (sql) => column.nullable(column.binaryText(sql)),
);

/**
 * Inserts at once, not with the batch's writes: a concurrent insert of the same name or e-mail address then waits for this
 * transaction and finds its row. At the end of the batch, a conflict would fail the whole batch.
 */
export const insertAccount: BatchedQuery<Account, void> = {
  writes: true,
  sql: (accounts, dialect) => {
    const sorted = accounts
      .map((account) => ({ ...account, key: dialect.binaryText(account.nameKey) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const rows = tuples(sorted, ({ userId, name, key, nameSkeleton, passwordHash, email, emailKey, disabled }) => [
      id(userId),
      dialect.text(name),
      key,
      keyOrNull(nameSkeleton, dialect),
      dialect.text(passwordHash),
      dialect.text(email),
      keyOrNull(emailKey, dialect),
      disabled ? '1' : '0',
    ]);
    return `INSERT INTO accounts (user_id, name, name_key, name_skeleton, password_hash, email, email_key, disabled)
      VALUES ${rows}${dialect.onConflictIgnore('name')}`;
  },
  decode: (_rows, accounts) => accounts.map(() => undefined),
};

export interface EmailClaim {
  readonly userId: string;
  readonly emailKey: string;
}

/** Sets e-mail keys at once, for the same reason. A row whose new key is in use stays unchanged. MySQL would cut longer keys. */
export const claimEmailKey: BatchedQuery<EmailClaim, void> = {
  writes: true,
  sql: (claims, dialect) => {
    const cases = claims.map(({ userId, emailKey }) => `WHEN ${id(userId)} THEN ${keyOrNull(emailKey, dialect)}`);
    return `${dialect.updateIgnore} accounts SET email_key = CASE user_id ${cases.join(' ')} END
      WHERE user_id IN (${sortedIds(claims.map(({ userId }) => userId))})`;
  },
  decode: (_rows, claims) => claims.map(() => undefined),
};

/** Updates many existing rows in one statement. It leaves out the unique keys, so that it can change no other row. */
export const updateAccount: BatchedWrite<Account> = {
  lockOrder: LOCK_ORDER.accounts,
  sql: (rows, dialect) => {
    const values = tuples(rows, ({ userId, passwordHash, email, disabled }) => [
      id(userId),
      "''",
      dialect.text(passwordHash),
      dialect.text(email),
      disabled ? '1' : '0',
    ]);
    const update = dialect.onConflictUpdate('user_id', { set: ['password_hash', 'email', 'disabled'] });
    return `INSERT INTO accounts (user_id, name, password_hash, email, disabled) VALUES ${values}${update}`;
  },
};

export const deleteAccount: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.deletedAccounts,
  invalidates: profileCacheKeys,
  sql: (userIds, { now }) =>
    `UPDATE accounts SET name = '', name_key = NULL, name_skeleton = NULL, password_hash = '', email = '', email_key = NULL,
        deleted_at = ${now()}
      WHERE user_id IN (${sortedIds(userIds)})`,
};

/** Empties the user's profile in the transaction that deletes the account. The row keeps its version. */
export const eraseProfile: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.profiles,
  invalidates: profileCacheKeys,
  sql: (userIds) =>
    `UPDATE profiles SET display_name = '', avatar_url = '', about = '', language = '', findable_by_email = 0
      WHERE user_id IN (${sortedIds(userIds)})`,
};

function keyOrNull(key: string, dialect: Dialect): string {
  return key === '' ? 'NULL' : dialect.binaryText(key);
}
