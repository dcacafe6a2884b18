// The counters of what has changed for users. A counter's lock keeps other batches away, but not the other commands of this one: the versions given do.

import { DataError } from '../../../infra/ports/index.ts';
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { encodeId } from '../../../proto/ids.ts';

export interface ProfileVersions {
  /** Reads the counter, locked for the rest of the batch; undefined where it was never made. What is read in the same round trip is read under the lock. */
  lock(user: string): Promise<number | undefined>;
  /** Makes counters that are missing, for users that exist. Whoever else makes the same one waits for our transaction. */
  insertMissing(users: readonly string[]): Promise<void>;
  /** The next version of a user whose counter was locked in this command. Throws DataError where another command of this batch has had it since: they then run one after the other. */
  assignNext(user: string): number;
}

const locking: BatchedQuery<string, number | undefined> = {
  locks: true,
  sql: (users, { forUpdate }) =>
    `SELECT user, version FROM profiles WHERE user IN (${sortedIds(users)}) ORDER BY user${forUpdate}`,
  decode: (rows, users) => {
    const found = new Map(rows.map(([user, version]) => [encodeId(user as Uint8Array), Number(version)]));
    return users.map((user) => found.get(user));
  },
};

const making: BatchedQuery<string, void> = {
  writes: true,
  sql: (users, dialect) =>
    // Sorted: rows are locked in one order everywhere.
    `INSERT INTO profiles (user) SELECT user FROM accounts WHERE user IN (${sortedIds(users)}) ORDER BY user${dialect.onConflictIgnore('version')}`,
  decode: (_rows, users) => users.map(() => undefined),
};

const advance: BatchedWrite<{ user: string; version: number }> = {
  lockOrder: LOCK_ORDER.profiles,
  sql: (rows, { onConflictUpdate }) => {
    const last = new Map<string, number>();
    for (const { user, version } of rows) last.set(id(user), Math.max(version, last.get(id(user)) ?? 0));
    const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1));
    const values = tuples(sorted, ([user, version]) => [user, integer(version)]);
    return `INSERT INTO profiles (user, version) VALUES ${values}${onConflictUpdate('user', { max: ['version'] })}`;
  },
};

/** The versions this batch has given. */
const given = (): Map<string, number> => new Map();

export function profileVersions(scope: Scope): ProfileVersions {
  /** As this command locked them first, and from then on as it gave them itself. */
  const known = new Map<string, number>();
  return {
    lock: async (user) => {
      const version = await scope.read(locking, user);
      if (version !== undefined && !known.has(user)) known.set(user, version);
      return version;
    },
    insertMissing: async (users) => {
      await Promise.all(users.map((user) => scope.read(making, user)));
    },
    assignNext: (user) => {
      const before = known.get(user);
      if (before === undefined) throw new Error('what concerns a user is changed only after it was locked');
      const all = scope.oncePerBatch(given);
      const last = all.get(user);
      if (last !== undefined && last !== before) throw new DataError('two commands of one batch change what concerns one user');
      const version = before + 1;
      known.set(user, version);
      all.set(user, version);
      scope.onDiscard(() => {
        if (last === undefined) all.delete(user);
        else all.set(user, last);
        return true;
      });
      scope.write(advance, { user, version });
      return version;
    },
  };
}
