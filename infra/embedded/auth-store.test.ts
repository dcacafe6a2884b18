import { authStoreContract } from '../contract/auth-store.ts';
import { embeddedAccountReader, embeddedAuthStored } from './accounts.ts';
import { embeddedBatches } from './batches.ts';
import { openStore } from './store.ts';

authStoreContract('The embedded store', async () => {
  const store = openStore(':memory:');
  const batches = embeddedBatches(store, embeddedAuthStored(store));
  return {
    connect: () => batches,
    reader: embeddedAccountReader(store),
    close: async () => store.close(),
  };
});
