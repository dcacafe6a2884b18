// Logic's store on SQLite in memory, for tests.
import { profileCacheKeys } from '../../../infra/cache/cache-keys.ts';
import { cachedQueries } from '../../../infra/cache/cached-queries.ts';
import type { Cache } from '../../../infra/ports/index.ts';
import { sqlBatches } from '../../../infra/sql/batch.ts';
import { sqliteConnection, sqliteReader } from '../../../infra/sqlite/batches.ts';
import { openSqliteStore } from '../../../infra/sqlite/store.ts';
import { decodeId } from '../../../proto/ids.ts';
import { logicStore } from '../logic-store.ts';
import type { LogicStoreFixture } from './store-fixture.ts';

/** A store in memory, with one connection for all. With `cache`, cached queries read from it. */
export async function sqliteStoreFixture(cache?: Cache): Promise<LogicStoreFixture> {
  const store = openSqliteStore(':memory:');
  const batches = sqlBatches(sqliteConnection(store), logicStore, cache && cachedQueries(cache, sqliteReader(store)));
  return {
    connect: () => batches,
    async addPerson({ userId, name, nameKey, emailKey }) {
      const columns = 'user_id, name, name_key, email_key, password_hash, created_at';
      store
        .statement(`INSERT INTO accounts (${columns}) VALUES (?, ?, ?, ?, 'scrypt', 0)`)
        .run(decodeId(userId), name, nameKey, emailKey ?? null);
    },
    async removePerson(userId) {
      const deleted = "name = '', name_key = NULL, email_key = NULL, deleted_at = 1";
      const done = await cache?.invalidate(profileCacheKeys(userId));
      store.statement(`UPDATE accounts SET ${deleted} WHERE user_id = ?`).run(decodeId(userId));
      done?.();
    },
    async close() {
      store.close();
    },
  };
}
