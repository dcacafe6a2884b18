// Entry of the gate process: connects its adapters and starts the gate.
import { kafkaBus } from '../infra/kafka/bus.ts';
import { KAFKA_LINGER_MS, publisher } from '../infra/messaging/publisher.ts';
import { topicSpecs } from '../infra/messaging/topics.ts';
import { run } from '../infra/process/run.ts';
import { sealer } from '../infra/process/seal.ts';
import { redisClient } from '../infra/redis/client.ts';
import { redisRoutes } from '../infra/redis/routes.ts';
import { newId } from '../proto/ids.ts';
import { allServices, rpcsByNumber, topicNames } from '../proto/rpc.ts';
import { startGate } from './server.ts';

run('gate', async (context, config) => {
  const { log } = context;
  const instance = `${config.instance}.${newId().slice(0, 8)}`;
  const topics = topicNames(config.topics.generation);
  const { commandPartitions, gatePartitions } = config.topics;

  const bus = kafkaBus({ ...config.kafka, instance: config.instance, log });
  context.onStop('Kafka', () => bus.close());
  const redis = redisClient(config.redisUrl, log);
  context.onStop('Redis', () => redis.disconnect());
  await bus.ensureTopics(topicSpecs(topics, allServices(), { command: commandPartitions, gate: gatePartitions }));

  const { host, tcpPort, wsPort, slot, trustedProxies, ...limits } = config.gate;
  const gate = await startGate({
    bus,
    publisher: publisher(bus, { instance, lingerMs: KAFKA_LINGER_MS }),
    routes: redisRoutes(redis),
    sealer: sealer(config.sealPublicKey),
    log,
    topics,
    rpcs: rpcsByNumber(allServices()),
    commandPartitions,
    instance,
    slot,
    host,
    tcpPort,
    wsPort,
    trustedProxies,
    limits,
  });
  context.onStop('gate', () => gate.stop());
  return { tcp: `tcp://${gate.tcp.host}:${gate.tcp.port}`, ws: `ws://${gate.ws.host}:${gate.ws.port}` };
});
