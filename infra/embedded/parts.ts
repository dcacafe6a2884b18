// What the services and the gate of one process share, and how they are ended together.
import { allServices, topicsOf } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import { type Calls, openCalls } from '../call.ts';
import type { EmbeddedConfig } from '../config.ts';
import type { Sealer } from '../ports.ts';
import { publisher } from '../publisher.ts';
import { sealer, sealPublicKeyOf } from '../seal.ts';
import type { ServeOptions } from '../serve.ts';
import { copies } from '../sql/copies.ts';
import { topicSpecs } from '../topics.ts';
import { embeddedReader } from './batches.ts';
import { embeddedBus } from './bus.ts';
import { embeddedCache } from './cache.ts';
import type { DataFolder, Secrets } from './data-folder.ts';
import { type EmbeddedRoutes, embeddedRoutes } from './routes.ts';
import { openStore, type Store } from './store.ts';

/** What was started, in order, and is ended in the reverse one. */
export type Stops = (() => Promise<void> | void)[];

/** The latest first; nothing is left to be ended after it. */
export async function stopAll(stops: Stops): Promise<void> {
  for (let next = stops.pop(); next; next = stops.pop()) await next();
}

/** What the services and the gate of this process share. */
export interface Parts {
  readonly secrets: Secrets;
  readonly store: Store;
  readonly shared: Pick<ServeOptions<unknown>, 'bus' | 'log' | 'topics' | 'fatal'> & { readonly routes: EmbeddedRoutes };
  readonly sealer: Sealer;
}

/** Opens the store and the log of a data folder, with the log's topics. */
export async function openParts(
  { topics: { generation, commandPartitions, gatePartitions } }: EmbeddedConfig,
  { storeFile, secrets }: DataFolder,
  { log, fatal }: Pick<ServeOptions<unknown>, 'log' | 'fatal'>,
  stops: Stops,
): Promise<Parts> {
  const topics = topicsOf(generation);
  const store = openStore(storeFile);
  stops.push(() => store.close());
  // What is on its way to this process's own gate or from one of its services to another is worth nothing after it, nor is who was there.
  const volatileTopics = [topics.gate, topics.call, topics.service('Presence')];
  const bus = embeddedBus({ database: store.database, volatileTopics, log });
  stops.push(() => bus.close());
  await bus.ensureTopics(topicSpecs(topics, allServices(), { command: commandPartitions, gate: gatePartitions }));
  const shared = { bus, routes: embeddedRoutes(), log, topics, fatal };
  return { secrets, store, shared, sealer: sealer(sealPublicKeyOf(secrets.sealPrivateKey)) };
}

/** A name for each that publishes: packs are numbered by their producer. */
export function newInstance({ instance }: EmbeddedConfig): string {
  return `${instance}.${newId().slice(0, 8)}`;
}

/** What is read outside of batches: copies first, and what they are copies of. */
export function reading(store: Store) {
  const reader = embeddedReader(store);
  return [copies(embeddedCache(), reader), reader] as const;
}

/** For asking services of this process. */
export async function openOwnCalls(
  config: EmbeddedConfig,
  { shared: { bus, log, topics }, sealer }: Parts,
  stops: Stops,
): Promise<Calls> {
  const instance = newInstance(config);
  const partitions = { command: config.topics.commandPartitions, call: config.topics.gatePartitions };
  const calls = await openCalls({ bus, publisher: publisher(bus, { instance }), log, topics, partitions, instance, sealer });
  stops.push(() => calls.close());
  return calls;
}
