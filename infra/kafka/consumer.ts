// A member of a consumer group on Kafka: it drains before partitions move, and starts where `onAssigned` says.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { ConsumeOptions, Consumption, Log, LogRecord } from '../ports/index.ts';
import { type PartitionOwnership, stickyAssigner } from './assigners.ts';
import { type Reachability, withTimeout } from './client.ts';
import { assignedPartitions, ConsumerMembership, fetchRanges, SESSION_TIMEOUT_MS, SHARED_POLLING } from './membership.ts';
import type { KafkaGroupMember } from './patches.ts';

// A draining member sends no heartbeat. So a drain ends before the session time-out: the member logs the timeout and rejoins
// before Kafka evicts it. The half second is for the age of the last heartbeat and for the commit.
const DRAIN_TIMEOUT_MS = SESSION_TIMEOUT_MS - 500;
// A join waits this long for `onAssigned`, so that records flow at once. It then ends without the answer (the store may be
// unavailable), because a joining member sends no heartbeats.
const ASSIGNED_PATIENCE_MS = 1000;
const RETRY_MS = 250;
const COMMIT_EVERY_MS = 250;

/** One assignment, from a join to the next. */
interface Assignment {
  readonly member: KafkaGroupMember;
  readonly partitions: readonly number[];
  /** The next offset of each started partition. A partition that has no valid start offset is missing. */
  readonly nextOffsets: Map<number, number>;
}

export interface KafkaConsumerOptions extends ConsumeOptions {
  readonly kafka: Kafka;
  readonly clientId: string;
  /** Partitions from this number on are ignored: somebody has added them in Kafka. */
  readonly maxPartitions: number;
  readonly reach: Reachability;
  readonly log: Log;
}

/**
 * The Kafka group id of a consumer group on one topic. It contains the topic: the leader of a Kafka group assigns only its own
 * topic, so members on another topic (after IM_TOPIC_GENERATION was raised) would get no partitions.
 */
export function consumerGroupId(group: string, topic: string): string {
  return `${group}@${topic}`;
}

/** As Bus.consume. */
export class KafkaConsumer implements Consumption {
  readonly #options: KafkaConsumerOptions;
  readonly #logFields: { readonly group: string; readonly topic: string };
  readonly #membership: ConsumerMembership;
  readonly #pausedPartitions = new Set<number>();
  #current: Assignment | undefined;
  /** True from the call of `onAssigned` to the call of `onRevoked`. */
  #mustRevoke = false;
  /** The start of the last assignment: a new promise for each. */
  #starting: Promise<void> = Promise.resolve();
  #leaving: Promise<void> | undefined;
  #ownership: PartitionOwnership = { generation: -1, owned: [] };
  #offsetsToCommit = new Map<number, number>();
  #commitTimer: NodeJS.Timeout | undefined;

