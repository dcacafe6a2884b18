// Inserts accounts and sessions directly into the tables, because 5000 log-ins by password would measure only the hashing.
import { nameSkeleton } from '../../auth/names/name-skeleton.ts';
import { newId } from '../../proto/ids.ts';
import type { LoadAccount } from '../driver/client/load-client.ts';

const ROWS_PER_STATEMENT = 500;
const ACCOUNT_COLUMNS = 'user_id, name, name_key, name_skeleton, password_hash, created_at';
// No expiry is set: such a session lives until it is first bound, and then gets the usual lifetime.
const SESSION_COLUMNS = `session_id, user_id, client_request_id, epoch, gate_instance, gate_slot, connection, bound_at,
  device_kind, device_name, created_at`;

/** An account to insert. */
export interface GeneratedAccount {
  /** The user id. */
  readonly userId: string;
  readonly name: string;
  /** The id of an open session. */
  readonly sessionId?: string;
  /** Without it nobody can log in by password. */
  readonly passwordHash?: string;
}

/** An account with an open session, and the token of that session. */
export interface TokenAccount extends GeneratedAccount, LoadAccount {
  readonly sessionId: string;
}

/** An account that logs in by password. */
export interface PasswordUser extends GeneratedAccount {
  readonly password: string;
  readonly passwordHash: string;
}

/** Generates accounts with one session each. `issue` makes the token of a session. */
export function generateAccounts(count: number, issue: (sessionId: string) => string): TokenAccount[] {
  const run = newId().slice(0, 8);
  return Array.from({ length: count }, (_, index) => {
    const sessionId = newId();
    return { userId: newId(), name: `load-${run}-${index}`, sessionId, token: issue(sessionId) };
  });
}

/** Generates accounts without a session. They share one password and its hash, because hashing each would take long. */
export function generatePasswordUsers(count: number, password: string, passwordHash: string): PasswordUser[] {
  const run = newId().slice(0, 8);
  return Array.from({ length: count }, (_, index) => ({
    userId: newId(),
    name: `stranger-${run}-${index}`,
    password,
    passwordHash,
  }));
}

/**
 * INSERT statements for accounts and their sessions, with many rows each. The text is the same for MySQL, MariaDB and SQLite,
 * except `now`: the database's expression for the current time.
 */
export function* accountInserts(users: readonly GeneratedAccount[], now: string): Generator<string> {
  for (let from = 0; from < users.length; from += ROWS_PER_STATEMENT) {
    const some = users.slice(from, from + ROWS_PER_STATEMENT);
    const accounts = some.map(({ userId, name, passwordHash = '-' }) => {
      const texts = [name, name.toLowerCase(), nameSkeleton(name), passwordHash].map((text) => `'${text}'`);
      return `(${toHexLiteral(userId)}, ${texts.join(', ')}, ${now})`;
    });
    yield `INSERT INTO accounts (${ACCOUNT_COLUMNS}) VALUES ${accounts.join(', ')}`;
    const sessions = some.flatMap(({ userId, sessionId }) =>
      sessionId === undefined ? [] : toSessionRow(sessionId, userId, now),
    );
    if (sessions.length > 0) yield `INSERT INTO sessions (${SESSION_COLUMNS}) VALUES ${sessions.join(', ')}`;
  }
}

function toSessionRow(sessionId: string, userId: string, now: string): string {
  const ids = [sessionId, userId, newId()].map(toHexLiteral).join(', ');
  return `(${ids}, 0, '', 0, 0, 0, '', 'loadtest', ${now})`;
}

/** Parses lines of "user token". Skips empty lines and lines that start with #. Throws at any other line. */
export function parseAccounts(text: string): LoadAccount[] {
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(#|$)/.test(line)) return [];
    const [userId, token, more] = line.trim().split(/\s+/);
    if (userId === undefined || token === undefined || more !== undefined)
      throw new Error(`line ${index + 1} is not "user token"`);
    return [{ userId, token }];
  });
}

/** The 16 bytes of an id as an SQL literal. An id has no character that needs escaping. */
function toHexLiteral(id: string): string {
  return `x'${Buffer.from(id, 'base64url').toString('hex')}'`;
}
