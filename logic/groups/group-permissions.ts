// Permissions in a group, by role: owner > admin > member.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { formerMember } from '../conversations/access.ts';
import { acceptsFrom } from '../people/messaging-policy.ts';
import type { Group, GroupMember, LogicStore } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { lockGroup } from './system-messages.ts';

/** A group that the caller is a member of, and the caller's member entry. */
export interface OwnGroup {
  readonly group: Group;
  readonly ownMember: GroupMember;
}

/**
 * Locks a group that the caller is a member of, for the rest of the batch. `assertAllowed` throws when the caller may not do what
 * they want to. It is checked before the lock, so that a refused caller neither holds nor waits for it, and again under the lock.
 */
export async function lockOwnGroup(
  command: Command<LogicStore>,
  groupId: string,
  assertAllowed: (own: OwnGroup, isLocked: boolean) => void | Promise<void> = () => undefined,
): Promise<OwnGroup> {
  await assertAllowed(await readOwnGroup(command, groupId), false);
  const { group, ownMember } = await lockGroup(command, groupId);
  if (!group || group.dissolved || !ownMember) throw await whyNoGroup(command, groupId);
  const own = { group, ownMember };
  await assertAllowed(own, true);
  return own;
}

/** The caller's group, without a lock. Throws what `whyNoGroup` returns for any other caller. */
export async function readOwnGroup(command: Command<LogicStore>, groupId: string): Promise<OwnGroup> {
  const { caller, tx } = command;
  const [group, ownMember] = await Promise.all([tx.groups.find(groupId), tx.groupMembers.find(groupId, caller.userId)]);
  if (!group || group.dissolved || !ownMember) throw await whyNoGroup(command, groupId);
  return { group, ownMember };
}

/**
 * The refusal of a caller who is not in a group: NOT_A_MEMBER for a former member, and NO_SUCH_GROUP for a stranger, who must not
 * learn whether the group exists.
 */
export async function whyNoGroup({ caller, tx }: Command<LogicStore>, groupId: string): Promise<ImError> {
  const membership = await tx.conversations.findMembership(caller.userId, groupId);
  if (membership?.isGroup) return formerMember();
  return new ImError(
    'NO_SUCH_GROUP',
    'there is no group with this id that you are in or can join; Logic.ListGroups lists your groups',
  );
}

/** Throws NOT_ALLOWED unless the caller is the owner or an admin. */
export function assertAdmin({ ownMember }: OwnGroup): void {
  if (ownMember.role < im.GroupRole.ADMIN)
    throw new ImError('NOT_ALLOWED', 'only the owner and the admins of a group may do this');
}

/** Throws NOT_ALLOWED unless the caller is the owner. */
export function assertOwner({ ownMember }: OwnGroup): void {
  if (ownMember.role !== im.GroupRole.OWNER) throw new ImError('NOT_ALLOWED', 'only the owner of a group may do this');
}

/** The member that the caller wants to act on. Throws NOT_A_MEMBER, or NOT_ALLOWED unless their role is below the caller's. */
export async function requireSubordinate(
  { tx }: Command<LogicStore>,
  { group, ownMember }: OwnGroup,
  userId: string,
): Promise<GroupMember> {
  const member = await tx.groupMembers.find(group.groupId, userId);
  if (!member) throw new ImError('NOT_A_MEMBER', 'this user is not in the group');
  if (member.role >= ownMember.role) throw new ImError('NOT_ALLOWED', 'this member does not have a lower role than you');
  return member;
}

/** Throws NOT_LOGGED_IN if the caller's account is already deleted: EraseUser has run and would not remove this membership. */
export async function assertAccountExists({ caller, tx }: Command<LogicStore>): Promise<void> {
  if (!(await tx.people.exists(caller.userId))) throw new ImError('NOT_LOGGED_IN', 'this account has been deleted');
}

/**
 * Members of a group receive each other's messages, so an invitation needs the same permission as a message. Throws
 * NO_SUCH_USER, BLOCKED or NOT_FRIENDS when it is missing for one of the users. `lock`: keeps their accounts from being deleted
 * before this batch has ended. Check without it first, so that a refused caller locks nothing. Returns the caller's friends among
 * them: they become members at once.
 */
export async function requireInvitable(
  { caller, tx }: Command<LogicStore>,
  userIds: readonly string[],
  settings: LogicSettings,
  { lock }: { readonly lock: boolean },
): Promise<ReadonlySet<string>> {
  const policies = await Promise.all(
    userIds.map(async (userId) => {
      const [isLocked, policy] = await Promise.all([
        !lock || tx.people.lock(userId),
        tx.relations.findMessagingPolicy(caller.userId, userId),
      ]);
      return { ...policy, exists: policy.exists && isLocked };
    }),
  );
  if (!policies.every(({ exists }) => exists))
    throw new ImError('NO_SUCH_USER', 'one of the users does not exist; Logic.FindUser finds the id of a name');
  if (policies.some(({ blocked }) => blocked))
    throw new ImError('BLOCKED', 'one of the users has blocked you, or you have blocked them');
  if (!policies.every((policy) => acceptsFrom(policy, settings)))
    throw new ImError('NOT_FRIENDS', 'one of the users accepts messages from friends only; send Logic.RequestFriend first');
  return new Set(userIds.filter((_, i) => policies[i]?.friends));
}

/** The refusal of an operator: nobody hides the group from them. */
export function noSuchGroup(): ImError {
  return new ImError('NO_SUCH_GROUP', 'there is no group with this id');
}