  constructor(options: KafkaConsumerOptions) {
    const { group, topic } = options;
    this.#options = options;
    this.#logFields = { group, topic };
    this.#membership = new ConsumerMembership({
      ...options,
      polling: SHARED_POLLING,
      groupId: () => consumerGroupId(group, topic),
      assigner: (hooks) => stickyAssigner(hooks, () => this.#ownership, options.maxPartitions),
      onJoined: (member) => this.#start(member),
      onLeaving: (member) => this.#leave(member),
      onRecords: (partition, messages, end) => this.#handOver(partition, messages, end),
    });
  }

  /** Resolves at the first assignment; rejects when the consumer is closed before. */
  get ready(): Promise<void> {
    return this.#membership.ready;
  }

  commit(offsets: ReadonlyMap<number, number>): void {
    for (const [partition, offset] of offsets)
      if (this.#current?.nextOffsets.has(partition)) this.#offsetsToCommit.set(partition, offset);
    if (this.#offsetsToCommit.size > 0) this.#scheduleCommit();
  }

  pause(partition: number): void {
    this.#pausedPartitions.add(partition);
    if (this.#current?.nextOffsets.has(partition)) this.#current.member.pause(this.#only(partition));
  }

  resume(partition: number): void {
    this.#pausedPartitions.delete(partition);
    if (this.#current?.nextOffsets.has(partition)) this.#current.member.resume(this.#only(partition));
  }

  async close(): Promise<void> {
    await this.#membership.close();
    clearTimeout(this.#commitTimer);
  }

  async #start(member: KafkaGroupMember): Promise<void> {
    const { topic } = this.#options;
    const partitions = assignedPartitions(member, topic);
    const assignment: Assignment = { member, partitions, nextOffsets: new Map() };
    this.#current = assignment;
    this.#ownership = { generation: member.generationId ?? -1, owned: partitions };
    member.pause([{ topic, partitions }]);
    this.#starting = this.#startPartitions(assignment);
    await withTimeout(this.#starting, ASSIGNED_PATIENCE_MS, undefined);
  }

  async #startPartitions(assignment: Assignment): Promise<void> {
    const { log, topic, onAssigned } = this.#options;
    const { member, partitions } = assignment;
    while (this.#current === assignment) {
      try {
        const ranges = await fetchRanges(member, topic, partitions);
        if (this.#current !== assignment) return;
        this.#mustRevoke = true;
        const starts = await onAssigned(ranges);
        if (this.#current !== assignment) return;
        for (const { partition, earliest, end } of ranges) {
          const start = starts.get(partition);
          if (start === undefined || start < earliest || start > end) {
            const fields = { ...this.#logFields, partition, start, earliest, end };
            log.error(fields, 'offset out of range, partition paused');
          } else this.#startPartition(assignment, partition, start);
        }
        return;
      } catch (error) {
        log.warn({ err: error, ...this.#logFields }, 'start offsets not available, partitions wait, retrying');
        await sleep(RETRY_MS);
        await member.cluster
          .refreshMetadata()
          .catch((failure: unknown) => log.debug({ err: failure, ...this.#logFields }, 'metadata not refreshed'));
      }
    }
  }

  #startPartition({ member, nextOffsets }: Assignment, partition: number, start: number): void {
    nextOffsets.set(partition, start);
    member.seek({ topic: this.#options.topic, partition, offset: String(start) });
    if (!this.#pausedPartitions.has(partition)) member.resume(this.#only(partition));
  }

  #handOver(partition: number, messages: readonly KafkaMessage[], end: number): void {
    const { log, topic, onRecords } = this.#options;
    const expected = this.#current?.nextOffsets.get(partition);
    if (this.#current === undefined || expected === undefined) return;
    const records = recordsFrom(messages, expected);
    if (records.length === 0) {
      // A fetch that began before the last seek has moved kafkajs to other offsets: seek back.
      log.debug({ ...this.#logFields, partition, expected, got: messages[0]?.offset }, 'unexpected offset fetched, seeking back');
      this.#current.member.seek({ topic, partition, offset: String(expected) });
      return;
    }
    this.#current.nextOffsets.set(partition, expected + records.length);
    onRecords(partition, records, end);
  }

  /** Stops the flow of records. Resolves when no work on the assignment is going on. */
  #leave(member: KafkaGroupMember | undefined): Promise<void> {
    this.#current = undefined;
    this.#leaving ??= this.#drain(member).finally(() => {
      this.#leaving = undefined;
    });
    return this.#leaving;
  }

  async #drain(member: KafkaGroupMember | undefined): Promise<void> {
    const { log } = this.#options;
    try {
      if ((await withTimeout(this.#revoke(), DRAIN_TIMEOUT_MS, 'late')) === 'late')
        log.error(this.#logFields, 'timeout: consumer did not finish its batch in time, its partitions are revoked anyway');
    } catch (error) {
      log.error({ err: error, ...this.#logFields }, 'consumer failed to drain, its partitions are revoked anyway');
    }
    if (member) await this.#commitNow(member);
    this.#offsetsToCommit = new Map();
  }

  async #revoke(): Promise<void> {
    const starting = this.#starting;
    await starting;
    // This revocation timed out and the member has joined again: the next revocation ends the new assignment.
    if (this.#starting !== starting || !this.#mustRevoke) return;
    this.#mustRevoke = false;
    await this.#options.onRevoked();
  }

  async #commitNow(member: KafkaGroupMember): Promise<void> {
    if (this.#offsetsToCommit.size === 0) return;
    const offsets = [...this.#offsetsToCommit];
    const partitions = offsets.map(([partition, offset]) => ({ partition, offset: String(offset), metadata: null }));
    this.#offsetsToCommit = new Map();
    try {
      await member.commitOffsets({ topics: [{ topic: this.#options.topic, partitions }] });
    } catch (error) {
      // Kafka is unavailable, or refuses commits during a rebalance. Offsets only show the lag; the next commit covers this one.
      this.#options.log.debug({ err: error, ...this.#logFields }, 'offsets not committed');
    }
  }

  #scheduleCommit(): void {
    this.#commitTimer ??= setTimeout(async () => {
      if (this.#current) await this.#commitNow(this.#current.member);
      this.#commitTimer = undefined;
      if (this.#offsetsToCommit.size > 0) this.#scheduleCommit();
    }, COMMIT_EVERY_MS);
  }

  #only(partition: number): { topic: string; partitions: number[] }[] {
    return [{ topic: this.#options.topic, partitions: [partition] }];
  }
}

/** The messages from offset `next` on, without a gap. */
export function recordsFrom(messages: readonly KafkaMessage[], next: number): LogRecord[] {
  const records: LogRecord[] = [];
  let expected = next;
  for (const { offset, value } of messages) {
    if (Number(offset) < expected) continue;
    if (Number(offset) > expected) break;
    records.push({ offset: expected++, value: value ?? new Uint8Array() });
  }
  return records;
}
