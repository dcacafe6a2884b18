// Accounts on MySQL.
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Account, AccountReader, Accounts, AuthStored } from '../../auth/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import { DataError } from '../ports.ts';
import type { Reading, Scope, Writing } from './batch.ts';
import type { Row } from './connection.ts';
import { type LockedAccounts, lockedAccounts, type StoredAccount } from './locked-accounts.ts';
import { sessions } from './sessions.ts';
import { bytes, id, text } from './text.ts';

/** Makes auth's tables for one command of a batch. */
export function authTables(scope: Scope): AuthStored {
  const locked = lockedAccounts(scope);
  return { accounts: accounts(scope, locked), sessions: sessions(scope, locked.touch) };
}

/** Accounts as they are outside of batches. */
export function mysqlAccountReader(pool: Pool): AccountReader {
  async function find(condition: string): Promise<Account | undefined> {
    const [rows] = await pool.query<RowDataPacket[][]>({
      sql: `SELECT ${COLUMNS} FROM accounts WHERE ${condition} AND deleted_at IS NULL`,
      rowsAsArray: true,
      timeout: QUERY_TIMEOUT_MS,
    });
    const [row] = rows;
    return row && storedOf(row).account;
  }
  return {
    byName: (nameKey) => find(`name_key = ${keyOf(nameKey)}`),
    byAddress: (addressKey) => find(`address_key = ${keyOf(addressKey)}`),
    byId: async (user) => (isId(user) ? find(`user = ${id(user)}`) : undefined),
  };
}

// A server that answers nothing fails like one that is away: the command is prepared again until its deadline.
const QUERY_TIMEOUT_MS = 3000;
const ORDER = 10;
const MAX_KEY_BYTES = 768;
const COLUMNS = 'user, name, name_key, password_hash, address, address_key, disabled, revision';

/** Looks living accounts up by a column that is unique, in the order of its bytes: rows are locked in one order everywhere. */
function reading(
  column: 'user' | 'name_key' | 'address_key',
  literal: (key: string) => string,
  keyIn: (account: Account) => string,
): { locked: Reading<string, StoredAccount | undefined>; unlocked: Reading<string, StoredAccount | undefined> } {
  const sql = (keys: readonly string[]): string =>
    `SELECT ${COLUMNS} FROM accounts WHERE ${column} IN (${[...new Set(keys.map(literal))].sort().join(',')}) AND deleted_at IS NULL ORDER BY ${column}`;
  const answer = (rows: readonly Row[], keys: readonly string[]): (StoredAccount | undefined)[] => {
    const found = new Map(rows.map(storedOf).map((stored) => [keyIn(stored.account), stored]));
    return keys.map((key) => found.get(key));
  };
  return { locked: { locks: true, sql: (keys) => `${sql(keys)} FOR UPDATE`, answer }, unlocked: { sql, answer } };
}

const BY_NAME = reading('name_key', keyOf, ({ nameKey }) => nameKey);
const BY_ADDRESS = reading('address_key', keyOf, ({ addressKey }) => addressKey);
const BY_ID = reading('user', id, ({ user }) => user);

const addedAt: Reading<string, number | undefined> = {
  sql: (users) =>
    `SELECT user, CAST(UNIX_TIMESTAMP(created_at) * 1000 AS UNSIGNED) FROM accounts WHERE user IN (${users.map(id).join(',')})`,
  answer: (rows, users) => {
    const found = new Map(rows.map(([user, at]) => [idOf(user as Buffer), Number(at)]));
    return users.map((user) => found.get(user));
  },
};

/**
 * Inserts at once instead of with the batch's writes: whoever adds the same name or address elsewhere waits here for our transaction and then finds our row.
 * An INSERT that failed at the end of both transactions would be one command's fault, though it is nobody's.
 */
const insert: Reading<Account, void> = {
  locks: true,
  sql: (accounts) =>
    `INSERT INTO accounts (user, name, name_key, password_hash, address, address_key, disabled) VALUES ${accounts
      .map((account) => ({ ...account, key: keyOf(account.nameKey) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(
        ({ user, name, key, passwordHash, address, addressKey, disabled }) =>
          `(${id(user)},${text(name)},${key},${text(passwordHash)},${text(address)},${keyOrNull(addressKey)},${disabled ? 1 : 0})`,
      )
      .join(',')} ON DUPLICATE KEY UPDATE name = accounts.name`,
  answer: (_rows, accounts) => accounts.map(() => undefined),
};

type AddressClaim = { readonly user: string; readonly addressKey: string };

