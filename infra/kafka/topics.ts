// The topics of a deployment: made once, and found as they were asked for, or the process does not start.
import type { Admin, Kafka } from 'kafkajs';
import { type Log, MAX_RECORD_BYTES, type TopicSpec } from '../ports/index.ts';
import { closedError, kafkaErrorType, type Reachability, withTimeout } from './client.ts';

const RETRY_MS = 300;
// Brokers of a cluster that is being started register one after the other.
const BROKERS_PATIENCE_MS = 5000;
// A segment is what retention deletes: with the default (a week, 1 GB) short retentions would mean nothing.
const SEGMENTS_PER_RETENTION = 4;
const MIN_SEGMENT_MS = 60_000;
// Kafka's limit counts the headers of a batch and of its record too, which are below 100 bytes.
/** The largest batch of records a topic takes, and the least a fetch must have room for. */
export const MAX_RECORD_BATCH_BYTES = MAX_RECORD_BYTES + 1024;

/** What cannot come right by waiting. */
class WrongTopic extends Error {
  override readonly name = 'WrongTopic';
}

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
  const patientUntilMs = Date.now() + BROKERS_PATIENCE_MS;
  for (;;) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      const missing = await findMissing(admin, specs, replication);
      reach.markReachable();
      if (missing.length === 0) return;
      await create(admin, missing, replication);
      log.info({ topics: missing.map(({ name }) => name), replication }, 'topics made');
      continue;
    } catch (error) {
      if (error instanceof WrongTopic) throw error;
      const type = kafkaErrorType(error);
      if (type === 'INVALID_REPLICATION_FACTOR' && Date.now() > patientUntilMs)
        throw new WrongTopic(`Kafka has fewer brokers than the replication of ${replication} that was asked for`, {
          cause: error,
        });
      // Another process made it in this moment: look again.
      if (type !== 'TOPIC_ALREADY_EXISTS' && type !== 'INVALID_REPLICATION_FACTOR') reach.markUnreachable(error);
    } finally {
      await admin.disconnect().catch((error: unknown) => log.debug({ err: error }, 'the admin client did not disconnect'));
    }
    if (
      (await withTimeout(
        closed.then(() => 'closed' as const),
        RETRY_MS,
        undefined,
      )) === 'closed'
    )
      throw closedError();
  }
}

async function findMissing(admin: Admin, specs: readonly TopicSpec[], replication: number): Promise<TopicSpec[]> {
  const names = new Set(await admin.listTopics());
  const known = specs.filter(({ name }) => names.has(name));
  if (known.length > 0) {
    const { topics } = await admin.fetchTopicMetadata({ topics: known.map(({ name }) => name) });
    for (const { name, partitions } of known) {
      const found = topics.find((topic) => topic.name === name)?.partitions ?? [];
      if (found.length !== partitions)
        throw new WrongTopic(
          `topic ${name} exists with ${found.length} partitions instead of ${partitions}: raise the topics' generation`,
        );
      const fewest = Math.min(...found.map((partition) => partition.replicas.length));
      if (fewest < replication)
        throw new WrongTopic(`topic ${name} is kept ${fewest} times instead of ${replication}: reassign its partitions`);
    }
  }
  return specs.filter(({ name }) => !names.has(name));
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
        { name: 'max.message.bytes', value: String(MAX_RECORD_BATCH_BYTES) },
        { name: 'retention.ms', value: String(retentionMs) },
        { name: 'segment.ms', value: String(Math.max(MIN_SEGMENT_MS, Math.floor(retentionMs / SEGMENTS_PER_RETENTION))) },
      ],
    })),
  });
}
