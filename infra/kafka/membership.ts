// Keeps a member in its consumer group: when its kafkajs consumer ends for any reason, a new consumer replaces it.
import type { Consumer, Kafka, KafkaMessage, PartitionAssigner } from 'kafkajs';
import type { Log, PartitionRange } from '../ports/index.ts';
import { KAFKA_RETRY, type Reachability, withTimeout } from './client.ts';
import { evictStaleMembers, type JoinHooks, type KafkaGroupMember } from './patches.ts';
import { MAX_RECORD_BATCH_BYTES } from './topics.ts';

/**
 * Kafka evicts a member after this time without a heartbeat: it died, or it drains for too long. On a busy machine a shorter
 * time would evict living members.
 */
export const SESSION_TIMEOUT_MS = 3000;
// How soon a member notices that others join or leave. Until then the partitions of a member that left have no owner.
const HEARTBEAT_MS = 200;
// A rebalance waits this long for a member that sends heartbeats but does not rejoin. A draining member sends no heartbeats.
const REBALANCE_TIMEOUT_MS = 10_000;
// Bounds how long `resume`, a rebalance and `close` wait for an empty fetch.
const MAX_WAIT_MS = 100;
// After so long without records nobody waits for a `resume`.
const IDLE_AFTER_MS = 2000;
// kafkajs sends heartbeats between fetches: a longer wait would delay them.
const IDLE_MAX_WAIT_MS = HEARTBEAT_MS;
// A fetch must have room for the largest record of a partition. With less room Kafka returns a large record only from the first
// partition of the request, and kafkajs never changes the order: other partitions would wait while earlier ones are busy.
const MAX_BYTES_PER_PARTITION = MAX_RECORD_BATCH_BYTES;
const MAX_BYTES = 4 * MAX_BYTES_PER_PARTITION;
// Longer than the longest normal silence: a join waits for other members to drain, or until kafkajs times out.
const MAX_SILENCE_MS = 30_000;
const WATCHDOG_EVERY_MS = 1000;
const REBUILD_MS = 100;
const MAX_REBUILD_MS = 500;
const DISCONNECT_TIMEOUT_MS = 5000;
const SIGNS_OF_LIFE = new Set(['Fetch', 'Heartbeat', 'JoinGroup', 'SyncGroup']);

/** How often a member asks Kafka for records and shows that it lives. */
export interface Polling {
  /** How long Kafka holds a fetch while there are no records. */
  readonly maxWaitMs: number;
  /** The same after IDLE_AFTER_MS without records. */
  readonly idleMaxWaitMs: number;
  readonly heartbeatMs: number;
  readonly sessionTimeoutMs: number;
}

/** For a group that shares its partitions. */
export const SHARED_POLLING: Polling = {
  maxWaitMs: MAX_WAIT_MS,
  idleMaxWaitMs: IDLE_MAX_WAIT_MS,
  heartbeatMs: HEARTBEAT_MS,
  sessionTimeoutMs: SESSION_TIMEOUT_MS,
};

export interface ConsumerMembershipOptions {
  readonly kafka: Kafka;
  readonly polling: Polling;
  readonly clientId: string;
  /** Called for each consumer: one with a new group waits for no dead predecessor. */
  readonly groupId: () => string;
  readonly topic: string;
  readonly reach: Reachability;
  readonly log: Log;
  readonly assigner: (hooks: JoinHooks) => PartitionAssigner;
  /** Called when the assignment is final, before the first fetch: seek here. If it throws, a new consumer joins instead. */
  onJoined(member: KafkaGroupMember): Promise<void>;
  /** Partitions may move once it resolves. Called before each rejoin and each leave; `member` is undefined after a crash. */
  onLeaving(member: KafkaGroupMember | undefined): Promise<void>;
  /** Called by `close` after `onLeaving`, before the consumer disconnects: it need not leave its group in order. */
  onClosing?(): void;
  /** `end`: the end of the partition when the messages were fetched. */
  onRecords(partition: number, messages: readonly KafkaMessage[], end: number): void;
}

