// Servers as they should be; tests change what they are about.
import type { KafkaState, KafkaTopicState, MysqlState, RedisState } from '../../../infra/ports/index.ts';

export const HEALTHY_MYSQL: MysqlState = {
  version: '10.11.19-MariaDB-0+deb12u1',
  maxPacketBytes: 16_777_216,
  minPacketBytes: 16_777_216,
  dataFolder: '/var/lib/mysql/',
  database: 'im',
  files: ['200-initial.sql'],
  applied: ['200-initial.sql'],
  owners: [
    { owner: 'auth', tables: 2, missing: [] },
    { owner: 'status', tables: 1, missing: [] },
  ],
  narrowColumns: [],
};

export const HEALTHY_REDIS: RedisState = {
  version: '7.0.15',
  major: 7,
  isCluster: false,
  isReplica: false,
  usedBytes: 50 * 1024 ** 2,
  maxBytes: 0,
  evictionPolicy: 'noeviction',
  saves: true,
  hasSaved: true,
  stopsWithoutSaving: false,
};

export const HEALTHY_TOPIC: KafkaTopicState = {
  name: 'im.logic.1',
  partitions: 8,
  wantedPartitions: 8,
  replicas: 3,
  wantedReplicas: 3,
  underReplicated: [],
  hasLeaders: true,
  wantedRetentionMs: 7 * 24 * 3_600_000,
  wantedBatchBytes: 4_195_328,
  settings: {
    'cleanup.policy': 'delete',
    'max.message.bytes': '4195328',
    'message.timestamp.type': 'LogAppendTime',
    'min.insync.replicas': '2',
    'retention.bytes': '-1',
    'retention.ms': String(7 * 24 * 3_600_000),
    'unclean.leader.election.enable': 'false',
  },
};

export const HEALTHY_KAFKA: KafkaState = {
  brokers: 3,
  wantedReplicas: 3,
  settings: { 'auto.create.topics.enable': 'false' },
  topics: [HEALTHY_TOPIC],
};
