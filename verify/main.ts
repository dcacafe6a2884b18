// The process of verify: config → adapters → serve, twice. Codes has commands of its own, so that a slow mail server holds up nobody who has a code already.
import { kafkaBus } from '../infra/kafka/bus.ts';
import { KAFKA_LINGER_MS, publisher } from '../infra/messaging/publisher.ts';
import { topicSpecs } from '../infra/messaging/topics.ts';
import { run } from '../infra/process/run.ts';
import { opener } from '../infra/process/seal.ts';
import { redisBackOff } from '../infra/redis/back-off.ts';
import { redisBatches } from '../infra/redis/batches.ts';
import { redisClient } from '../infra/redis/client.ts';
import { redisLimits } from '../infra/redis/limits.ts';
import { redisRoutes } from '../infra/redis/routes.ts';
import { type ServeOptions, serve } from '../infra/service/runtime.ts';
import { newId } from '../proto/ids.ts';
import { allServices, im, topicNames } from '../proto/rpc.ts';
import { codeSecrets } from './codes.ts';
import { codesHandlers, verifyHandlers } from './handlers.ts';
import { smtpMailer } from './mail/smtp-mailer.ts';
import { redisCodes } from './store/redis-codes.ts';

run('verify', async (life, config) => {
  const { log } = life;
  const { codeMs, mailFrom } = config.verify;
  const topics = topicNames(config.topics.generation);
  const secrets = codeSecrets(config.codeSecrets);

  const bus = kafkaBus({ ...config.kafka, instance: config.instance, log });
  life.onStop('Kafka', () => bus.close());
  const redis = redisClient(config.redisUrl, log);
  life.onStop('Redis', () => redis.disconnect());
  const mailer = smtpMailer({ url: config.smtpUrl, from: mailFrom, log });
  life.onStop('mail', () => mailer.close());
  await bus.ensureTopics(
    topicSpecs(topics, allServices(), { command: config.topics.commandPartitions, gate: config.topics.gatePartitions }),
  );

  const codes = redisCodes(redis);
  const shared = {
    bus,
    batches: redisBatches(redis, log),
    routes: redisRoutes(redis),
    log,
    topics,
    opener: opener(config.sealPrivateKeys),
    // Whoever asked for a code so long ago has asked again.
    lostCommands: 'skip',
    onFatal: (error: Error) => life.fail(error),
    ...life.faultInjection,
  } as const;
  const serving = async (own: Pick<ServeOptions<undefined>, 'service' | 'handlers'>): Promise<void> => {
    // A name for each: packs are numbered by their producer.
    const instance = `${config.instance}.${newId().slice(0, 8)}`;
    const service = await serve({
      ...shared,
      ...own,
      instance,
      publisher: publisher(bus, { instance, lingerMs: KAFKA_LINGER_MS }),
    });
    life.onStop('serving', () => service.close());
  };
  await serving({
    service: im.Verify,
    handlers: verifyHandlers({
      secrets,
      codes,
      mailer,
      limits: redisLimits(redis),
      backOff: redisBackOff(redis),
      log,
      codeMs,
      service: mailFrom.name || mailFrom.address,
    }),
  });
  await serving({ service: im.Codes, handlers: codesHandlers({ secrets, codes, codeMs }) });
  return {};
});
