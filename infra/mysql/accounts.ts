// Accounts on MySQL.
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Account, AccountReader, Accounts, AuthStored } from '../../auth/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import type { Reading, Scope } from './batch.ts';
import type { Row } from './connection.ts';
import { sessions } from './sessions.ts';
import { bytes, id, text } from './text.ts';

/** Makes auth's tables for one command of a batch. */
export function authTables(scope: Scope): AuthStored {
  return { accounts: accounts(scope), sessions: sessions(scope) };
}

/** Accounts as they are outside of batches. */
export function mysqlAccountReader(pool: Pool): AccountReader {
  return {
    find: async (nameKey) => {
      const [rows] = await pool.query<RowDataPacket[][]>({
        sql: `SELECT ${COLUMNS} FROM accounts WHERE name_key = ${nameKeyOf(nameKey)}`,
        rowsAsArray: true,
        timeout: QUERY_TIMEOUT_MS,
      });
      const [row] = rows;
      return row && accountOf(row);
    },
  };
}

// A server that answers nothing fails like one that is away: the command is prepared again until its deadline.
const QUERY_TIMEOUT_MS = 3000;
const COLUMNS = 'user, name, name_key, password_hash';

const byName: Reading<string, Account | undefined> = {
  locks: true,
  // Sorted: rows are locked in one order everywhere.
  sql: (keys) =>
    `SELECT ${COLUMNS} FROM accounts WHERE name_key IN (${[...new Set(keys.map(nameKeyOf))].sort().join(',')}) ORDER BY name_key FOR UPDATE`,
  answer: (rows, keys) => {
    const found = new Map(rows.map(accountOf).map((account) => [account.nameKey, account]));
    return keys.map((key) => found.get(key));
  },
};

const byId: Reading<string, Account | undefined> = {
  sql: (users) => `SELECT ${COLUMNS} FROM accounts WHERE user IN (${users.map(id).join(',')})`,
  answer: (rows, users) => {
    const found = new Map(rows.map(accountOf).map((account) => [account.user, account]));
    return users.map((user) => found.get(user));
  },
};

/**
 * Inserts at once instead of with the batch's writes: whoever adds the same name elsewhere waits here for our transaction and then finds our row.
 * An INSERT that failed at the end of both transactions would be one command's fault, though it is nobody's.
 */
const insert: Reading<Account, void> = {
  locks: true,
  sql: (accounts) =>
    `INSERT INTO accounts (${COLUMNS}) VALUES ${accounts
      .map((account) => ({ ...account, key: nameKeyOf(account.nameKey) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ user, name, key, passwordHash }) => `(${id(user)},${text(name)},${key},${text(passwordHash)})`)
      .join(',')} ON DUPLICATE KEY UPDATE name = accounts.name`,
  answer: (_rows, accounts) => accounts.map(() => undefined),
};

function accounts(scope: Scope): Accounts {
  return {
    byName: (nameKey) => scope.read(byName, nameKey),
    byId: async (user) => (isId(user) ? scope.read(byId, user) : undefined),
    add: async (account) => {
      await scope.read(insert, account);
      // Its own round trip: in the same one the name might be looked up before the row is there.
      const holder = await scope.read(byName, account.nameKey);
      if (!holder) throw new Error('an account was neither added nor found');
      // The row stands in the transaction already: without this command the batch has to run again.
      if (holder.user === account.user) scope.onDiscard(() => false);
      return holder;
    },
  };
}

function nameKeyOf(nameKey: string): string {
  return bytes(Buffer.from(nameKey));
}

function accountOf([user, name, nameKey, passwordHash]: Row): Account {
  return { user: idOf(user as Buffer), name: String(name), nameKey: String(nameKey), passwordHash: String(passwordHash) };
}
