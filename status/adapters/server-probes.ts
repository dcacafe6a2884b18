// The doctor's probes: Kafka, MySQL and Redis as status reaches them, and the addresses of instances.
import { statfsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readKafkaState, readTopicEnds } from '../../infra/kafka/server-state.ts';
import { topicSpecs } from '../../infra/messaging/topics.ts';
import { readMysqlState } from '../../infra/mysql/server-state.ts';
import type { StatusConfig } from '../../infra/process/config/read.ts';
import type { ServiceConnections } from '../../infra/process/connect.ts';
import { fromUrlHost } from '../../infra/process/url-host.ts';
import type { RedisClient } from '../../infra/redis/client.ts';
import { readRedisState } from '../../infra/redis/server-state.ts';
import type { SqlConnection } from '../../infra/sql/connection.ts';
import { allServices } from '../../proto/rpc.ts';
import { isLoopback } from '../doctor/address-checks.ts';
import type { ServerProbes } from '../doctor/doctor.ts';

const WITHIN_MS = 5000;
const REACH_WITHIN_MS = 2000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'ws:': 80, 'wss:': 443, 'http:': 80, 'https:': 443 };

export interface ProbedServers {
  readonly connections: ServiceConnections;
  readonly config: Pick<StatusConfig, 'kafka' | 'instance'>;
  readonly redis: RedisClient;
  readonly mysql: Pick<SqlConnection, 'query'>;
  readonly mysqlUrl: string;
}

export function serverProbes({ connections, config, redis, mysql, mysqlUrl }: ProbedServers): ServerProbes {
  const { topics, partitions, log } = connections;
  const { brokers, replication } = config.kafka;
  const kafka = {
    brokers,
    replication,
    instance: `${config.instance}.doctor`,
    specs: topicSpecs(topics, allServices(), partitions),
  };
  const isMysqlHere = isLoopback(URL.parse(mysqlUrl)?.hostname ?? '');
  return {
    readKafka: () => within(readKafkaState(kafka, log)),
    readEnds: (names) => within(readTopicEnds(kafka, names, log)),
    readMysql: () => within(readMysqlState(mysql)),
    readRedis: () => within(readRedisState(redis)),
    ...(isMysqlHere && { readMysqlDisk: readDisk }),
    reach: reachAddress,
  };
}

/** Of a process that has no servers. */
export const noServers: ServerProbes = { reach: reachAddress };

/** Undefined where MySQL is in a container, whose folders have other names here. */
function readDisk(folder: string): { freeBytes: number; bytes: number } | undefined {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, bytes: blocks * bsize };
  } catch {
    return undefined;
  }
}

async function within<T>(reading: Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timeout = sleep(WITHIN_MS, undefined, { signal: controller.signal }).then((): never => {
    throw new Error(`no answer within ${WITHIN_MS / 1000} s`);
  });
  return Promise.race([reading, timeout]).finally(() => controller.abort());
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
