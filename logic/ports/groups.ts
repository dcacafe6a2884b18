// The ports for groups, their members, join requests and invitations. All of it is bound to one batch: see index.ts.

import type { im } from '../../proto/rpc.ts';
import type { StoredMessage } from './conversations.ts';

export interface Group {
  /** Also the id of the group's conversation. */
  readonly groupId: string;
  readonly name: string;
  readonly avatarUrl: string;
  readonly about: string;
  readonly ownerId: string;
  readonly joinPolicy: im.JoinPolicy;
  /** The number of members. */
  readonly memberCount: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly dissolved: boolean;
}

export interface GroupMember {
  readonly userId: string;
  readonly role: im.GroupRole;
  /** Milliseconds since 1970; 0 = not muted. */
  readonly mutedUntil: number;
  /** Milliseconds since 1970. */
  readonly joinedAt: number;
}

/** Without `mutedUntil` the member is not muted. */
export type NewGroupMember = Pick<GroupMember, 'userId' | 'role'> & Partial<Pick<GroupMember, 'mutedUntil'>>;

/** Groups. A change returns the group in its state after this command. */
export interface GroupStore {
  /** Does not lock. Also returns a dissolved group. */
  find(groupId: string): Promise<Group | undefined>;
  /**
   * Locks the group for the rest of the batch. Another command of the batch that locks it waits until this command has ended. To
   * lock several groups, lock them in the order of their ids' bytes.
   */
  lock(groupId: string): Promise<Group | undefined>;
  /** Creates a group with its conversation, without members. Call `lock` before, and only create if it found no group. */
  create(group: Omit<Group, 'memberCount' | 'dissolved'>): Group;
  /** Changes a group that this command has locked. */
  update(
    groupId: string,
    to: Partial<Pick<Group, 'name' | 'avatarUrl' | 'about' | 'ownerId' | 'joinPolicy' | 'dissolved'>>,
  ): Group;
}

/**
 * The members of groups. Lists do not show changes of their own command. Pages are in the order of the ids' bytes and start above
 * `after` ('' = from the start).
 */
export interface GroupMemberStore {
  find(groupId: string, userId: string): Promise<GroupMember | undefined>;
  /**
   * The user ids of all members, in the order of their bytes. They do not change until this command has ended: other commands of
   * the batch that add or remove members run before or after it. A command that also locks the group must lock it first.
   */
  listIds(groupId: string): Promise<readonly string[]>;
  /** The user ids of the owner and the admins. */
  listAdminIds(groupId: string): Promise<readonly string[]>;
  /** The oldest other admin, or else the oldest other member; undefined if there is no other member. */
  findSuccessor(groupId: string, userId: string): Promise<GroupMember | undefined>;
  /** The ids of the user's groups, in the order of their bytes, at most `limit`. */
  listGroupIds(userId: string, limit: number): Promise<string[]>;
  /** A page of members. The name is '' for a deleted account. */
  list(groupId: string, after: string, limit: number): Promise<(GroupMember & { readonly name: string })[]>;
  /** A page of the user's groups, for display: it may come from a cache, see PeopleStore.findCached. */
  listGroups(userId: string, after: string, limit: number): Promise<{ readonly group: Group; readonly member: GroupMember }[]>;
  /**
   * Adds users, who must not be members, to a group that this command has locked. They see messages from `from` on, which this
   * command has stored. A returning member does not see the messages between leaving and `from`. Deletes their join requests.
   */
  add(groupId: string, users: readonly NewGroupMember[], from: StoredMessage): Promise<Group>;
  /**
   * Ends memberships in a group that this command has locked, and the open invitations of those users to it. Messages up to
   * `leftSeq` stay visible to the former members.
   */
  remove(groupId: string, userIds: readonly string[], leftSeq: number): Promise<Group>;
  /** Changes members of a group that this command has locked. */
  update(groupId: string, members: readonly GroupMember[]): void;
}

