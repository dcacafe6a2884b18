// An embedded store for tests.
import { idBytes } from '../../proto/ids.ts';
import type { LogicStoreWorld } from '../contract/store-world.ts';
import { logicTables } from '../sql/logic-tables.ts';
import { embeddedBatches } from './batches.ts';
import { openStore } from './store.ts';

/** A store in memory. All connections are one: there is but one process. */
export async function embeddedWorld(): Promise<LogicStoreWorld> {
  const store = openStore(':memory:');
  const batches = embeddedBatches(store, logicTables);
  return {
    connect: () => batches,
    async addPerson({ user, name, nameKey, addressKey }) {
      const columns = 'user, name, name_key, address_key, password_hash, created_at';
      store
        .statement(`INSERT INTO accounts (${columns}) VALUES (?, ?, ?, ?, 'scrypt', 0)`)
        .run(idBytes(user), name, nameKey, addressKey ?? null);
    },
    async removePerson(user) {
      const deleted = "name = '', name_key = NULL, address_key = NULL, deleted_at = 1";
      store.statement(`UPDATE accounts SET ${deleted} WHERE user = ?`).run(idBytes(user));
    },
    async close() {
      store.close();
    },
  };
}
