// Creates the topics of a deployment and checks existing ones. If an existing topic has the wrong partitions or replicas, the
// process does not start.
import type { Admin, Kafka } from 'kafkajs';
import { assertOnlyOne } from '../messaging/topics.ts';
import { type Log, MAX_RECORD_BYTES, SetupError, type TopicSpec } from '../ports/index.ts';
import { closedError, kafkaErrorType, type Reachability, withTimeout } from './client.ts';

const RETRY_MS = 300;
// In a starting cluster the brokers register one after the other: wait for enough of them before reporting a mistake.
const BROKERS_PATIENCE_MS = 5000;
// Retention deletes whole segments: with Kafka's default (a week, 1 GB) short retentions would have no effect.
const SEGMENTS_PER_RETENTION = 4;
const MIN_SEGMENT_MS = 60_000;
/**
 * The largest batch of records that a topic takes, and the least that a fetch must have room for. Kafka's limit includes the
 * headers of a batch and of its record, which are below 100 bytes.
 */
export const MAX_RECORD_BATCH_BYTES = MAX_RECORD_BYTES + 1024;

export interface EnsureTopicsOptions {
  readonly kafka: Kafka;
  readonly replication: number;
  readonly reach: Reachability;
  readonly log: Log;
  /** Resolves when the bus is closed. */
  readonly closed: Promise<void>;
}

/** As Bus.ensureTopics. */
export async function ensureTopics(specs: readonly TopicSpec[], options: EnsureTopicsOptions): Promise<void> {
  const { kafka, replication, reach, log, closed } = options;
  const patienceEndsMs = performance.now() + BROKERS_PATIENCE_MS;
  for (;;) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      const missing = await findMissing(admin, specs, options);
      reach.markReachable();
      if (missing.length === 0) return;
      await create(admin, missing, replication);
      log.info({ topics: missing.map(({ name }) => name), replication }, 'topics created');
      continue;
    } catch (error) {
      if (error instanceof SetupError) throw error;
      const type = kafkaErrorType(error);
      if (type === 'INVALID_REPLICATION_FACTOR' && performance.now() > patienceEndsMs)
        throw new SetupError(`Kafka has fewer brokers than IM_KAFKA_REPLICATION=${replication} needs: add brokers or lower it`, {
          cause: error,
        });
      // Another process has just created it: check again.
      if (type !== 'TOPIC_ALREADY_EXISTS' && type !== 'INVALID_REPLICATION_FACTOR') reach.markUnreachable(error);
    } finally {
      await admin.disconnect().catch((error: unknown) => log.debug({ err: error }, 'admin client did not disconnect'));
    }
    const isClosed = closed.then(() => true);
    if (await withTimeout(isClosed, RETRY_MS, false)) throw closedError();
  }
}

async function findMissing(
  admin: Admin,
  specs: readonly TopicSpec[],
  { replication, log }: Pick<EnsureTopicsOptions, 'replication' | 'log'>,
): Promise<TopicSpec[]> {
  const names = new Set(await admin.listTopics());
  assertOnlyOne(specs, names);
  const known = specs.filter(({ name }) => names.has(name));
  if (known.length > 0) {
    const { topics } = await admin.fetchTopicMetadata({ topics: known.map(({ name }) => name) });
    for (const { name, partitions } of known) {
      const found = topics.find((topic) => topic.name === name)?.partitions ?? [];
      if (found.length < partitions)
        throw new SetupError(
          `topic ${name} exists with ${found.length} partitions instead of ${partitions}: raise IM_TOPIC_GENERATION`,
        );
      if (found.length > partitions) await checkSurplus(admin, name, partitions, log);
      const fewest = Math.min(...found.map((partition) => partition.replicas.length));
      if (fewest < replication)
        throw new SetupError(`topic ${name} has ${fewest} replicas instead of ${replication}: reassign its partitions`);
    }
  }
  return specs.filter(({ name }) => !names.has(name));
}

/**
 * Somebody has raised the partitions of a topic in Kafka: the surplus is ignored, because keys keep the partition that the count
 * of the generation gives them. Records in it show the opposite mistake: the setting was lowered, and their readers are gone.
 */
async function checkSurplus(admin: Admin, name: string, partitions: number, log: Log): Promise<void> {
  const offsets = await admin.fetchTopicOffsets(name);
  const surplus = offsets.filter(({ partition }) => partition >= partitions);
  const used = surplus.filter(({ high }) => high !== '0').map(({ partition }) => partition);
  if (used.length > 0) {
    const mistake = `topic ${name} has records in partition ${used[0]}, and the settings say ${partitions} partitions`;
    throw new SetupError(`${mistake}: restore the setting, or raise IM_TOPIC_GENERATION`);
  }
  log.warn({ topic: name, partitions, surplus: surplus.length }, 'topic has more partitions than the settings, ignoring them');
}

async function create(admin: Admin, specs: readonly TopicSpec[], replication: number): Promise<void> {
  await admin.createTopics({
    waitForLeaders: true,
    topics: specs.map(({ name, partitions, retentionMs }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: replication,
      configEntries: [
        { name: 'cleanup.policy', value: 'delete' },
        // The broker's clock decides over retention. By the producers' clocks, one that is behind loses commands before they are
        // read, and one that is an hour ahead can store nothing.
        { name: 'message.timestamp.type', value: 'LogAppendTime' },
        { name: 'max.message.bytes', value: String(MAX_RECORD_BATCH_BYTES) },
        { name: 'retention.ms', value: String(retentionMs) },
        { name: 'segment.ms', value: String(Math.max(MIN_SEGMENT_MS, Math.floor(retentionMs / SEGMENTS_PER_RETENTION))) },
      ],
    })),
  });
}
