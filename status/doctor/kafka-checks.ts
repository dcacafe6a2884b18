// Kafka: brokers, and the topics with their partitions, replicas and settings.
import type { KafkaState, KafkaTopicState } from '../../infra/ports/index.ts';
import { bad, type Finding, good, group, type Mistake, mergeMistakes } from './findings.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export function examineKafka(kafka: KafkaState): Finding[] {
  const { brokers, settings } = kafka;
  const version = settings['inter.broker.protocol.version'];
  const found: (Finding | undefined)[] = [
    examineBrokers(kafka),
    settings['auto.create.topics.enable'] === 'true'
      ? bad(
          'servers',
          'Kafka',
          'auto.create.topics.enable is true: a client that names a missing topic makes it, with the wrong partitions',
          'set auto.create.topics.enable=false on all brokers: the services create their topics',
        )
      : undefined,
  ];
  return [
    ...group('servers', found, '').map((finding) =>
      finding.isGood
        ? good('servers', 'Kafka', `${brokers} ${brokers === 1 ? 'broker' : 'brokers'}${version ? `, ${version}` : ''}`)
        : finding,
    ),
    ...examineTopics(kafka.topics),
  ];
}

function examineBrokers({ brokers, wantedReplicas }: KafkaState): Finding | undefined {
  if (brokers >= wantedReplicas) return undefined;
  const text = `${brokers} ${brokers === 1 ? 'broker runs' : 'brokers run'} and IM_KAFKA_REPLICATION says ${wantedReplicas}`;
  return bad('servers', 'Kafka', text, 'start the brokers that are down: with one more down nothing can be stored');
}

function examineTopics(topics: readonly KafkaTopicState[]): Finding[] {
  const found = topics.map((topic) => ({
    subject: topic.name,
    mistakes: [examineLayout(topic), ...examineReplicas(topic), ...examineSettings(topic)].filter((one) => one !== undefined),
  }));
  return group('topics', mergeMistakes('topics', found), `all ${topics.length} topics are as the settings say`);
}

function examineLayout({ partitions, wantedPartitions, hasLeaders }: KafkaTopicState): Mistake | undefined {
  if (!hasLeaders || partitions === wantedPartitions) return undefined;
  if (partitions === 0)
    return { text: 'does not exist', remedy: 'restart any service: it creates what is missing (or its user may not)' };
  if (partitions < wantedPartitions)
    return {
      text: `has ${partitions} partitions and the settings say ${wantedPartitions}`,
      remedy: 'restore the setting, or raise IM_TOPIC_GENERATION (docs/operations.md)',
    };
  return {
    text: `has ${partitions} partitions and the settings say ${wantedPartitions}: nobody reads the others`,
    remedy: 'nothing is lost; raise IM_TOPIC_GENERATION together with the setting to use them',
  };
}

function examineReplicas(topic: KafkaTopicState): (Mistake | undefined)[] {
  const { partitions, replicas, wantedReplicas, underReplicated, hasLeaders } = topic;
  if (!hasLeaders)
    return [
      {
        text: 'has a partition without a leader: it can be neither read nor written',
        remedy: 'start the broker that has it; kafka-topics.sh --describe names the broker',
      },
    ];
  if (partitions === 0) return [];
  const tooFew = {
    text: `has ${replicas} ${replicas === 1 ? 'replica' : 'replicas'} and IM_KAFKA_REPLICATION says ${wantedReplicas}`,
    remedy: 'reassign its partitions with kafka-reassign-partitions.sh: what has one replica is lost with its broker',
  };
  const lagging = {
    text: `is under-replicated: ${countPartitions(underReplicated.length)} of ${partitions}`,
    remedy: 'start the broker that is away, or look at its disk and its log: it does not keep up',
  };
  return [replicas < wantedReplicas ? tooFew : undefined, underReplicated.length > 0 ? lagging : undefined];
}

function examineSettings(topic: KafkaTopicState): (Mistake | undefined)[] {
  const { settings, wantedReplicas, wantedRetentionMs, wantedBatchBytes } = topic;
  const retentionMs = numberOf(settings['retention.ms']);
  const batchBytes = numberOf(settings['max.message.bytes']);
  const isShort = retentionMs !== undefined && retentionMs >= 0 && retentionMs < wantedRetentionMs;
  return [
    isShort ? set('retention.ms', wantedRetentionMs, keepsOnly(retentionMs, wantedRetentionMs)) : undefined,
    (numberOf(settings['retention.bytes']) ?? -1) >= 0
      ? set('retention.bytes', -1, 'retention.bytes is set: Kafka deletes records before they are read')
      : undefined,
    batchBytes !== undefined && batchBytes < wantedBatchBytes
      ? set(
          'max.message.bytes',
          wantedBatchBytes,
          `takes records of ${batchBytes} bytes, and they have up to ${wantedBatchBytes}: larger ones are dropped`,
        )
      : undefined,
    differs(settings['cleanup.policy'], 'delete')
      ? set('cleanup.policy', 'delete', `cleanup.policy is ${settings['cleanup.policy']}: records without a key are refused`)
      : undefined,
    differs(settings['message.timestamp.type'], 'LogAppendTime')
      ? set('message.timestamp.type', 'LogAppendTime', 'takes the clocks of producers: a wrong one loses records')
      : undefined,
    settings['unclean.leader.election.enable'] === 'true'
      ? set('unclean.leader.election.enable', false, 'unclean.leader.election.enable is true: acknowledged records may be lost')
      : undefined,
    examineInSync(numberOf(settings['min.insync.replicas']), wantedReplicas),
  ];
}

function examineInSync(inSync: number | undefined, wantedReplicas: number): Mistake | undefined {
  if (inSync === undefined) return undefined;
  if (inSync > wantedReplicas)
    return set(
      'min.insync.replicas',
      Math.min(2, wantedReplicas),
      `min.insync.replicas is ${inSync} of ${wantedReplicas}: nothing can be stored`,
    );
  if (wantedReplicas >= 3 && inSync === wantedReplicas)
    return set('min.insync.replicas', 2, `min.insync.replicas is ${inSync} of ${wantedReplicas}: one broker's stop stops all`);
  if (wantedReplicas >= 2 && inSync < 2)
    return set('min.insync.replicas', 2, `min.insync.replicas is ${inSync}: a record that only one broker has counts as stored`);
  return undefined;
}

/** Whatever the topic is called: one line speaks of all that have the mistake. */
function set(name: string, value: string | number | boolean, text: string): Mistake {
  const remedy = `kafka-configs.sh --alter --entity-type topics --entity-name TOPIC --add-config ${name}=${value}`;
  return { text, remedy };
}

function keepsOnly(ms: number, wantedMs: number): string {
  return `keeps records for ${describeTime(ms)} and ${describeTime(wantedMs)} are needed: unread ones are lost`;
}

function describeTime(ms: number): string {
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS} hours` : `${Math.round(ms / MINUTE_MS)} minutes`;
}

function numberOf(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function differs(value: string | undefined, wanted: string): boolean {
  return value !== undefined && value !== wanted;
}

function countPartitions(count: number): string {
  return `${count} ${count === 1 ? 'partition' : 'partitions'}`;
}
