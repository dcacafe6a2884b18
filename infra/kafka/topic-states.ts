// What Kafka holds of the topics of a deployment, for an operator.
import type { Log, TopicSpec } from '../ports/index.ts';
import { kafkaClient } from './client.ts';

export interface KafkaTopics {
  readonly brokers: number;
  /** In the order of the specs. 0 partitions: the topic does not exist. `replicas` is of the partition with the fewest. */
  readonly topics: readonly { readonly name: string; readonly partitions: number; readonly replicas: number }[];
}

/** Rejects when Kafka is unavailable. */
export async function describeTopics(
  { brokers, instance }: { readonly brokers: readonly string[]; readonly instance: string },
  specs: readonly TopicSpec[],
  log: Log,
): Promise<KafkaTopics> {
  const admin = kafkaClient(brokers, instance, log).admin();
  try {
    await admin.connect();
    const names = new Set(await admin.listTopics());
    const known = specs.filter(({ name }) => names.has(name)).map(({ name }) => name);
    const { topics } = known.length > 0 ? await admin.fetchTopicMetadata({ topics: known }) : { topics: [] };
    const { brokers: living } = await admin.describeCluster();
    const found = new Map(topics.map(({ name, partitions }) => [name, partitions]));
    return {
      brokers: living.length,
      topics: specs.map(({ name }) => {
        const partitions = found.get(name) ?? [];
        const replicas = partitions.length === 0 ? 0 : Math.min(...partitions.map((partition) => partition.replicas.length));
        return { name, partitions: partitions.length, replicas };
      }),
    };
  } finally {
    await admin.disconnect().catch((error: unknown) => log.debug({ err: error }, 'admin client did not disconnect'));
  }
}
