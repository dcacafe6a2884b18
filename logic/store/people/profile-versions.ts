// The version of each user's profile and relations. A version's lock keeps other batches away, but not the other commands of
// the same batch: those are found by the versions that the batch has assigned.
import { DataError } from '../../../infra/ports/index.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { encodeId } from '../../../proto/ids.ts';

const lockVersion: BatchedQuery<string, number | undefined> = {
  locks: true,
  sql: (userIds, { forUpdate }) =>
    `SELECT user_id, version FROM profiles WHERE user_id IN (${sortedIds(userIds)}) ORDER BY user_id${forUpdate}`,
  decode: (rows, userIds) => {
    const found = new Map(rows.map(([userId, version]) => [encodeId(userId as Uint8Array), Number(version)]));
    return userIds.map((userId) => found.get(userId));
  },
};

const insertVersion: BatchedQuery<string, void> = {
  writes: true,
  // Sorted, because all batches lock rows in one order.
  sql: (userIds, dialect) =>
    `INSERT INTO profiles (user_id)
      SELECT user_id FROM accounts WHERE user_id IN (${sortedIds(userIds)})
      ORDER BY user_id${dialect.onConflictIgnore('version')}`,
  decode: (_rows, userIds) => userIds.map(() => undefined),
};

const advanceVersion: BatchedWrite<{ userId: string; version: number }> = {
  lockOrder: LOCK_ORDER.profiles,
  sql: (rows, { onConflictUpdate }) => {
    const last = new Map<string, number>();
    for (const { userId, version } of rows) last.set(id(userId), Math.max(version, last.get(id(userId)) ?? 0));
    const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1));
    const values = tuples(sorted, ([userId, version]) => [userId, integer(version)]);
    return `INSERT INTO profiles (user_id, version) VALUES ${values}${onConflictUpdate('user_id', { max: ['version'] })}`;
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
   * Reads a version and locks it for the rest of the batch. Undefined when it was never inserted. Reads of the same round trip
   * happen under the lock.
   */
  async lock(userId: string): Promise<number | undefined> {
    const version = await this.#scope.read(lockVersion, userId);
    if (version !== undefined && !this.#known.has(userId)) this.#known.set(userId, version);
    return version;
  }

  /** Inserts missing versions of existing users. Another transaction that inserts the same row waits for this one. */
  async insertMissing(userIds: readonly string[]): Promise<void> {
    await Promise.all(userIds.map((userId) => this.#scope.read(insertVersion, userId)));
  }

  /**
   * Assigns the next version of a user whose version this command has locked. Throws DataError when another command of the
   * batch has assigned one since: the commands then run one after the other.
   */
  assignNext(userId: string): number {
    const before = this.#known.get(userId);
    if (before === undefined) throw new Error('a profile version can be assigned only after this command has locked it');
    const assigned = this.#scope.oncePerBatch(noVersions);
    const last = assigned.get(userId);
    if (last !== undefined && last !== before) throw new DataError('two commands of one batch change what concerns one user');
    const version = before + 1;
    this.#known.set(userId, version);
    assigned.set(userId, version);
    this.#scope.onDiscard(() => {
      if (last === undefined) assigned.delete(userId);
      else assigned.set(userId, last);
      return true;
    });
    this.#scope.write(advanceVersion, { userId, version });
    return version;
  }
}
