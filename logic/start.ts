// Composes the logic service. The adapters decide where it runs: on Kafka, MySQL and Redis, or embedded.
import type { CachedQueries } from '../infra/cache/cached-queries.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import type { Batches, Leases, Limits } from '../infra/ports/index.ts';
import type { LogicConfig } from '../infra/process/config/read.ts';
import { type ServiceConnections, serveOver } from '../infra/process/connect.ts';
import { publishPushes } from '../infra/service/outcomes/publish-outcomes.ts';
import type { SqlReader } from '../infra/sql/connection.ts';
import { im } from '../proto/rpc.ts';
import { logicHandlers } from './handlers.ts';
import type { ExpiredMessages, LogicStore, PresenceStore } from './ports/index.ts';
import { bestEffortPresence, presenceHandlers } from './presence/presence-handlers.ts';
import { startPresenceNotifier } from './presence/presence-notifier.ts';
import { logicAdmission, presenceAdmission, USER_RATES } from './rates.ts';
import { startRetention } from './retention/retention.ts';
import { friendListReader, socialGraphReader } from './store/people/social-graph.ts';

export interface LogicAdapters {
  readonly connections: ServiceConnections;
  readonly batches: Batches<LogicStore>;
  readonly reader: SqlReader;
  readonly cachedQueries: CachedQueries;
  readonly presence: PresenceStore;
  /** The store of positions for presence commands, which use no tables. */
  readonly presenceBatches: Batches<undefined>;
  readonly limits: Limits;
  readonly leases: Leases;
  /** Called once, and only if messages expire. Opens its own connection. */
  openExpiredMessages(): ExpiredMessages;
}

type LogicServiceConfig = Pick<LogicConfig, 'logic' | 'duties'>;

/**
 * Serves Logic and Presence, pushes presence changes, and deletes expired messages until the process stops. Resolves when both
 * services read commands.
 */
export async function startLogic(adapters: LogicAdapters, config: LogicServiceConfig): Promise<void> {
  await serveLogic(adapters, config);
  startDeletingExpiredMessages(adapters, config.duties.keepMessagesMs);
  await startPresence(adapters, config);
}

async function serveLogic(
  { connections, batches, reader, cachedQueries, presence, limits }: LogicAdapters,
  { logic, duties }: LogicServiceConfig,
): Promise<void> {
  const { bus, packs, partitions, lingerMs, metrics, newInstanceName } = connections;
  const domainEvents = {
    partitions: partitions.command,
    publisher: publisher(bus, {
      instance: newInstanceName(),
      signer: packs.signer,
      lingerMs: lingerMs.domainEvents,
      metrics: metrics.withLabels({ service: 'logic', publisher: 'domain events' }),
    }),
  };
  await serveOver(connections, {
    service: im.Logic,
    handlers: logicHandlers(logic, {
      friends: friendListReader(cachedQueries, reader),
      presence: bestEffortPresence(presence),
    }),
    batches,
    ...(duties.rateLimits && { admission: logicAdmission(limits), userRates: USER_RATES }),
    ...(duties.domainEvents && { domainEvents }),
    commandPartitions: partitions.command,
    lostCommands: 'pause',
    ...connections.faultInjection,
  });
}

function startDeletingExpiredMessages({ connections, leases, openExpiredMessages }: LogicAdapters, keepMs: number): void {
  if (keepMs === 0) return;
  const { log, newInstanceName, onStop } = connections;
  const retention = startRetention({ expiredMessages: openExpiredMessages(), leases, holder: newInstanceName(), keepMs, log });
  onStop('retention', () => retention.close());
}

async function startPresence(
  { connections, reader, cachedQueries, presence, presenceBatches, limits }: LogicAdapters,
  { duties }: LogicServiceConfig,
): Promise<void> {
  const { routes, topics, log, onStop } = connections;
  const sources = { presence, socialGraph: socialGraphReader(cachedQueries, reader) };
  const presencePublisher = await serveOver(connections, {
    service: im.Presence,
    handlers: presenceHandlers(sources),
    batches: presenceBatches,
    ...(duties.rateLimits && { admission: presenceAdmission(limits), userRates: USER_RATES }),
    lostCommands: 'skip',
  });
  const notifier = startPresenceNotifier({
    ...sources,
    push: (pushes) => publishPushes({ publisher: presencePublisher, routes, gateTopic: topics.gate, log }, pushes),
    log,
  });
  onStop('presence notifier', () => notifier.close());
}
