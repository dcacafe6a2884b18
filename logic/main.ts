// The process of logic: config → adapters → startLogic.
import { limitsWithFallback } from '../infra/memory/fallback.ts';
import { mysqlConnection } from '../infra/mysql/batches.ts';
import { connectService, connectStore } from '../infra/process/connect.ts';
import { run } from '../infra/process/run.ts';
import { redisBatches } from '../infra/redis/batches.ts';
import { redisLeases } from '../infra/redis/leases.ts';
import { redisLimits } from '../infra/redis/limits.ts';
import { redisPresence } from './presence/redis-presence.ts';
import { startLogic } from './start.ts';
import { logicStore } from './store/logic-store.ts';
import { expiredMessages } from './store/messages/retention.ts';

run('logic', async (process, config) => {
  const { log } = process;
  const store = await connectStore(process, config, logicStore);
  const { connections, redis } = await connectService(process, config);
  await startLogic(
    {
      ...store,
      connections,
      presence: redisPresence(redis),
      presenceBatches: redisBatches(redis, log),
      limits: limitsWithFallback(redisLimits(redis), log),
      leases: redisLeases(redis),
      openExpiredMessages() {
        const connection = mysqlConnection(config.mysqlUrl, log);
        process.onStop('MySQL, for retention', () => connection.close());
        return expiredMessages(connection);
      },
    },
    config,
  );
  return {};
});
