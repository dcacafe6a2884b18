// SetGroupRole, TransferGroup and MuteMember: commands that change what a member may do in a group.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { GroupMember, LogicStore } from '../ports/index.ts';
import { assertAdmin, assertOwner, lockOwnGroup, type OwnGroup, requireSubordinate } from './group-permissions.ts';
import { emitGroupChanged, postSystemMessage, type SystemMessageBody } from './system-messages.ts';

const MAX_MUTE_SECONDS = 30 * 24 * 60 * 60;

export async function setGroupRole(
  request: im.SetGroupRoleRequest,
  command: Command<LogicStore>,
): Promise<im.SetGroupRoleReply.$Properties> {
  const { role } = request;
  const { ADMIN, MEMBER } = im.GroupRole;
  if (role !== ADMIN && role !== MEMBER)
    throw new ImError('BAD_ARGUMENT', 'role must be ADMIN or MEMBER; to change the owner, use Logic.TransferGroup');
  const own = await lockOwnGroup(command, request.groupId, assertOwner);
  const member = await requireSubordinate(command, own, request.userId);
  if (member.role === role) return {};
  const { groupMembers } = command.tx;
  const { groupId } = own.group;
  const audience = await groupMembers.listIds(groupId);
  groupMembers.update(groupId, [{ ...member, role }]);
  if (role === MEMBER && own.group.joinPolicy !== im.JoinPolicy.OPEN)
    await command.tx.groupInvitations.removeSent(groupId, member.userId);
  const body: SystemMessageBody = { what: 'role', users: [member.userId], role: role === ADMIN ? 'ADMIN' : 'MEMBER' };
  await postSystemMessage(command, groupId, body, audience);
  return {};
}

export async function transferGroup(
  request: im.TransferGroupRequest,
  command: Command<LogicStore>,
): Promise<im.TransferGroupReply.$Properties> {
  const own = await lockOwnGroup(command, request.groupId, assertOwner);
  await transferOwnership(command, own, await requireSubordinate(command, own, request.userId));
  return {};
}

/** Makes another member the owner of a locked group. The caller, who was the owner, becomes an admin. */
export async function transferOwnership(command: Command<LogicStore>, own: OwnGroup, newOwner: GroupMember): Promise<void> {
  const { groups, groupMembers } = command.tx;
  const { groupId } = own.group;
  const { ADMIN, OWNER } = im.GroupRole;
  const audience = await groupMembers.listIds(groupId);
  // A new owner is unmuted, because no member could unmute the owner.
  groupMembers.update(groupId, [
    { ...own.ownMember, role: ADMIN },
    { ...newOwner, role: OWNER, mutedUntil: 0 },
  ]);
  const group = groups.update(groupId, { ownerId: newOwner.userId });
  await postSystemMessage(command, groupId, { what: 'transferred', users: [newOwner.userId] }, audience);
  emitGroupChanged(command, group);
}

export async function muteMember(
  request: im.MuteMemberRequest,
  command: Command<LogicStore>,
): Promise<im.MuteMemberReply.$Properties> {
  const { seconds } = request;
  if (seconds > MAX_MUTE_SECONDS)
    throw new ImError('BAD_ARGUMENT', `a member can be muted for at most ${MAX_MUTE_SECONDS} seconds`);
  const own = await lockOwnGroup(command, request.groupId, assertAdmin);
  const member = await requireSubordinate(command, own, request.userId);
  const mutedUntil = seconds === 0 ? 0 : command.tx.now() + seconds * 1000;
  if (member.mutedUntil === mutedUntil) return {};
  const { groupMembers } = command.tx;
  const { groupId } = own.group;
  const audience = await groupMembers.listIds(groupId);
  groupMembers.update(groupId, [{ ...member, mutedUntil }]);
  await postSystemMessage(command, groupId, { what: 'muted', users: [member.userId], until: mutedUntil }, audience);
  return {};
}
