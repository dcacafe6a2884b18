// The Bus port on Apache Kafka.
import kafkajs, { type Kafka } from 'kafkajs';
import { noMetrics } from '../memory/no-metrics.ts';
import type {
  Bus,
  ConsumeOptions,
  Consumption,
  Following,
  FollowOptions,
  Log,
  Metrics,
  OutgoingRecord,
  TopicSpec,
} from '../ports/index.ts';
import { closedError, kafkaClient, type Reachability, reachability } from './client.ts';
import { KafkaConsumer } from './consumer.ts';
import { kafkaFollower } from './follower.ts';
import { OrderedProducer } from './producer.ts';
import { ensureTopics } from './topics.ts';

export interface KafkaBusOptions {
  readonly brokers: readonly string[];
  /**
   * A name that this instance keeps over restarts and shares with no other running instance. A restarted instance uses it to
   * evict its dead predecessor from the consumer groups.
   */
  readonly instance: string;
  /** How many replicas every record has. */
  readonly replication: number;
  readonly log: Log;
  /** Without it nothing is counted. */
  readonly metrics?: Metrics;
}

// Group → client ids in use in this process. Without it a second member would evict the first one as its predecessor.
const clientIdsOfGroups = new Map<string, Set<string>>();

function reserveClientId(group: string, instance: string): { clientId: string; release(): void } {
  const inUse = clientIdsOfGroups.get(group) ?? new Set();
  clientIdsOfGroups.set(group, inUse);
  let clientId = instance;
  for (let n = 2; inUse.has(clientId); n++) clientId = `${instance}#${n}`;
  inUse.add(clientId);
  const release = (): void => {
    inUse.delete(clientId);
    if (inUse.size === 0) clientIdsOfGroups.delete(group);
  };
  return { clientId, release };
}

/** A Bus on Kafka. It connects at the first call. Every call waits while Kafka is unavailable. */
export function kafkaBus(options: KafkaBusOptions): Bus {
  return new KafkaBus(options);
}

class KafkaBus implements Bus {
  readonly #options: KafkaBusOptions;
  readonly #kafka: Kafka;
  readonly #reach: Reachability;
  readonly #producer: OrderedProducer;
  /** Close functions of the open consumptions and followings. */
  readonly #open = new Set<() => Promise<void>>();
  /** Topic → the partitions that `ensureTopics` was asked for. */
  readonly #partitionCounts = new Map<string, number>();
  readonly #closed = Promise.withResolvers<void>();
  #closing: Promise<void> | undefined;

  constructor(options: KafkaBusOptions) {
    const { brokers, instance, log, metrics = noMetrics } = options;
    this.#options = options;
    this.#kafka = kafkaClient(brokers, instance, log).kafka;
    this.#reach = reachability(brokers, log);
    const newProducer = () =>
      this.#kafka.producer({
        idempotent: false,
        allowAutoTopicCreation: false,
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      });
    const retries = metrics.counter('im_kafka_publish_retries_total', 'Attempts to publish that Kafka did not store in full.');
    this.#producer = new OrderedProducer(newProducer, this.#reach, log, retries);
    metrics.gauge('im_kafka_reachable', '1 while the last attempt to reach Kafka succeeded.', () => (this.reachable ? 1 : 0));
  }

  get reachable(): boolean {
    return this.#reach.reachable;
  }

  publish(records: readonly OutgoingRecord[]): Promise<void> {
    return this.#producer.publish(records);
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    this.#assertOpen();
    const { brokers, instance, log } = this.#options;
    const { clientId, release } = reserveClientId(options.group, instance);
    const { kafka } = kafkaClient(brokers, clientId, log);
    const maxPartitions = this.#partitionCounts.get(options.topic) ?? Infinity;
    const consumer = new KafkaConsumer({ ...options, kafka, clientId, maxPartitions, reach: this.#reach, log });
    const close = this.#track(() => consumer.close().finally(release));
    await consumer.ready;
    return {
      commit: (offsets) => consumer.commit(offsets),
      pause: (partition) => consumer.pause(partition),
      resume: (partition) => consumer.resume(partition),
      close,
    };
  }

  async follow(options: FollowOptions): Promise<Following> {
    this.#assertOpen();
    const { brokers, instance, log } = this.#options;
    const client = kafkaClient(brokers, instance, log);
    const follower = kafkaFollower({ ...options, client, clientId: instance, reach: this.#reach, log });
    const close = this.#track(() => follower.close());
    await follower.ready;
    return { close };
  }

  async ensureTopics(specs: readonly TopicSpec[]): Promise<void> {
    this.#assertOpen();
    const { replication, log } = this.#options;
    for (const { name, partitions } of specs) this.#partitionCounts.set(name, partitions);
    await ensureTopics(specs, { kafka: this.#kafka, replication, reach: this.#reach, log, closed: this.#closed.promise });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#closed.resolve();
    // The producer closes last: consumers still publish what they finish before they leave.
    await Promise.all([...this.#open].map((close) => close()));
    await this.#producer.close();
  }

  #assertOpen(): void {
    if (this.#closing) throw closedError();
  }

  /** Returns a close function that the bus calls too when it closes. */
  #track(end: () => Promise<void>): () => Promise<void> {
    const close = async (): Promise<void> => {
      await end();
      this.#open.delete(close);
    };
    this.#open.add(close);
    return close;
  }
}