/** One kafkajs consumer, from its creation to its end. */
interface ConsumerRun {
  readonly groupId: string;
  /** Resolves with the error that ended it. */
  readonly ended: PromiseWithResolvers<unknown>;
  /** True after the end: all later events of this consumer are ignored. */
  hasEnded: boolean;
  /** The run ended because our own handler threw, so Kafka does not count as unreachable. */
  handlerThrew: boolean;
  lastSignOfLifeMs: number;
  lastRecordsMs: number;
  joinedMember?: KafkaGroupMember;
}

/** Joins the group and stays in it until closed. While Kafka is unavailable it keeps trying. */
export class ConsumerMembership {
  readonly #options: ConsumerMembershipOptions;
  readonly #ready = Promise.withResolvers<void>();
  readonly #closing = Promise.withResolvers<void>();
  readonly #done: Promise<void>;
  #isClosed = false;

  constructor(options: ConsumerMembershipOptions) {
    this.#options = options;
    this.#done = this.#stayJoined();
  }

  /** Resolves after the first join; rejects when the membership is closed before. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#closing.resolve();
    this.#ready.reject(new Error('the consumer was closed before it joined'));
    await this.#done;
  }

  async #stayJoined(): Promise<void> {
    let waitMs = REBUILD_MS;
    while (!this.#isClosed) {
      const hadJoined = await this.#runConsumer();
      waitMs = hadJoined ? REBUILD_MS : Math.min(waitMs * 2, MAX_REBUILD_MS);
      if (!this.#isClosed) await withTimeout(this.#closing.promise, waitMs, undefined);
    }
  }

  /** Runs one consumer to its end. Resolves with whether it had joined. */
  async #runConsumer(): Promise<boolean> {
    const { reach, log, onLeaving } = this.#options;
    const groupId = this.#options.groupId();
    const run: ConsumerRun = {
      groupId,
      ended: Promise.withResolvers(),
      hasEnded: false,
      handlerThrew: false,
      lastSignOfLifeMs: performance.now(),
      lastRecordsMs: performance.now(),
    };
    const consumer = createConsumer(this.#options, groupId, this.#hooksOf(run));
    const watchdog = startWatchdog(consumer, run, this.#options.polling);
    this.#consume(consumer, run).catch(run.ended.resolve);
    const error = await Promise.race([run.ended.promise, this.#closing.promise]);
    clearInterval(watchdog);
    if (error !== undefined) {
      run.hasEnded = true;
      if (!run.handlerThrew) reach.markUnreachable(error);
      log.debug({ err: error, groupId }, 'consumer ended, creating a new one');
    }
    await onLeaving(error === undefined ? run.joinedMember : undefined);
    if (error === undefined) this.#options.onClosing?.();
    await withTimeout(this.#disconnect(consumer), DISCONNECT_TIMEOUT_MS, undefined);
    return run.joinedMember !== undefined;
  }

  #hooksOf(run: ConsumerRun): JoinHooks {
    const { clientId, topic, log, reach, onJoined, onLeaving } = this.#options;
    const { groupId } = run;
    const assertAlive = (): void => {
      if (run.hasEnded || this.#isClosed) throw new Error('this consumer was replaced or closed (abandoned)');
    };
    return {
      beforeFirstJoin: async (member) => {
        assertAlive();
        try {
          const evicted = await evictStaleMembers(member, clientId);
          if (evicted > 0) log.info({ groupId, evicted }, 'dead predecessor evicted from the group');
        } catch (error) {
          log.debug({ err: error, groupId }, 'dead predecessors not evicted, the group waits for their session time-out');
        }
      },
      beforeRejoin: async (member) => {
        assertAlive();
        await onLeaving(member);
      },
      afterJoin: async (member) => {
        if (run.hasEnded || this.#isClosed) await member.leave();
        assertAlive();
        await onJoined(member);
        run.joinedMember = member;
        reach.markReachable();
        this.#ready.resolve();
      },
      onOffsetOutOfRange: (_, partition) => {
        const fields = { groupId, topic, partition };
        log.error(fields, 'offset out of range: records were deleted before they were read, rejoining');
      },
    };
  }

  async #consume(consumer: Consumer, run: ConsumerRun): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topic: this.#options.topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 1,
      eachBatch: async ({ batch }) => this.#handOver(run, batch.partition, batch.messages, Number(batch.highWatermark)),
    });
  }

  #handOver(run: ConsumerRun, partition: number, messages: readonly KafkaMessage[], end: number): void {
    if (run.hasEnded) return;
    run.lastRecordsMs = performance.now();
    if (run.joinedMember) run.joinedMember.maxWaitTime = this.#options.polling.maxWaitMs;
    try {
      this.#options.onRecords(partition, messages, end);
    } catch (error) {
      run.handlerThrew = true;
      this.#options.log.error({ err: error, groupId: run.groupId, partition }, 'record handler threw, rejoining group');
      throw error;
    }
  }

  async #disconnect(consumer: Consumer): Promise<void> {
    try {
      await consumer.disconnect();
    } catch (error) {
      this.#options.log.debug({ err: error }, 'consumer did not disconnect');
    }
  }
}

