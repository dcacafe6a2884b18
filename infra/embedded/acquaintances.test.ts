import { acquaintancesContract } from '../contract/acquaintances.ts';
import { embeddedReader } from './batches.ts';
import { openStore } from './store.ts';

acquaintancesContract('The embedded store', async () => {
  const store = openStore(':memory:');
  return {
    reader: embeddedReader(store),
    write: async (sql) => void store.statement(sql).run(),
    close: async () => store.close(),
  };
});
