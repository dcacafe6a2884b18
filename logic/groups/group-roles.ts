// What members may do: roles, the group's owner, and who is silenced.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { GroupMember, LogicStore } from '../ports/index.ts';
import { assertAdmin, assertOwner, lockOwnGroup, type OwnGroup, requireSubordinate } from './group-permissions.ts';
import { emitGroupChanged, postSystemMessage } from './system-messages.ts';

const MAX_MUTE_SECONDS = 30 * 24 * 60 * 60;

export async function setGroupRole(
  request: im.SetGroupRoleRequest,
  command: Command<LogicStore>,
): Promise<im.SetGroupRoleReply.$Properties> {
  const { role } = request;
  const { ADMIN, MEMBER } = im.GroupRole;
  if (role !== ADMIN && role !== MEMBER)
    throw new ImError('BAD_ARGUMENT', 'role is ADMIN or MEMBER; Logic.TransferGroup makes another owner');
  const mine = await lockOwnGroup(command, request.groupId);
  assertOwner(mine);
  const member = await requireSubordinate(command, mine, request.user);
  if (member.role === role) return {};
  const { groupMembers } = command.tx;
  const { groupId } = mine.group;
  const audience = await groupMembers.listIds(groupId);
  groupMembers.update(groupId, [{ ...member, role }]);
  await postSystemMessage(
    command,
    groupId,
    { what: 'role', users: [member.user], role: role === ADMIN ? 'ADMIN' : 'MEMBER' },
    audience,
  );
  return {};
}

export async function transferGroup(
  request: im.TransferGroupRequest,
  command: Command<LogicStore>,
): Promise<im.TransferGroupReply.$Properties> {
  const mine = await lockOwnGroup(command, request.groupId);
  assertOwner(mine);
  await transferOwnership(command, mine, await requireSubordinate(command, mine, request.user));
  return {};
}

/** Makes another member the owner of a locked group; the one before becomes an admin. */
export async function transferOwnership(command: Command<LogicStore>, mine: OwnGroup, next: GroupMember): Promise<void> {
  const { groups, groupMembers } = command.tx;
  const { groupId } = mine.group;
  const { ADMIN, OWNER } = im.GroupRole;
  const audience = await groupMembers.listIds(groupId);
  // An owner is not silenced: nobody could end it.
  groupMembers.update(groupId, [
    { ...mine.ownMember, role: ADMIN },
    { ...next, role: OWNER, mutedUntil: 0 },
  ]);
  const now = groups.update(groupId, { owner: next.user });
  await postSystemMessage(command, groupId, { what: 'transferred', users: [next.user] }, audience);
  emitGroupChanged(command, now);
}

export async function muteMember(
  request: im.MuteMemberRequest,
  command: Command<LogicStore>,
): Promise<im.MuteMemberReply.$Properties> {
  const { seconds } = request;
  if (seconds > MAX_MUTE_SECONDS)
    throw new ImError('BAD_ARGUMENT', `a member is silenced for at most ${MAX_MUTE_SECONDS} seconds`);
  const mine = await lockOwnGroup(command, request.groupId);
  assertAdmin(mine);
  const member = await requireSubordinate(command, mine, request.user);
  const mutedUntil = seconds === 0 ? 0 : command.caller.acceptedAt + seconds * 1000;
  if (member.mutedUntil === mutedUntil) return {};
  const { groupMembers } = command.tx;
  const { groupId } = mine.group;
  const audience = await groupMembers.listIds(groupId);
  groupMembers.update(groupId, [{ ...member, mutedUntil }]);
  await postSystemMessage(command, groupId, { what: 'muted', users: [member.user], until: mutedUntil }, audience);
  return {};
}
