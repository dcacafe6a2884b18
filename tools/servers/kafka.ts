// A private Kafka of one or three brokers: Maven downloads the jars of Apache Kafka, and the machine's Java runs them.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTempFolder, findFreePorts, runCommand, startServerProcess } from './child-processes.ts';
import { type SmallDisk, smallDisk } from './kafka/small-disk.ts';
import { probeKafka } from './probes.ts';
import { type RestartableServer, restartableServer } from './server.ts';

export const KAFKA_VERSION = '4.3.0';
const root = join(import.meta.dirname, '../..');
const jars = join(root, `.cache/kafka-${KAFKA_VERSION}`);

/** True when the broker's jars are already downloaded, so that Maven is not needed. */
export function hasKafkaJars(): boolean {
  return existsSync(jars);
}

/** Downloads the jars into .cache. The folder gets its final name only when it is complete. */
async function bringJars(): Promise<void> {
  if (hasKafkaJars()) return;
  mkdirSync(dirname(jars), { recursive: true });
  const partial = mkdtempSync(`${jars}.`);
  const pom = join(import.meta.dirname, 'kafka/pom.xml');
  // The plugin's version is pinned: without it Maven takes the newest, and reads its list of versions each time.
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
  try {
    await runCommand('mvn', [
      '-q',
      '-B',
      '-f',
      pom,
      goal,
      `-Dkafka.version=${KAFKA_VERSION}`,
      `-DoutputDirectory=${partial}`,
      '-DincludeScope=runtime',
    ]);
    renameSync(partial, jars);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!hasKafkaJars()) throw error; // otherwise another process has completed the folder first
  }
}

/**
 * The broker's settings, native and in a container alike. The group settings let consumers find a dead member in 3 s and
 * rejoin without the broker's usual 3 s wait; 8 offset partitions instead of 50 start faster.
 */
export const BROKER_SETTINGS: Readonly<Record<string, string | number>> = {
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'PLAINTEXT',
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 8,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'auto.create.topics.enable': 'false',
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1000,
  'broker.session.timeout.ms': 2000,
  'broker.heartbeat.interval.ms': 500,
  'controller.quorum.fetch.timeout.ms': 1000,
  'controller.quorum.election.timeout.ms': 500,
  'replica.lag.time.max.ms': 3000,
};

/** Small heaps: three brokers share a developer's machine. */
const HEAP = { one: ['-Xms256m', '-Xmx512m'], several: ['-Xms128m', '-Xmx320m'] };
const JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
// Any cluster id will do, as long as it is 16 bytes of base64url that do not begin with a dash.
const CLUSTER_ID = 'aW0tcHJpdmF0ZS1rYWZrYQ';

export interface KafkaOptions {
  /** 1, or 3: then records have three replicas, and two of them must be in sync. */
  readonly brokers?: number;
  /** Resolves with the address that clients get instead of this one, which a proxy leads to. */
  advertise?(address: string, broker: number): Promise<string>;
  /** Each broker gets a file system of this size for its data. Needs the right to mount. */
  readonly diskMib?: number;
}

export interface KafkaServer extends RestartableServer {
  readonly brokers: readonly KafkaBroker[];
}

export interface KafkaBroker extends RestartableServer {
  /** The number that it has in Kafka. */
  readonly nodeId: number;
  /** Where this process sees its data. */
  readonly dataFolder: string;
}

interface BrokerSite {
  readonly nodeId: number;
  readonly port: number;
  readonly controllerPort: number;
  /** The second port, for clients that come through a proxy; the address that they get. */
  readonly advertised: { readonly port: number; readonly address: string } | undefined;
}

