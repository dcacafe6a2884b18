// The port ServerProbes: Kafka, MySQL and Redis as status reaches them, and the addresses of gates.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeTopics } from '../../infra/kafka/topic-states.ts';
import { topicSpecs } from '../../infra/messaging/topics.ts';
import type { StatusConfig } from '../../infra/process/config/read.ts';
import type { ServiceConnections } from '../../infra/process/connect.ts';
import { fromUrlHost } from '../../infra/process/url-host.ts';
import type { RedisClient } from '../../infra/redis/client.ts';
import type { SqlConnection } from '../../infra/sql/connection.ts';
import { allServices } from '../../proto/rpc.ts';
import type { ServerProbes, ServerState } from '../ports.ts';

const WITHIN_MS = 5000;
const REACH_WITHIN_MS = 2000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'ws:': 80, 'wss:': 443 };

export interface ProbedServers {
  readonly connections: ServiceConnections;
  readonly config: Pick<StatusConfig, 'kafka' | 'instance'>;
  readonly redis: RedisClient;
  readonly mysql: Pick<SqlConnection, 'query'>;
}

export function serverProbes({ connections, config, redis, mysql }: ProbedServers): ServerProbes {
  const { topics, partitions, log } = connections;
  const specs = topicSpecs(topics, allServices(), partitions);
  const { brokers, replication } = config.kafka;
  const read = () => describeTopics({ brokers, instance: `${config.instance}.doctor` }, specs, log);
  return {
    async listTopics() {
      const found = await within(read()).catch(() => undefined);
      return (found?.topics ?? []).map((topic, i) => ({
        ...topic,
        wantedPartitions: specs[i]?.partitions ?? 0,
        wantedReplicas: replication,
      }));
    },
    listServers: () =>
      Promise.all([
        stateOf('Kafka', 'start it, or correct IM_KAFKA_BROKERS', async () => `${(await read()).brokers} brokers`),
        stateOf('MySQL', 'start it, or correct IM_MYSQL_URL', async () =>
          String((await mysql.query(['SELECT VERSION()']))[0]?.[0]?.[0]),
        ),
        stateOf('Redis', 'start it, or correct IM_REDIS_URL', async () => versionIn(await redis.info('server'))),
      ]),
    reach: reachAddress,
  };
}

/** Of a process that has no servers. */
export const noServers: ServerProbes = { listTopics: async () => [], listServers: async () => [], reach: reachAddress };

async function stateOf(name: string, remedy: string, read: () => Promise<string>): Promise<ServerState> {
  try {
    return { name, version: await within(read()), mistake: '', remedy: '' };
  } catch (error) {
    return { name, version: '', mistake: `does not answer: ${(error as Error).message}`, remedy };
  }
}

async function within<T>(reading: Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timeout = sleep(WITHIN_MS, undefined, { signal: controller.signal }).then((): never => {
    throw new Error(`no answer within ${WITHIN_MS / 1000} s`);
  });
  return Promise.race([reading, timeout]).finally(() => controller.abort());
}

function versionIn(info: string): string {
  const [, valkey] = /^valkey_version:(.*?)\r?$/m.exec(info) ?? [];
  const [, redis = ''] = /^redis_version:(.*?)\r?$/m.exec(info) ?? [];
  return valkey === undefined ? redis : `Valkey ${valkey}`;
}

function reachAddress(address: string): Promise<string | undefined> {
  const url = URL.parse(address.replace(/^(tcp|tls):/, 'ws:'));
  if (!url) return Promise.resolve('it is no URL');
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const port = Number(url.port) || DEFAULT_PORTS[url.protocol] || 0;
  const socket = connect({ host: fromUrlHost(url.hostname), port, timeout: REACH_WITHIN_MS });
  socket.once('connect', () => resolve(undefined));
  socket.once('timeout', () => resolve(`no answer within ${REACH_WITHIN_MS / 1000} s`));
  socket.once('error', (error) => resolve(error.message));
  return promise.finally(() => socket.destroy());
}
