// Accounts in the embedded store.
import type { Account, AccountReader, Accounts, AuthStored } from '../../auth/ports.ts';
import { idBytes, idOf, isId } from '../../proto/ids.ts';
import { DataError } from '../ports.ts';
import { type CommandView, Overlay } from './batch-state.ts';
import { embeddedSessions } from './sessions.ts';
import type { Store } from './store.ts';

/** A row of the table. A deleted one has no name, and is in a batch's memory only: the database does not find it. */
interface StoredAccount {
  readonly account: Account;
  readonly addedAt: number;
  readonly isDeleted: boolean;
  /** Rises with each change. Two commands of one batch that build on one revision are in each other's way. */
  readonly revision: number;
}

const BY_ID = new Overlay<StoredAccount>();
// Whose row it is: the account may have been deleted since, or have another address.
const USER_BY_NAME = new Overlay<string>();
const USER_BY_ADDRESS = new Overlay<string>();

/** Auth's tables, bound to one command of a batch. */
export function embeddedAuthStored(store: Store): (view: CommandView) => AuthStored {
  const sql = statements(store);
  const sessions = embeddedSessions(store);
  return (view) => {
    const locked = lockedAccounts(view, sql);
    return { accounts: accounts(view, sql, locked), sessions: sessions(view, locked.touch) };
  };
}

/** Accounts as they are outside of batches. */
export function embeddedAccountReader(store: Store): AccountReader {
  const sql = statements(store);
  return {
    byName: async (nameKey) => sql.byName(nameKey)?.account,
    byAddress: async (addressKey) => sql.byAddress(addressKey)?.account,
    byId: async (user) => (isId(user) ? sql.byId(user)?.account : undefined),
  };
}

type LockedAccounts = ReturnType<typeof lockedAccounts>;

/** The accounts this command has locked. A batch has the store to itself, but its own commands run side by side. */
function lockedAccounts(view: CommandView, sql: Statements) {
  /** As this command read them first, and what it has made of them since: what it decides, it decides on that. */
  const known = new Map<string, StoredAccount>();
  const written = new Set<string>();

  function put(changed: StoredAccount): void {
    view.put(BY_ID, changed.account.user, changed);
    known.set(changed.account.user, changed);
  }

  /** Writes a new version of the row: at the commit this is refused where another command of the batch built on the same revision. */
  function write(before: StoredAccount, to: Partial<StoredAccount>): void {
    const changed = { ...before, ...to, revision: before.revision + 1 };
    put(changed);
    written.add(changed.account.user);
    view.write(() => sql.update(changed));
  }

  return {
    lock(found: StoredAccount | undefined): StoredAccount | undefined {
      if (found && !known.has(found.account.user)) known.set(found.account.user, found);
      return found;
    },
    get(user: string): StoredAccount {
      const found = known.get(user);
      if (!found || found.isDeleted) throw new Error('an account is changed only after it was read and locked');
      return found;
    },
    put,
    write,
    /** Something that hangs on the account was changed: whoever else locked it in this batch may have decided otherwise had it known. */
    touch(user: string): void {
      const found = known.get(user);
      if (found && !written.has(user)) write(found, {});
    },
  };
}

