// Who comes into a group and who goes.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicSettings } from '../handlers.ts';
import type { Group, LogicStore } from '../ports/index.ts';
import { assertCapacity } from './group-limits.ts';
import { assertAdmin, assertInvitable, lockOwnGroup, requireSubordinate } from './group-permissions.ts';
import { emitGroupChanged, postSystemMessage, toProtoGroup } from './system-messages.ts';

const MAX_INVITED = 100;

export function inviteToGroup(settings: LogicSettings) {
  return async (request: im.InviteToGroupRequest, command: Command<LogicStore>): Promise<im.InviteToGroupReply.$Properties> => {
    const users = [...new Set(request.users)];
    if (users.length === 0 || request.users.length > MAX_INVITED)
      throw new ImError('BAD_ARGUMENT', `1 to ${MAX_INVITED} users are invited at a time`);
    const mine = await lockOwnGroup(command, request.groupId);
    const { group, ownMember } = mine;
    if (group.joinPolicy !== im.JoinPolicy.OPEN) assertAdmin(mine);
    const members = await Promise.all(users.map((user) => command.tx.groupMembers.find(group.groupId, user)));
    const missing = users.filter((_, i) => !members[i]);
    // A resend, for one.
    if (missing.length === 0) return { group: toProtoGroup(ownMember, group) };
    assertCapacity(group.members, missing.length, settings.maxGroupMembers);
    await assertInvitable(command, missing, settings);
    return { group: toProtoGroup(ownMember, await addMembers(command, group, missing, 'invited')) };
  };
}

/** Makes them members of a locked group and tells all. That they are no members, exist and have room was seen to. */
export async function addMembers(
  command: Command<LogicStore>,
  { groupId }: Group,
  users: readonly string[],
  what: 'joined' | 'invited',
): Promise<Group> {
  const { groupMembers } = command.tx;
  const audience = [...(await groupMembers.listIds(groupId)), ...users];
  const told = await postSystemMessage(command, groupId, { what, users }, audience);
  const now = await groupMembers.add(
    groupId,
    users.map((user) => ({ user, role: im.GroupRole.MEMBER })),
    told,
  );
  emitGroupChanged(command, now);
  return now;
}

export async function leaveGroup(
  request: im.LeaveGroupRequest,
  command: Command<LogicStore>,
): Promise<im.LeaveGroupReply.$Properties> {
  const { group, ownMember } = await lockOwnGroup(command, request.groupId);
  if (ownMember.role === im.GroupRole.OWNER)
    throw new ImError('OWNER_STAYS', 'the owner hands the group on before he leaves it, with Logic.TransferGroup, or ends it');
  await removeMember(command, group, ownMember.user, 'left');
  return {};
}

export async function removeFromGroup(
  request: im.RemoveFromGroupRequest,
  command: Command<LogicStore>,
): Promise<im.RemoveFromGroupReply.$Properties> {
  const mine = await lockOwnGroup(command, request.groupId);
  assertAdmin(mine);
  const { user } = await requireSubordinate(command, mine, request.user);
  await removeMember(command, mine.group, user, 'removed');
  return {};
}

/** Ends a membership in a locked group. Who goes is told as well, by the last message he can see, which is the `nth` of this command. */
export async function removeMember(
  command: Command<LogicStore>,
  { groupId }: Group,
  user: string,
  what: 'left' | 'removed',
  nth = 0,
): Promise<void> {
  const { groupMembers } = command.tx;
  const audience = await groupMembers.listIds(groupId);
  const told = await postSystemMessage(command, groupId, { what, users: [user] }, audience, nth);
  emitGroupChanged(command, await groupMembers.remove(groupId, [user], told.seq));
}
