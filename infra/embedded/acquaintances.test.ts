import { socialGraphContract } from '../contract/acquaintances.ts';
import { sqliteReader } from './batches.ts';
import { openSqliteStore } from './store.ts';

socialGraphContract('The embedded store', async () => {
  const store = openSqliteStore(':memory:');
  return {
    reader: sqliteReader(store),
    write: async (sql) => void store.statement(sql).run(),
    close: async () => store.close(),
  };
});
