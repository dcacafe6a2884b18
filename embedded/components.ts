// What the services and the gate of one process share, and how they are ended together.

import { cachedQueries } from '../infra/cache/cached-queries.ts';
import { passThroughCache } from '../infra/cache/pass-through-cache.ts';
import { type MemoryRoutes, memoryRoutes } from '../infra/memory/routes.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import { openRpcClient, type RpcClient } from '../infra/messaging/rpc-client.ts';
import { topicSpecs } from '../infra/messaging/topics.ts';
import type { Sealer } from '../infra/ports/index.ts';
import type { EmbeddedConfig } from '../infra/process/config/read.ts';
import { deriveSealPublicKey, sealer } from '../infra/process/seal.ts';
import type { ServeOptions } from '../infra/service/runtime.ts';
import { sqliteReader } from '../infra/sqlite/batches.ts';
import { sqliteBus } from '../infra/sqlite/bus.ts';
import { openSqliteStore, type SqliteStore } from '../infra/sqlite/store.ts';
import { newId } from '../proto/ids.ts';
import { allServices, topicNames } from '../proto/rpc.ts';
import type { DataFolder, DataFolderSecrets } from './data-folder.ts';

/** What was started, in order, and is ended in the reverse one. */
export type StopSteps = (() => Promise<void> | void)[];

/** The latest first; nothing is left to be ended after it. */
export async function stopAll(stops: StopSteps): Promise<void> {
  for (let next = stops.pop(); next; next = stops.pop()) await next();
}

/** What the services and the gate of this process share. */
export interface Components {
  readonly secrets: DataFolderSecrets;
  readonly store: SqliteStore;
  readonly shared: Pick<ServeOptions<unknown>, 'bus' | 'log' | 'topics' | 'onFatal'> & { readonly routes: MemoryRoutes };
  readonly sealer: Sealer;
}

/** Opens the store and the log of a data folder, with the log's topics. */
export async function openComponents(
  { topics: { generation, commandPartitions, gatePartitions } }: EmbeddedConfig,
  { storeFile, secrets }: DataFolder,
  { log, onFatal }: Pick<ServeOptions<unknown>, 'log' | 'onFatal'>,
  stops: StopSteps,
): Promise<Components> {
  const topics = topicNames(generation);
  const store = openSqliteStore(storeFile);
  stops.push(() => store.close());
  // What is on its way to this process's own gate or from one of its services to another is worth nothing after it, nor is who was there.
  const volatileTopics = [topics.gate, topics.call, topics.service('Presence')];
  const bus = sqliteBus({ database: store.database, volatileTopics, log });
  stops.push(() => bus.close());
  await bus.ensureTopics(topicSpecs(topics, allServices(), { command: commandPartitions, gate: gatePartitions }));
  const shared = { bus, routes: memoryRoutes(), log, topics, onFatal };
  return { secrets, store, shared, sealer: sealer(deriveSealPublicKey(secrets.sealPrivateKey)) };
}

/** A name for each that publishes: packs are numbered by their producer. */
export function newProducerName({ instance }: EmbeddedConfig): string {
  return `${instance}.${newId().slice(0, 8)}`;
}

/** What is read outside of batches: copies first, and what they are copies of. */
export function openReaders(store: SqliteStore) {
  const reader = sqliteReader(store);
  return [cachedQueries(passThroughCache(), reader), reader] as const;
}

/** For asking services of this process. */
export async function openLocalRpcClient(
  config: EmbeddedConfig,
  { shared: { bus, log, topics }, sealer }: Components,
  stops: StopSteps,
): Promise<RpcClient> {
  const instance = newProducerName(config);
  const partitions = { command: config.topics.commandPartitions, call: config.topics.gatePartitions };
  const calls = await openRpcClient({ bus, publisher: publisher(bus, { instance }), log, topics, partitions, instance, sealer });
  stops.push(() => calls.close());
  return calls;
}