/** What outlives a membership: a ban, or the rest of a mute. All changes except `removeAllByUser` need the group's lock. */
export interface GroupRestrictionStore {
  find(groupId: string, userId: string): Promise<GroupRestriction | undefined>;
  /** Replaces the user's restriction. Also deletes mutes of the group that have ended. */
  put(groupId: string, restriction: GroupRestriction): Promise<void>;
  remove(groupId: string, userId: string): Promise<void>;
  removeAllInGroup(groupId: string): void;
  removeAllByUser(userId: string): void;
  countBans(groupId: string): Promise<number>;
  /** Bans of users above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`. */
  listBans(groupId: string, after: string, limit: number): Promise<(GroupRestriction & { readonly name: string })[]>;
}

export interface GroupRestriction {
  readonly userId: string;
  readonly banned: boolean;
  /** Milliseconds since 1970; 0 = not muted. */
  readonly mutedUntil: number;
  /** The admin who banned the user; for a mute, the user whose command ended the membership. */
  readonly setBy: string;
  /** Milliseconds since 1970. */
  readonly setAt: number;
}

/**
 * Open requests to join a group. A user never has both a request and an invitation. All changes except `removeAllByUser` need
 * the group's lock.
 */
export interface JoinRequestStore {
  /** Replaces an earlier request of the user. */
  put(groupId: string, userId: string, greeting: string, requestedAt: number): Promise<void>;
  find(groupId: string, userId: string): Promise<JoinRequest | undefined>;
  /** Also removes an invitation of the user. */
  remove(groupId: string, userId: string): Promise<void>;
  /** Also removes the invitations. */
  removeAllInGroup(groupId: string): void;
  /** Also removes the invitations that the user has. */
  removeAllByUser(userId: string): void;
  /** Requests of users above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`. */
  list(groupId: string, after: string, limit: number): Promise<JoinRequest[]>;
}

export interface JoinRequest {
  readonly userId: string;
  /** '' for a deleted account. */
  readonly name: string;
  readonly greeting: string;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
}

/**
 * Open invitations to a group. JoinRequestStore removes them. All changes except `removeBetween` need the group's lock. They are
 * read under it, or before it for a check that is repeated.
 */
export interface GroupInvitationStore {
  find(groupId: string, userId: string): Promise<GroupInvitation | undefined>;
  /** Invites users who have neither a request nor an invitation. */
  put(groupId: string, userIds: readonly string[], by: Pick<GroupInvitation, 'invitedBy' | 'invitedAt'>): Promise<void>;
  /** The number of open invitations that a user has sent, over all groups. */
  countSent(inviterId: string): Promise<number>;
  /** Removes those that a user has sent for a group. */
  removeSent(groupId: string, inviterId: string): Promise<void>;
  /** Removes those of a group that other users have sent. */
  removeSentByOthers(groupId: string, inviterIds: readonly string[]): void;
  /** Removes those that one user has sent to another one, in all groups. */
  removeBetween(inviterId: string, userId: string): void;
  /** Invitations to a user in groups above `afterGroupId` ('' = from the start), in the order of the ids' bytes. */
  listReceived(userId: string, afterGroupId: string, limit: number): Promise<NamedInvitation[]>;
  /** Invitations by a user after a group and a user ('' = from the start), in the order of the ids' bytes. */
  listSent(
    inviterId: string,
    after: { readonly groupId: string; readonly userId: string },
    limit: number,
  ): Promise<NamedInvitation[]>;
}

export interface GroupInvitation {
  readonly groupId: string;
  readonly userId: string;
  readonly invitedBy: string;
  /** Milliseconds since 1970. */
  readonly invitedAt: number;
}

/** The names are '' for deleted accounts. */
export interface NamedInvitation extends GroupInvitation {
  readonly group: Group;
  readonly userName: string;
  readonly inviterName: string;
}