/** Takes addresses at once, for the same reason. IGNORE: a row whose new address somebody else has stays as it is. The keys are short enough, or it would cut them. */
const claimAddress: Reading<AddressClaim, void> = {
  locks: true,
  sql: (claims) =>
    `UPDATE IGNORE accounts SET address_key = CASE user ${claims
      .map(({ user, addressKey }) => `WHEN ${id(user)} THEN ${keyOrNull(addressKey)}`)
      .join(' ')} END WHERE user IN (${claims.map(({ user }) => id(user)).join(',')})`,
  answer: (_rows, claims) => claims.map(() => undefined),
};

const addressKeyOf: Reading<string, string | undefined> = {
  sql: (users) => `SELECT user, address_key FROM accounts WHERE user IN (${users.map(id).join(',')})`,
  answer: (rows, users) => {
    const found = new Map(rows.map(([user, key]) => [idOf(user as Buffer), String(key ?? '')]));
    return users.map((user) => found.get(user));
  },
};

/** Several rows in one statement. They exist: the keys stay out of it, so that no other row can be hit. */
const update: Writing<Account> = {
  order: ORDER,
  sql: (rows) =>
    `INSERT INTO accounts (user, name, password_hash, address, disabled) VALUES ${rows
      .map(
        ({ user, passwordHash, address, disabled }) =>
          `(${id(user)},'',${text(passwordHash)},${text(address)},${disabled ? 1 : 0})`,
      )
      .join(
        ',',
      )} ON DUPLICATE KEY UPDATE password_hash = VALUES(password_hash), address = VALUES(address), disabled = VALUES(disabled)`,
};

const remove: Writing<string> = {
  order: ORDER + 0.1,
  sql: (users) =>
    `UPDATE accounts SET name = '', name_key = NULL, password_hash = '', address = '', address_key = NULL, deleted_at = CURRENT_TIMESTAMP(3) WHERE user IN (${users.map(id).join(',')})`,
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

  async function takeAddress(user: string, addressKey: string): Promise<boolean> {
    if (Buffer.byteLength(addressKey) > MAX_KEY_BYTES) throw new DataError('an address is too long');
    await scope.read(claimAddress, { user, addressKey });
    // Its own round trip: in the same one the row might be read before it is changed.
    if ((await scope.read(addressKeyOf, user)) !== addressKey) return false;
    // It stands in the transaction already: without this command the batch has to run again.
    scope.onDiscard(() => false);
    return true;
  }

  return {
    byName: (nameKey) => find(BY_NAME, nameKey, { lock: true }),
    byAddress: async (addressKey) => (addressKey === '' ? undefined : find(BY_ADDRESS, addressKey, { lock: true })),
    byId: async (user) => (isId(user) ? find(BY_ID, user, { lock: false }) : undefined),
    lock: async (user) => (isId(user) ? find(BY_ID, user, { lock: true }) : undefined),
    addedAt: async (user) => {
      const at = isId(user) ? await scope.read(addedAt, user) : undefined;
      if (at === undefined) throw new Error('only an account that is there was added at some time');
      return at;
    },
    add: async (account) => {
      await scope.read(insert, account);
      // Its own round trip: in the same one the keys might be looked up before the row is there. Either key may have been in the way.
      const [named, addressed] = await Promise.all([
        scope.read(BY_NAME.locked, account.nameKey),
        account.addressKey === '' ? undefined : scope.read(BY_ADDRESS.locked, account.addressKey),
      ]);
      if (named && named.account.user !== account.user) return 'name';
      if (addressed && addressed.account.user !== account.user) return 'address';
      if (!named) throw new Error('an account was neither added nor found');
      locked.lock(named);
      // The row stands in the transaction already: without this command the batch has to run again.
      scope.onDiscard(() => false);
      return undefined;
    },
    change: async (user, to) => {
      const account = { ...locked.get(user), ...to };
      locked.touch(user);
      if (account.addressKey !== locked.get(user).addressKey && !(await takeAddress(user, account.addressKey))) return 'address';
      locked.changed(account);
      scope.write(update, account);
      return undefined;
    },
    remove: (user) => {
      locked.get(user);
      locked.touch(user);
      locked.removed(user);
      scope.write(remove, user);
    },
  };
}

function keyOf(key: string): string {
  return bytes(Buffer.from(key));
}

function keyOrNull(key: string): string {
  return key === '' ? 'NULL' : keyOf(key);
}

function storedOf([user, name, nameKey, passwordHash, address, addressKey, disabled, revision]: Row): StoredAccount {
  return {
    account: {
      user: idOf(user as Buffer),
      name: String(name),
      nameKey: String(nameKey),
      passwordHash: String(passwordHash),
      address: String(address),
      addressKey: String(addressKey ?? ''),
      disabled: Number(disabled) !== 0,
    },
    revision: Number(revision),
  };
}
