// InviteToGroup, LeaveGroup and RemoveFromGroup, and the functions that add and remove members of a locked group.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { Group, GroupMember, LogicStore } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { assertCapacity } from './group-limits.ts';
import { assertAdmin, assertInvitable, lockOwnGroup, requireSubordinate } from './group-permissions.ts';
import { assertNotBanned, banUser, findRestrictions, keepMute, type Restrictions, toNewMembers } from './group-restrictions.ts';
import { emitGroupChanged, postSystemMessage, type SystemMessageBody, toProtoGroup } from './system-messages.ts';

const MAX_INVITED = 100;

export function inviteToGroup(settings: LogicSettings) {
  return async (request: im.InviteToGroupRequest, command: Command<LogicStore>): Promise<im.InviteToGroupReply.$Properties> => {
    const userIds = [...new Set(request.userIds)];
    if (userIds.length === 0 || request.userIds.length > MAX_INVITED)
      throw new ImError('BAD_ARGUMENT', `1 to ${MAX_INVITED} users can be invited at a time`);
    let missing: readonly string[] = [];
    let restrictions: Restrictions = new Map();
    const { group, ownMember } = await lockOwnGroup(command, request.groupId, async (own, isLocked) => {
      if (own.group.joinPolicy !== im.JoinPolicy.OPEN) assertAdmin(own);
      missing = await filterMissing(command, own.group, userIds);
      assertCapacity(own.group.memberCount, missing.length, settings.maxGroupMembers);
      [restrictions] = await Promise.all([
        findRestrictions(command, own.group.groupId, missing),
        assertInvitable(command, missing, settings, { lock: isLocked }),
      ]);
      assertNotBanned(restrictions);
    });
    // All of them are members already, for example because this is a resend.
    if (missing.length === 0) return { group: toProtoGroup(ownMember, group) };
    return { group: toProtoGroup(ownMember, await addMembers(command, group, missing, restrictions, 'invited')) };
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
 * members or banned, and fit into the group.
 */
export async function addMembers(
  command: Command<LogicStore>,
  { groupId }: Group,
  users: readonly string[],
  restrictions: Restrictions,
  what: 'joined' | 'invited',
): Promise<Group> {
  const { groupMembers } = command.tx;
  const audience = [...(await groupMembers.listIds(groupId)), ...users];
  const message = await postSystemMessage(command, groupId, { what, users }, audience);
  const group = await groupMembers.add(groupId, await toNewMembers(command, groupId, users, restrictions), message);
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
  await removeMember(command, group, ownMember, 'left');
  return {};
}

export async function removeFromGroup(
  { groupId, userId, ban }: im.RemoveFromGroupRequest,
  command: Command<LogicStore>,
): Promise<im.RemoveFromGroupReply.$Properties> {
  const own = await lockOwnGroup(command, groupId, assertAdmin);
  const isMember = !ban || (await command.tx.groupMembers.find(groupId, userId)) !== undefined;
  const member = isMember ? await requireSubordinate(command, own, userId) : undefined;
  if (ban && !(await banUser(command, groupId, userId, member))) return {};
  if (member) await removeMember(command, own.group, member, 'removed', { isBanned: ban });
  return {};
}

/**
 * Ends a membership in a locked group. Posts a system message, which is the last message that the former member can see. `nth`
 * numbers the system messages that one command posts in the group, from 0. A mute outlives the membership.
 */
export async function removeMember(
  command: Command<LogicStore>,
  { groupId }: Group,
  member: GroupMember,
  what: 'left' | 'removed',
  { nth = 0, isBanned = false }: { readonly nth?: number; readonly isBanned?: boolean } = {},
): Promise<void> {
  const { groupMembers } = command.tx;
  const { userId } = member;
  const audience = await groupMembers.listIds(groupId);
  const body: SystemMessageBody = { what, users: [userId], ...(isBanned && { banned: true }) };
  const message = await postSystemMessage(command, groupId, body, audience, nth);
  if (!isBanned) await keepMute(command, groupId, member);
  emitGroupChanged(command, await groupMembers.remove(groupId, [userId], message.seq));
}
