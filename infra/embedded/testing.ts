// An embedded store for tests.
import { idBytes } from '../../proto/ids.ts';
import type { LogicStoreWorld } from '../contract/store-world.ts';
import type { Cache } from '../ports.ts';
import { sqlBatches } from '../sql/batch.ts';
import { copies } from '../sql/copies.ts';
import { logicTables } from '../sql/logic-tables.ts';
import { ofProfile } from '../sql/people.ts';
import { embeddedConnection, embeddedReader } from './batches.ts';
import { openStore } from './store.ts';

/** A store in memory. All connections are one: there is but one process. With a cache, what can be is read from copies. */
export async function embeddedWorld(cache?: Cache): Promise<LogicStoreWorld> {
  const store = openStore(':memory:');
  const batches = sqlBatches(embeddedConnection(store), logicTables, cache && copies(cache, embeddedReader(store)));
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
      const done = await cache?.changing(ofProfile(user));
      store.statement(`UPDATE accounts SET ${deleted} WHERE user = ?`).run(idBytes(user));
      done?.();
    },
    async close() {
      store.close();
    },
  };
}
