// A kafkajs consumer that stays a member of its group: whatever ends it, a new one takes its place.
import type { Consumer, Kafka, KafkaMessage, PartitionAssigner } from 'kafkajs';
import type { Log, PartitionRange } from '../ports/index.ts';
import { KAFKA_RETRY, type Reachability, withTimeout } from './client.ts';
import { evictStaleMembers, type JoinHooks, type KafkaGroupMember } from './patches.ts';
import { MAX_RECORD_BATCH_BYTES } from './topics.ts';

/** A member that dies, or sends no heartbeat because it drains, is replaced after this time at the latest; no shorter, or a busy machine evicts the living. */
export const SESSION_TIMEOUT_MS = 3000;
// How soon a member notices that others come or go: partitions of a leaver stand still as long.
const HEARTBEAT_MS = 200;
// The group waits this long for a member that sends heartbeats and does not join; one that drains sends none.
const REBALANCE_TIMEOUT_MS = 10_000;
// Bounds how long `resume`, a rebalance and `close` wait for a fetch that has nothing to bring.
const MAX_WAIT_MS = 100;
// Beyond its limits a fetch brings a large record only from the first partition that has anything, and kafkajs always asks in the same order: with less
// room a large record would wait for as long as partitions before it are busy.
const MAX_BYTES_PER_PARTITION = MAX_RECORD_BATCH_BYTES;
const MAX_BYTES = 4 * MAX_BYTES_PER_PARTITION;
// Longer than the longest silence that is well: a join that waits for others to drain, and kafkajs's own time-out of it.
const SILENCE_MS = 30_000;
const WATCH_EVERY_MS = 1000;
const REBUILD_MS = 100;
const MAX_REBUILD_MS = 500;
const LEAVE_TIMEOUT_MS = 5000;
const SIGNS_OF_LIFE = new Set(['Fetch', 'Heartbeat', 'JoinGroup', 'SyncGroup']);

export interface ConsumerMembershipOptions {
  readonly kafka: Kafka;
  readonly clientId: string;
  readonly groupId: string;
  readonly topic: string;
  readonly reach: Reachability;
  readonly log: Log;
  readonly assigner: (hooks: JoinHooks) => PartitionAssigner;
  /** The assignment is final, nothing of it was fetched yet: seek. A throw ends this consumer, and a new one joins. */
  onJoined(member: KafkaGroupMember): Promise<void>;
  /** The partitions may move once this resolves. Also called when a consumer has died, without a member then, and before the group is left. */
  onLeaving(member: KafkaGroupMember | undefined): Promise<void>;
  onRecords(partition: number, messages: readonly KafkaMessage[]): void;
}

