// Accounts and sessions, made directly in the tables: logging 5000 clients in by password would measure scrypt.
import { newId } from '../../proto/ids.ts';
import type { LoadAccount } from '../driver/client/load-client.ts';

const ROWS_PER_STATEMENT = 500;
// Without an expiry: such a session lives until it is bound, and from then on like any other.
const SESSION_COLUMNS =
  'session, user, client_request_id, epoch, gate_instance, gate_slot, connection, bound_at, device_kind, device_name, created_at';

/** Somebody who has an account. */
export interface GeneratedAccount {
  readonly user: string;
  readonly name: string;
  /** A living session. */
  readonly session?: string;
  /** Without one nobody can log in by password. */
  readonly passwordHash?: string;
}

export interface TokenAccount extends GeneratedAccount, LoadAccount {
  readonly session: string;
}

/** Somebody who logs in by password. */
export interface PasswordUser extends GeneratedAccount {
  readonly password: string;
  readonly passwordHash: string;
}

/** Invents people who have a session each. `issue` makes the token of a session. */
export function generateAccounts(count: number, issue: (session: string) => string): TokenAccount[] {
  const run = newId().slice(0, 8);
  return Array.from({ length: count }, (_, index) => {
    const session = newId();
    return { user: newId(), name: `load-${run}-${index}`, session, token: issue(session) };
  });
}

/** Invents people without a session, all with one password: its one hash serves them all. */
export function generatePasswordUsers(count: number, password: string, passwordHash: string): PasswordUser[] {
  const run = newId().slice(0, 8);
  return Array.from({ length: count }, (_, index) => ({
    user: newId(),
    name: `stranger-${run}-${index}`,
    password,
    passwordHash,
  }));
}

/**
 * INSERT statements for their accounts and sessions, many rows each; the same text for MySQL, MariaDB and SQLite, but for `now`, the store's
 * expression for the present.
 */
export function* accountInserts(people: readonly GeneratedAccount[], now: string): Generator<string> {
  for (let from = 0; from < people.length; from += ROWS_PER_STATEMENT) {
    const some = people.slice(from, from + ROWS_PER_STATEMENT);
    const accounts = some.map(
      ({ user, name, passwordHash = '-' }) => `(${hex(user)}, '${name}', '${name.toLowerCase()}', '${passwordHash}', ${now})`,
    );
    yield `INSERT INTO accounts (user, name, name_key, password_hash, created_at) VALUES ${accounts.join(', ')}`;
    const sessions = some.flatMap(({ user, session }) =>
      session === undefined ? [] : `(${hex(session)}, ${hex(user)}, ${hex(newId())}, 0, '', 0, 0, 0, '', 'loadtest', ${now})`,
    );
    if (sessions.length > 0) yield `INSERT INTO sessions (${SESSION_COLUMNS}) VALUES ${sessions.join(', ')}`;
  }
}

/** Reads "user token" lines; empty ones and those that start with # are skipped. Throws where a line is something else. */
export function parseAccounts(text: string): LoadAccount[] {
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(#|$)/.test(line)) return [];
    const [user, token, more] = line.trim().split(/\s+/);
    if (user === undefined || token === undefined || more !== undefined) throw new Error(`line ${index + 1}: not "user token"`);
    return [{ user, token }];
  });
}

/** 16 bytes as a literal; ids have no character that would need escaping. */
function hex(id: string): string {
  return `x'${Buffer.from(id, 'base64url').toString('hex')}'`;
}
