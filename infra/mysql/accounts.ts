// Accounts on MySQL.
import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Account, AccountReader, Accounts, AuthStored } from '../../auth/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import type { Reading, Scope, Writing } from './batch.ts';
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
        sql: `SELECT ${COLUMNS} FROM accounts WHERE name_key = ${bytes(Buffer.from(nameKey))}`,
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
const ORDER = 10;
const COLUMNS = 'user, name, name_key, password_hash';

const byName: Reading<string, Account | undefined> = {
  sql: (keys) => `SELECT ${COLUMNS} FROM accounts WHERE name_key IN (${keys.map((key) => bytes(Buffer.from(key))).join(',')})`,
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

const insert: Writing<Account> = {
  order: ORDER,
  sql: (rows) =>
    `INSERT INTO accounts (${COLUMNS}) VALUES ${rows
      .map((row) => `(${id(row.user)},${text(row.name)},${bytes(Buffer.from(row.nameKey))},${text(row.passwordHash)})`)
      .join(',')}`,
};

function accounts(scope: Scope): Accounts {
  return {
    byName: (nameKey) => scope.read(byName, nameKey),
    byId: async (user) => (isId(user) ? scope.read(byId, user) : undefined),
    add: (account) => scope.write(insert, account),
  };
}

function accountOf([user, name, nameKey, passwordHash]: Row): Account {
  return { user: idOf(user as Buffer), name: String(name), nameKey: String(nameKey), passwordHash: String(passwordHash) };
}
