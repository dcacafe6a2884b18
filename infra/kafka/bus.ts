// The Bus port on Apache Kafka.
import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import type { Bus, ConsumeOptions, FollowOptions, Log } from '../ports/index.ts';
import { closedError, kafkaClient, reachability as newReach } from './client.ts';
import { kafkaConsumer } from './consumer.ts';
import { kafkaFollower } from './follower.ts';
import { orderedProducer } from './producer.ts';
import { ensureTopics } from './topics.ts';

export interface KafkaBusOptions {
  readonly brokers: readonly string[];
  /** A name that stays the same when this instance starts again, and that no other living one has: by it a dead predecessor is taken out of its groups. */
  readonly instance: string;
  /** How often every record is kept. */
  readonly replication: number;
  readonly log: Log;
}

interface Closable {
  close(): Promise<void>;
}

// Group → client ids in use within this process: a second member is not the ghost of the first.
const clientIds = new Map<string, Set<string>>();

function takeClientId(group: string, instance: string): { clientId: string; release(): void } {
  const taken = clientIds.get(group) ?? new Set();
  clientIds.set(group, taken);
  let clientId = instance;
  for (let n = 2; taken.has(clientId); n++) clientId = `${instance}#${n}`;
  taken.add(clientId);
  return { clientId, release: () => void taken.delete(clientId) };
}

/** A Bus on Kafka. Nothing is asked of Kafka before the first call; every call waits while Kafka is away. */
export function kafkaBus({ brokers, instance, replication, log }: KafkaBusOptions): Bus {
  const kafka = kafkaClient(brokers, instance, log);
  const reach = newReach(brokers, log);
  const open = new Set<Closable>();
  const closed = Promise.withResolvers<void>();
  let closing: Promise<void> | undefined;
  const producer = orderedProducer(
    () =>
      kafka.producer({
        idempotent: false,
        allowAutoTopicCreation: false,
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      }),
    reach,
    log,
  );

  /** `close` of this bus closes it too. */
  function opened<T>(one: T, end: () => Promise<void>): T & Closable {
    const closable = {
      ...one,
      async close() {
        await end();
        open.delete(closable);
      },
    };
    open.add(closable);
    return closable;
  }

  async function consume(options: ConsumeOptions) {
    if (closing) throw closedError();
    const { clientId, release } = takeClientId(options.group, instance);
    const client = kafkaClient(brokers, clientId, log);
    const { ready, ...consumption } = kafkaConsumer({ ...options, kafka: client, clientId, reach, log });
    const mine = opened(consumption, () => consumption.close().finally(release));
    await ready;
    return mine;
  }

  async function follow(options: FollowOptions) {
    if (closing) throw closedError();
    const groupId = `follow.${options.topic}.${options.partition}.${randomUUID()}`;
    const { ready, close } = kafkaFollower({ ...options, kafka, clientId: instance, groupId, reach, log });
    const mine = opened({}, close);
    await ready;
    return mine;
  }

  async function close(): Promise<void> {
    closed.resolve();
    // What the consumers finish while they drain may still be published.
    await Promise.all([...open].map((one) => one.close()));
    await producer.close();
  }

  return {
    publish: (records) => producer.publish(records),
    consume,
    follow,
    async ensureTopics(specs) {
      if (closing) throw closedError();
      await ensureTopics(specs, { kafka, replication, reach, log, closed: closed.promise });
    },
    get reachable() {
      return reach.reachable;
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
