// Everything in one process, on embedded parts: what `npm start` runs.
import { authHandlers } from '../auth/handlers.ts';
import { passwordHasher } from '../auth/password/password-hasher.ts';
import { sessionTokens } from '../auth/session-tokens.ts';
import { accountReader, authTables } from '../auth/store/accounts.ts';
import { verifyClient } from '../auth/verify-client.ts';
import { type Gate, startGate } from '../gate/server.ts';
import { memoryBackOff } from '../infra/memory/back-off.ts';
import { memoryLeases } from '../infra/memory/leases.ts';
import { memoryLimits } from '../infra/memory/limits.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import type { RpcClient } from '../infra/messaging/rpc-client.ts';
import type { Log } from '../infra/ports/index.ts';
import type { EmbeddedConfig } from '../infra/process/config/read.ts';
import { run } from '../infra/process/run.ts';
import { opener } from '../infra/process/seal.ts';
import { publishPushes } from '../infra/service/publish-outcomes.ts';
import { type ServeOptions, serve } from '../infra/service/runtime.ts';
import { sqliteBatches, sqliteConnection, sqliteReader } from '../infra/sqlite/batches.ts';
import { openSqliteStore } from '../infra/sqlite/store.ts';
import { logicHandlers } from '../logic/handlers.ts';
import type { PresenceStore } from '../logic/ports/index.ts';
import { memoryPresence } from '../logic/presence/memory-presence.ts';
import { bestEffortPresence, presenceHandlers } from '../logic/presence/presence-handlers.ts';
import { startPresenceNotifier } from '../logic/presence/presence-notifier.ts';
import { logicAdmission, presenceAdmission } from '../logic/rates.ts';
import { startRetention } from '../logic/retention/retention.ts';
import { logicStore } from '../logic/store/logic-store.ts';
import { expiredMessages } from '../logic/store/messages/retention.ts';
import { friendListReader, socialGraphReader } from '../logic/store/people/social-graph.ts';
import { allServices, im, rpcsByNumber } from '../proto/rpc.ts';
import { codeSecrets } from '../verify/codes.ts';
import { codesHandlers, verifyHandlers } from '../verify/handlers.ts';
import type { Mailer } from '../verify/ports.ts';
import { sqliteCodes } from '../verify/store/sqlite-codes.ts';
import {
  type Components,
  newProducerName,
  openComponents,
  openLocalRpcClient,
  openReaders,
  type StopSteps,
  stopAll,
} from './components.ts';
import { openDataFolder, StartupError } from './data-folder.ts';
import { mailSpool } from './mail-spool.ts';
import { startMailViewer } from './mail-viewer.ts';
import { welcomeText } from './welcome.ts';

export interface EmbeddedServer {
  /** "tcp://127.0.0.1:7000" */
  readonly tcp: string;
  readonly ws: string;
  /** "http://127.0.0.1:7002": shows the mails that would have been sent, on this machine only. */
  readonly http: string;
  /** Ends everything in order; what was acknowledged is in the data folder. */
  stop(): Promise<void>;
}

export interface EmbeddedDependencies {
  readonly log: Log;
  /** Is told what ends the services later. */
  onFatal(error: Error): void;
  /** Is given the mails, for whoever started it to read. */
  print?(text: string): void;
}

/**
 * Starts the gate and all services on the store of `config.dataFolder`; resolves when clients may connect. `readConfig('embedded', …)`
 * gives a config with all its defaults. Throws CannotStart when the folder or a port cannot be had.
 */
