// Everything in one process, on embedded parts: what `npm start` runs.
import { authHandlers } from '../../auth/handlers.ts';
import { passwords } from '../../auth/password.ts';
import { tokens } from '../../auth/tokens.ts';
import { type Gate, startGate } from '../../gate/server.ts';
import { logicHandlers } from '../../logic/handlers.ts';
import { allServices, im, routesOf, topicsOf } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import { openCalls } from '../call.ts';
import { codeChecks } from '../code-checks.ts';
import type { EmbeddedConfig } from '../config.ts';
import type { Log } from '../ports.ts';
import { publisher } from '../publisher.ts';
import { run } from '../run.ts';
import { opener, sealer, sealPublicKeyOf } from '../seal.ts';
import { type ServeOptions, serve } from '../serve.ts';
import { topicSpecs } from '../topics.ts';
import { embeddedAccountReader, embeddedAuthStored } from './accounts.ts';
import { embeddedBackOff } from './back-off.ts';
import { embeddedBatches } from './batches.ts';
import { embeddedBus } from './bus.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { embeddedLogicStored } from './messages.ts';
import { embeddedRoutes } from './routes.ts';
import { openStore } from './store.ts';

export interface Embedded {
  /** "tcp://127.0.0.1:7000" */
  readonly tcp: string;
  readonly ws: string;
  /** Ends everything in order; what was acknowledged is in the data folder. */
  stop(): Promise<void>;
}

/**
 * Starts the gate and all services on the store of `config.dataFolder`; resolves when clients may connect. `readConfig('embedded', …)`
 * gives a config with all its defaults. Throws with a sentence for whoever started it when the folder or a port is taken;
 * `fatal` is told what ends the services later.
 */
export async function startEmbedded(config: EmbeddedConfig, options: { log: Log; fatal(error: Error): void }): Promise<Embedded> {
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    const folder = openDataFolder(config.dataFolder);
    stops.push(folder.release);
    const gate = await compose(config, folder, options, stops);
    return { tcp: `tcp://${gate.tcp.host}:${gate.tcp.port}`, ws: `ws://${gate.ws.host}:${gate.ws.port}`, stop };
  } catch (error) {
    await stop();
    throw explained(error, config.gate);
  }
}

async function compose(
  config: EmbeddedConfig,
  { storeFile, secrets }: DataFolder,
  { log, fatal }: { log: Log; fatal(error: Error): void },
  stops: (() => Promise<void> | void)[],
): Promise<Gate> {
  const { generation, commandPartitions, gatePartitions } = config.topics;
  const topics = topicsOf(generation);
  const store = openStore(storeFile);
  stops.push(() => store.close());
  // What is on its way to this process's own gate is worth nothing after it.
  const bus = embeddedBus({ database: store.database, volatileTopics: [topics.gate, topics.call], log });
  stops.push(() => bus.close());
  await bus.ensureTopics(topicSpecs(topics, allServices(), { command: commandPartitions, gate: gatePartitions }));

  const routes = embeddedRoutes();
  const serving = async <Stored>(
    own: Pick<ServeOptions<Stored>, 'service' | 'handlers' | 'batches' | 'lostCommands' | 'opener'>,
  ): Promise<void> => {
    // A name for each: packs are numbered by their producer.
    const instance = `${config.instance}.${newId().slice(0, 8)}`;
    const service = await serve({ bus, publisher: publisher(bus, { instance }), routes, log, topics, instance, fatal, ...own });
    stops.push(() => service.close());
  };
  const callsInstance = `${config.instance}.${newId().slice(0, 8)}`;
  const calls = await openCalls({
    bus,
    publisher: publisher(bus, { instance: callsInstance }),
    log,
    topics,
    partitions: { command: commandPartitions, call: gatePartitions },
    instance: callsInstance,
    sealer: sealer(sealPublicKeyOf(secrets.sealPrivateKey)),
  });
  stops.push(() => calls.close());
  const hashing = passwords({ died: (error) => log.error({ err: error }, 'a thread that hashes passwords has died') });
  stops.push(() => hashing.close());
  await serving({
    service: im.Auth,
    handlers: authHandlers({
      passwords: hashing,
      tokens: tokens([secrets.tokenSecret]),
      accounts: embeddedAccountReader(store),
      codes: codeChecks(calls, log),
      backOff: embeddedBackOff(),
      settings: config.auth,
    }),
    batches: embeddedBatches(store, embeddedAuthStored(store)),
    opener: opener([secrets.sealPrivateKey]),
    lostCommands: 'skip',
  });
  await serving({
    service: im.Logic,
    handlers: logicHandlers(config.logic),
    batches: embeddedBatches(store, embeddedLogicStored(store)),
    lostCommands: 'halt',
  });

  const instance = `${config.instance}.${newId().slice(0, 8)}`;
  const { host, tcpPort, wsPort, slot, ...limits } = config.gate;
  const gate = await startGate({
    bus,
    publisher: publisher(bus, { instance }),
    routes,
    sealer: sealer(sealPublicKeyOf(secrets.sealPrivateKey)),
    log,
    topics,
    commands: routesOf(allServices()),
    commandPartitions,
    instance,
    slot,
    host,
    tcpPort,
    wsPort,
    limits,
  });
  stops.push(() => gate.stop());
  return gate;
}

/** What to tell whoever started it, where the cause has a remedy. */
function explained(error: unknown, { tcpPort, wsPort }: EmbeddedConfig['gate']): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return error;
  const port = 'port' in error ? error.port : `${tcpPort} or ${wsPort}`;
  const name = port === wsPort ? 'WS_PORT' : 'TCP_PORT';
  return new Error(`port ${port} is in use: stop what uses it, or choose another one with ${name}=<port>`, { cause: error });
}

function welcome(dataFolder: string, { tcp, ws }: Embedded): string {
  return `
  The chat back end is running, everything in this one process.

    ${tcp}   raw TCP
    ${ws}    WebSocket
    ${dataFolder}   messages and accounts; they are there again at the next start

  Talk from two other terminals:

    npm run chat -- --as alice
    npm run chat -- --as bob

  Ctrl-C stops it.

`;
}

if (import.meta.main) {
  run('embedded', async (life, config) => {
    try {
      const embedded = await startEmbedded(config, { log: life.log, fatal: (error) => life.fail(error) });
      life.onStop('the services', () => embedded.stop());
      process.stdout.write(welcome(config.dataFolder, embedded));
      return { tcp: embedded.tcp, ws: embedded.ws };
    } catch (error) {
      // Below the log, where whoever started it looks first.
      process.once('exit', () => process.stderr.write(`\nNot started: ${error instanceof Error ? error.message : error}\n`));
      throw error;
    }
  });
}
