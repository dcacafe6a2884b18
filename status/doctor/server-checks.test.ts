import { expect, test } from 'vitest';
import type { KafkaState, KafkaTopicState, MysqlState, RedisState } from '../../infra/ports/index.ts';
import type { Finding } from './findings.ts';
import { examineKafka } from './kafka-checks.ts';
import { examineMysql } from './mysql-checks.ts';
import { examineRedis } from './redis-checks.ts';
import { HEALTHY_KAFKA, HEALTHY_MYSQL, HEALTHY_REDIS, HEALTHY_TOPIC } from './testing/healthy-servers.ts';

function badOf(findings: readonly Finding[]): Finding[] {
  for (const { isGood, remedy } of findings) expect(remedy === '').toBe(isGood);
  return findings.filter(({ isGood }) => !isGood);
}

function withSetting(name: string, value: string): Partial<KafkaTopicState> {
  return { settings: { ...HEALTHY_TOPIC.settings, [name]: value } };
}

test('healthy servers are good, with their versions and the tables of each owner', () => {
  const all = [...examineKafka(HEALTHY_KAFKA), ...examineMysql(HEALTHY_MYSQL), ...examineRedis(HEALTHY_REDIS)];
  expect(all.map(({ check, isGood, subject, text }) => `${check} ${isGood} ${subject}: ${text}`)).toEqual([
    'servers true Kafka: 3 brokers',
    'topics true : all 1 topics are as the settings say',
    'servers true MySQL: 10.11.19-MariaDB-0+deb12u1',
    'schema true auth: 2 tables, 200-initial.sql',
    'schema true status: 1 table, 200-initial.sql',
    'servers true Redis: 7.0.15, 50 MiB',
  ]);
});

test.each<[Partial<KafkaTopicState>, string, string]>([
  [{ partitions: 0, replicas: 0, settings: {} }, 'does not exist', 'restart any service'],
  [{ partitions: 4 }, 'has 4 partitions and the settings say 8', 'restore the setting'],
  [{ partitions: 12 }, 'nobody reads the others', 'IM_TOPIC_GENERATION'],
  [{ replicas: 1 }, 'has 1 replica and IM_KAFKA_REPLICATION says 3', 'reassign'],
  [{ underReplicated: [2, 5] }, 'is under-replicated: 2 partitions of 8', 'start the broker'],
  [{ partitions: 0, replicas: 0, hasLeaders: false }, 'has a partition without a leader', 'start the broker'],
  [withSetting('min.insync.replicas', '1'), 'only one broker has counts as stored', 'min.insync.replicas=2'],
  [withSetting('min.insync.replicas', '3'), "one broker's stop stops all", 'min.insync.replicas=2'],
  [withSetting('min.insync.replicas', '4'), 'nothing can be stored', 'min.insync.replicas=2'],
  [withSetting('retention.ms', '3600000'), 'keeps records for 1 hours and 168 hours are needed', 'retention.ms=604800000'],
  [withSetting('retention.bytes', '1000'), 'before they are read', 'retention.bytes=-1'],
  [withSetting('max.message.bytes', '1048588'), 'takes records of 1048588 bytes', 'max.message.bytes=4195328'],
  [withSetting('cleanup.policy', 'compact'), 'cleanup.policy is compact', 'cleanup.policy=delete'],
  [withSetting('message.timestamp.type', 'CreateTime'), 'the clocks of producers', 'LogAppendTime'],
  [withSetting('unclean.leader.election.enable', 'true'), 'may be lost', 'unclean.leader.election.enable=false'],
])('a wrong topic is found, alone, with its remedy: %o', (state, text, remedy) => {
  const found = badOf(
    examineKafka({ ...HEALTHY_KAFKA, topics: [HEALTHY_TOPIC, { ...HEALTHY_TOPIC, name: 'im.gate.1', ...state }] }),
  );
  expect(found).toMatchObject([
    { check: 'topics', subject: 'im.gate.1', text: expect.stringContaining(text), remedy: expect.stringContaining(remedy) },
  ]);
});

test('a topic that keeps its records longer, or for ever, is good', () => {
  for (const ms of ['-1', '999999999999']) {
    const topic = { ...HEALTHY_TOPIC, ...withSetting('retention.ms', ms) };
    expect(badOf(examineKafka({ ...HEALTHY_KAFKA, topics: [topic] }))).toEqual([]);
  }
});

test('one replica is enough where the settings ask for one', () => {
  const topic = { ...HEALTHY_TOPIC, replicas: 1, wantedReplicas: 1, ...withSetting('min.insync.replicas', '1') };
  expect(badOf(examineKafka({ ...HEALTHY_KAFKA, brokers: 1, wantedReplicas: 1, topics: [topic] }))).toEqual([]);
});