export async function startEmbedded(config: EmbeddedConfig, surroundings: EmbeddedDependencies): Promise<EmbeddedServer> {
  const stops: StopSteps = [];
  const stop = (): Promise<void> => stopAll(stops);
  try {
    const folder = openDataFolder(config.dataFolder);
    stops.push(folder.release);
    const mailer = mailSpool(folder.path, surroundings);
    const status = await startMailViewer({ port: config.httpPort, mails: mailer, log: surroundings.log }).catch(
      (error: unknown) => {
        throw explained(error, { HTTP_PORT: config.httpPort });
      },
    );
    stops.push(() => status.stop());
    const parts = await openComponents(config, folder, surroundings, stops);
    await startServices(config, parts, mailer, stops);
    const gate = await startOwnGate(config, parts, stops);
    return { tcp: `tcp://${gate.tcp.host}:${gate.tcp.port}`, ws: `ws://${gate.ws.host}:${gate.ws.port}`, http: status.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Starts the services alone on the store of `config.dataFolder`, has the operator ask them something, and ends them: nobody can connect meanwhile.
 * Throws CannotStart while another process has the folder.
 */
export async function withEmbeddedServices<T>(
  config: EmbeddedConfig,
  surroundings: EmbeddedDependencies,
  ask: (calls: RpcClient) => Promise<T>,
): Promise<T> {
  const stops: StopSteps = [];
  try {
    const folder = openDataFolder(config.dataFolder);
    stops.push(folder.release);
    const parts = await openComponents(config, folder, surroundings, stops);
    await startServices(config, parts, mailSpool(folder.path, surroundings), stops);
    return await ask(await openLocalRpcClient(config, parts, stops));
  } finally {
    await stopAll(stops);
  }
}

async function startServices(config: EmbeddedConfig, parts: Components, mailer: Mailer, stops: StopSteps): Promise<void> {
  const { secrets, store, shared } = parts;
  const { log } = shared;
  const serving = async <Stored>(
    own: Pick<ServeOptions<Stored>, 'service' | 'handlers' | 'batches' | 'lostCommands' | 'admission' | 'domainEvents'>,
  ): Promise<void> => {
    const instance = newProducerName(config);
    const service = await serve({
      ...shared,
      ...own,
      instance,
      commandPartitions: config.topics.commandPartitions,
      publisher: publisher(shared.bus, { instance }),
      opener: opener([secrets.sealPrivateKey]),
    });
    stops.push(() => service.close());
  };

  const verify = { secrets: codeSecrets([secrets.codeSecret]), codes: sqliteCodes(store), codeMs: config.verify.codeMs };
  const { name, address } = config.verify.mailFrom;
  const forVerify = { batches: sqliteBatches(store, () => undefined), lostCommands: 'skip' } as const;
  const limits = memoryLimits();
  await serving({
    service: im.Verify,
    handlers: verifyHandlers({ ...verify, mailer, limits, backOff: memoryBackOff(), log, service: name || address }),
    ...forVerify,
  });
  await serving({ service: im.Codes, handlers: codesHandlers(verify), ...forVerify });

  const hashing = passwordHasher({
    onThreadDeath: (error) => log.error({ err: error }, 'a thread that hashes passwords has died'),
  });
  stops.push(() => hashing.close());
  await serving({
    service: im.Auth,
    handlers: authHandlers({
      passwords: hashing,
      tokens: sessionTokens([secrets.tokenSecret]),
      accounts: accountReader(sqliteReader(store)),
      codes: verifyClient(await openLocalRpcClient(config, parts, stops), log),
      backOff: memoryBackOff(),
      settings: config.auth,
    }),
    batches: sqliteBatches(store, authTables),
    lostCommands: 'skip',
  });
  const presence = memoryPresence(shared.routes);
  await serving({
    service: im.Logic,
    handlers: logicHandlers(config.logic, {
      friends: friendListReader(...openReaders(store)),
      presence: bestEffortPresence(presence),
    }),
    ...(config.duties.rateLimits && { admission: logicAdmission(limits) }),
    ...(config.duties.domainEvents && {
      domainEvents: {
        partitions: config.topics.commandPartitions,
        publisher: publisher(shared.bus, { instance: newProducerName(config) }),
      },
    }),
    batches: sqliteBatches(store, logicStore),
    lostCommands: 'pause',
  });
  startDeleting(config, parts, stops);
  const admission = config.duties.rateLimits ? { admission: presenceAdmission(limits) } : {};
  await startPresence(config, parts, { presence, ...admission }, stops);
}

function startDeleting(config: EmbeddedConfig, { store, shared: { log } }: Components, stops: StopSteps): void {
  const keepMs = config.duties.keepMessagesMs;
  if (keepMs === 0) return;
  const connection = sqliteConnection(store);
  const mine = { leases: memoryLeases(), holder: newProducerName(config), keepMs, log };
  const retention = startRetention({ expiredMessages: expiredMessages(connection), ...mine });
  stops.push(() => retention.close());
}

async function startPresence(
  config: EmbeddedConfig,
  { store, shared }: Components,
  { presence, ...admission }: { presence: PresenceStore } & Pick<ServeOptions<unknown>, 'admission'>,
  stops: StopSteps,
): Promise<void> {
  const instance = newProducerName(config);
  const pushing = publisher(shared.bus, { instance });
  const { routes, topics, log } = shared;
  const known = { presence, socialGraph: socialGraphReader(...openReaders(store)) };
  // Its topic begins anew with each start, and so do its positions.
  const positions = openSqliteStore(':memory:');
  stops.push(() => positions.close());
  const serving = await serve({
    ...shared,
    publisher: pushing,
    batches: sqliteBatches(positions, () => undefined),
    service: im.Presence,
    handlers: presenceHandlers(known),
    ...admission,
    instance,
    lostCommands: 'skip',
  });
  stops.push(() => serving.close());
  const push = (pushes: Parameters<typeof publishPushes>[1]) =>
    publishPushes({ publisher: pushing, routes, gateTopic: topics.gate, log }, pushes);
  const announcer = startPresenceNotifier({ ...known, push, log });
  stops.push(() => announcer.close());
}

async function startOwnGate(
  config: EmbeddedConfig,
  { shared: { bus, routes, log, topics }, sealer }: Components,
  stops: StopSteps,
): Promise<Gate> {
  const instance = newProducerName(config);
  const { host, tcpPort, wsPort, slot, trustedProxies, ...limits } = config.gate;
  const gate = await startGate({
    bus,
    publisher: publisher(bus, { instance }),
    routes,
    sealer,
    log,
    topics,
    rpcs: rpcsByNumber(allServices()),
    commandPartitions: config.topics.commandPartitions,
    instance,
    slot,
    host,
    tcpPort,
    wsPort,
    trustedProxies,
    limits,
  }).catch((error: unknown) => {
    throw explained(error, { TCP_PORT: tcpPort, WS_PORT: wsPort });
  });
  stops.push(() => gate.stop());
  return gate;
}

/** What to tell whoever started it, where the cause has a remedy: a port of these settings is in use. */
function explained(error: unknown, ports: Readonly<Record<string, number>>): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE' || !('port' in error)) return error;
  const name = Object.keys(ports).find((setting) => ports[setting] === error.port);
  if (name === undefined) return error;
  return new StartupError(`port ${error.port} is in use: stop what uses it, or choose another one with ${name}=<port>`);
}

if (import.meta.main) {
  run('embedded', async (life, config) => {
    try {
      const print = (text: string): void => void process.stdout.write(text);
      const embedded = await startEmbedded(config, { log: life.log, onFatal: (error) => life.fail(error), print });
      life.onStop('the services', () => embedded.stop());
      print(welcomeText(config.dataFolder, embedded));
      return { tcp: embedded.tcp, ws: embedded.ws, http: embedded.http };
    } catch (error) {
      // Below the log, where whoever started it looks first.
      process.once('exit', () => process.stderr.write(`\nNot started: ${error instanceof Error ? error.message : error}\n`));
      throw error;
    }
  });
}
