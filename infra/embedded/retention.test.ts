import { retentionContract } from '../contract/retention.ts';
import { logicTables } from '../sql/logic-tables.ts';
import { embeddedBatches, embeddedConnection } from './batches.ts';
import { openStore } from './store.ts';

retentionContract('The embedded store', async () => {
  const store = openStore(':memory:');
  const batches = embeddedBatches(store, logicTables);
  return { connect: () => batches, connection: () => embeddedConnection(store), close: async () => store.close() };
});