test('a mistake that many topics share is one line', () => {
  const topics = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...HEALTHY_TOPIC, name, replicas: 1 }));
  expect(badOf(examineKafka({ ...HEALTHY_KAFKA, topics })).map(({ subject }) => subject)).toEqual(['a, b, c and 2 more']);
});

test.each<[Partial<KafkaState>, string]>([
  [{ brokers: 2 }, '2 brokers run and IM_KAFKA_REPLICATION says 3'],
  [{ settings: { 'auto.create.topics.enable': 'true' } }, 'auto.create.topics.enable is true'],
])('a wrong Kafka is found: %o', (state, text) => {
  const found = badOf(examineKafka({ ...HEALTHY_KAFKA, ...state }));
  expect(found).toMatchObject([{ check: 'servers', subject: 'Kafka', text: expect.stringContaining(text) }]);
});

test('what Kafka does not tell is no mistake', () => {
  expect(badOf(examineKafka({ ...HEALTHY_KAFKA, settings: {}, topics: [{ ...HEALTHY_TOPIC, settings: {} }] }))).toEqual([]);
});

const noTables = HEALTHY_MYSQL.owners.map((owner) => ({ ...owner, missing: Array.from({ length: owner.tables }, () => 't') }));

test.each<[string, Partial<MysqlState>, string, string, string]>([
  ['an old MariaDB', { version: '10.5.8-MariaDB' }, 'MySQL', 'older than 10.6', 'upgrade'],
  ['an old MySQL', { version: '5.7.44' }, 'MySQL', 'older than 8.0', 'upgrade'],
  ['small packets', { maxPacketBytes: 1_048_576 }, 'MySQL', 'max_allowed_packet is 1048576 bytes', 'max_allowed_packet=16M'],
  ['an empty database', { applied: undefined, owners: noTables }, '', 'im has none of the tables', 'start auth or logic'],
  [
    'an interrupted first start',
    { applied: [], owners: [{ owner: 'auth', tables: 2, missing: ['sessions'] }] },
    '',
    'is migrated in part: 200-initial.sql has not ended, and 1 table is missing',
    'apply the file again',
  ],
  ['an older schema', { files: ['200-initial.sql', '201-more.sql'] }, '', '201-more.sql is not applied', 'with this version'],
  ['a newer schema', { applied: ['200-initial.sql', '201-more.sql'] }, '', 'newer than this version', 'with the newer one'],
  [
    'a lost table',
    { owners: [{ owner: 'auth', tables: 2, missing: ['sessions'] }] },
    'auth',
    'the table is missing: sessions',
    'from a backup',
  ],
  ['narrow columns', { narrowColumns: ['messages.text is utf8mb3'] }, '', 'messages.text is utf8mb3', 'utf8mb4'],
])('%s is found, with what to do', (_name, state, subject, text, remedy) => {
  const found = badOf(examineMysql({ ...HEALTHY_MYSQL, ...state }));
  expect(found).toMatchObject([{ subject, text: expect.stringContaining(text), remedy: expect.stringContaining(remedy) }]);
});

test('tested versions are not too old', () => {
  for (const version of ['10.11.19-MariaDB-0+deb12u1', '9.7.4', '8.0.36', '11.4.2-MariaDB', '10.6.1-MariaDB'])
    expect(badOf(examineMysql({ ...HEALTHY_MYSQL, version }))).toEqual([]);
});

const MIB = 1024 ** 2;

test.each<[Partial<RedisState>, string, string]>([
  [{ version: '6.2.14', major: 6 }, 'is version 6.2.14', 'Redis 7'],
  [{ isCluster: true }, 'is a cluster', 'one server'],
  [{ isReplica: true }, 'is a replica', 'IM_REDIS_URL'],
  [{ evictionPolicy: 'allkeys-lru' }, 'maxmemory-policy is allkeys-lru', 'noeviction'],
  [{ usedBytes: 95 * MIB, maxBytes: 100 * MIB }, 'uses 95 of 100 MiB', 'raise maxmemory'],
  [{ stopsWithoutSaving: true }, 'takes no writes while it cannot save', 'stop-writes-on-bgsave-error no'],
  [{ hasSaved: false }, 'could not save the last time', 'its disk full'],
])('a wrong Redis is found: %o', (state, text, remedy) => {
  const found = badOf(examineRedis({ ...HEALTHY_REDIS, ...state }));
  expect(found).toMatchObject([
    { check: 'servers', subject: 'Redis', text: expect.stringContaining(text), remedy: expect.stringContaining(remedy) },
  ]);
});

test('a Redis with room, or that evicts only what has a time to live, is good', () => {
  for (const state of [{ usedBytes: 50 * MIB, maxBytes: 100 * MIB }, { evictionPolicy: 'volatile-lru' }])
    expect(badOf(examineRedis({ ...HEALTHY_REDIS, ...state }))).toEqual([]);
});
