// Reads one partition from its end: a group of one, since kafkajs knows no other way.
import type { Kafka } from 'kafkajs';
import type { Following, FollowOptions, Log, LogRecord } from '../ports/index.ts';
import { fixedAssigner } from './assigners.ts';
import type { Reachability } from './client.ts';
import { type ConsumerMembership, consumerMembership, fetchRanges } from './membership.ts';
import type { KafkaGroupMember } from './patches.ts';

export interface KafkaFollowerOptions extends FollowOptions {
  readonly kafka: Kafka;
  readonly clientId: string;
  /** A group nobody else ever uses. */
  readonly groupId: string;
  readonly reach: Reachability;
  readonly log: Log;
}

/** As Bus.follow: `ready` resolves when the start is fixed. A consumer that had to be made anew goes on where the last one stopped; where it cannot, `missed` is called. */
export function kafkaFollower(options: KafkaFollowerOptions): ConsumerMembership & Following {
  const { topic, partition, log } = options;
  /** The next offset; undefined until the first start is fixed. */
  let next: number | undefined;
  let member: KafkaGroupMember | undefined;

  const seek = (offset: number): void => member?.seek({ topic, partition, offset: String(offset) });

  return consumerMembership({
    ...options,
    assigner: (hooks) => fixedAssigner(hooks, partition),
    async onJoined(joining) {
      const [range] = await fetchRanges(joining, topic, [partition]);
      if (!range) throw new Error(`there is no partition ${partition} of topic ${topic}`);
      member = joining;
      const { earliest, end } = range;
      const wanted = next ?? end;
      next = wanted < earliest ? earliest : Math.min(wanted, end);
      seek(next);
      if (next === wanted) return;
      log.error({ topic, partition, wanted, earliest, end }, 'records were deleted before they were read');
      options.onGap();
    },
    async onLeaving() {
      member = undefined;
    },
    onRecords(_, messages) {
      if (!member || next === undefined) return;
      const records: LogRecord[] = [];
      for (const message of messages) {
        const offset = Number(message.offset);
        if (offset < next) continue;
        if (offset > next) break;
        records.push({ offset, value: message.value ?? new Uint8Array() });
        next++;
      }
      if (records.length > 0) options.onRecords(records);
      else seek(next);
    },
  });
}
