// The doctor: compares what instances report about their set-up, and looks at the servers. Each finding says how to mend it.
import type { KafkaState, MysqlState, RedisState, TopicEnds } from '../../infra/ports/index.ts';
import type { ServicePartitions } from '../lag.ts';
import type { Member } from '../members.ts';
import { examineAddresses, type Reach } from './address-checks.ts';
import { bad, type Finding, good } from './findings.ts';
import { examineDisk, examineInstances } from './instance-checks.ts';
import { examineKafka } from './kafka-checks.ts';
import { examineMysql } from './mysql-checks.ts';
import { examinePartitions } from './partition-checks.ts';
import { examineRedis } from './redis-checks.ts';

/** Each reads a server, or rejects when it does not answer. A process without servers has none. */
export interface ServerProbes {
  readonly readKafka?: () => Promise<KafkaState>;
  /** Where these topics end. */
  readonly readEnds?: (topics: readonly string[]) => Promise<TopicEnds>;
  readonly readMysql?: () => Promise<MysqlState>;
  readonly readRedis?: () => Promise<RedisState>;
  /** Of MySQL's data, where it is on this machine. */
  readonly readMysqlDisk?: (folder: string) => { readonly freeBytes: number; readonly bytes: number } | undefined;
  readonly reach: Reach;
}

export interface Examination {
  readonly members: readonly Member[];
  /** False while reports do not come through. */
  readonly isCurrent: boolean;
  /** Where clients ask each status for gates. */
  readonly statusUrls: readonly string[];
  /** Clients are not told where the status that examines is. */
  readonly isUntold?: boolean;
  readonly services: readonly ServicePartitions[];
  readonly probes: ServerProbes;
}

export async function examine(examination: Examination): Promise<Finding[]> {
  const { members, isCurrent, statusUrls, isUntold = false, services, probes } = examination;
  const { readKafka, readMysql, readRedis, readMysqlDisk, reach } = probes;
  const withDisk = readMysqlDisk && addDisk(readMysqlDisk);
  const ofOthers = await Promise.all([
    examineAddresses({ members, statusUrls, isUntold, reach }),
    examineServer('Kafka', 'IM_KAFKA_BROKERS', readKafka, examineKafka),
    examineServer('MySQL', 'IM_MYSQL_URL', readMysql, withDisk ?? examineMysql),
    examineServer('Redis', 'IM_REDIS_URL', readRedis, examineRedis),
  ]);
  return [examineReports(members, isCurrent), ...examineInstances(members), ...examinePartitions(services), ...ofOthers.flat()];
}

function examineReports(members: readonly Member[], isCurrent: boolean): Finding {
  if (isCurrent) return good('reports', '', `${members.length} instances report`);
  const text = 'reports do not come through Kafka, so the rest may be old';
  return bad('reports', '', text, 'start Kafka, or look at the log of status');
}

async function examineServer<T>(
  name: string,
  setting: string,
  read: (() => Promise<T>) | undefined,
  judge: (state: T) => Finding[],
): Promise<Finding[]> {
  if (!read) return [];
  try {
    return judge(await read());
  } catch (error) {
    return [bad('servers', name, `does not answer: ${(error as Error).message}`, `start it, or correct ${setting}`)];
  }
}

function addDisk(readDisk: NonNullable<ServerProbes['readMysqlDisk']>): (mysql: MysqlState) => Finding[] {
  return (mysql) => {
    const disk = readDisk(mysql.dataFolder);
    const finding = disk && examineDisk('MySQL', { folder: mysql.dataFolder, ...disk });
    return [...examineMysql(mysql), ...(finding ? [finding] : [])];
  };
}
