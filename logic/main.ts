// The logic service: reads the configuration, opens the adapters and serves Logic and Presence.

import { openCache } from '../infra/cache/open-cache.ts';
import { kafkaBus } from '../infra/kafka/bus.ts';
import { DOMAIN_EVENTS_LINGER_MS, KAFKA_LINGER_MS, publisher } from '../infra/messaging/publisher.ts';
import { topicSpecs } from '../infra/messaging/topics.ts';
import { mysqlBatches, mysqlConnection } from '../infra/mysql/batches.ts';
import { migrateMysql } from '../infra/mysql/migration.ts';
import type { Limits } from '../infra/ports/index.ts';
import type { LogicConfig } from '../infra/process/config/roles.ts';
import { type ProcessContext, run } from '../infra/process/run.ts';
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
import type { PresenceStore } from './ports/index.ts';
import { bestEffortPresence, presenceHandlers } from './presence/presence-handlers.ts';
import { startPresenceNotifier } from './presence/presence-notifier.ts';
import { redisPresence } from './presence/redis-presence.ts';
import { logicAdmission, presenceAdmission } from './rates.ts';
import { startRetention } from './retention/retention.ts';
import { logicStore } from './store/logic-store.ts';
import { expiredMessages } from './store/messages/retention.ts';
import { friendListReader, socialGraphReader } from './store/people/social-graph.ts';

interface Adapters {
  /** The options that serving Logic and serving Presence have in common. */
  readonly shared: Pick<ServeOptions<unknown>, 'bus' | 'routes' | 'log' | 'topics' | 'onFatal'>;
  readonly redis: ReturnType<typeof redisClient>;
  readonly cache: ReturnType<typeof openCache>;
  readonly presence: PresenceStore;
  readonly limits: Limits;
}

run('logic', async (context, config) => {
  const { log } = context;
  const topics = topicNames(config.topics.generation);
  await context.waitFor('MySQL', () => migrateMysql(config.mysqlUrl, log));

  const bus = kafkaBus({ ...config.kafka, instance: config.instance, log });
  context.onStop('Kafka', () => bus.close());
  const redis = redisClient(config.redisUrl, log);
  context.onStop('Redis', () => redis.disconnect());
  const cache = openCache(context, config);
  await bus.ensureTopics(
    topicSpecs(topics, allServices(), { command: config.topics.commandPartitions, gate: config.topics.gatePartitions }),
  );

  const shared = { bus, routes: redisRoutes(redis), log, topics, onFatal: (error: Error) => context.fail(error) };
  const adapters = { shared, redis, cache, presence: redisPresence(redis), limits: redisLimits(redis) };
  await serveLogic(context, config, adapters);
  if (config.duties.keepMessagesMs > 0) startDeletingExpired(context, config, adapters);
  await servePresence(context, config, adapters);
  return {};
});

async function serveLogic(
  context: ProcessContext,
  config: LogicConfig,
  { shared, cache, presence, limits }: Adapters,
): Promise<void> {
  const { bus, log } = shared;
  const { reader, cachedQueries } = cache;
  const instance = newInstanceName(config);
  const batches = mysqlBatches(config.mysqlUrl, log, logicStore, cachedQueries);
  context.onStop('MySQL', () => batches.close());
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
    ...context.faultInjection,
  });
  context.onStop('serving Logic', () => serving.close());
}

function startDeletingExpired(context: ProcessContext, config: LogicConfig, { redis }: Adapters): void {
  const { log } = context;
  const connection = mysqlConnection(config.mysqlUrl, log);
  context.onStop('MySQL, for retention', () => connection.close());
  const retention = startRetention({
    expiredMessages: expiredMessages(connection),
    leases: redisLeases(redis),
    holder: newInstanceName(config),
    keepMs: config.duties.keepMessagesMs,
    log,
  });
  context.onStop('retention', () => retention.close());
}

async function servePresence(
  context: ProcessContext,
  config: LogicConfig,
  { shared, redis, cache, presence, limits }: Adapters,
): Promise<void> {
  const { bus, routes, log, topics } = shared;
  const instance = newInstanceName(config);
  const presencePublisher = publisher(bus, { instance, lingerMs: KAFKA_LINGER_MS });
  const sources = { presence, socialGraph: socialGraphReader(cache.cachedQueries, cache.reader) };
  const serving = await serve({
    ...shared,
    publisher: presencePublisher,
    batches: redisBatches(redis, log),
    service: im.Presence,
    handlers: presenceHandlers(sources),
    ...(config.duties.rateLimits && { admission: presenceAdmission(limits) }),
    instance,
    lostCommands: 'skip',
  });
  context.onStop('serving Presence', () => serving.close());
  const push = (pushes: Parameters<typeof publishPushes>[1]): Promise<number> =>
    publishPushes({ publisher: presencePublisher, routes, gateTopic: topics.gate, log }, pushes);
  const notifier = startPresenceNotifier({ ...sources, push, log });
  context.onStop('the presence notifier', () => notifier.close());
}

/** A name for one publisher. Every publisher needs its own, because receivers deduplicate by the publisher's name and number. */
function newInstanceName({ instance }: LogicConfig): string {
  return `${instance}.${newId().slice(0, 8)}`;
}