function accounts(view: CommandView, sql: Statements, locked: LockedAccounts): Accounts {
  const findById = (user: string): StoredAccount | undefined => {
    const found = isId(user) ? (view.written(BY_ID, user) ?? sql.byId(user)) : undefined;
    return found?.isDeleted ? undefined : found;
  };
  const findByName = (nameKey: string): StoredAccount | undefined =>
    findById(view.written(USER_BY_NAME, nameKey) ?? sql.byName(nameKey)?.account.user ?? '');
  const findByAddress = (addressKey: string): StoredAccount | undefined => {
    if (addressKey === '') return undefined;
    const found = findById(view.written(USER_BY_ADDRESS, addressKey) ?? sql.byAddress(addressKey)?.account.user ?? '');
    return found?.account.addressKey === addressKey ? found : undefined;
  };
  return {
    byName: (nameKey) => view.read(() => locked.lock(findByName(nameKey))?.account),
    byAddress: (addressKey) => view.read(() => locked.lock(findByAddress(addressKey))?.account),
    byId: (user) => view.read(() => findById(user)?.account),
    lock: (user) => view.read(() => locked.lock(findById(user))?.account),
    addedAt: (user) =>
      view.read(() => {
        const found = findById(user);
        if (!found) throw new Error('only an account that is there was added at some time');
        return found.addedAt;
      }),
    add: (account) =>
      view.read(() => {
        if (findByName(account.nameKey)) return 'name';
        if (findByAddress(account.addressKey)) return 'address';
        const added = { account, addedAt: Date.now(), isDeleted: false, revision: 0 };
        locked.put(added);
        view.put(USER_BY_NAME, account.nameKey, account.user);
        view.put(USER_BY_ADDRESS, account.addressKey, account.user);
        view.write(() => sql.insert(added));
        return undefined;
      }),
    change: (user, to) =>
      view.read(() => {
        const before = locked.get(user);
        const account = { ...before.account, ...to };
        const holder = findByAddress(account.addressKey);
        if (holder && holder.account.user !== user) return 'address';
        view.put(USER_BY_ADDRESS, account.addressKey, user);
        locked.write(before, { account });
        return undefined;
      }),
    remove(user) {
      const before = locked.get(user);
      const nobody = { name: '', nameKey: '', passwordHash: '', address: '', addressKey: '' };
      locked.write(before, { account: { ...before.account, ...nobody }, isDeleted: true });
    },
  };
}

type Statements = ReturnType<typeof statements>;

function statements(store: Store) {
  const columns = 'user, name, name_key, password_hash, address, address_key, disabled, created_at, revision';
  const living = `SELECT ${columns} FROM accounts WHERE deleted_at IS NULL AND`;
  const byName = store.statement(`${living} name_key = ?`);
  const byAddress = store.statement(`${living} address_key = ?`);
  const byId = store.statement(`${living} user = ?`);
  const insert = store.statement(`INSERT INTO accounts (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = store.statement(
    `UPDATE accounts SET name = ?, name_key = ?, password_hash = ?, address = ?, address_key = ?, disabled = ?, deleted_at = ?, revision = ?
      WHERE user = ? AND revision = ? AND deleted_at IS NULL`,
  );
  const values = ({ name, nameKey, passwordHash, address, addressKey, disabled }: Account) =>
    [name, orNull(nameKey), passwordHash, address, orNull(addressKey), disabled ? 1 : 0] as const;
  return {
    byName: (nameKey: string) => accountOf(byName.get(nameKey)),
    byAddress: (addressKey: string) => accountOf(byAddress.get(addressKey)),
    byId: (user: string) => accountOf(byId.get(idBytes(user))),
    insert: ({ account, addedAt, revision }: StoredAccount) =>
      insert.run(idBytes(account.user), ...values(account), addedAt, revision),
    update({ account, isDeleted, revision }: StoredAccount) {
      const deletedAt = isDeleted ? Date.now() : null;
      const { changes } = update.run(...values(account), deletedAt, revision, idBytes(account.user), revision - 1);
      if (Number(changes) !== 1) throw new DataError('two commands of one batch change one account');
    },
  };
}

function orNull(key: string): string | null {
  return key === '' ? null : key;
}

function accountOf(row: ReturnType<ReturnType<Store['statement']>['get']>): StoredAccount | undefined {
  return (
    row && {
      account: {
        user: idOf(row.user as Uint8Array),
        name: row.name as string,
        nameKey: row.name_key as string,
        passwordHash: row.password_hash as string,
        address: row.address as string,
        addressKey: (row.address_key as string | null) ?? '',
        disabled: row.disabled !== 0,
      },
      addedAt: row.created_at as number,
      isDeleted: false,
      revision: row.revision as number,
    }
  );
}
