// The port LogicStore: logic's tables for one command of a batch.
import type { Scope } from '../../infra/sql/query.ts';
import type {
  ConversationStore,
  GroupInvitationStore,
  GroupMemberStore,
  GroupRestrictionStore,
  GroupStore,
  JoinRequestStore,
  LogicStore,
  MessageStore,
  PeopleStore,
  RelationStore,
} from '../ports/index.ts';
import { conversations } from './conversations/conversations.ts';
import { groupInvitations } from './groups/group-invitations.ts';
import { GroupLocks } from './groups/group-locks.ts';
import { groupMembers } from './groups/group-members.ts';
import { groupRestrictions } from './groups/group-restrictions.ts';
import { groups } from './groups/groups.ts';
import { joinRequests } from './groups/join-requests.ts';
import { messages } from './messages/messages.ts';
import { people } from './people/people.ts';
import { relations } from './people/relations.ts';

export function logicStore(scope: Scope): LogicStore {
  return new SqlLogicStore(scope);
}

/** Creates each table on first use: a command needs two or three of them, and thousands of commands run each second. */
class SqlLogicStore implements LogicStore {
  readonly #scope: Scope;
  #people: PeopleStore | undefined;
  #relations: RelationStore | undefined;
  #messages: MessageStore | undefined;
  #conversations: ConversationStore | undefined;
  #locks: GroupLocks | undefined;
  #groups: GroupStore | undefined;
  #groupMembers: GroupMemberStore | undefined;
  #groupRestrictions: GroupRestrictionStore | undefined;
  #joinRequests: JoinRequestStore | undefined;
  #groupInvitations: GroupInvitationStore | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  now(): number {
    return this.#scope.now();
  }

  get people(): PeopleStore {
    this.#people ??= people(this.#scope);
    return this.#people;
  }

  get relations(): RelationStore {
    this.#relations ??= relations(this.#scope);
    return this.#relations;
  }

  get messages(): MessageStore {
    this.#messages ??= messages(this.#scope);
    return this.#messages;
  }

  get conversations(): ConversationStore {
    this.#conversations ??= conversations(this.#scope);
    return this.#conversations;
  }

  get groups(): GroupStore {
    this.#groups ??= groups(this.#scope, this.#groupLocks);
    return this.#groups;
  }

  get groupMembers(): GroupMemberStore {
    this.#groupMembers ??= groupMembers(this.#scope, this.#groupLocks);
    return this.#groupMembers;
  }

  get groupRestrictions(): GroupRestrictionStore {
    this.#groupRestrictions ??= groupRestrictions(this.#scope, this.#groupLocks);
    return this.#groupRestrictions;
  }

  get joinRequests(): JoinRequestStore {
    this.#joinRequests ??= joinRequests(this.#scope, this.#groupLocks);
    return this.#joinRequests;
  }

  get groupInvitations(): GroupInvitationStore {
    this.#groupInvitations ??= groupInvitations(this.#scope, this.#groupLocks);
    return this.#groupInvitations;
  }

  /** One instance for all tables of groups. */
  get #groupLocks(): GroupLocks {
    this.#locks ??= new GroupLocks(this.#scope);
    return this.#locks;
  }
}
