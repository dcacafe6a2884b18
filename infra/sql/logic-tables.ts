// Logic's tables, for one command of a batch.
import type {
  Conversations,
  GroupMembers,
  GroupRequests,
  Groups,
  LogicStored,
  Messages,
  People,
  Relations,
} from '../../logic/ports.ts';
import { conversations } from './conversations.ts';
import { groups } from './groups.ts';
import { lockedGroups } from './groups-locked.ts';
import { groupMembers } from './groups-members.ts';
import { groupRequests } from './groups-requests.ts';
import { messages } from './messages.ts';
import { people } from './people.ts';
import { relations } from './relations.ts';
import type { Scope } from './tables.ts';

/** Makes logic's tables for one command of a batch. */
export function logicTables(scope: Scope): LogicStored {
  return new LogicTables(scope);
}

/** Each table is made when it is first asked for: a command needs two or three of them, and there are thousands of commands a second. */
class LogicTables implements LogicStored {
  readonly #scope: Scope;
  #people: People | undefined;
  #relations: Relations | undefined;
  #messages: Messages | undefined;
  #conversations: Conversations | undefined;
  #locked: ReturnType<typeof lockedGroups> | undefined;
  #groups: Groups | undefined;
  #groupMembers: GroupMembers | undefined;
  #groupRequests: GroupRequests | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  get people(): People {
    this.#people ??= people(this.#scope);
    return this.#people;
  }

  get relations(): Relations {
    this.#relations ??= relations(this.#scope);
    return this.#relations;
  }

  get messages(): Messages {
    this.#messages ??= messages(this.#scope);
    return this.#messages;
  }

  get conversations(): Conversations {
    this.#conversations ??= conversations(this.#scope);
    return this.#conversations;
  }

  get groups(): Groups {
    this.#groups ??= groups(this.#scope, this.#lockedGroups);
    return this.#groups;
  }

  get groupMembers(): GroupMembers {
    this.#groupMembers ??= groupMembers(this.#scope, this.#lockedGroups);
    return this.#groupMembers;
  }

  get groupRequests(): GroupRequests {
    this.#groupRequests ??= groupRequests(this.#scope, this.#lockedGroups);
    return this.#groupRequests;
  }

  /** What the command has locked is known to all tables of groups. */
  get #lockedGroups(): ReturnType<typeof lockedGroups> {
    this.#locked ??= lockedGroups(this.#scope);
    return this.#locked;
  }
}
