// InviteToGroup, LeaveGroup and RemoveFromGroup, and the functions that add and remove members of a locked group.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { Group, LogicStore } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { assertCapacity } from './group-limits.ts';
import { assertAdmin, assertInvitable, lockOwnGroup, requireSubordinate } from './group-permissions.ts';
import { emitGroupChanged, postSystemMessage, toProtoGroup } from './system-messages.ts';

const MAX_INVITED = 100;

export function inviteToGroup(settings: LogicSettings) {
  return async (request: im.InviteToGroupRequest, command: Command<LogicStore>): Promise<im.InviteToGroupReply.$Properties> => {
    const userIds = [...new Set(request.userIds)];
    if (userIds.length === 0 || request.userIds.length > MAX_INVITED)
      throw new ImError('BAD_ARGUMENT', `1 to ${MAX_INVITED} users can be invited at a time`);
    let missing: readonly string[] = [];
    const { group, ownMember } = await lockOwnGroup(command, request.groupId, async (own, isLocked) => {
      if (own.group.joinPolicy !== im.JoinPolicy.OPEN) assertAdmin(own);
      missing = await filterMissing(command, own.group, userIds);
      assertCapacity(own.group.memberCount, missing.length, settings.maxGroupMembers);
      await assertInvitable(command, missing, settings, { lock: isLocked });
    });
    // All of them are members already, for example because this is a resend.
    if (missing.length === 0) return { group: toProtoGroup(ownMember, group) };
    return { group: toProtoGroup(ownMember, await addMembers(command, group, missing, 'invited')) };
  };
}

/** Those who are not members of the group. */
async function filterMissing(
  { tx }: Command<LogicStore>,
  { groupId }: Group,
  userIds: readonly string[],
): Promise<readonly string[]> {
  const members = await Promise.all(userIds.map((userId) => tx.groupMembers.find(groupId, userId)));
  return userIds.filter((_, i) => !members[i]);
}

/**
 * Adds users to a locked group, with a system message to all members. The caller has checked that the users exist, are not
 * members, and fit into the group.
 */
export async function addMembers(
  command: Command<LogicStore>,
  { groupId }: Group,
  users: readonly string[],
  what: 'joined' | 'invited',
): Promise<Group> {
  const { groupMembers } = command.tx;
  const audience = [...(await groupMembers.listIds(groupId)), ...users];
  const message = await postSystemMessage(command, groupId, { what, users }, audience);
  const newMembers = users.map((userId) => ({ userId, role: im.GroupRole.MEMBER }));
  const group = await groupMembers.add(groupId, newMembers, message);
  emitGroupChanged(command, group);
  return group;
}

/** Throws OWNER_STAYS for the owner. */
export async function leaveGroup(
  request: im.LeaveGroupRequest,
  command: Command<LogicStore>,
): Promise<im.LeaveGroupReply.$Properties> {
  const { group, ownMember } = await lockOwnGroup(command, request.groupId, (own) => {
    if (own.ownMember.role === im.GroupRole.OWNER)
      throw new ImError('OWNER_STAYS', 'the owner cannot leave; use Logic.TransferGroup or Logic.DissolveGroup first');
  });
  await removeMember(command, group, ownMember.userId, 'left');
  return {};
}

export async function removeFromGroup(
  request: im.RemoveFromGroupRequest,
  command: Command<LogicStore>,
): Promise<im.RemoveFromGroupReply.$Properties> {
  const own = await lockOwnGroup(command, request.groupId, assertAdmin);
  const { userId } = await requireSubordinate(command, own, request.userId);
  await removeMember(command, own.group, userId, 'removed');
  return {};
}

/**
 * Ends a membership in a locked group. Posts a system message, which is the last message that the former member can see. `nth`
 * numbers the system messages that one command posts in the group, from 0.
 */
export async function removeMember(
  command: Command<LogicStore>,
  { groupId }: Group,
  userId: string,
  what: 'left' | 'removed',
  nth = 0,
): Promise<void> {
  const { groupMembers } = command.tx;
  const audience = await groupMembers.listIds(groupId);
  const message = await postSystemMessage(command, groupId, { what, users: [userId] }, audience, nth);
  emitGroupChanged(command, await groupMembers.remove(groupId, [userId], message.seq));
}
