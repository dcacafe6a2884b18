// What logic needs of its store. Everything is bound to one batch: reads see what earlier commands of the batch wrote. A call
// throws DataError when commands of one batch conflict; they then run one by one. Ids that are written must be ids of what
// exists: the same command has checked that.
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