export interface ConsumerMembership {
  /** Resolves after the first join; rejects when it is closed before. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** One kafkajs consumer. */
interface Life {
  /** Resolves with what ended it. */
  readonly over: PromiseWithResolvers<unknown>;
  /** It ended: whatever it still does counts no more. */
  ended: boolean;
  /** It ended by a mistake of ours: Kafka is not to blame. */
  threw: boolean;
  lastSignMs: number;
  joined?: KafkaGroupMember;
}

/** Joins the group and stays in it until closed; waits for Kafka as long as it takes. */
export function consumerMembership(options: ConsumerMembershipOptions): ConsumerMembership {
  const { reach, log, groupId } = options;
  const ready = Promise.withResolvers<void>();
  const closing = Promise.withResolvers<void>();
  let closed = false;

  async function stayJoined(): Promise<void> {
    let waitMs = REBUILD_MS;
    while (!closed) {
      const wasJoined = await joinOnce();
      waitMs = wasJoined ? REBUILD_MS : Math.min(waitMs * 2, MAX_REBUILD_MS);
      if (!closed) await withTimeout(closing.promise, waitMs, undefined);
    }
  }

  /** One consumer, from its making to its end. Resolves with whether it had joined. */
  async function joinOnce(): Promise<boolean> {
    const life: Life = { over: Promise.withResolvers(), ended: false, threw: false, lastSignMs: Date.now() };
    const consumer = makeConsumer(options, hooksOf(life));
    const watchdog = watch(consumer, life);
    run(consumer, recordsOf(life)).catch(life.over.resolve);
    const error = await Promise.race([life.over.promise, closing.promise]);
    clearInterval(watchdog);
    if (error !== undefined) {
      life.ended = true;
      if (!life.threw) reach.markUnreachable(error);
      log.debug({ err: error, groupId }, 'a consumer ended: making a new one');
    }
    await options.onLeaving(error === undefined ? life.joined : undefined);
    await withTimeout(disconnect(consumer), LEAVE_TIMEOUT_MS, undefined);
    return life.joined !== undefined;
  }

  function hooksOf(life: Life): JoinHooks {
    const assertAlive = (): void => {
      if (life.ended || closed) throw new Error('this consumer has been given up');
    };
    return {
      async beforeFirstJoin(member) {
        assertAlive();
        try {
          const ghosts = await evictStaleMembers(member, options.clientId);
          if (ghosts > 0) log.info({ groupId, ghosts }, 'left the group for a dead predecessor');
        } catch (error) {
          log.debug({ err: error, groupId }, 'could not look for dead predecessors');
        }
      },
      async beforeRejoin(member) {
        assertAlive();
        await options.onLeaving(member);
      },
      async afterJoin(member) {
        if (life.ended || closed) await member.leave();
        assertAlive();
        await options.onJoined(member);
        life.joined = member;
        reach.markReachable();
        ready.resolve();
      },
      onOffsetOutOfRange(_, partition) {
        const told = { groupId, topic: options.topic, partition };
        log.error(told, 'records were deleted before they were read: asking anew where to start');
      },
    };
  }

  function recordsOf(life: Life): ConsumerMembershipOptions['onRecords'] {
    return (partition, messages) => {
      if (life.ended) return;
      try {
        options.onRecords(partition, messages);
      } catch (error) {
        life.threw = true;
        log.error({ err: error, groupId, partition }, 'records could not be handed over: joining anew');
        throw error;
      }
    };
  }

  function watch(consumer: Consumer, life: Life): NodeJS.Timeout {
    consumer.on(consumer.events.REQUEST, ({ payload }) => {
      if (SIGNS_OF_LIFE.has(payload.apiName)) life.lastSignMs = Date.now();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => life.over.resolve(payload.error));
    return setInterval(() => {
      if (Date.now() - life.lastSignMs > SILENCE_MS) life.over.resolve(new Error('nothing was heard of Kafka for too long'));
    }, WATCH_EVERY_MS);
  }

  async function run(consumer: Consumer, records: ConsumerMembershipOptions['onRecords']): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topic: options.topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 1,
      eachBatch: async ({ batch }) => records(batch.partition, batch.messages),
    });
  }

  async function disconnect(consumer: Consumer): Promise<void> {
    try {
      await consumer.disconnect();
    } catch (error) {
      log.debug({ err: error, groupId }, 'a consumer did not disconnect');
    }
  }

  const done = stayJoined();
  return {
    ready: ready.promise,
    async close() {
      closed = true;
      closing.resolve();
      ready.reject(new Error('the consumer was closed before it joined'));
      await done;
    },
  };
}

function makeConsumer({ kafka, groupId, assigner }: ConsumerMembershipOptions, hooks: JoinHooks): Consumer {
  return kafka.consumer({
    groupId,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxWaitTimeInMs: MAX_WAIT_MS,
    minBytes: 1,
    maxBytes: MAX_BYTES,
    maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
    allowAutoTopicCreation: false,
    partitionAssigners: [assigner(hooks)],
    // kafkajs's own restart waits long and brings a new member beside the ghost of the old one.
    retry: { ...KAFKA_RETRY, restartOnFailure: async () => false },
  });
}

/** What the log holds of these partitions now. */
export async function fetchRanges(
  member: KafkaGroupMember,
  topic: string,
  partitions: readonly number[],
): Promise<PartitionRange[]> {
  if (partitions.length === 0) return [];
  const wanted = partitions.map((partition) => ({ partition }));
  const [earliest, end] = await Promise.all(
    [true, false].map(async (fromBeginning) => {
      const answer = await member.cluster.fetchTopicsOffset([{ topic, partitions: wanted, fromBeginning }]);
      return new Map(answer.flatMap((one) => one.partitions.map((p) => [p.partition, Number(p.offset)] as const)));
    }),
  );
  return partitions.map((partition) => {
    const from = earliest?.get(partition);
    const to = end?.get(partition);
    if (from === undefined || to === undefined) throw new Error(`Kafka does not tell the offsets of ${topic}/${partition}`);
    return { partition, earliest: from, end: to };
  });
}

/** The partitions of the topic this member has now. */
export function assignedPartitions(member: KafkaGroupMember, topic: string): number[] {
  return (member.assigned().find((one) => one.topic === topic)?.partitions ?? []).toSorted((a, b) => a - b);
}
