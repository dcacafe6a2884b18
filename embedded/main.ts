// The embedded server: the gate and all services in one process, on SQLite and memory. `npm start` runs it.
import { startAuth } from '../auth/start.ts';
import { accountReader, authTables } from '../auth/store/accounts.ts';
import { startGateProcess } from '../gate/start.ts';
import { memoryBudgets } from '../infra/memory/budgets.ts';
import { memoryLeases } from '../infra/memory/leases.ts';
import { memoryLimits } from '../infra/memory/limits.ts';
import type { RpcClient } from '../infra/messaging/rpc-client.ts';
import type { AdminPages } from '../infra/process/admin/admin-server.ts';
import type { EmbeddedConfig } from '../infra/process/config/read.ts';
import { connectRpcClient, startReporting } from '../infra/process/connect.ts';
import { derivePackPublicKey, gatePackKeys } from '../infra/process/pack-keys.ts';
import { run } from '../infra/process/run.ts';
import { deriveSealPublicKey, sealer } from '../infra/process/seal.ts';
import { sqliteBatches, sqliteConnection } from '../infra/sqlite/batches.ts';
import { openSqliteStore } from '../infra/sqlite/store.ts';
import { memoryPresence } from '../logic/presence/memory-presence.ts';
import { startLogic } from '../logic/start.ts';
import { logicStore } from '../logic/store/logic-store.ts';
import { expiredMessages } from '../logic/store/messages/retention.ts';
import { describeMembers } from '../status/member-list.ts';
import { followMembers } from '../status/start.ts';
import type { Mailer } from '../verify/ports.ts';
import { startVerify } from '../verify/start.ts';
import { sqliteCodes } from '../verify/store/sqlite-codes.ts';
import { type Components, openComponents, openReaders, type ProcessParts, type StopSteps, stopAll } from './components.ts';
import { openDataFolder } from './data-folder.ts';
import { mailSpool } from './mail-spool.ts';
import { startMailViewer } from './mail-viewer.ts';
import { type EmbeddedUrls, welcomeText } from './welcome.ts';

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
    const viewer = await startMailViewer({ port: httpPort, mails: mailer, log: dependencies.log });
    stops.push(() => viewer.stop());
    const components = await openComponents(config, folder, dependencies, stops);
    await startServices(config, components, mailer);
    const { connections, secrets } = components;
    const publicKey = derivePackPublicKey(secrets.packServiceSecret);
    const keys = { signer: connections.packs.signer, publicKeys: [publicKey] };
    const reporter = startReporting({ role: 'embedded', instance: config.instance }, connections, keys);
    const members = await followMembers(connections, reporter.processId);
    dependencies.pages?.set('/members', () => describeMembers(members));
    const seal = sealer(deriveSealPublicKey(secrets.sealPrivateKey));
    const packs = gatePackKeys({
      packGateSecrets: [secrets.packGateSecret],
      packPublicKeys: [publicKey],
    });
    const urls = await startGateProcess({ connections, packs, sealer: seal }, gate);
    return { ...urls, http: viewer.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Starts the services without a gate on the store of `config.dataFolder`, calls `ask` with a client for their rpcs, and stops
 * them. Rejects with SetupError while another process uses the folder.
 */
export async function withEmbeddedServices<T>(
  config: EmbeddedConfig,
  dependencies: EmbeddedDependencies,
  ask: (client: RpcClient) => Promise<T>,
): Promise<T> {
  const stops: StopSteps = [];
  try {
    const folder = openDataFolder(config.dataFolder);
    stops.push(folder.release);
    const components = await openComponents(config, folder, dependencies, stops);
    await startServices(config, components, mailSpool(folder.path, dependencies));
    const { connections, secrets } = components;
    return await ask(await connectRpcClient(connections, sealer(deriveSealPublicKey(secrets.sealPrivateKey))));
  } finally {
    await stopAll(stops);
  }
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
      // Without the key of the mails: logs have more readers than the console.
      return { tcp: server.tcp, ws: server.ws, http: new URL(server.http).origin };
    } catch (error) {
      // Print it after the log lines, at the end of the output, where the operator looks first.
      process.once('exit', () => process.stderr.write(`\nNot started: ${error instanceof Error ? error.message : error}\n`));
      throw error;
    }
  });
}
