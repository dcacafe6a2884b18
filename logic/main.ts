// The logic service: config → adapters → serve.
import { kafkaBus } from '../infra/kafka/bus.ts';
import { mysqlBatches } from '../infra/mysql/batches.ts';
import { mysqlPool, mysqlReader } from '../infra/mysql/connection.ts';
import { migrate } from '../infra/mysql/migrate.ts';
import { KAFKA_LINGER_MS, publisher } from '../infra/publisher.ts';
import { pushEvents } from '../infra/push-events.ts';
import { redisBatches } from '../infra/redis/batches.ts';
import { redisClient } from '../infra/redis/client.ts';
import { redisLimits } from '../infra/redis/limits.ts';
import { redisPresence } from '../infra/redis/presence.ts';
import { redisRoutes } from '../infra/redis/routes.ts';
import { run } from '../infra/run.ts';
import { serve } from '../infra/serve.ts';
import { acquaintances } from '../infra/sql/acquaintances.ts';
import { logicTables } from '../infra/sql/messages.ts';
import { topicSpecs } from '../infra/topics.ts';
import { allServices, im, topicsOf } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { logicHandlers } from './handlers.ts';
import { presenceHandlers } from './presence.ts';
import { startAnnouncer } from './presence-announcer.ts';
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

  const shared = { bus, routes: redisRoutes(redis), log, topics, fatal: (error: Error) => life.fail(error) };
  const serving = await serve({
    ...shared,
    publisher: publisher(bus, { instance, lingerMs: KAFKA_LINGER_MS }),
    batches,
    service: im.Logic,
    handlers: logicHandlers(config.logic),
    admission: logicRates(redisLimits(redis)),
    events: { partitions: config.topics.commandPartitions },
    instance,
    lostCommands: 'halt',
    ...life.faults,
  });
  life.onStop('serving', () => serving.close());

  // Has commands, a publisher and connections to MySQL of its own: nothing of it stands before a message.
  const ephemeral = `${config.instance}.${newId().slice(0, 8)}`;
  const pushing = publisher(bus, { instance: ephemeral, lingerMs: KAFKA_LINGER_MS });
  const pool = mysqlPool(config.mysqlUrl);
  life.onStop('MySQL, for presence', () => pool.end());
  const presence = { presence: redisPresence(redis), acquaintances: acquaintances(mysqlReader(pool)) };
  const servingPresence = await serve({
    ...shared,
    publisher: pushing,
    batches: redisBatches(redis, log),
    service: im.Presence,
    handlers: presenceHandlers(presence),
    instance: ephemeral,
    lostCommands: 'skip',
  });
  life.onStop('serving presence', () => servingPresence.close());
  const answering = { publisher: pushing, routes: shared.routes, gateTopic: topics.gate, log };
  const announcer = startAnnouncer({ ...presence, push: (pushes) => pushEvents(answering, pushes), log });
  life.onStop('telling who is there', () => announcer.close());
  return {};
});
