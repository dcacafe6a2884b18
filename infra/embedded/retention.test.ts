import { retentionContract } from '../contract/retention.ts';
import { logicStore } from '../sql/logic-tables.ts';
import { sqliteBatches, sqliteConnection } from './batches.ts';
import { openSqliteStore } from './store.ts';

retentionContract('The embedded store', async () => {
  const store = openSqliteStore(':memory:');
  const batches = sqliteBatches(store, logicStore);
  return { connect: () => batches, connection: () => sqliteConnection(store), close: async () => store.close() };
});
