// An embedded store for tests.
import { idBytes } from '../../proto/ids.ts';
import type { LogicStoreWorld } from '../contract/store-world.ts';
import { logicTables } from '../sql/messages.ts';
import { embeddedBatches } from './batches.ts';
import { openStore } from './store.ts';

/** A store in memory. All connections are one: there is but one process. */
export async function embeddedWorld(): Promise<LogicStoreWorld> {
  const store = openStore(':memory:');
  const batches = embeddedBatches(store, logicTables);
  return {
    connect: () => batches,
    async addPerson({ user, name, nameKey }) {
      store
        .statement("INSERT INTO accounts (user, name, name_key, password_hash, created_at) VALUES (?, ?, ?, 'scrypt', 0)")
        .run(idBytes(user), name, nameKey);
    },
    async close() {
      store.close();
    },
  };
}