/**
 * Ends the run when kafkajs reports a crash, or when Kafka has not answered for MAX_SILENCE_MS. Lets an idle member wait longer:
 * its empty fetches and heartbeats were most of what an idle stack cost.
 */
function startWatchdog(consumer: Consumer, run: ConsumerRun, { idleMaxWaitMs }: Polling): NodeJS.Timeout {
  consumer.on(consumer.events.REQUEST, ({ payload }) => {
    if (SIGNS_OF_LIFE.has(payload.apiName)) run.lastSignOfLifeMs = performance.now();
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => run.ended.resolve(payload.error));
  return setInterval(() => {
    if (run.joinedMember && performance.now() - run.lastRecordsMs > IDLE_AFTER_MS) run.joinedMember.maxWaitTime = idleMaxWaitMs;
    if (performance.now() - run.lastSignOfLifeMs <= MAX_SILENCE_MS) return;
    run.ended.resolve(new Error(`timeout: nothing was heard from Kafka for ${MAX_SILENCE_MS} ms`));
  }, WATCHDOG_EVERY_MS);
}

function createConsumer(options: ConsumerMembershipOptions, groupId: string, hooks: JoinHooks): Consumer {
  const { kafka, assigner, polling } = options;
  return kafka.consumer({
    groupId,
    sessionTimeout: polling.sessionTimeoutMs,
    heartbeatInterval: polling.heartbeatMs,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    maxWaitTimeInMs: polling.maxWaitMs,
    minBytes: 1,
    maxBytes: MAX_BYTES,
    maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
    allowAutoTopicCreation: false,
    partitionAssigners: [assigner(hooks)],
    // ConsumerMembership restarts by itself: the restart of kafkajs waits long and leaves a stale member in the group.
    retry: { ...KAFKA_RETRY, restartOnFailure: async () => false },
  });
}

/** The earliest and the end offset of each of these partitions now. */
export async function fetchRanges(
  member: KafkaGroupMember,
  topic: string,
  partitions: readonly number[],
): Promise<PartitionRange[]> {
  if (partitions.length === 0) return [];
  const wanted = partitions.map((partition) => ({ partition }));
  const fetchOffsets = async (fromBeginning: boolean): Promise<ReadonlyMap<number, number>> => {
    const topics = await member.cluster.fetchTopicsOffset([{ topic, partitions: wanted, fromBeginning }]);
    return new Map(topics.flatMap((fetched) => fetched.partitions.map((p) => [p.partition, Number(p.offset)] as const)));
  };
  const [earliest, end] = await Promise.all([fetchOffsets(true), fetchOffsets(false)]);
  return partitions.map((partition) => {
    const from = earliest.get(partition);
    const to = end.get(partition);
    if (from === undefined || to === undefined) throw new Error(`Kafka returned no offsets for ${topic}/${partition}`);
    return { partition, earliest: from, end: to };
  });
}

/** The partitions of the topic that this member owns now, sorted. */
export function assignedPartitions(member: KafkaGroupMember, topic: string): number[] {
  return (member.assigned().find((assigned) => assigned.topic === topic)?.partitions ?? []).toSorted((a, b) => a - b);
}
