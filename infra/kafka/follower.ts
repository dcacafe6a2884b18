// Reads one partition from its end: a group of one, since kafkajs knows no other way.
import type { Kafka } from 'kafkajs';
import type { Following, FollowOptions, Log, LogRecord } from '../ports.ts';
import { fixedAssigner } from './assigners.ts';
import type { Reach } from './client.ts';
import { type Membership, membership, rangesOf } from './membership.ts';
import type { GroupMember } from './patches.ts';

export interface FollowerOptions extends FollowOptions {
  readonly kafka: Kafka;
  readonly clientId: string;
  /** A group nobody else ever uses. */
  readonly groupId: string;
  readonly reach: Reach;
  readonly log: Log;
}

/** As Bus.follow: `ready` resolves when the start is fixed. A consumer that had to be made anew goes on where the last one stopped; where it cannot, `missed` is called. */
export function kafkaFollowing(options: FollowerOptions): Membership & Following {
  const { topic, partition, log } = options;
  /** The next offset; undefined until the first start is fixed. */
  let next: number | undefined;
  let member: GroupMember | undefined;

  const seek = (offset: number): void => member?.seek({ topic, partition, offset: String(offset) });

  return membership({
    ...options,
    assigner: (hooks) => fixedAssigner(hooks, partition),
    async joined(joining) {
      const [range] = await rangesOf(joining, topic, [partition]);
      if (!range) throw new Error(`there is no partition ${partition} of topic ${topic}`);
      member = joining;
      const { earliest, end } = range;
      const wanted = next ?? end;
      next = wanted < earliest ? earliest : Math.min(wanted, end);
      seek(next);
      if (next === wanted) return;
      log.error({ topic, partition, wanted, earliest, end }, 'records were deleted before they were read');
      options.missed();
    },
    async leaving() {
      member = undefined;
    },
    records(_, messages) {
      if (!member || next === undefined) return;
      const records: LogRecord[] = [];
      for (const message of messages) {
        const offset = Number(message.offset);
        if (offset < next) continue;
        if (offset > next) break;
        records.push({ offset, value: message.value ?? new Uint8Array() });
        next++;
      }
      if (records.length > 0) options.records(records);
      else seek(next);
    },
  });
}
