// Accounts in SQL: the ports Accounts and AccountReader.
import { DataError } from '../../infra/ports/index.ts';
import type { SqlReader } from '../../infra/sql/connection.ts';
import type { Scope } from '../../infra/sql/query.ts';
import { isId } from '../../proto/ids.ts';
import type { Account, AccountConflict, AccountReader, Accounts, AuthStore } from '../ports.ts';
import * as queries from './account-queries.ts';
import { type LockedAccounts, lockedAccounts } from './locked-accounts.ts';
import { selectForgotten } from './session-queries.ts';
import { sqlSessions } from './sessions.ts';

const MAX_KEY_BYTES = 768;

/** Auth's tables for one command of a batch. */
export function authTables(scope: Scope): AuthStore {
  const locked = lockedAccounts(scope);
  return { now: () => scope.now(), accounts: new SqlAccounts(scope, locked), sessions: sqlSessions(scope, locked.touch) };
}

/** Accounts outside of batches. */
export function accountReader({ dialect, read }: SqlReader): AccountReader {
  async function find({ unlocked }: queries.AccountLookup, key: string): Promise<Account | undefined> {
    const [found] = unlocked.decode(await read(unlocked.sql([key], dialect)), [key]);
    return found?.account;
  }
  return {
    findByName: (nameKey) => find(queries.BY_NAME, nameKey),
    findSimilarName: (nameSkeleton) => find(queries.BY_NAME_SKELETON, nameSkeleton),
    findByEmail: async (emailKey) => (emailKey === '' ? undefined : find(queries.BY_EMAIL, emailKey)),
    findById: async (userId) => (isId(userId) ? find(queries.BY_ID, userId) : undefined),
    isForgottenDevice: async (deviceId) => isId(deviceId) && (await read(selectForgotten([deviceId]))).length > 0,
  };
}

class SqlAccounts implements Accounts {
  readonly #scope: Scope;
  readonly #locked: LockedAccounts;

  constructor(scope: Scope, locked: LockedAccounts) {
    this.#scope = scope;
    this.#locked = locked;
  }

  findByName(nameKey: string): Promise<Account | undefined> {
    return this.#findAndLock(queries.BY_NAME, nameKey);
  }

  async findByEmail(emailKey: string): Promise<Account | undefined> {
    return emailKey === '' ? undefined : this.#findAndLock(queries.BY_EMAIL, emailKey);
  }

  async findById(userId: string): Promise<Account | undefined> {
    if (!isId(userId)) return undefined;
    const found = await this.#scope.read(queries.BY_ID.unlocked, userId);
    return found && this.#locked.withOwnChanges(found.account);
  }

  async lock(userId: string): Promise<Account | undefined> {
    return isId(userId) ? this.#findAndLock(queries.BY_ID, userId) : undefined;
  }

  async readRegisteredAt(userId: string): Promise<number> {
    const registeredAt = isId(userId) ? await this.#scope.read(queries.selectRegisteredAt, userId) : undefined;
    if (registeredAt === undefined) throw new Error('the account to read the registration time of does not exist');
    return registeredAt;
  }

  async add(account: Account): Promise<AccountConflict | undefined> {
    await this.#scope.read(queries.insertAccount, account);
    // A second round trip: in the same one, the keys might be read before the insert. Each key may have prevented it.
    const [named, similar, addressed] = await Promise.all([
      this.#scope.read(queries.BY_NAME.locked, account.nameKey),
      this.#scope.read(queries.BY_NAME_SKELETON.locked, account.nameSkeleton),
      account.emailKey === '' ? undefined : this.#scope.read(queries.BY_EMAIL.locked, account.emailKey),
    ]);
    if (named && named.account.userId !== account.userId) return 'name';
    if (similar && similar.account.userId !== account.userId) return 'similar-name';
    if (addressed && addressed.account.userId !== account.userId) return 'email';
    if (!named) throw new Error('an account was neither added nor found');
    this.#locked.lock(named);
    this.#forbidDiscard();
    return undefined;
  }

  async update(userId: string, changes: Parameters<Accounts['update']>[1]): Promise<AccountConflict | undefined> {
    const before = this.#locked.get(userId);
    const account = { ...before, ...changes };
    this.#locked.touch(userId);
    if (account.emailKey !== before.emailKey && !(await this.#claimEmail(userId, account.emailKey))) return 'email';
    this.#locked.recordUpdate(account);
    this.#scope.write(queries.updateAccount, account);
    return undefined;
  }

  remove(userId: string): void {
    this.#locked.get(userId);
    this.#locked.touch(userId);
    this.#locked.recordRemoval(userId);
    this.#scope.write(queries.deleteAccount, userId);
    this.#scope.write(queries.eraseProfile, userId);
  }

  async #findAndLock({ locked }: queries.AccountLookup, key: string): Promise<Account | undefined> {
    const found = await this.#scope.read(locked, key);
    if (!found) return undefined;
    this.#locked.lock(found);
    // The table does not contain this command's own writes yet.
    return this.#locked.withOwnChanges(found.account);
  }

  /** False if another account has the e-mail address. */
  async #claimEmail(userId: string, emailKey: string): Promise<boolean> {
    if (Buffer.byteLength(emailKey) > MAX_KEY_BYTES) throw new DataError('the e-mail address is too long');
    await this.#scope.read(queries.claimEmailKey, { userId, emailKey });
    // A second round trip: in the same one, the row might be read before the claim.
    if (((await this.#scope.read(queries.selectEmailKey, userId)) ?? '') !== emailKey) return false;
    this.#forbidDiscard();
    return true;
  }

  /** The row is already in the transaction. So if this command is discarded, the batch must run again without it. */
  #forbidDiscard(): void {
    this.#scope.onDiscard(() => false);
  }
}
