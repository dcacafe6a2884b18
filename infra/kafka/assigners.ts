// How the members of a group share the partitions of its topic, spoken in kafkajs's terms.
import kafkajs, { type Assigner, type PartitionAssigner } from 'kafkajs';
import { type AssignmentMember, assignPartitions } from '../messaging/partition-assignment.ts';
import { JOIN_HOOKS, type JoinHooks } from './patches.ts';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
type WithHooks = Assigner & { [JOIN_HOOKS]: JoinHooks };

/** What a member says about itself each time it joins. */
export interface PartitionOwnership {
  readonly generation: number;
  readonly owned: readonly number[];
}

/** As few partitions as possible move: every member tells what it owns. `claim` is asked at each join. */
export function stickyAssigner(hooks: JoinHooks, claim: () => PartitionOwnership): PartitionAssigner {
  const name = 'im-sticky';
  return ({ cluster }): WithHooks => ({
    [JOIN_HOOKS]: hooks,
    name,
    version: 1,
    protocol: ({ topics }) => ({
      name,
      metadata: MemberMetadata.encode({ version: 1, topics, userData: Buffer.from(JSON.stringify(claim())) }),
    }),
    async assign({ members, topics }) {
      const topic = topics[0] ?? '';
      const known = cluster as unknown as { findTopicPartitionMetadata(topic: string): unknown[] };
      const claims = members.map(({ memberId, memberMetadata }) => ({ id: memberId, ...claimIn(memberMetadata) }));
      const shares = assignPartitions(known.findTopicPartitionMetadata(topic).length, claims);
      return [...shares].map(([memberId, partitions]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version: 1, assignment: { [topic]: partitions }, userData: Buffer.alloc(0) }),
      }));
    },
  });
}

/** Every member, and there is one only, gets exactly this partition: kafkajs has no other way to read a given one. */
export function fixedAssigner(hooks: JoinHooks, partition: number): PartitionAssigner {
  const name = 'im-fixed';
  return (): WithHooks => ({
    [JOIN_HOOKS]: hooks,
    name,
    version: 1,
    protocol: ({ topics }) => ({ name, metadata: MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }) }),
    assign: async ({ members, topics }) =>
      members.map(({ memberId }) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          version: 1,
          assignment: { [topics[0] ?? '']: [partition] },
          userData: Buffer.alloc(0),
        }),
      })),
  });
}

/** A claim nobody can read (another version's, another client's) is no claim. */
function claimIn(metadata: Buffer): Pick<AssignmentMember, 'generation' | 'owned'> {
  try {
    const said: unknown = JSON.parse(MemberMetadata.decode(metadata)?.userData.toString() ?? '');
    if (typeof said !== 'object' || said === null) return { generation: -1, owned: [] };
    const { generation, owned } = said as Partial<Record<keyof PartitionOwnership, unknown>>;
    return {
      generation: typeof generation === 'number' ? generation : -1,
      owned: Array.isArray(owned) ? owned.filter((partition): partition is number => typeof partition === 'number') : [],
    };
  } catch {
    return { generation: -1, owned: [] };
  }
}
