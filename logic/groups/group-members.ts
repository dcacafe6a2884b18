// LeaveGroup and RemoveFromGroup, and the functions that add and remove members of a locked group.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { Group, GroupMember, LogicStore } from '../ports/index.ts';
import { assertAdmin, lockOwnGroup, type OwnGroup, requireSubordinate } from './group-permissions.ts';
import { banUser, keepMute, type Restrictions, toNewMembers } from './group-restrictions.ts';
import { emitGroupChanged, postSystemMessage, type SystemMessageBody } from './system-messages.ts';

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

/** Of a user who is not a member: withdraws their invitation, or bans them. */
export async function removeFromGroup(
  { groupId, userId, ban }: im.RemoveFromGroupRequest,
  command: Command<LogicStore>,
): Promise<im.RemoveFromGroupReply.$Properties> {
  const { tx } = command;
  const own = await lockOwnGroup(command, groupId, (own) => assertMayRemove(command, own, userId, ban));
  const found = await tx.groupMembers.find(groupId, userId);
  if (!found && !ban && (await tx.groupInvitations.find(groupId, userId))) {
    await tx.joinRequests.remove(groupId, userId);
    return { invitationWithdrawn: true };
  }
  const member = found || !ban ? await requireSubordinate(command, own, userId) : undefined;
  if (ban && !(await banUser(command, groupId, userId, member))) return {};
  if (member) await removeMember(command, own.group, member, 'removed', { isBanned: ban });
  return {};
}

/** Throws NOT_ALLOWED unless the caller is an admin, or withdraws an invitation of their own. */
async function assertMayRemove({ caller, tx }: Command<LogicStore>, own: OwnGroup, userId: string, ban: boolean): Promise<void> {
  if (own.ownMember.role < im.GroupRole.ADMIN && !ban) {
    const invitation = await tx.groupInvitations.find(own.group.groupId, userId);
    if (invitation?.invitedBy === caller.userId) return;
  }
  assertAdmin(own);
}

/**
 * Ends a membership in a locked group. Posts a system message, which is the last message that the former member can see. `nth`
 * numbers the system messages that one command posts in the group, from 0. A mute outlives the membership, and the member's open
 * invitations do not.
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
