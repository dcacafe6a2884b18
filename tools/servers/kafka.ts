// A private single-node Kafka: Maven downloads the jars of Apache Kafka, and the machine's Java runs them.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTempFolder, findFreePorts, runCommand, startServerProcess } from './child-processes.ts';
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

/** Starts a broker on a free port of 127.0.0.1. Needs `java`, and `mvn` the first time. */
export async function startKafka(): Promise<RestartableServer> {
  await bringJars();
  const folder = createTempFolder('kafka');
  const [port, controllerPort] = (await findFreePorts(2)) as [number, number];
  const address = `127.0.0.1:${port}`;
  const settings = {
    ...BROKER_SETTINGS,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://${address},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${address}`,
    'log.dirs': join(folder, 'data'),
  };
  const file = join(folder, 'server.properties');
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const java = (...args: string[]): string[] => ['-cp', `${jars}/*`, ...args];
  // Any cluster id will do, as long as it is 16 bytes of base64url that do not begin with a dash.
  await runCommand(
    'java',
    java('-XX:TieredStopAtLevel=1', 'kafka.tools.StorageTool', 'format', '-t', 'aW0tcHJpdmF0ZS1rYWZrYQ', '-c', file),
  );
  return restartableServer(address, (signal) =>
    startServerProcess(
      'java',
      ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...java('kafka.Kafka', file)],
      {
        file: join(folder, 'output.log'),
        readyMs: 120_000,
        signal,
        probe: () => probeKafka(address),
      },
    ),
  );
}
