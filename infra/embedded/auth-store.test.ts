import { idBytes } from '../../proto/ids.ts';
import { authStoreContract } from '../contract/auth-store.ts';
import { DAY_MS } from '../contract/auth-world.ts';
import { embeddedAccountReader, embeddedAuthStored } from './accounts.ts';
import { embeddedBatches } from './batches.ts';
import { embeddedLogicStored } from './messages.ts';
import { openStore } from './store.ts';

authStoreContract('The embedded store', async () => {
  const store = openStore(':memory:');
  const batches = embeddedBatches(store, embeddedAuthStored(store));
  return {
    connect: () => batches,
    connectLogic: () => embeddedBatches(store, embeddedLogicStored(store)),
    reader: embeddedAccountReader(store),
    age: async (user, days) => {
      store
        .statement(
          'UPDATE sessions SET ended_at = ended_at - ?1, expires_at = expires_at - ?1, created_at = created_at - ?1 WHERE user = ?2',
        )
        .run(days * DAY_MS, idBytes(user));
    },
    makeTimeless: async (session) => {
      store.statement('UPDATE sessions SET expires_at = NULL WHERE session = ?').run(idBytes(session));
    },
    close: async () => store.close(),
  };
});
