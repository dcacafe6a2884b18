// Starts a distributed deployment: two gates, one auth and two logics on a real Kafka, MySQL and Redis.
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { topicNames } from '../../proto/rpc.ts';
import { runRedisCommands, runSql } from '../../tools/servers/probes.ts';
import { generateSecrets, type ServiceProcess, startServices } from '../../tools/servers/service-processes.ts';
import { COMMON_SETTINGS, type Deployment, type Env, type PublishedEvent, type ServerAddresses } from './deployment.ts';
import { decodePublishedEvents } from './published-events.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The deployment owns the database and the Redis database of `servers`: `stop` drops them. */
export async function startDistributedDeployment(servers: ServerAddresses, env: Env): Promise<Deployment> {
  const secrets = generateSecrets();
  const settings = { ...servers.env, ...secrets, ...COMMON_SETTINGS, ...env };
  const services = await startServices(settings, { gate: 2, auth: 1, logic: 2 });
  await services.waitUntilReady();
  const [gates, auths, logics] = (['gate', 'auth', 'logic'] as const).map((role) => services.byRole(role));
  const [firstGate, secondGate] = gates as readonly [ServiceProcess, ServiceProcess];
  let subscription: ReturnType<typeof subscribe> | undefined;
  return {
    gates: [firstGate.addresses.tcp ?? '', secondGate.addresses.ws ?? ''],
    tokenSecret: Buffer.from(secrets.IM_TOKEN_SECRET, 'base64url'),
    sqlNow: 'CURRENT_TIMESTAMP(3)',
    distributed: {
      redisUrl: servers.redis,
      services: { gate: gates ?? [], auth: auths ?? [], logic: logics ?? [] },
    },
    async runSql(statement) {
      await runSql(servers.mysql, statement);
    },
    async publishedEvents(key) {
      subscription ??= subscribe(servers);
      return (await subscription).events.filter(({ event }) => event.key === key);
    },
    killGate: () => secondGate.kill(),
    restoreGate: () => secondGate.restart(),
    async restartLogic() {
      await Promise.all(services.byRole('logic').map((logic) => logic.kill('SIGTERM')));
      await Promise.all(services.byRole('logic').map((logic) => logic.restart()));
    },
    async stop() {
      try {
        await (await subscription)?.close();
      } finally {
        await services.stop();
        await dropDatabases(servers);
      }
    },
  };
}

async function dropDatabases({ mysql, redis }: ServerAddresses): Promise<void> {
  await runSql(mysql, `DROP DATABASE ${new URL(mysql).pathname.slice(1)}`);
  await runRedisCommands(redis, `SELECT ${new URL(redis).pathname.slice(1)}`, 'FLUSHDB');
}

interface EventSubscription {
  readonly events: PublishedEvent[];
  close(): Promise<void>;
}

/** Reads the domain events from the first record on. */
async function subscribe({ kafka, generation }: ServerAddresses): Promise<EventSubscription> {
  const bus = kafkaBus({ brokers: [kafka], replication: 1, instance: 'listener', log: silent });
  const events: PublishedEvent[] = [];
  await bus.consume({
    group: `listener-${generation}`,
    topic: topicNames(generation).events,
    onAssigned: async (ranges) => new Map(ranges.map(({ partition, earliest }) => [partition, earliest])),
    onRevoked: async () => undefined,
    onRecords: (partition, records) => {
      events.push(...records.flatMap(({ value }) => decodePublishedEvents(partition, value)));
    },
  });
  return { events, close: () => bus.close() };
}
