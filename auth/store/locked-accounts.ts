// The accounts one command has locked. A row's lock keeps other batches away, but not the other commands of this one: revisions do.

import { DataError } from '../../infra/ports/index.ts';
import { sortedIds } from '../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../infra/sql/lock-order.ts';
import type { BatchedWrite, Scope } from '../../infra/sql/query.ts';
import type { Account } from '../ports.ts';

export interface StoredAccount {
  readonly account: Account;
  /** Rises once with each command that changes the account, or its sessions under its lock. */
  readonly revision: number;
}

export interface LockedAccounts {
  /** Remembers an account as this command read it first: what it decides, it decides on that. */
  lock(found: StoredAccount): void;
  /** The account as this command knows it. Throws where it was not locked. */
  get(user: string): Account;
  /** The account with what this command itself has done to it; undefined where it has removed it. */
  own(found: Account): Account | undefined;
  /**
   * This command changes the account or something that hangs on it; nothing happens where it was not locked. Throws DataError where another command of this
   * batch did so unseen by this one: they then run one after the other.
   */
  touch(user: string): void;
  changed(account: Account): void;
  removed(user: string): void;
}

/** The revisions this batch has given. */
const given = (): Map<string, number> => new Map();

const revise: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.accountRevisions,
  sql: (users) => `UPDATE accounts SET revision = revision + 1 WHERE user IN (${sortedIds(users)})`,
};

export function lockedAccounts(scope: Scope): LockedAccounts {
  const known = new Map<string, StoredAccount>();
  const touched = new Set<string>();
  const written = new Map<string, Account | undefined>();

  function get(user: string): Account {
    const found = written.has(user) ? written.get(user) : known.get(user)?.account;
    if (!found) throw new Error('an account is changed only after it was read and locked');
    return found;
  }

  return {
    lock(found) {
      if (!known.has(found.account.userId)) known.set(found.account.userId, found);
    },
    get,
    own: (found) => (written.has(found.userId) ? written.get(found.userId) : found),
    touch(user) {
      const found = known.get(user);
      if (!found || touched.has(user)) return;
      const revisions = scope.oncePerBatch(given);
      const before = revisions.get(user);
      if (before !== undefined && before !== found.revision) throw new DataError('two commands of one batch change one account');
      revisions.set(user, found.revision + 1);
      scope.onDiscard(() => {
        if (before === undefined) revisions.delete(user);
        else revisions.set(user, before);
        return true;
      });
      touched.add(user);
      scope.write(revise, user);
    },
    changed: (account) => written.set(account.userId, account),
    removed: (user) => written.set(user, undefined),
  };
}
