// The logic service: config → adapters → serve.
import { kafkaBus } from '../infra/kafka/bus.ts';
import { mysqlBatches } from '../infra/mysql/batches.ts';

import { migrate } from '../infra/mysql/migrate.ts';
import { KAFKA_LINGER_MS, publisher } from '../infra/publisher.ts';
import { redisClient } from '../infra/redis/client.ts';
import { redisLimits } from '../infra/redis/limits.ts';
import { redisRoutes } from '../infra/redis/routes.ts';
import { run } from '../infra/run.ts';
import { serve } from '../infra/serve.ts';
import { logicTables } from '../infra/sql/messages.ts';
import { topicSpecs } from '../infra/topics.ts';
import { allServices, im, topicsOf } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { logicHandlers } from './handlers.ts';
import { logicRates } from './rates.ts';

run('logic', async (life, config) => {
  const { log } = life;
  const instance = `${config.instance}.${newId().slice(0, 8)}`;
  const topics = topicsOf(config.topics.generation);
  await life.waitFor('MySQL', () => migrate(config.mysqlUrl, log));

  const bus = kafkaBus({ ...config.kafka, instance: config.instance, log });
  life.onStop('Kafka', () => bus.close());
  const redis = redisClient(config.redisUrl, log);
  life.onStop('Redis', () => redis.disconnect());
  const batches = mysqlBatches(config.mysqlUrl, log, logicTables);
  life.onStop('MySQL', () => batches.close());
  await bus.ensureTopics(
    topicSpecs(topics, allServices(), { command: config.topics.commandPartitions, gate: config.topics.gatePartitions }),
  );

  const serving = await serve({
    bus,
    publisher: publisher(bus, { instance, lingerMs: KAFKA_LINGER_MS }),
    batches,
    routes: redisRoutes(redis),
    log,
    topics,
    service: im.Logic,
    handlers: logicHandlers(config.logic),
    admission: logicRates(redisLimits(redis)),
    events: { partitions: config.topics.commandPartitions },
    instance,
    lostCommands: 'halt',
    fatal: (error) => life.fail(error),
    ...life.faults,
  });
  life.onStop('serving', () => serving.close());
  return {};
});
