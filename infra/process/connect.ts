// What every service process connects to, and how a service is served over these connections.
import { newId } from '../../proto/ids.ts';
import { allServices, type Topics, topicNames } from '../../proto/rpc.ts';
import type { CachedQueries } from '../cache/cached-queries.ts';
import { openCache } from '../cache/open-cache.ts';
import { kafkaBus } from '../kafka/bus.ts';
import { EchoProbe } from '../messaging/echo-probe.ts';
import { LivingServices } from '../messaging/living-services.ts';
import { DOMAIN_EVENTS_LINGER_MS, KAFKA_LINGER_MS, publisher } from '../messaging/publisher.ts';
import { openRpcClient, type RpcClient } from '../messaging/rpc-client.ts';
import { topicSpecs } from '../messaging/topics.ts';
import { mysqlBatches } from '../mysql/batches.ts';
import { migrateMysql } from '../mysql/migration.ts';
import type { Batches, Bus, Log, Metrics, PackKeys, PackSigner, Publisher, Routes, Sealer } from '../ports/index.ts';
import { type RedisClient, redisClient } from '../redis/client.ts';
import { redisRoutes } from '../redis/routes.ts';
import { type ServeOptions, serve } from '../service/runtime.ts';
import type { SqlReader } from '../sql/connection.ts';
import type { StoreFactory } from '../sql/query.ts';
import { type Health, probe } from './admin/health.ts';
import { followControl, type InstanceControls } from './admin/instance-control.ts';
import { type InstanceFacts, InstanceReporter } from './admin/instance-reporter.ts';
import type { BusConfig, CommonConfig, ServicePackConfig, StoreConfig } from './config/read.ts';
import type { FaultInjection } from './fault-injection.ts';
import { derivePackPublicKey, servicePackKeys } from './pack-keys.ts';
import type { ProcessContext } from './run.ts';

/** An echo to a service costs a batch, and an idle service has no other. */
const ECHO_EVERY_MS = 2000;

/** The log, the routes and the life cycle of a process, for the services and the gate that run in it. */
export interface ProcessConnections {
  readonly bus: Bus;
  readonly routes: Routes;
  readonly log: Log;
  readonly topics: Topics;
  /** Partitions of each service's topic, and of the gates' and the call topic. */
  readonly partitions: { readonly command: number; readonly gate: number };
  /** How long publishers wait for more while they are busy; see `PublisherOptions.lingerMs`. */
  readonly lingerMs: { readonly commands: number; readonly domainEvents: number };
  /** How often gates and services send themselves an envelope to measure the log; undefined = never. */
  readonly echoEveryMs?: number;
  readonly faultInjection: FaultInjection;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly facts: InstanceFacts;
  readonly controls: InstanceControls;
  readonly living: LivingServices;
  /** Returns a name that is unique per call: publishers number their packs under it. `unique` may say what it ends with. */
  newInstanceName(unique?: string): string;
  /** Registers a function that stops a started component. They run in reverse order. */
  onStop(name: string, stop: () => unknown): void;
  /** Called when the process cannot continue. */
  onFatal(error: Error): void;
}

export interface ServiceConnections extends ProcessConnections {
  readonly packs: PackKeys;
}

/** What a process signs its reports with, and which services it obeys: the values of IM_PACK_PUBLIC_KEY. */
export interface ReportingKeys {
  readonly signer: PackSigner;
  readonly publicKeys: readonly Uint8Array[];
}

/**
 * Reports this process to the others until it stops, and does what an operator sends to it. Its last report says that it stops.
 */
export function startReporting(
  { role, instance }: { readonly role: string; readonly instance: string },
  { bus, topics, metrics, health, facts, controls, living, log, newInstanceName, onStop }: ProcessConnections,
  { signer, publicKeys }: ReportingKeys,
): InstanceReporter {
  // A publisher of its own: reports must not wait behind replies, nor replies behind reports.
  const ownPublisher = publisher(bus, {
    instance: newInstanceName(),
    signer,
    metrics: metrics.withLabels({ publisher: 'reports' }),
  });
  const reporter = new InstanceReporter({ role, instance, topics, publisher: ownPublisher, health, facts });
  onStop('reports', () => reporter.stop());
  const onDone = (): void => reporter.report();
  const following = followControl({ bus, topics, publicKeys, ownProcess: reporter.processId, controls, living, onDone, log });
  let open: Awaited<typeof following> | undefined;
  // While the log is away it waits. It rejects when the process stops meanwhile.
  following.then(
    (one) => {
      open = one;
    },
    () => undefined,
  );
  // Among the first steps, so among the last that run: a gate that drains tells its clients what it hears here.
  onStop('commands of operators', () => open?.close());
  return reporter;
}

