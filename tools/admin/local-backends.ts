// The API without a running status: on the services over Kafka, or on the data of a stopped embedded server.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { withEmbeddedServices } from '../../embedded/main.ts';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { noMetrics } from '../../infra/memory/no-metrics.ts';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { LivingServices } from '../../infra/messaging/living-services.ts';
import { type HttpHandler, SetupError } from '../../infra/ports/index.ts';
import { Health } from '../../infra/process/admin/health.ts';
import { InstanceControls } from '../../infra/process/admin/instance-control.ts';
import { InstanceFacts } from '../../infra/process/admin/instance-reporter.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import type { ServiceConnections } from '../../infra/process/connect.ts';
import { openLog } from '../../infra/process/logging/log.ts';
import { gatePackSigner, servicePackKeys } from '../../infra/process/pack-keys.ts';
import { newId } from '../../proto/ids.ts';
import { topicNames } from '../../proto/rpc.ts';
import { openApi } from '../../status/adapters/api.ts';
import { noServers } from '../../status/adapters/server-probes.ts';
import { Members } from '../../status/members.ts';
import type { AuditLog } from '../../status/ports.ts';
import { type AdminApi, type ApiRequest, readReply } from './backends.ts';

const IDENTITY = { name: 'npm run admin', role: 'operate' } as const;

/** The services on Kafka, without a status: what needs reports knows nothing. */
export async function overKafka<T>(argv: readonly string[], use: (api: AdminApi) => Promise<T>): Promise<T> {
  const config = readConfig('tools', { argv });
  const instance = `admin.${newId()}`;
  const log = openLog({ role: 'tools', instance, level: 'warn' });
  const bus = kafkaBus({ ...config.kafka, instance, log });
  const topics = topicNames(config.topics.generation);
  const stops: (() => unknown)[] = [() => bus.close()];
  const connections: ServiceConnections = {
    bus,
    log,
    topics,
    packs: servicePackKeys(config, topics),
    routes: memoryRoutes(),
    partitions: { command: config.topics.commandPartitions, gate: config.topics.gatePartitions },
    lingerMs: { commands: 0, domainEvents: 0 },
    faultInjection: {},
    metrics: noMetrics,
    health: new Health(),
    living: new LivingServices(log),
    facts: new InstanceFacts(),
    controls: new InstanceControls(),
    newInstanceName: (unique = newId().slice(0, 8)) => `${instance}.${unique}`,
    onStop: (_name, stop) => void stops.push(stop),
    onFatal: (error) => log.error({ err: error }, 'fatal error'),
  };
  try {
    return await use(askInProcess(connections, gatePackSigner(config.packGateSecrets), NO_AUDIT));
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}

/** The services on the data of a stopped embedded server, for as long as the command takes. */
export async function overDataFolder<T>(argv: readonly string[], use: (api: AdminApi) => Promise<T>): Promise<T> {
  const config = readConfig('embedded', { argv });
  if (!existsSync(config.dataFolder)) throw new SetupError(`there is no data folder ${resolve(config.dataFolder)}`);
  const log = openLog({ role: 'tools', instance: `admin.${newId()}`, level: 'warn' });
  const broken = Promise.withResolvers<never>();
  const done = withEmbeddedServices(config, { log, onFatal: broken.reject }, async ({ connections, gateSigner, audit }) =>
    use(askInProcess(connections, gateSigner, audit)),
  );
  return Promise.race([done, broken.promise]);
}

/** Without a store there is no audit log. Who has the keys of services needs no API to act. */
const NO_AUDIT: AuditLog = { begin: async () => newId(), end: async () => undefined, list: async () => [] };

function askInProcess(
  connections: ServiceConnections,
  gateSigner: Parameters<typeof openApi>[0]['gateSigner'],
  audit: AuditLog,
): AdminApi {
  const members = new Members();
  const handle: HttpHandler = openApi({
    connections,
    members,
    ownProcess: '',
    gateSigner,
    audit,
    probes: noServers,
    identify: () => IDENTITY,
  });
  const send = async ({ method, path, query, body }: ApiRequest) => {
    const headers = { 'content-type': 'application/json' };
    const sent = Buffer.from(body ? JSON.stringify(body) : '');
    const fields = { query: new URLSearchParams(query), headers, body: sent, remoteAddress: '127.0.0.1' };
    return handle({ method, path, ...fields });
  };
  return {
    async ask(request) {
      const answer = await send(request);
      return readReply(answer.status, String(answer.body));
    },
    async *readLines(request) {
      const { status, body, pieces } = await send(request);
      if (!pieces) readReply(status, String(body));
      else yield* pieces;
    },
  };
}
