// The servers of a chaos run, with a proxy of the test before each of them and before each gate.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findFreePorts } from '../../../tools/servers/child-processes.ts';
import { runMysqlStatements } from '../../../tools/servers/mysql-statements.ts';
import { SERVER_KINDS, type Servers, startServers } from '../../../tools/servers/servers.ts';
import type { StackPlace } from '../../setup/stack-target.ts';
import { Network } from './network.ts';

export interface ChaosPlace extends StackPlace {
  readonly network: Network;
}

export interface PlaceOptions {
  /** 1 or 3. */
  readonly brokers: number;
  /** Of the file system of each broker; undefined: the machine's own. */
  readonly diskMib: number | undefined;
  /** Names of the instances that there will be, those of a scaled role included. */
  readonly instances: readonly string[];
  /** Modules that every service loads first, as URLs. */
  readonly imports: readonly string[];
  print(line: string): void;
}

const JUMPING_CLOCK = pathToFileURL(join(import.meta.dirname, '../in-service/jumping-clock.ts')).href;
/** Of the services. It may not write while the server is read-only, as the one that starts the server may. */
const USER = 'chaos';

/** Resolves when the servers serve. The caller stops them, and closes the network. After an error nothing is left. */
export async function startPlace(options: PlaceOptions, start: typeof startServers = startServers): Promise<ChaosPlace> {
  const network = new Network();
  const kafkaAddresses: string[] = [];
  const advertise = async (address: string, broker: number): Promise<string> => {
    kafkaAddresses[broker] = await network.listen(undefined, `kafka-${broker}`, address);
    return kafkaAddresses[broker];
  };
  const { brokers, diskMib, print } = options;
  const kafka = { brokers, advertise, ...(diskMib !== undefined && { diskMib }) };
  let servers: Servers | undefined;
  try {
    servers = await start(SERVER_KINDS, { private: true, native: true, print, kafka });
    return await placeBehind(network, servers, kafkaAddresses, options);
  } catch (error) {
    await Promise.allSettled([servers?.stop(), network.close()]);
    throw error;
  }
}

async function placeBehind(
  network: Network,
  servers: Servers,
  kafkaAddresses: readonly string[],
  { brokers, instances, imports }: PlaceOptions,
): Promise<ChaosPlace> {
  const password = randomBytes(12).toString('hex');
  await runMysqlStatements(servers.mysql.address, [
    `CREATE USER '${USER}'@'%' IDENTIFIED BY '${password}'`,
    `GRANT ALL ON im.* TO '${USER}'@'%'`,
  ]);
  const shared = { IM_KAFKA_BROKERS: kafkaAddresses.join(','), IM_KAFKA_REPLICATION: String(brokers) };
  const envs = new Map<string, Record<string, string>>();
  const gateUrls = new Map<string, string>();
  for (const name of instances) {
    const mysql = await network.listen(name, 'mysql', servers.mysql.address);
    const redis = await network.listen(name, 'redis', servers.redis.address);
    const env = { ...shared, IM_MYSQL_URL: `mysql://${USER}:${password}@${mysql}/im`, IM_REDIS_URL: `redis://${redis}` };
    envs.set(name, name.startsWith('gate-') ? { ...env, ...(await placeGate(name)) } : env);
  }
  return {
    network,
    servers,
    gateUrl: (name) => gateUrls.get(name) ?? '',
    envOf: (name, { NODE_OPTIONS = '' }) => ({
      ...envs.get(name),
      NODE_OPTIONS: [NODE_OPTIONS, ...[JUMPING_CLOCK, ...imports].map((url) => `--import=${url}`)].join(' '),
    }),
  };

  async function placeGate(name: string): Promise<Record<string, string>> {
    const [port] = (await findFreePorts(1)) as [number];
    const url = `ws://${await network.listen('clients', name, `127.0.0.1:${port}`)}`;
    gateUrls.set(name, url);
    return { IM_WS_PORT: String(port), IM_PUBLIC_GATE_URLS: url };
  }
}
