// What the page knows of the deployment, and how each live event changes it.
import type { HistoryReply, LoadSample, MembersReply, ShownMember } from '../replies.ts';

/** One hour of samples, five seconds apart. */
const MAX_SAMPLES = 720;

export interface ClusterView {
  /** By role and instance. */
  readonly members: readonly ShownMember[];
  /** False while reports do not come through Kafka: the members may be out of date. */
  readonly isCurrent: boolean;
  /** The oldest first, at most an hour. */
  readonly samples: readonly LoadSample[];
  /** False until the first list of members has come. */
  readonly isKnown: boolean;
}

export type ClusterEvent =
  | { readonly type: 'snapshot'; readonly reply: MembersReply }
  | { readonly type: 'history'; readonly reply: HistoryReply }
  | { readonly type: 'joined' | 'restarted' | 'changed' | 'gone'; readonly member: ShownMember }
  | { readonly type: 'sample'; readonly sample: LoadSample };

export const EMPTY_CLUSTER: ClusterView = { members: [], isCurrent: true, samples: [], isKnown: false };

export function applyEvent(view: ClusterView, event: ClusterEvent): ClusterView {
  switch (event.type) {
    case 'snapshot':
      return { ...view, isKnown: true, isCurrent: event.reply.isCurrent, members: sortMembers(event.reply.members) };
    case 'history':
      return { ...view, samples: mergeSamples(view.samples, event.reply.samples) };
    case 'sample':
      return { ...view, samples: mergeSamples(view.samples, [event.sample]) };
    case 'gone':
      return { ...view, members: view.members.filter((one) => memberKey(one) !== memberKey(event.member)) };
    default: {
      const others = view.members.filter((one) => memberKey(one) !== memberKey(event.member));
      return { ...view, members: sortMembers([...others, event.member]) };
    }
  }
}

/** Names one instance: two roles may use one name. */
export function memberKey({ role, instance }: Pick<ShownMember, 'role' | 'instance'>): string {
  return `${role}/${instance}`;
}

/** By time, each moment once: a history that is read again overlaps what is known, and may begin anew with another status. */
function mergeSamples(known: readonly LoadSample[], more: readonly LoadSample[]): readonly LoadSample[] {
  const byTime = new Map([...known, ...more].map((sample) => [sample.at, sample]));
  return [...byTime.values()].sort((a, b) => a.at - b.at).slice(-MAX_SAMPLES);
}

function sortMembers(members: readonly ShownMember[]): ShownMember[] {
  return members.toSorted((a, b) => compare(a.role, b.role) || compare(a.instance, b.instance));
}

/** So that logic-2 comes before logic-10. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
