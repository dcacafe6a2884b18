// The version of each user's profile and relations. A version's lock keeps other batches away, but not the other commands of the same
// batch: those are found by the versions that the batch has assigned.
import { DataError } from '../../../infra/ports/index.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { encodeId } from '../../../proto/ids.ts';

const lockVersion: BatchedQuery<string, number | undefined> = {
  locks: true,
  sql: (users, { forUpdate }) =>
    `SELECT user, version FROM profiles WHERE user IN (${sortedIds(users)}) ORDER BY user${forUpdate}`,
  decode: (rows, users) => {
    const found = new Map(rows.map(([user, version]) => [encodeId(user as Uint8Array), Number(version)]));
    return users.map((user) => found.get(user));
  },
};

const insertVersion: BatchedQuery<string, void> = {
  writes: true,
  // Sorted, because all batches lock rows in one order.
  sql: (users, dialect) =>
    `INSERT INTO profiles (user)
      SELECT user FROM accounts WHERE user IN (${sortedIds(users)}) ORDER BY user${dialect.onConflictIgnore('version')}`,
  decode: (_rows, users) => users.map(() => undefined),
};

const advanceVersion: BatchedWrite<{ user: string; version: number }> = {
  lockOrder: LOCK_ORDER.profiles,
  sql: (rows, { onConflictUpdate }) => {
    const last = new Map<string, number>();
    for (const { user, version } of rows) last.set(id(user), Math.max(version, last.get(id(user)) ?? 0));
    const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1));
    const values = tuples(sorted, ([user, version]) => [user, integer(version)]);
    return `INSERT INTO profiles (user, version) VALUES ${values}${onConflictUpdate('user', { max: ['version'] })}`;
  },
};

const noVersions = (): Map<string, number> => new Map();

/** The versions of one command. */
export class ProfileVersions {
  readonly #scope: Scope;
  /** The versions as this command locked them first, or assigned them since. */
  readonly #known = new Map<string, number>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /**
   * Reads a version and locks it for the rest of the batch. Undefined when it was never inserted. Reads of the same round trip happen
   * under the lock.
   */
  async lock(user: string): Promise<number | undefined> {
    const version = await this.#scope.read(lockVersion, user);
    if (version !== undefined && !this.#known.has(user)) this.#known.set(user, version);
    return version;
  }

  /** Inserts missing versions of existing users. Another transaction that inserts the same row waits for this one. */
  async insertMissing(users: readonly string[]): Promise<void> {
    await Promise.all(users.map((user) => this.#scope.read(insertVersion, user)));
  }

  /**
   * Assigns the next version of a user whose version this command has locked. Throws DataError when another command of the batch has
   * assigned one since: the commands then run one after the other.
   */
  assignNext(user: string): number {
    const before = this.#known.get(user);
    if (before === undefined) throw new Error('a profile version can be assigned only after this command has locked it');
    const assigned = this.#scope.oncePerBatch(noVersions);
    const last = assigned.get(user);
    if (last !== undefined && last !== before) throw new DataError('two commands of one batch change what concerns one user');
    const version = before + 1;
    this.#known.set(user, version);
    assigned.set(user, version);
    this.#scope.onDiscard(() => {
      if (last === undefined) assigned.delete(user);
      else assigned.set(user, last);
      return true;
    });
    this.#scope.write(advanceVersion, { user, version });
    return version;
  }
}
