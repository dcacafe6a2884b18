// The ports of logic's store. All calls belong to one batch: reads see the writes of earlier commands of the batch. A call throws
// DataError when commands of one batch conflict; the runtime then runs them one by one. A command may only write ids of existing
// users, groups and conversations, which it must check itself.
import type { ConversationStore, MessageStore } from './conversations.ts';
import type { GroupInvitationStore, GroupMemberStore, GroupRestrictionStore, GroupStore, JoinRequestStore } from './groups.ts';
import type { PeopleStore, RelationStore } from './people.ts';

export type * from './conversations.ts';
export type * from './groups.ts';
export type * from './people.ts';
export type * from './presence.ts';
export type * from './retention.ts';

export interface LogicStore {
  /** The store's clock, in milliseconds since 1970: the only one for moments that are stored or compared. */
  now(): number;
  readonly people: PeopleStore;
  readonly relations: RelationStore;
  readonly messages: MessageStore;
  readonly conversations: ConversationStore;
  readonly groups: GroupStore;
  readonly groupMembers: GroupMemberStore;
  readonly groupRestrictions: GroupRestrictionStore;
  readonly joinRequests: JoinRequestStore;
  readonly groupInvitations: GroupInvitationStore;
}
