// Accounts.

import { profileCacheKeys } from '../../infra/cache/cache-keys.ts';
import { DataError } from '../../infra/ports/index.ts';
import type { Row, SqlReader } from '../../infra/sql/connection.ts';
import type { Dialect } from '../../infra/sql/dialect.ts';
import { id, sortedIds, tuples } from '../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../infra/sql/query.ts';
import { encodeId, isId } from '../../proto/ids.ts';
import type { Account, AccountReader, Accounts, AuthStore } from '../ports.ts';
import { type LockedAccounts, lockedAccounts, type StoredAccount } from './locked-accounts.ts';
import { sessions } from './sessions.ts';

/** Makes auth's tables for one command of a batch. */
export function authTables(scope: Scope): AuthStore {
  const locked = lockedAccounts(scope);
  return { accounts: accounts(scope, locked), sessions: sessions(scope, locked.touch) };
}

/** Accounts as they are outside of batches. */
export function accountReader({ dialect, read }: SqlReader): AccountReader {
  async function find({ unlocked }: typeof BY_ID, key: string): Promise<Account | undefined> {
    const [found] = unlocked.decode(await read(unlocked.sql([key], dialect)), [key]);
    return found?.account;
  }
  return {
    findByName: (nameKey) => find(BY_NAME, nameKey),
    findByEmail: async (emailKey) => (emailKey === '' ? undefined : find(BY_EMAIL, emailKey)),
    findById: async (user) => (isId(user) ? find(BY_ID, user) : undefined),
  };
}

const MAX_KEY_BYTES = 768;
const COLUMNS = 'user, name, name_key, password_hash, address, address_key, disabled, revision';

/** Looks living accounts up by a column that is unique, in the order of its bytes: rows are locked in one order everywhere. */
function reading(
  column: 'user' | 'name_key' | 'address_key',
  keyIn: (account: Account) => string,
): { locked: BatchedQuery<string, StoredAccount | undefined>; unlocked: BatchedQuery<string, StoredAccount | undefined> } {
  const sql = (keys: readonly string[], { binaryText: literal }: Dialect): string => {
    const list = column === 'user' ? sortedIds(keys) : [...new Set(keys.map(literal))].sort().join(',');
    return `SELECT ${COLUMNS} FROM accounts WHERE ${column} IN (${list}) AND deleted_at IS NULL ORDER BY ${column}`;
  };
  const decode = (rows: readonly Row[], keys: readonly string[]): (StoredAccount | undefined)[] => {
    const found = new Map(rows.map(storedOf).map((stored) => [keyIn(stored.account), stored]));
    return keys.map((key) => found.get(key));
  };
  return {
    locked: { locks: true, sql: (keys, dialect) => `${sql(keys, dialect)}${dialect.forUpdate}`, decode },
    unlocked: { sql, decode },
  };
}

const BY_NAME = reading('name_key', ({ nameKey }) => nameKey);
const BY_EMAIL = reading('address_key', ({ emailKey }) => emailKey);
const BY_ID = reading('user', ({ userId }) => userId);

const addedAt: BatchedQuery<string, number | undefined> = {
  sql: (users, { toEpochMs }) => `SELECT user, ${toEpochMs('created_at')} FROM accounts WHERE user IN (${sortedIds(users)})`,
  decode: (rows, users) => {
    const found = new Map(rows.map(([user, at]) => [encodeId(user as Uint8Array), Number(at)]));
    return users.map((user) => found.get(user));
  },
};

/**
 * Inserts at once instead of with the batch's writes: whoever adds the same name or address elsewhere waits here for our transaction and then finds our row.
 * An INSERT that failed at the end of both transactions would be one command's fault, though it is nobody's.
 */
