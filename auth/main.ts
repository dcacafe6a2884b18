// The process of auth: config → adapters → startAuth.
import { budgetsWithFallback } from '../infra/memory/fallback.ts';
import { connectService, connectStore } from '../infra/process/connect.ts';
import { run } from '../infra/process/run.ts';
import { redisBudgets } from '../infra/redis/budgets.ts';
import { startAuth } from './start.ts';
import { accountReader, authTables } from './store/accounts.ts';

run('auth', async (process, config) => {
  // Logic caches accounts: a batch that changes one invalidates its cache entry.
  const { batches, reader } = await connectStore(process, config, authTables);
  const { connections, redis } = await connectService(process, config);
  const budgets = budgetsWithFallback(redisBudgets(redis), process.log);
  await startAuth({ connections, batches, accounts: accountReader(reader), budgets }, config);
  return {};
});
