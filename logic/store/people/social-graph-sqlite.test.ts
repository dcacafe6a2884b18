import { sqliteReader } from '../../../infra/sqlite/batches.ts';
import { openSqliteStore } from '../../../infra/sqlite/store.ts';
import { socialGraphContract } from './testing/social-graph-contract.ts';

socialGraphContract('The embedded store', async () => {
  const store = openSqliteStore(':memory:');
  return {
    reader: sqliteReader(store),
    write: async (sql) => void store.statement(sql).run(),
    close: async () => store.close(),
  };
});
