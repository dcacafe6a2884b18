// The process of auth: config → adapters → startAuth.
import { connect, connectStore } from '../infra/process/connect.ts';
import { run } from '../infra/process/run.ts';
import { redisBackOff } from '../infra/redis/back-off.ts';
import { startAuth } from './start.ts';
import { accountReader, authTables } from './store/accounts.ts';

run('auth', async (process, config) => {
  // Logic caches accounts: a batch that changes one invalidates its cache entry.
  const { batches, reader } = await connectStore(process, config, authTables);
  const { connections, redis } = await connect(process, config);
  await startAuth({ connections, batches, accounts: accountReader(reader), backOff: redisBackOff(redis) }, config);
  return {};
});
