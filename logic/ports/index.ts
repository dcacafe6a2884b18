// What logic needs of the store. All of it is bound to one batch; reads see what earlier commands of the batch wrote. Where commands of one batch
// get into each other's way a call throws DataError, and they run one by one. To write, ids are ids of what exists, checked before in the same command.
import type { ConversationStore, MessageStore } from './conversations.ts';
import type { GroupMemberStore, GroupStore, JoinRequestStore } from './groups.ts';
import type { PeopleStore, RelationStore } from './people.ts';

export type * from './conversations.ts';
export type * from './groups.ts';
export type * from './people.ts';
export type * from './presence.ts';
export type * from './retention.ts';

export interface LogicStore {
  readonly people: PeopleStore;
  readonly relations: RelationStore;
  readonly messages: MessageStore;
  readonly conversations: ConversationStore;
  readonly groups: GroupStore;
  readonly groupMembers: GroupMemberStore;
  readonly joinRequests: JoinRequestStore;
}
