// The embedded server: the gate and all services in one process, on SQLite and memory. `npm start` runs it.
import { setTimeout as sleep } from 'node:timers/promises';
import { startAuth } from '../auth/start.ts';
import { accountReader, authTables } from '../auth/store/accounts.ts';
import { startGateProcess } from '../gate/start.ts';
import { memoryBudgets } from '../infra/memory/budgets.ts';
import { memoryLeases } from '../infra/memory/leases.ts';
import { memoryLimits } from '../infra/memory/limits.ts';
import type { AdminPages } from '../infra/process/admin/admin-server.ts';
import type { InstanceReporter } from '../infra/process/admin/instance-reporter.ts';
import type { EmbeddedConfig } from '../infra/process/config/read.ts';
import { startReporting } from '../infra/process/connect.ts';
import { derivePackPublicKey, gatePackKeys, gatePackSigner } from '../infra/process/pack-keys.ts';
import { run } from '../infra/process/run.ts';
import { deriveSealPublicKey, sealer } from '../infra/process/seal.ts';
import { sqliteBatches, sqliteConnection } from '../infra/sqlite/batches.ts';
import { openSqliteStore } from '../infra/sqlite/store.ts';
import { memoryPresence } from '../logic/presence/memory-presence.ts';
import { startLogic } from '../logic/start.ts';
import { logicStore } from '../logic/store/logic-store.ts';
import { expiredMessages } from '../logic/store/messages/retention.ts';
import { API_PATHS, type ApiAdapters, openApi } from '../status/adapters/api.ts';
import { noServers } from '../status/adapters/server-probes.ts';
import { sqlAuditLog } from '../status/adapters/sql-audit.ts';
import { identify } from '../status/api/identity.ts';
import { answerGates } from '../status/gates-server.ts';
import type { Members } from '../status/members.ts';
import type { KeptMails } from '../status/ports.ts';
import { followMembers, showMembers } from '../status/start.ts';
import type { Mailer } from '../verify/ports.ts';
import { startVerify } from '../verify/start.ts';
import { sqliteCodes } from '../verify/store/sqlite-codes.ts';
import { type Components, openComponents, openReaders, type ProcessParts, type StopSteps, stopAll } from './components.ts';
import { openDataFolder } from './data-folder.ts';
import { mailSpool } from './mail-spool.ts';
import { type OperatorPages, operatorPage, startOperatorServer } from './operator-server.ts';
import { type EmbeddedUrls, welcomeText } from './welcome.ts';

const REPORT_CHECK_MS = 5;

export interface EmbeddedServer extends EmbeddedUrls {
  /** Stops everything in order; acknowledged messages are in the data folder. */
  stop(): Promise<void>;
}

export interface EmbeddedDependencies extends ProcessParts {
  /** Of the admin port. */
  readonly pages?: AdminPages;
  /** Prints the text of each mail for the operator. */
  print?(text: string): void;
}

/**
 * Starts the gate and all services on the store of `config.dataFolder`; resolves when clients may connect.
 * `readConfig('embedded', …)` gives a config with all its defaults. Rejects with SetupError when the folder cannot be used or
 * a port is in use.
 */