/** Starts brokers on free ports of 127.0.0.1. Needs `java`, and `mvn` the first time. */
export async function startKafka({ brokers: count = 1, advertise, diskMib }: KafkaOptions = {}): Promise<KafkaServer> {
  await bringJars();
  const sites = await Promise.all(Array.from({ length: count }, (_, index) => chooseSite(index, advertise)));
  const started = await Promise.allSettled(sites.map((site) => startBroker(site, sites, diskMib)));
  const brokers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(brokers.map((broker) => broker.stop())));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    brokers,
    address: brokers.map(({ address }) => address).join(','),
    get pid() {
      return brokers[0]?.pid;
    },
    kill: async () => void (await Promise.all(brokers.map((broker) => broker.kill()))),
    start: async () => void (await Promise.all(brokers.map((broker) => broker.start()))),
    waitForExit: () => Promise.race(brokers.map((broker) => broker.waitForExit())),
    stop,
  };
}

async function chooseSite(index: number, advertise: KafkaOptions['advertise']): Promise<BrokerSite> {
  const [port, controllerPort, second] = (await findFreePorts(3)) as [number, number, number];
  const address = advertise && (await advertise(`127.0.0.1:${second}`, index));
  return { nodeId: index + 1, port, controllerPort, advertised: address === undefined ? undefined : { port: second, address } };
}

async function startBroker(site: BrokerSite, all: readonly BrokerSite[], diskMib: number | undefined): Promise<KafkaBroker> {
  const folder = createTempFolder('kafka');
  const disk = diskMib === undefined ? undefined : await smallDisk(join(folder, 'disk'), diskMib);
  try {
    return await startBrokerIn(folder, disk, site, all);
  } catch (error) {
    // The process that holds it would keep this one alive.
    await disk?.release();
    throw error;
  }
}

async function startBrokerIn(
  folder: string,
  disk: SmallDisk | undefined,
  site: BrokerSite,
  all: readonly BrokerSite[],
): Promise<KafkaBroker> {
  const address = `127.0.0.1:${site.port}`;
  const data = join(disk?.folder ?? folder, 'data');
  const file = join(folder, 'server.properties');
  const settings = Object.entries({ ...settingsOf(site, all), 'log.dirs': data });
  writeFileSync(file, settings.map(([name, value]) => `${name}=${value}\n`).join(''));
  const [java = '', ...before] = [...(disk?.enter ?? []), 'java'];
  const classes = ['-cp', `${jars}/*`];
  const format = [...classes, '-XX:TieredStopAtLevel=1', 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', file];
  await runCommand(java, [...before, ...format]);
  const heap = all.length > 1 ? HEAP.several : HEAP.one;
  const server = await restartableServer(address, (signal) =>
    startServerProcess(java, [...before, ...heap, ...JVM, ...classes, 'kafka.Kafka', file], {
      file: join(folder, 'output.log'),
      readyMs: 120_000,
      signal,
      probe: () => probeKafka(address),
    }),
  );
  const stop = async (): Promise<void> => {
    await server.stop().finally(disk?.release);
  };
  // Not a spread: its process changes with each start.
  return Object.assign(Object.create(server) as RestartableServer, {
    nodeId: site.nodeId,
    dataFolder: disk ? join(disk.seenHere, 'data') : data,
    stop,
  });
}

function settingsOf({ nodeId, port, controllerPort, advertised }: BrokerSite, all: readonly BrokerSite[]) {
  const address = `PLAINTEXT://127.0.0.1:${port}`;
  const clients = advertised ? [`,CLIENTS://127.0.0.1:${advertised.port}`, `,CLIENTS://${advertised.address}`] : ['', ''];
  const replicas = all.length;
  return {
    ...BROKER_SETTINGS,
    ...(replicas > 1 && {
      'offsets.topic.replication.factor': replicas,
      'transaction.state.log.replication.factor': replicas,
      'share.coordinator.state.topic.replication.factor': replicas,
      'min.insync.replicas': 2,
    }),
    'node.id': nodeId,
    'controller.quorum.voters': all.map((one) => `${one.nodeId}@127.0.0.1:${one.controllerPort}`).join(','),
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT',
    listeners: `${address}${clients[0]},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `${address}${clients[1]}`,
  };
}
