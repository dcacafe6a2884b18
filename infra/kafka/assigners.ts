// Partition assigners for kafkajs: how the members of a consumer group agree on who owns which partition.
import kafkajs, { type Assigner, type PartitionAssigner } from 'kafkajs';
import { type AssignmentMember, assignPartitions } from '../messaging/partition-assignment.ts';
import { JOIN_HOOKS, type JoinHooks } from './patches.ts';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
type WithHooks = Assigner & { [JOIN_HOOKS]: JoinHooks };

/** What a member states about itself each time it joins. */
export interface PartitionOwnership {
  readonly generation: number;
  readonly owned: readonly number[];
}

const NO_OWNERSHIP: PartitionOwnership = { generation: -1, owned: [] };

/**
 * Moves as few partitions as possible, because every member states what it owns. `ownership` is called at each join. Partitions
 * from `maxPartitions` on get no owner.
 */
export function stickyAssigner(hooks: JoinHooks, ownership: () => PartitionOwnership, maxPartitions: number): PartitionAssigner {
  const name = 'im-sticky';
  return ({ cluster }): WithHooks => ({
    [JOIN_HOOKS]: hooks,
    name,
    version: 1,
    protocol: ({ topics }) => ({
      name,
      metadata: MemberMetadata.encode({ version: 1, topics, userData: Buffer.from(JSON.stringify(ownership())) }),
    }),
    async assign({ members, topics }) {
      const topic = topics[0] ?? '';
      const metadata = cluster as unknown as { findTopicPartitionMetadata(topic: string): unknown[] };
      const count = Math.min(metadata.findTopicPartitionMetadata(topic).length, maxPartitions);
      const claims = members.map(({ memberId, memberMetadata }) => ({ id: memberId, ...decodeOwnership(memberMetadata) }));
      return [...assignPartitions(count, claims)].map(([memberId, partitions]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version: 1, assignment: { [topic]: partitions }, userData: Buffer.alloc(0) }),
      }));
    },
  });
}

/** Assigns this partition to the only member of its group: kafkajs can read a chosen partition only through a group. */
export function fixedAssigner(hooks: JoinHooks, partition: number): PartitionAssigner {
  const name = 'im-fixed';
  return (): WithHooks => ({
    [JOIN_HOOKS]: hooks,
    name,
    version: 1,
    protocol: ({ topics }) => ({ name, metadata: MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }) }),
    assign: async ({ members, topics }) => {
      const assignment = { [topics[0] ?? '']: [partition] };
      return members.map(({ memberId }) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version: 1, assignment, userData: Buffer.alloc(0) }),
      }));
    },
  });
}

/** Metadata that cannot be decoded (of another version or another client) counts as no ownership. */
function decodeOwnership(metadata: Buffer): Pick<AssignmentMember, 'generation' | 'owned'> {
  try {
    const decoded: unknown = JSON.parse(MemberMetadata.decode(metadata)?.userData.toString() ?? '');
    if (typeof decoded !== 'object' || decoded === null) return NO_OWNERSHIP;
    const { generation, owned } = decoded as Partial<Record<keyof PartitionOwnership, unknown>>;
    return {
      generation: typeof generation === 'number' ? generation : -1,
      owned: Array.isArray(owned) ? owned.filter((partition): partition is number => typeof partition === 'number') : [],
    };
  } catch {
    return NO_OWNERSHIP;
  }
}