export async function startEmbedded(config: EmbeddedConfig, dependencies: EmbeddedDependencies): Promise<EmbeddedServer> {
  const stops: StopSteps = [];
  const stop = (): Promise<void> => stopAll(stops);
  const { httpPort, gate } = config;
  try {
    const folder = openDataFolder(config.dataFolder);
    stops.push(folder.release);
    const mailer = mailSpool(folder.path, dependencies);
    const pages: OperatorPages = new Map();
    const operatorServer = await startOperatorServer(httpPort, pages, dependencies.log);
    stops.push(() => operatorServer.stop());
    const components = await openComponents(config, folder, dependencies, stops);
    await startServices(config, components, mailer);
    const { connections, secrets } = components;
    const publicKey = derivePackPublicKey(secrets.packServiceSecret);
    const keys = { signer: connections.packs.signer, publicKeys: [publicKey] };
    const reporter = startReporting({ role: 'embedded', instance: config.instance }, connections, keys);
    const members = await followMembers(connections, reporter.processId);
    if (dependencies.pages) showMembers(dependencies.pages, members);
    const seal = sealer(deriveSealPublicKey(secrets.sealPrivateKey));
    const packs = gatePackKeys({
      packGateSecrets: [secrets.packGateSecret],
      packPublicKeys: [publicKey],
    });
    const urls = await startGateProcess({ connections, packs, sealer: seal }, gate);
    serveOperator(components, { members, ownProcess: reporter.processId }, mailer, pages);
    // A process that gives its own health marks it.
    if (!dependencies.health) connections.health.markServing();
    await untilReported(reporter, members);
    return { ...urls, http: `${operatorServer.url}/${secrets.operatorKey}/`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves when the operator's API knows the gate, so that nobody is told that there is none. */
async function untilReported(reporter: Pick<InstanceReporter, 'processId' | 'report'>, members: Members): Promise<void> {
  reporter.report();
  const isKnown = (): boolean =>
    members.list().some(({ report }) => report.process === reporter.processId && report.addresses.length > 0);
  while (!isKnown()) await sleep(REPORT_CHECK_MS);
}

/**
 * Starts the services without a gate on the store of `config.dataFolder`, calls `use` with what an API for operators needs,
 * and stops them. Rejects with SetupError while another process uses the folder.
 */
export async function withEmbeddedServices<T>(
  config: EmbeddedConfig,
  dependencies: EmbeddedDependencies,
  use: (services: Pick<ApiAdapters, 'connections' | 'audit' | 'gateSigner'>) => Promise<T>,
): Promise<T> {
  const stops: StopSteps = [];
  try {
    const folder = openDataFolder(config.dataFolder);
    stops.push(folder.release);
    const components = await openComponents(config, folder, dependencies, stops);
    await startServices(config, components, mailSpool(folder.path, dependencies));
    const { connections, store, secrets } = components;
    const gateSigner = gatePackSigner([secrets.packGateSecret]);
    return await use({ connections, gateSigner, audit: sqlAuditLog(sqliteConnection(store)) });
  } finally {
    await stopAll(stops);
  }
}

/** Lets the operator see and act: with the key of the data folder, which the URL on the console has. */
function serveOperator(
  { connections, store, secrets }: Components,
  { members, ownProcess }: Pick<ApiAdapters, 'members' | 'ownProcess'>,
  mails: KeptMails,
  pages: OperatorPages,
): void {
  const { packGateSecret, operatorKey } = secrets;
  const tokens = [{ name: 'owner of the data folder', role: 'operate' as const, token: operatorKey }];
  const audit = sqlAuditLog(sqliteConnection(store));
  const gateSigner = gatePackSigner([packGateSecret]);
  const owner = identify({ tokens, proxy: undefined });
  const api = openApi({ connections, members, ownProcess, gateSigner, audit, mails, probes: noServers, identify: owner });
  for (const path of API_PATHS) pages.set(path, api);
  // The only gate is known before anybody asks.
  pages.set('/gates', answerGates({ list: () => members.list() }));
  pages.set('/', operatorPage(operatorKey, api));
}

async function startServices(config: EmbeddedConfig, components: Components, mailer: Mailer): Promise<void> {
  const { connections, store, secrets } = components;
  const { metrics } = connections;
  const sealPrivateKeys = [secrets.sealPrivateKey];
  const limits = memoryLimits();
  const readers = openReaders(store);
  await startVerify(
    {
      connections,
      batches: sqliteBatches(store, () => undefined),
      codes: sqliteCodes(store),
      mailer,
      limits,
      budgets: memoryBudgets(),
    },
    { verify: config.verify, codeSecrets: [secrets.codeSecret], sealPrivateKeys },
  );
  await startAuth(
    {
      connections,
      batches: sqliteBatches(store, authTables, metrics.withLabels({ service: 'auth' })),
      accounts: accountReader(readers.reader),
      budgets: memoryBudgets(),
    },
    { auth: config.auth, tokenSecrets: [secrets.tokenSecret], sealPrivateKeys },
  );
  // The topic of presence is empty after a restart, so its positions are kept only in memory.
  const positions = openSqliteStore(':memory:');
  connections.onStop('positions of presence', () => positions.close());
  await startLogic(
    {
      ...readers,
      connections,
      batches: sqliteBatches(store, logicStore, metrics.withLabels({ service: 'logic' })),
      presence: memoryPresence(connections.routes),
      presenceBatches: sqliteBatches(positions, () => undefined),
      limits,
      leases: memoryLeases(),
      openExpiredMessages: () => expiredMessages(sqliteConnection(store)),
    },
    config,
  );
}

if (import.meta.main) {
  run('embedded', async (context, config) => {
    try {
      const print = (text: string): void => void process.stdout.write(text);
      const { log, metrics, health, facts, controls, pages } = context;
      const onFatal = (error: Error): void => context.fail(error);
      const server = await startEmbedded(config, { log, metrics, health, facts, controls, pages, onFatal, print });
      context.onStop('the services', () => server.stop());
      print(welcomeText(config.dataFolder, server));
      return { tcp: server.tcp, ws: server.ws, http: server.http };
    } catch (error) {
      // Print it after the log lines, at the end of the output, where the operator looks first.
      process.once('exit', () => process.stderr.write(`\nNot started: ${error instanceof Error ? error.message : error}\n`));
      throw error;
    }
  });
}
