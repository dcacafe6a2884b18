// What Kafka holds of the topics of a deployment and how it is set up, for an operator.
import kafkajs, { type Admin, type ConfigResourceTypes, type ITopicMetadata } from 'kafkajs';
import type { KafkaState, Log, TopicEnds, TopicSpec } from '../ports/index.ts';
import { kafkaClient, kafkaErrorType } from './client.ts';
import { MAX_RECORD_BATCH_BYTES } from './topics.ts';

export interface KafkaProbe {
  readonly brokers: readonly string[];
  readonly instance: string;
  readonly replication: number;
  readonly specs: readonly TopicSpec[];
}

const BROKER_SETTINGS = ['auto.create.topics.enable', 'inter.broker.protocol.version'];
const TOPIC_SETTINGS = [
  'cleanup.policy',
  'max.message.bytes',
  'message.timestamp.type',
  'min.insync.replicas',
  'retention.bytes',
  'retention.ms',
  'unclean.leader.election.enable',
];

/** Rejects when Kafka is unavailable. */
export async function readKafkaState({ brokers, instance, replication, specs }: KafkaProbe, log: Log): Promise<KafkaState> {
  const admin = kafkaClient(brokers, instance, log).kafka.admin();
  try {
    await admin.connect();
    const names = new Set(await admin.listTopics());
    const known = specs.filter(({ name }) => names.has(name)).map(({ name }) => name);
    const topics = await readTopics(admin, known);
    const { brokers: living } = await admin.describeCluster();
    const settings = await readSettings(admin, known, living[0]?.nodeId, log);
    return {
      brokers: living.length,
      wantedReplicas: replication,
      settings: settings.broker,
      topics: specs.map((spec) => ({
        ...describeTopic(spec, topics.get(spec.name)),
        hasLeaders: !known.includes(spec.name) || topics.has(spec.name),
        wantedReplicas: replication,
        settings: settings.ofTopics.get(spec.name) ?? {},
      })),
    };
  } finally {
    await admin.disconnect().catch((error: unknown) => log.debug({ err: error }, 'admin client did not disconnect'));
  }
}

/** Topic → where each of its partitions ends. Rejects when Kafka is unavailable. */
export async function readTopicEnds(
  { brokers, instance }: Pick<KafkaProbe, 'brokers' | 'instance'>,
  topics: readonly string[],
  log: Log,
): Promise<TopicEnds> {
  const admin = kafkaClient(brokers, instance, log).kafka.admin();
  try {
    await admin.connect();
    const read = async (topic: string) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return [topic, new Map(offsets.map(({ partition, high }) => [partition, Number(high)]))] as const;
    };
    return new Map(await Promise.all(topics.map(read)));
  } finally {
    await admin.disconnect().catch((error: unknown) => log.debug({ err: error }, 'admin client did not disconnect'));
  }
}

type Partitions = ITopicMetadata['partitions'];

/** The topics whose partitions all have a leader: Kafka tells nothing of a request that asks for one without. */
async function readTopics(admin: Admin, names: readonly string[]): Promise<ReadonlyMap<string, Partitions>> {
  const read = async (some: readonly string[]): Promise<ITopicMetadata[]> =>
    some.length === 0 ? [] : (await admin.fetchTopicMetadata({ topics: [...some] })).topics;
  const isLeaderless = (error: unknown): boolean => kafkaErrorType(error) === 'LEADER_NOT_AVAILABLE';
  const rethrowOther = (error: unknown): [] => {
    if (isLeaderless(error)) return [];
    throw error;
  };
  const found = await read(names).catch(async (error: unknown) => {
    rethrowOther(error);
    return (await Promise.all(names.map((name) => read([name]).catch(rethrowOther)))).flat();
  });
  return new Map(found.map(({ name, partitions }) => [name, partitions]));
}

function describeTopic({ name, partitions: wanted, retentionMs }: TopicSpec, partitions: Partitions = []) {
  const lagging = partitions.filter(({ isr, replicas }) => isr.length < replicas.length);
  return {
    name,
    partitions: partitions.length,
    wantedPartitions: wanted,
    replicas: partitions.length === 0 ? 0 : Math.min(...partitions.map(({ replicas }) => replicas.length)),
    underReplicated: lagging.map(({ partitionId }) => partitionId).sort((a, b) => a - b),
    wantedRetentionMs: retentionMs,
    wantedBatchBytes: MAX_RECORD_BATCH_BYTES,
  };
}

interface KafkaSettings {
  readonly broker: Readonly<Record<string, string>>;
  readonly ofTopics: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** A client may be allowed to use the topics and not to see their settings: then there are none. */
async function readSettings(
  admin: Admin,
  topics: readonly string[],
  broker: number | undefined,
  log: Log,
): Promise<KafkaSettings> {
  const read = async (type: ConfigResourceTypes, names: readonly string[], configNames: string[]) => {
    if (names.length === 0) return new Map<string, Record<string, string>>();
    const resources = names.map((name) => ({ type, name, configNames }));
    const { resources: found } = await admin.describeConfigs({ resources, includeSynonyms: false });
    return new Map(
      found.map(({ resourceName, configEntries }) => [
        resourceName,
        Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
      ]),
    );
  };
  try {
    const { BROKER, TOPIC } = kafkajs.ConfigResourceTypes;
    const ofBrokers = await read(BROKER, broker === undefined ? [] : [String(broker)], BROKER_SETTINGS);
    const ofTopics = await read(TOPIC, topics, TOPIC_SETTINGS);
    return { broker: ofBrokers.get(String(broker)) ?? {}, ofTopics };
  } catch (error) {
    log.debug({ err: error }, 'the settings of Kafka cannot be read');
    return { broker: {}, ofTopics: new Map() };
  }
}
