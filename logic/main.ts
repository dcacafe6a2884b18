// The logic service: config → adapters → serve.

import { openCache } from '../infra/cache/open-cache.ts';
import { kafkaBus } from '../infra/kafka/bus.ts';
import { DOMAIN_EVENTS_LINGER_MS, KAFKA_LINGER_MS, publisher } from '../infra/messaging/publisher.ts';
import { topicSpecs } from '../infra/messaging/topics.ts';
import { mysqlBatches, mysqlConnection } from '../infra/mysql/batches.ts';
import { migrateMysql } from '../infra/mysql/migration.ts';
import { run } from '../infra/process/run.ts';
import { redisBatches } from '../infra/redis/batches.ts';
import { redisClient } from '../infra/redis/client.ts';
import { redisLeases } from '../infra/redis/leases.ts';
import { redisLimits } from '../infra/redis/limits.ts';
import { redisRoutes } from '../infra/redis/routes.ts';
import { publishPushes } from '../infra/service/publish-outcomes.ts';
import { type ServeOptions, serve } from '../infra/service/runtime.ts';
import { newId } from '../proto/ids.ts';
import { allServices, im, topicNames } from '../proto/rpc.ts';
import { logicHandlers } from './handlers.ts';
import { bestEffortPresence, presenceHandlers } from './presence/presence-handlers.ts';
import { startPresenceNotifier } from './presence/presence-notifier.ts';
import { redisPresence } from './presence/redis-presence.ts';
import { logicAdmission, presenceAdmission } from './rates.ts';
import { startRetention } from './retention/retention.ts';
import { logicStore } from './store/logic-store.ts';
import { expiredMessages } from './store/messages/retention.ts';
import { friendListReader, socialGraphReader } from './store/people/social-graph.ts';

run('logic', async (life, config) => {
  const { log } = life;
  const instance = `${config.instance}.${newId().slice(0, 8)}`;
  const topics = topicNames(config.topics.generation);
  await life.waitFor('MySQL', () => migrateMysql(config.mysqlUrl, log));

  const bus = kafkaBus({ ...config.kafka, instance: config.instance, log });
  life.onStop('Kafka', () => bus.close());
  const redis = redisClient(config.redisUrl, log);
  life.onStop('Redis', () => redis.disconnect());
  const { reader, cachedQueries } = openCache(life, config);
  const batches = mysqlBatches(config.mysqlUrl, log, logicStore, cachedQueries);
  life.onStop('MySQL', () => batches.close());
  await bus.ensureTopics(
    topicSpecs(topics, allServices(), { command: config.topics.commandPartitions, gate: config.topics.gatePartitions }),
  );

  const presence = redisPresence(redis);
  const limits = redisLimits(redis);

  const shared = { bus, routes: redisRoutes(redis), log, topics, onFatal: (error: Error) => life.fail(error) };
  const serving = await serve({
    ...shared,
    publisher: publisher(bus, { instance, lingerMs: KAFKA_LINGER_MS }),
    batches,
    service: im.Logic,
    handlers: logicHandlers(config.logic, {
      friends: friendListReader(cachedQueries, reader),
      presence: bestEffortPresence(presence),
    }),
    ...(config.duties.rateLimits && { admission: logicAdmission(limits) }),
    ...(config.duties.domainEvents && {
      domainEvents: {
        partitions: config.topics.commandPartitions,
        publisher: publisher(bus, { instance, lingerMs: DOMAIN_EVENTS_LINGER_MS }),
      },
    }),
    commandPartitions: config.topics.commandPartitions,
    instance,
    lostCommands: 'pause',
    ...life.faultInjection,
  });
  life.onStop('serving', () => serving.close());

  const { keepMessagesMs } = config.duties;
  if (keepMessagesMs > 0) {
    const connection = mysqlConnection(config.mysqlUrl, log);
    life.onStop('MySQL, for deleting', () => connection.close());
    const mine = { leases: redisLeases(redis), holder: instance, keepMs: keepMessagesMs, log };
    const retention = startRetention({ expiredMessages: expiredMessages(connection), ...mine });
    life.onStop('deleting old messages', () => retention.close());
  }

  const known = { presence, socialGraph: socialGraphReader(cachedQueries, reader) };
  const { serving: servingPresence, push } = await servePresence(shared, {
    // A name for each that publishes: packs are numbered by their producer.
    instance: `${config.instance}.${newId().slice(0, 8)}`,
    batches: redisBatches(redis, log),
    handlers: presenceHandlers(known),
    ...(config.duties.rateLimits && { admission: presenceAdmission(limits) }),
  });
  life.onStop('serving presence', () => servingPresence.close());
  const announcer = startPresenceNotifier({ ...known, push, log });
  life.onStop('telling who is there', () => announcer.close());
  return {};
});

type Own = Pick<ServeOptions<undefined>, 'instance' | 'batches' | 'handlers' | 'admission'>;

async function servePresence(shared: Pick<ServeOptions<undefined>, 'bus' | 'routes' | 'log' | 'topics' | 'onFatal'>, own: Own) {
  const pushing = publisher(shared.bus, { instance: own.instance, lingerMs: KAFKA_LINGER_MS });
  const serving = await serve({ ...shared, ...own, publisher: pushing, service: im.Presence, lostCommands: 'skip' });
  const { routes, log, topics } = shared;
  const push = (pushes: Parameters<typeof publishPushes>[1]): Promise<number> =>
    publishPushes({ publisher: pushing, routes, gateTopic: topics.gate, log }, pushes);
  return { serving, push };
}
