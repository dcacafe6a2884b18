import { sqliteBatches, sqliteReader } from '../../infra/sqlite/batches.ts';
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { decodeId } from '../../proto/ids.ts';
import { accountReader, authTables } from './accounts.ts';
import { authStoreContract } from './testing/auth-store-contract.ts';
import { DAY_MS } from './testing/auth-store-fixture.ts';

authStoreContract('The embedded store', async () => {
  const store = openSqliteStore(':memory:');
  const batches = sqliteBatches(store, authTables);
  return {
    connect: () => batches,
    reader: accountReader(sqliteReader(store)),
    backdate: async (userId, days) => {
      store
        .statement(
          `UPDATE sessions SET ended_at = ended_at - ?1, expires_at = expires_at - ?1, created_at = created_at - ?1
            WHERE user_id = ?2`,
        )
        .run(days * DAY_MS, decodeId(userId));
    },
    removeExpiry: async (sessionId) => {
      store.statement('UPDATE sessions SET expires_at = NULL WHERE session_id = ?').run(decodeId(sessionId));
    },
    close: async () => store.close(),
  };
});
