// Logic's tables, for one command of a batch.

import type { Scope } from '../../infra/sql/query.ts';
import type {
  ConversationStore,
  GroupMemberStore,
  GroupStore,
  JoinRequestStore,
  LogicStore,
  MessageStore,
  PeopleStore,
  RelationStore,
} from '../ports/index.ts';
import { conversations } from './conversations/conversations.ts';
import { groupLocks } from './groups/group-locks.ts';
import { groupMembers } from './groups/group-members.ts';
import { groups } from './groups/groups.ts';
import { joinRequests } from './groups/join-requests.ts';
import { messages } from './messages/messages.ts';
import { people } from './people/people.ts';
import { relations } from './people/relations.ts';

/** Makes logic's tables for one command of a batch. */
export function logicStore(scope: Scope): LogicStore {
  return new LogicTables(scope);
}

/** Each table is made when it is first asked for: a command needs two or three of them, and there are thousands of commands a second. */
class LogicTables implements LogicStore {
  readonly #scope: Scope;
  #people: PeopleStore | undefined;
  #relations: RelationStore | undefined;
  #messages: MessageStore | undefined;
  #conversations: ConversationStore | undefined;
  #locked: ReturnType<typeof groupLocks> | undefined;
  #groups: GroupStore | undefined;
  #groupMembers: GroupMemberStore | undefined;
  #groupRequests: JoinRequestStore | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
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
    this.#groups ??= groups(this.#scope, this.#lockedGroups);
    return this.#groups;
  }

  get groupMembers(): GroupMemberStore {
    this.#groupMembers ??= groupMembers(this.#scope, this.#lockedGroups);
    return this.#groupMembers;
  }

  get joinRequests(): JoinRequestStore {
    this.#groupRequests ??= joinRequests(this.#scope, this.#lockedGroups);
    return this.#groupRequests;
  }

  /** What the command has locked is known to all tables of groups. */
  get #lockedGroups(): ReturnType<typeof groupLocks> {
    this.#locked ??= groupLocks(this.#scope);
    return this.#locked;
  }
}
