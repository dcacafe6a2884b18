// The auth service: config → adapters → serve.

import { openCache } from '../infra/cache/open-cache.ts';
import { kafkaBus } from '../infra/kafka/bus.ts';
import { KAFKA_LINGER_MS, publisher } from '../infra/messaging/publisher.ts';
import { openRpcClient } from '../infra/messaging/rpc-client.ts';
import { topicSpecs } from '../infra/messaging/topics.ts';
import { mysqlBatches } from '../infra/mysql/batches.ts';
import { migrateMysql } from '../infra/mysql/migration.ts';
import { run } from '../infra/process/run.ts';
import { deriveSealPublicKey, opener, sealer } from '../infra/process/seal.ts';
import { redisBackOff } from '../infra/redis/back-off.ts';
import { redisClient } from '../infra/redis/client.ts';
import { redisRoutes } from '../infra/redis/routes.ts';
import { serve } from '../infra/service/runtime.ts';
import { newId } from '../proto/ids.ts';
import { allServices, im, topicNames } from '../proto/rpc.ts';
import { authHandlers } from './handlers.ts';
import { passwordHasher } from './password/password-hasher.ts';
import { sessionTokens } from './session-tokens.ts';
import { accountReader, authTables } from './store/accounts.ts';
import { verifyClient } from './verify-client.ts';

run('auth', async (life, config) => {
  const { log } = life;
  const instance = `${config.instance}.${newId().slice(0, 8)}`;
  const topics = topicNames(config.topics.generation);
  await life.waitFor('MySQL', () => migrateMysql(config.mysqlUrl, log));

  const bus = kafkaBus({ ...config.kafka, instance: config.instance, log });
  life.onStop('Kafka', () => bus.close());
  const redis = redisClient(config.redisUrl, log);
  life.onStop('Redis', () => redis.disconnect());
  // Logic reads copies of accounts: whoever changes one takes them back.
  const { reader, cachedQueries } = openCache(life, config);
  const batches = mysqlBatches(config.mysqlUrl, log, authTables, cachedQueries);
  life.onStop('MySQL', () => batches.close());
  await bus.ensureTopics(
    topicSpecs(topics, allServices(), { command: config.topics.commandPartitions, gate: config.topics.gatePartitions }),
  );

  const [ownKey] = config.sealPrivateKeys;
  if (!ownKey) throw new RangeError('no private key to open with');
  // A name of its own: packs are numbered by their producer.
  const callsInstance = `${config.instance}.${newId().slice(0, 8)}`;
  const calls = await openRpcClient({
    bus,
    publisher: publisher(bus, { instance: callsInstance, lingerMs: KAFKA_LINGER_MS }),
    log,
    topics,
    partitions: { command: config.topics.commandPartitions, call: config.topics.gatePartitions },
    instance: callsInstance,
    // The services of one deployment share their sealing keys.
    sealer: sealer(deriveSealPublicKey(ownKey)),
  });
  life.onStop('calls', () => calls.close());
  const hashing = passwordHasher({
    onThreadDeath: (error) => log.error({ err: error }, 'a thread that hashes passwords has died'),
  });
  life.onStop('hashing', () => hashing.close());

  const serving = await serve({
    bus,
    publisher: publisher(bus, { instance, lingerMs: KAFKA_LINGER_MS }),
    batches,
    routes: redisRoutes(redis),
    log,
    topics,
    service: im.Auth,
    handlers: authHandlers({
      passwords: hashing,
      tokens: sessionTokens(config.tokenSecrets),
      accounts: accountReader(reader),
      codes: verifyClient(calls, log),
      backOff: redisBackOff(redis),
      settings: config.auth,
    }),
    opener: opener(config.sealPrivateKeys),
    commandPartitions: config.topics.commandPartitions,
    instance,
    // Log-ins that waited longer than the log is kept are worthless: whoever sent them has asked again.
    lostCommands: 'skip',
    onFatal: (error) => life.fail(error),
    ...life.faultInjection,
  });
  life.onStop('serving', () => serving.close());
  return {};
});
