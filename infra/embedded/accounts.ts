// Accounts in the embedded store.
import type { Account, AccountReader, Accounts, AuthStored } from '../../auth/ports.ts';
import { idBytes, idOf, isId } from '../../proto/ids.ts';
import { type CommandView, Overlay } from './batch-state.ts';
import { embeddedSessions } from './sessions.ts';
import type { Store } from './store.ts';

const BY_NAME = new Overlay<Account>();
const BY_ID = new Overlay<Account>();

/** Auth's tables, bound to one command of a batch. */
export function embeddedAuthStored(store: Store): (view: CommandView) => AuthStored {
  const sql = statements(store);
  const sessions = embeddedSessions(store);
  return (view) => ({ accounts: accounts(view, sql), sessions: sessions(view) });
}

/** Accounts as they are outside of batches. */
export function embeddedAccountReader(store: Store): AccountReader {
  const sql = statements(store);
  return { find: async (nameKey) => sql.byName(nameKey) };
}

function accounts(view: CommandView, sql: Statements): Accounts {
  const find = (nameKey: string): Account | undefined => view.written(BY_NAME, nameKey) ?? sql.byName(nameKey);
  return {
    byName: (nameKey) => view.read(() => find(nameKey)),
    byId: (user) => view.read(() => (isId(user) ? (view.written(BY_ID, user) ?? sql.byId(user)) : undefined)),
    add: (account) =>
      view.read(() => {
        const holder = find(account.nameKey);
        if (holder) return holder;
        view.put(BY_NAME, account.nameKey, account);
        view.put(BY_ID, account.user, account);
        view.write(() => sql.insert(account));
        return account;
      }),
  };
}

type Statements = ReturnType<typeof statements>;

function statements(store: Store) {
  const columns = 'user, name, name_key, password_hash';
  const byName = store.statement(`SELECT ${columns} FROM accounts WHERE name_key = ?`);
  const byId = store.statement(`SELECT ${columns} FROM accounts WHERE user = ?`);
  const insert = store.statement(`INSERT INTO accounts (${columns}, created_at) VALUES (?, ?, ?, ?, ?)`);
  return {
    byName: (nameKey: string) => accountOf(byName.get(nameKey)),
    byId: (user: string) => accountOf(byId.get(idBytes(user))),
    insert: ({ user, name, nameKey, passwordHash }: Account) =>
      insert.run(idBytes(user), name, nameKey, passwordHash, Date.now()),
  };
}

function accountOf(row: ReturnType<ReturnType<Store['statement']>['get']>): Account | undefined {
  return (
    row && {
      user: idOf(row.user as Uint8Array),
      name: row.name as string,
      nameKey: row.name_key as string,
      passwordHash: row.password_hash as string,
    }
  );
}