/** As `connect`, with the keys of a service, which reports itself from now on. */
export async function connectService(
  process: ProcessContext,
  config: BusConfig & ServicePackConfig,
): Promise<{ readonly connections: ServiceConnections; readonly redis: RedisClient; readonly reporter: InstanceReporter }> {
  const { connections, redis } = await connect(process, config);
  const packs = servicePackKeys(config, connections.topics);
  const { role } = process;
  const keys = { signer: packs.signer, publicKeys: config.packServiceSecrets.map(derivePackPublicKey) };
  const reporter = startReporting({ role, instance: config.instance }, connections, keys);
  return { connections: { ...connections, packs }, redis, reporter };
}

/** Connects to Kafka and Redis and makes missing topics; the connections are closed when the process stops. */
export async function connect(
  process: ProcessContext,
  config: BusConfig,
): Promise<{ readonly connections: ProcessConnections; readonly redis: RedisClient }> {
  const { log, faultInjection } = process;
  const bus = kafkaBus({ ...config.kafka, instance: config.instance, log, metrics: process.metrics });
  process.onStop('Kafka', () => bus.close());
  process.health.require('Kafka', () => (bus.reachable ? undefined : 'is unavailable'));
  const redis = redisClient(config.redisUrl, log);
  process.onStop('Redis', () => redis.disconnect());
  const layout = await ensureTopics(bus, config.topics);
  const connections: ProcessConnections = {
    ...layout,
    bus,
    routes: redisRoutes(redis),
    log,
    lingerMs: { commands: KAFKA_LINGER_MS, domainEvents: DOMAIN_EVENTS_LINGER_MS },
    echoEveryMs: ECHO_EVERY_MS,
    faultInjection,
    metrics: process.metrics,
    health: process.health,
    facts: process.facts,
    controls: process.controls,
    living: new LivingServices(log),
    newInstanceName: instanceNames(config),
    onStop: (name, stop) => process.onStop(name, stop),
    onFatal: (error) => process.fail(error),
  };
  return { connections, redis };
}

/** Migrates the MySQL schema and opens the store, its reader and its cache; they are closed when the process stops. */
export async function connectStore<Store>(
  process: ProcessContext,
  config: StoreConfig,
  store: StoreFactory<Store>,
): Promise<{ readonly batches: Batches<Store>; readonly reader: SqlReader; readonly cachedQueries: CachedQueries }> {
  const { log } = process;
  await process.waitFor('MySQL', () => migrateMysql(config.mysqlUrl, log));
  const { reader, cachedQueries } = openCache(process, config);
  const mysql = probe(() => reader.read('SELECT 1'));
  process.onStop('MySQL probe', () => mysql.stop());
  process.health.require('MySQL', mysql.check);
  const metrics = process.metrics.withLabels({ service: process.role });
  const batches = mysqlBatches(config.mysqlUrl, log, store, cachedQueries, metrics);
  process.onStop('MySQL', () => batches.close());
  return { batches, reader, cachedQueries };
}

/** Makes the topics of all services that are missing; resolves with their names and partitions. */
export async function ensureTopics(
  bus: Bus,
  { generation, commandPartitions, gatePartitions }: CommonConfig['topics'],
): Promise<Pick<ProcessConnections, 'topics' | 'partitions'>> {
  const topics = topicNames(generation);
  const partitions = { command: commandPartitions, gate: gatePartitions };
  await bus.ensureTopics(topicSpecs(topics, allServices(), partitions));
  return { topics, partitions };
}

