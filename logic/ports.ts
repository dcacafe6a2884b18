// What logic needs of the store. All of it is bound to one batch; reads see what earlier commands of the batch wrote. Where commands of one batch
// get into each other's way a call throws DataError, and they run one by one. To write, ids are ids of what exists, checked before in the same command.
import type { Conversations, Messages } from './ports/conversations.ts';
import type { GroupMembers, GroupRequests, Groups } from './ports/groups.ts';
import type { People, Relations } from './ports/people.ts';

export type * from './ports/conversations.ts';
export type * from './ports/groups.ts';
export type * from './ports/people.ts';
export type * from './ports/presence.ts';
export type * from './ports/retention.ts';

export interface LogicStored {
  readonly people: People;
  readonly relations: Relations;
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly groups: Groups;
  readonly groupMembers: GroupMembers;
  readonly groupRequests: GroupRequests;
}
