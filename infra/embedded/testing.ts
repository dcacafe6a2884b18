// An embedded store for tests.
import { decodeId } from '../../proto/ids.ts';
import type { LogicStoreFixture } from '../contract/store-world.ts';
import type { Cache } from '../ports.ts';
import { sqlBatches } from '../sql/batch.ts';
import { cachedQueries } from '../sql/copies.ts';
import { logicStore } from '../sql/logic-tables.ts';
import { profileCacheKeys } from '../sql/people.ts';
import { sqliteConnection, sqliteReader } from './batches.ts';
import { openSqliteStore } from './store.ts';

/** A store in memory. All connections are one: there is but one process. With a cache, what can be is read from copies. */
export async function sqliteStoreFixture(cache?: Cache): Promise<LogicStoreFixture> {
  const store = openSqliteStore(':memory:');
  const batches = sqlBatches(sqliteConnection(store), logicStore, cache && cachedQueries(cache, sqliteReader(store)));
  return {
    connect: () => batches,
    async addPerson({ user, name, nameKey, addressKey }) {
      const columns = 'user, name, name_key, address_key, password_hash, created_at';
      store
        .statement(`INSERT INTO accounts (${columns}) VALUES (?, ?, ?, ?, 'scrypt', 0)`)
        .run(decodeId(user), name, nameKey, addressKey ?? null);
    },
    async removePerson(user) {
      const deleted = "name = '', name_key = NULL, address_key = NULL, deleted_at = 1";
      const done = await cache?.invalidate(profileCacheKeys(user));
      store.statement(`UPDATE accounts SET ${deleted} WHERE user = ?`).run(decodeId(user));
      done?.();
    },
    async close() {
      store.close();
    },
  };
}