/** A source of names that are unique over restarts: IM_INSTANCE and a random part. */
export function instanceNames({ instance }: Pick<CommonConfig, 'instance'>): ProcessConnections['newInstanceName'] {
  return (unique = newId().slice(0, 8)) => `${instance}.${unique}`;
}

export interface EchoReader {
  readonly topic: string;
  /** The partitions that it reads now. */
  partitions(): readonly number[];
  /** As in `Envelope.instance`. */
  readonly instance: string;
  /** Its name in the metric. */
  readonly reader: string;
}

/** A probe that ends with the process. Start it when records are read. Undefined where the log is not measured. */
export function measureEchoes(
  { bus, metrics, echoEveryMs, newInstanceName, onStop }: ProcessConnections,
  signer: PackSigner,
  { reader, ...own }: EchoReader,
): EchoProbe | undefined {
  if (echoEveryMs === undefined) return undefined;
  const counted = metrics.withLabels({ publisher: 'echoes' });
  const ownPublisher = publisher(bus, { instance: newInstanceName(), signer, metrics: counted });
  const labelled = metrics.withLabels({ reader });
  const probe = new EchoProbe({ ...own, publisher: ownPublisher, metrics: labelled, everyMs: echoEveryMs });
  onStop('echoes', () => probe.stop());
  return probe;
}

/** The options that each service gives itself; the others come from the connections. */
export type ServiceDefinition<Store> = Pick<
  ServeOptions<Store>,
  | 'service'
  | 'handlers'
  | 'batches'
  | 'opener'
  | 'admission'
  | 'userRates'
  | 'domainEvents'
  | 'commandPartitions'
  | 'lostCommands'
  | 'afterCommit'
>;

/** Serves until the process stops; resolves, once commands are read, with the publisher of the service. */
export async function serveOver<Store>(
  connections: ServiceConnections,
  definition: ServiceDefinition<Store>,
): Promise<Publisher> {
  const { bus, packs, routes, log, topics, lingerMs, newInstanceName, onStop, onFatal, health, facts } = connections;
  const { name } = definition.service as { readonly name: string };
  const metrics = connections.metrics.withLabels({ service: name.toLowerCase() });
  const instance = newInstanceName();
  const counted = metrics.withLabels({ publisher: 'outcomes' });
  const ownPublisher = publisher(bus, { instance, signer: packs.signer, lingerMs: lingerMs.commands, metrics: counted });
  const gatePartitions = connections.partitions.gate;
  const own = { bus, packs, routes, log, topics, gatePartitions, onFatal, instance, metrics, publisher: ownPublisher };
  const reader = name.toLowerCase();
  const partitions = (): number[] => service.ownedPartitions();
  const echoes = measureEchoes(connections, packs.signer, { topic: topics.service(name), instance, reader, partitions });
  const service = await serve({ ...own, ...definition, ...(echoes && { echoes }) });
  onStop('serving', () => service.close());
  echoes?.start();
  health.require(`partitions of ${name}`, () => describePaused(service.pausedPartitions()));
  facts.add(() => ({ services: [service.describe()] }));
  return ownPublisher;
}

function describePaused(paused: ReadonlyMap<number, string>): string | undefined {
  const [first] = paused;
  return first && `${paused.size} paused, such as ${first[0]}: ${first[1]}`;
}

/** Opens a client for rpcs of other services, sealed ones with `sealer` alone; it is closed when the process stops. */
export async function connectRpcClient(connections: ServiceConnections, sealer?: Sealer): Promise<RpcClient> {
  const { bus, packs, log, metrics, topics, lingerMs, living, newInstanceName, onStop } = connections;
  const instance = newInstanceName();
  const partitions = { command: connections.partitions.command, call: connections.partitions.gate };
  const counted = metrics.withLabels({ publisher: 'calls' });
  const ownPublisher = publisher(bus, { instance, signer: packs.signer, lingerMs: lingerMs.commands, metrics: counted });
  const own = { publisher: ownPublisher, verifier: packs.verifier, metrics, living, instance, ...(sealer && { sealer }) };
  const client = await openRpcClient({ bus, log, topics, partitions, ...own });
  onStop('rpc client', () => client.close());
  return client;
}
