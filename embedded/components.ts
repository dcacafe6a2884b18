// The components that the services and the gate of one process share: the store and the log of a data folder, and the steps of a
// stop.
import { cachedQueries } from '../infra/cache/cached-queries.ts';
import { passThroughCache } from '../infra/cache/pass-through-cache.ts';
import { noMetrics } from '../infra/memory/no-metrics.ts';
import { type MemoryRoutes, memoryRoutes } from '../infra/memory/routes.ts';
import { LivingServices } from '../infra/messaging/living-services.ts';
import type { Log, Metrics } from '../infra/ports/index.ts';
import { Health } from '../infra/process/admin/health.ts';
import { InstanceControls } from '../infra/process/admin/instance-control.ts';
import { InstanceFacts } from '../infra/process/admin/instance-reporter.ts';
import type { EmbeddedConfig } from '../infra/process/config/read.ts';
import { ensureTopics, instanceNames, type ServiceConnections } from '../infra/process/connect.ts';
import { servicePackKeys } from '../infra/process/pack-keys.ts';
import { sqliteReader } from '../infra/sqlite/batches.ts';
import { sqliteBus } from '../infra/sqlite/bus.ts';
import { openSqliteStore, type SqliteStore } from '../infra/sqlite/store.ts';
import { topicNames } from '../proto/rpc.ts';
import type { DataFolder, DataFolderSecrets } from './data-folder.ts';

/** The functions that stop the started components, in the order of the starts. */
export type StopSteps = (() => unknown)[];

/** Stops the latest first and empties the list. */
export async function stopAll(stops: StopSteps): Promise<void> {
  for (let next = stops.pop(); next; next = stops.pop()) await next();
}

export interface Components {
  readonly secrets: DataFolderSecrets;
  readonly store: SqliteStore;
  readonly connections: ServiceConnections & { readonly routes: MemoryRoutes };
}

/** What the components of one process share. Without `metrics` and `health` nobody counts. */
export interface ProcessParts {
  readonly log: Log;
  readonly metrics?: Metrics;
  readonly health?: Health;
  readonly facts?: InstanceFacts;
  readonly controls?: InstanceControls;
  /** Called when a service fails after the start. */
  onFatal(error: Error): void;
}

/** Opens the store and the log of a data folder, creates the topics, and adds the functions that close them to `stops`. */
export async function openComponents(
  config: EmbeddedConfig,
  { storeFile, secrets }: DataFolder,
  {
    log,
    onFatal,
    metrics = noMetrics,
    health = new Health(),
    facts = new InstanceFacts(),
    controls = new InstanceControls(),
  }: ProcessParts,
  stops: StopSteps,
): Promise<Components> {
  const store = openSqliteStore(storeFile);
  stops.push(() => store.close());
  const { setBackMs } = store.clock;
  if (setBackMs > 0) log.warn({ setBackMs }, `the clock of this machine was set back by ${setBackMs} ms since the last start`);
  // Replies, calls between services, reports and presence are useless after a restart, so their records stay in memory.
  const names = topicNames(config.topics.generation);
  const volatileTopics = [names.gate, names.call, names.status, names.control, names.service('Presence')];
  const bus = sqliteBus({ database: store.database, clock: store.clock, volatileTopics, log });
  stops.push(() => bus.close());
  const { packServiceSecret, packGateSecret } = secrets;
  const connections = {
    ...(await ensureTopics(bus, config.topics)),
    bus,
    packs: servicePackKeys({ packServiceSecrets: [packServiceSecret], packGateSecrets: [packGateSecret] }, names),
    routes: memoryRoutes(),
    log,
    // A publish costs no round trip here, so batching saves nothing. A pack of domain events costs an Ed25519 signature (50 µs).
    lingerMs: { commands: 0, domainEvents: 50 },
    faultInjection: {},
    metrics,
    health,
    facts,
    controls,
    living: new LivingServices(log),
    newInstanceName: instanceNames(config),
    onStop: (_name: string, stop: () => unknown) => void stops.push(stop),
    onFatal,
  };
  return { secrets, store, connections };
}

/** The reader of the store outside of batches, and the queries it answers without a cache. */
export function openReaders(store: SqliteStore) {
  const reader = sqliteReader(store);
  return { reader, cachedQueries: cachedQueries(passThroughCache(), reader) };
}
