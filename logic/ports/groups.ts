// What logic needs to know of groups, their members, and who wants to be one. All of it is bound to one batch: logic/ports/index.ts says what that means.

import type { im } from '../../proto/rpc.ts';
import type { StoredMessage } from './conversations.ts';

export interface Group {
  /** Also the id of its conversation. */
  readonly groupId: string;
  readonly name: string;
  readonly avatarUrl: string;
  readonly about: string;
  readonly owner: string;
  readonly joinPolicy: im.JoinPolicy;
  readonly members: number;
  readonly createdAt: number;
  readonly dissolved: boolean;
}

export interface GroupMember {
  readonly user: string;
  readonly role: im.GroupRole;
  readonly mutedUntil: number;
  readonly joinedAt: number;
}

/** Groups themselves. What a change returns is the group as this command leaves it. */
export interface GroupStore {
  /** Not locked; also a dissolved one. */
  find(group: string): Promise<Group | undefined>;
  /** Locked for the rest of the batch. Who else of the batch locks it waits until this command has ended; whoever needs several asks for them in the order of their ids' bytes. */
  lock(group: string): Promise<Group | undefined>;
  /** Makes a group with its conversation, without members. This command has found before, by `lock`, that it is not there. */
  create(group: Omit<Group, 'members' | 'dissolved'>): Group;
  /** Changes a group that was locked in this command. */
  update(group: string, to: Partial<Pick<Group, 'name' | 'avatarUrl' | 'about' | 'owner' | 'joinPolicy' | 'dissolved'>>): Group;
}

/** Who is in a group. Lists do not show what their own command has changed. */
export interface GroupMemberStore {
  find(group: string, user: string): Promise<GroupMember | undefined>;
  /**
   * User ids of all members, in the order of their bytes. It stays so until this command has ended: who comes or goes in the same batch has done so before, or does so behind it. Where this
   * command locks the group too, it does so first.
   */
  listIds(group: string): Promise<readonly string[]>;
  /** User ids of the owner and the admins. */
  listAdminIds(group: string): Promise<readonly string[]>;
  /** Who is there longest but for one, admins first; undefined where nobody else is. */
  findSuccessor(group: string, user: string): Promise<GroupMember | undefined>;
  /** Ids of the groups a user is in, in the order of their bytes, at most `limit`. */
  listGroupIds(user: string, limit: number): Promise<string[]>;
  /** Members with a user id above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`; the name is '' where the account was deleted. */
  list(group: string, after: string, limit: number): Promise<(GroupMember & { readonly name: string })[]>;
  /** To be shown, as `People.shown`: the groups a user is in, with an id above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`. */
  listGroups(user: string, after: string, limit: number): Promise<{ readonly group: Group; readonly member: GroupMember }[]>;
  /**
   * Makes users, who are no members, members of a group that was locked in this command; they see what is said from `from` on, a message that was stored in this command. Former members
   * do not see the gap. Requests of theirs are answered by it.
   */
  add(group: string, users: readonly Pick<GroupMember, 'user' | 'role'>[], from: StoredMessage): Promise<Group>;
  /** Ends memberships in a group that was locked in this command: what was said up to `leftSeq` stays readable. */
  remove(group: string, users: readonly string[], leftSeq: number): Promise<Group>;
  /** Changes members of a group that was locked in this command. */
  update(group: string, members: readonly GroupMember[]): void;
}

/** Who has asked to be let in. Changes are made under the group's lock, but for `removeOf`; a user's request replaces his earlier one. */
export interface JoinRequestStore {
  put(group: string, user: string, greeting: string, time: number): Promise<void>;
  find(group: string, user: string): Promise<JoinRequest | undefined>;
  remove(group: string, user: string): Promise<void>;
  removeAllInGroup(group: string): void;
  /** All that a user has made, in whatever group. */
  removeAllByUser(user: string): void;
  /** Those of a user id above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`. */
  list(group: string, after: string, limit: number): Promise<JoinRequest[]>;
}

export interface JoinRequest {
  readonly user: string;
  /** '' where the account was deleted. */
  readonly name: string;
  readonly greeting: string;
  readonly time: number;
}
