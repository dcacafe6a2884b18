// A member of a consumer group as the Bus port wants it: drained before partitions move, started where `assigned` says.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { ConsumeOptions, Consumption, Log, LogRecord } from '../ports/index.ts';
import { stickyAssigner } from './assigners.ts';
import { type Reachability, withTimeout } from './client.ts';
import {
  assignedPartitions,
  type ConsumerMembership,
  consumerMembership,
  fetchRanges,
  SESSION_TIMEOUT_MS,
} from './membership.ts';
import type { KafkaGroupMember } from './patches.ts';

// No heartbeat goes out meanwhile. Below the session time-out, so that a member that drains too long says so and joins again, instead of being
// evicted unawares and joining as a stranger; half a second is left for the last heartbeat's age and the commit.
const DRAIN_TIMEOUT_MS = SESSION_TIMEOUT_MS - 500;
// A join waits this long for `assigned`, so that a partition flows at once; with a store that is away it goes on without, since heartbeats rest meanwhile.
const ASSIGNED_PATIENCE_MS = 1000;
const RETRY_MS = 250;
const COMMIT_EVERY_MS = 250;

/** One assignment, from the join to the next. */
interface Assignment {
  readonly member: KafkaGroupMember;
  readonly partitions: readonly number[];
  /** The next offset of each partition that flows; one that stands still is missing. */
  readonly next: Map<number, number>;
}

export interface KafkaConsumerOptions extends ConsumeOptions {
  readonly kafka: Kafka;
  readonly clientId: string;
  readonly reach: Reachability;
  readonly log: Log;
}

/**
 * Kafka's name of those who share a topic. Of the topic too: the leader of a Kafka group shares out its own topic among all members, and those of another one (a generation beside it) would get nothing.
 */
export function consumerGroupId(group: string, topic: string): string {
  return `${group}@${topic}`;
}

/** As Bus.consume: `ready` resolves at the first assignment. */
export function kafkaConsumer(options: KafkaConsumerOptions): Consumption & Pick<ConsumerMembership, 'ready'> {
  const { topic, group, log } = options;
  const told = { group, topic };
  const paused = new Set<number>();
  let current: Assignment | undefined;
  /** `assigned` was called and `drain` not yet since. */
  let held = false;
  /** The last assignment's: another promise for each. */
  let asking: Promise<void> = Promise.resolve();
  let draining: Promise<void> | undefined;
  let claim = { generation: -1, owned: [] as readonly number[] };
  let toCommit = new Map<number, number>();
  let committing: NodeJS.Timeout | undefined;

  async function joined(member: KafkaGroupMember): Promise<void> {
    const partitions = assignedPartitions(member, topic);
    const assignment: Assignment = { member, partitions, next: new Map() };
    current = assignment;
    claim = { generation: member.generationId ?? -1, owned: partitions };
    member.pause([{ topic, partitions }]);
    asking = askWhereToStart(assignment);
    await withTimeout(asking, ASSIGNED_PATIENCE_MS, undefined);
  }

  async function askWhereToStart(assignment: Assignment): Promise<void> {
    const { member, partitions } = assignment;
    while (current === assignment) {
      try {
        const ranges = await fetchRanges(member, topic, partitions);
        if (current !== assignment) return;
        held = true;
        const starts = await options.onAssigned(ranges);
        if (current !== assignment) return;
        for (const { partition, earliest, end } of ranges) {
          const start = starts.get(partition);
          if (start === undefined || start < earliest || start > end)
            log.error({ ...told, partition, start, earliest, end }, 'the start is not in the log: the partition stands still');
          else flow(assignment, partition, start);
        }
        return;
      } catch (error) {
        log.warn({ err: error, ...told }, 'a consumer cannot find out where to start: asking again');
        await sleep(RETRY_MS);
        await member.cluster.refreshMetadata().catch((failed: unknown) => log.debug({ err: failed, ...told }, 'no metadata'));
      }
    }
  }

  function flow({ member, next }: Assignment, partition: number, start: number): void {
    next.set(partition, start);
    member.seek({ topic, partition, offset: String(start) });
    if (!paused.has(partition)) member.resume([{ topic, partitions: [partition] }]);
  }

  function records(partition: number, messages: readonly KafkaMessage[]): void {
    const expected = current?.next.get(partition);
    if (current === undefined || expected === undefined) return;
    let offset = expected;
    const records: LogRecord[] = [];
    for (const message of messages) {
      const at = Number(message.offset);
      if (at < offset) continue;
      if (at > offset) break;
      records.push({ offset, value: message.value ?? new Uint8Array() });
      offset++;
    }
    if (records.length === 0) {
      // A fetch from before the last seek has moved kafkajs on: back to where we are.
      log.debug({ ...told, partition, expected, got: messages[0]?.offset }, 'not the records that come next');
      current.member.seek({ topic, partition, offset: String(expected) });
      return;
    }
    current.next.set(partition, offset);
    options.onRecords(partition, records);
  }

  /** Nothing flows from here on; resolves when nothing is being worked on either. */
  function leaving(member: KafkaGroupMember | undefined): Promise<void> {
    current = undefined;
    draining ??= drain(member).finally(() => {
      draining = undefined;
    });
    return draining;
  }

  async function drain(member: KafkaGroupMember | undefined): Promise<void> {
    const ofLast = asking;
    const drained = async (): Promise<'drained'> => {
      await ofLast;
      // Given up meanwhile, and joined anew: what is held now is for the next drain.
      if (asking !== ofLast || !held) return 'drained';
      held = false;
      await options.onRevoked();
      return 'drained';
    };
    try {
      if ((await withTimeout(drained(), DRAIN_TIMEOUT_MS, 'late')) === 'late')
        log.error(told, 'a consumer did not drain in time: its partitions go on without it');
    } catch (error) {
      log.error({ err: error, ...told }, 'a consumer could not drain');
    }
    if (member) await commitNow(member);
    toCommit = new Map();
  }

  async function commitNow(member: KafkaGroupMember): Promise<void> {
    if (toCommit.size === 0) return;
    const partitions = [...toCommit].map(([partition, offset]) => ({ partition, offset: String(offset), metadata: null }));
    toCommit = new Map();
    try {
      await member.commitOffsets({ topics: [{ topic, partitions }] });
    } catch (error) {
      // Refused between two generations, or Kafka is away: it only shows the lag, and the next one says the same.
      log.debug({ err: error, ...told }, 'offsets were not committed');
    }
  }

  async function commitOften(): Promise<void> {
    if (current) await commitNow(current.member);
    committing = undefined;
    if (toCommit.size > 0) commitSoon();
  }

  function commitSoon(): void {
    committing ??= setTimeout(commitOften, COMMIT_EVERY_MS);
  }

  const member = consumerMembership({
    ...options,
    groupId: consumerGroupId(group, topic),
    assigner: (hooks) => stickyAssigner(hooks, () => claim),
    onJoined: joined,
    onLeaving: leaving,
    onRecords: records,
  });
  return {
    ready: member.ready,
    commit(offsets) {
      for (const [partition, offset] of offsets) if (current?.next.has(partition)) toCommit.set(partition, offset);
      if (toCommit.size > 0) commitSoon();
    },
    pause(partition) {
      paused.add(partition);
      if (current?.next.has(partition)) current.member.pause([{ topic, partitions: [partition] }]);
    },
    resume(partition) {
      paused.delete(partition);
      if (current?.next.has(partition)) current.member.resume([{ topic, partitions: [partition] }]);
    },
    async close() {
      await member.close();
      clearTimeout(committing);
    },
  };
}
