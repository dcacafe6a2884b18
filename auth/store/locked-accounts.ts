// The accounts that one command has locked. A row lock excludes other batches, but not the other commands of the same batch:
// revisions detect those.
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
  /** Stores the account as this command read it first, because its decisions depend on that state. */
  lock(found: StoredAccount): void;
  /** The account with this command's own changes. Throws if the command has not locked it. */
  get(userId: string): Account;
  /** The account with this command's own changes; undefined if it has removed the account. */
  withOwnChanges(found: Account): Account | undefined;
  /**
   * Announces a change of the account or of something it owns; does nothing if the account is not locked. Throws DataError if
   * another command of the batch has changed it after this command read it: both then run one after the other.
   */
  touch(userId: string): void;
  recordUpdate(account: Account): void;
  recordRemoval(userId: string): void;
}

/** The revisions that this batch has assigned. */
const assignedRevisions = (): Map<string, number> => new Map();

const incrementRevision: BatchedWrite<string> = {
  lockOrder: LOCK_ORDER.accountRevisions,
  sql: (userIds) => `UPDATE accounts SET revision = revision + 1 WHERE user_id IN (${sortedIds(userIds)})`,
};

export function lockedAccounts(scope: Scope): LockedAccounts {
  const locked = new Map<string, StoredAccount>();
  const touched = new Set<string>();
  const ownChanges = new Map<string, Account | undefined>();

  return {
    lock(found) {
      if (!locked.has(found.account.userId)) locked.set(found.account.userId, found);
    },

    get(userId) {
      const account = ownChanges.has(userId) ? ownChanges.get(userId) : locked.get(userId)?.account;
      if (!account) throw new Error('an account is changed only after it was read and locked');
      return account;
    },

    withOwnChanges: (found) => (ownChanges.has(found.userId) ? ownChanges.get(found.userId) : found),

    touch(userId) {
      const found = locked.get(userId);
      if (!found || touched.has(userId)) return;
      const revisions = scope.oncePerBatch(assignedRevisions);
      const before = revisions.get(userId);
      if (before !== undefined && before !== found.revision) throw new DataError('two commands of one batch change one account');
      revisions.set(userId, found.revision + 1);
      scope.onDiscard(() => {
        if (before === undefined) revisions.delete(userId);
        else revisions.set(userId, before);
        return true;
      });
      touched.add(userId);
      scope.write(incrementRevision, userId);
    },

    recordUpdate: (account) => ownChanges.set(account.userId, account),
    recordRemoval: (userId) => ownChanges.set(userId, undefined),
  };
}