const insert: BatchedQuery<Account, void> = {
  writes: true,
  sql: (accounts, dialect) => {
    const sorted = accounts
      .map((account) => ({ ...account, key: dialect.binaryText(account.nameKey) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const rows = tuples(sorted, ({ userId, name, key, passwordHash, email, emailKey, disabled }) => [
      id(userId),
      dialect.text(name),
      key,
      dialect.text(passwordHash),
      dialect.text(email),
      keyOrNull(emailKey, dialect),
      disabled ? '1' : '0',
    ]);
    return `INSERT INTO accounts (user, name, name_key, password_hash, address, address_key, disabled) VALUES ${rows}${dialect.onConflictIgnore('name')}`;
  },
  decode: (_rows, accounts) => accounts.map(() => undefined),
};

type EmailClaim = { readonly userId: string; readonly emailKey: string };

/** Takes addresses at once, for the same reason: a row whose new address somebody else has stays as it is. The keys are short enough, or MySQL would cut them. */
const claimEmail: BatchedQuery<EmailClaim, void> = {
  writes: true,
  sql: (claims, dialect) =>
    `${dialect.updateIgnore} accounts SET address_key = CASE user ${claims
      .map(({ userId, emailKey }) => `WHEN ${id(userId)} THEN ${keyOrNull(emailKey, dialect)}`)
      .join(' ')} END WHERE user IN (${sortedIds(claims.map(({ userId }) => userId))})`,
  decode: (_rows, claims) => claims.map(() => undefined),
};

const readEmailKey: BatchedQuery<string, string | undefined> = {
  sql: (users) => `SELECT user, address_key FROM accounts WHERE user IN (${sortedIds(users)})`,
  decode: (rows, users) => {
    const found = new Map(rows.map(([user, key]) => [encodeId(user as Uint8Array), String(key ?? '')]));
    return users.map((user) => found.get(user));
  },
};

/** Several rows in one statement. They exist: the keys stay out of it, so that no other row can be hit. */
const update: BatchedWrite<Account> = {
  lockOrder: LOCK_ORDER.accounts,
  sql: (rows, dialect) =>
    `INSERT INTO accounts (user, name, password_hash, address, disabled) VALUES ${tuples(
      rows,
      ({ userId, passwordHash, email, disabled }) => [
        id(userId),
        "''",
        dialect.text(passwordHash),
        dialect.text(email),
        disabled ? '1' : '0',
      ],
    )}${dialect.onConflictUpdate('user', { set: ['password_hash', 'address', 'disabled'] })}`,
};

const remove: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.deletedAccounts,
  invalidates: profileCacheKeys,
  sql: (users, { now }) =>
    `UPDATE accounts SET name = '', name_key = NULL, password_hash = '', address = '', address_key = NULL, deleted_at = ${now()} WHERE user IN (${sortedIds(users)})`,
};

/** Empties what the user has published about themselves, in the transaction that deletes the account. The row keeps its version. */
const eraseProfile: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.profiles,
  invalidates: profileCacheKeys,
  sql: (users) =>
    `UPDATE profiles SET shown_name = '', avatar_url = '', about = '', language = '', findable_by_address = 0
      WHERE user IN (${sortedIds(users)})`,
};

function accounts(scope: Scope, locked: LockedAccounts): Accounts {
  async function find(
    { unlocked, locked: locking }: typeof BY_ID,
    key: string,
    options: { lock: boolean },
  ): Promise<Account | undefined> {
    const found = await scope.read(options.lock ? locking : unlocked, key);
    if (found && options.lock) locked.lock(found);
    // What this command wrote itself is not in the table yet.
    return found && locked.own(found.account);
  }

  async function takeEmail(user: string, emailKey: string): Promise<boolean> {
    if (Buffer.byteLength(emailKey) > MAX_KEY_BYTES) throw new DataError('an address is too long');
    await scope.read(claimEmail, { userId: user, emailKey });
    // Its own round trip: in the same one the row might be read before it is changed.
    if ((await scope.read(readEmailKey, user)) !== emailKey) return false;
    // It stands in the transaction already: without this command the batch has to run again.
    scope.onDiscard(() => false);
    return true;
  }

  return {
    findByName: (nameKey) => find(BY_NAME, nameKey, { lock: true }),
    findByEmail: async (emailKey) => (emailKey === '' ? undefined : find(BY_EMAIL, emailKey, { lock: true })),
    findById: async (user) => (isId(user) ? find(BY_ID, user, { lock: false }) : undefined),
    lock: async (user) => (isId(user) ? find(BY_ID, user, { lock: true }) : undefined),
    readRegisteredAt: async (user) => {
      const at = isId(user) ? await scope.read(addedAt, user) : undefined;
      if (at === undefined) throw new Error('only an account that is there was added at some time');
      return at;
    },
    add: async (account) => {
      await scope.read(insert, account);
      // Its own round trip: in the same one the keys might be looked up before the row is there. Either key may have been in the way.
      const [named, addressed] = await Promise.all([
        scope.read(BY_NAME.locked, account.nameKey),
        account.emailKey === '' ? undefined : scope.read(BY_EMAIL.locked, account.emailKey),
      ]);
      if (named && named.account.userId !== account.userId) return 'name';
      if (addressed && addressed.account.userId !== account.userId) return 'email';
      if (!named) throw new Error('an account was neither added nor found');
      locked.lock(named);
      // The row stands in the transaction already: without this command the batch has to run again.
      scope.onDiscard(() => false);
      return undefined;
    },
    update: async (user, to) => {
      const account = { ...locked.get(user), ...to };
      locked.touch(user);
      if (account.emailKey !== locked.get(user).emailKey && !(await takeEmail(user, account.emailKey))) return 'email';
      locked.changed(account);
      scope.write(update, account);
      return undefined;
    },
    remove: (user) => {
      locked.get(user);
      locked.touch(user);
      locked.removed(user);
      scope.write(remove, user);
      scope.write(eraseProfile, user);
    },
  };
}

function keyOrNull(key: string, dialect: Dialect): string {
  return key === '' ? 'NULL' : dialect.binaryText(key);
}

function storedOf([user, name, nameKey, passwordHash, email, emailKey, disabled, revision]: Row): StoredAccount {
  return {
    account: {
      userId: encodeId(user as Uint8Array),
      name: String(name),
      nameKey: String(nameKey),
      passwordHash: String(passwordHash),
      email: String(email),
      emailKey: String(emailKey ?? ''),
      disabled: Number(disabled) !== 0,
    },
    revision: Number(revision),
  };
}
