// Reads one partition from its end: as a consumer group of one member, because kafkajs has no other way.
import { randomUUID } from 'node:crypto';
import type { FollowOptions, Log } from '../ports/index.ts';
import { fixedAssigner } from './assigners.ts';
import type { KafkaClient, Reachability } from './client.ts';
import { recordsFrom } from './consumer.ts';
import { ConsumerMembership, fetchRanges, type Polling } from './membership.ts';
import type { KafkaGroupMember } from './patches.ts';

/** Nobody waits for a group of one: neither for its heartbeat, nor for the end of an empty fetch. */
const ALONE: Polling = { maxWaitMs: 1000, idleMaxWaitMs: 1000, heartbeatMs: 1000, sessionTimeoutMs: 10_000 };

export interface KafkaFollowerOptions extends FollowOptions {
  /** Of this follower alone. */
  readonly client: KafkaClient;
  readonly clientId: string;
  readonly reach: Reachability;
  readonly log: Log;
}

/**
 * As Bus.follow: `ready` resolves when the start offset is fixed. A rebuilt consumer continues where the last one stopped. If
 * those records are deleted, it calls `onGap`.
 */
export function kafkaFollower(options: KafkaFollowerOptions): ConsumerMembership {
  const { topic, partition, log, client } = options;
  /** The next offset; undefined until the first start is fixed. */
  let next: number | undefined;
  let member: KafkaGroupMember | undefined;

  const seek = (offset: number): void => member?.seek({ topic, partition, offset: String(offset) });

  return new ConsumerMembership({
    ...options,
    kafka: client.kafka,
    polling: ALONE,
    groupId: () => `follow.${topic}.${partition}.${randomUUID()}`,
    // A fetch may be in flight for a second; a group of one need not be left.
    onClosing: () => client.cutSockets(),
    assigner: (hooks) => fixedAssigner(hooks, partition),
    async onJoined(joinedMember) {
      const [range] = await fetchRanges(joinedMember, topic, [partition]);
      if (!range) throw new Error(`topic ${topic} has no partition ${partition}`);
      member = joinedMember;
      const { earliest, end } = range;
      const wanted = next ?? end;
      next = wanted < earliest ? earliest : Math.min(wanted, end);
      seek(next);
      if (next === wanted) return;
      log.error({ topic, partition, wanted, earliest, end }, 'offset out of range: records were deleted unread, skipping them');
      options.onGap();
    },
    async onLeaving() {
      member = undefined;
    },
    onRecords(_, messages) {
      if (!member || next === undefined) return;
      const records = recordsFrom(messages, next);
      next += records.length;
      if (records.length > 0) options.onRecords(records);
      else seek(next);
    },
  });
}
