import { sqliteBatches, sqliteConnection } from '../../../infra/sqlite/batches.ts';
import { openSqliteStore } from '../../../infra/sqlite/store.ts';
import { logicStore } from '../logic-store.ts';
import { retentionContract } from './testing/retention-contract.ts';

retentionContract('The embedded store', async () => {
  const store = openSqliteStore(':memory:');
  const batches = sqliteBatches(store, logicStore);
  return { connect: () => batches, connection: () => sqliteConnection(store), close: async () => store.close() };
});
