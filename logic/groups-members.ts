// Who comes into a group and who goes.
import type { Command } from '../infra/ports.ts';
import { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { assertRoom } from './groups-limits.ts';
import { assertAdmin, assertInvitable, lockMyGroup, memberBelow } from './groups-rights.ts';
import { groupSeenBy, tellGroup, tellOfGroup } from './groups-told.ts';
import type { LogicSettings } from './handlers.ts';
import type { Group, LogicStored } from './ports.ts';

const MAX_INVITED = 100;

export function inviteToGroup(settings: LogicSettings) {
  return async (request: im.InviteToGroupRequest, command: Command<LogicStored>): Promise<im.InviteToGroupReply.$Properties> => {
    const users = [...new Set(request.users)];
    if (users.length === 0 || request.users.length > MAX_INVITED)
      throw new ImError('BAD_ARGUMENT', `1 to ${MAX_INVITED} users are invited at a time`);
    const mine = await lockMyGroup(command, request.group);
    const { group, me } = mine;
    if (group.joinPolicy !== im.JoinPolicy.OPEN) assertAdmin(mine);
    const members = await Promise.all(users.map((user) => command.stored.groupMembers.get(group.group, user)));
    const missing = users.filter((_, i) => !members[i]);
    // A resend, for one.
    if (missing.length === 0) return { group: groupSeenBy(me, group) };
    assertRoom(group.members, missing.length, settings.maxGroupMembers);
    await assertInvitable(command, missing, settings);
    return { group: groupSeenBy(me, await letIn(command, group, missing, 'invited')) };
  };
}

/** Makes them members of a locked group and tells all. That they are no members, exist and have room was seen to. */
export async function letIn(
  command: Command<LogicStored>,
  { group }: Group,
  users: readonly string[],
  what: 'joined' | 'invited',
): Promise<Group> {
  const { groupMembers } = command.stored;
  const audience = [...(await groupMembers.ids(group)), ...users];
  const told = await tellGroup(command, group, { what, users }, audience);
  const now = await groupMembers.join(
    group,
    users.map((user) => ({ user, role: im.GroupRole.MEMBER })),
    told,
  );
  tellOfGroup(command, now);
  return now;
}

export async function leaveGroup(
  request: im.LeaveGroupRequest,
  command: Command<LogicStored>,
): Promise<im.LeaveGroupReply.$Properties> {
  const { group, me } = await lockMyGroup(command, request.group);
  if (me.role === im.GroupRole.OWNER)
    throw new ImError('OWNER_STAYS', 'the owner hands the group on before he leaves it, with Logic.TransferGroup, or ends it');
  await letGo(command, group, me.user, 'left');
  return {};
}

export async function removeFromGroup(
  request: im.RemoveFromGroupRequest,
  command: Command<LogicStored>,
): Promise<im.RemoveFromGroupReply.$Properties> {
  const mine = await lockMyGroup(command, request.group);
  assertAdmin(mine);
  const { user } = await memberBelow(command, mine, request.user);
  await letGo(command, mine.group, user, 'removed');
  return {};
}

/** Ends a membership in a locked group. Who goes is told as well, by the last message he can see, which is the `nth` of this command. */
export async function letGo(
  command: Command<LogicStored>,
  { group }: Group,
  user: string,
  what: 'left' | 'removed',
  nth = 0,
): Promise<void> {
  const { groupMembers } = command.stored;
  const audience = await groupMembers.ids(group);
  const told = await tellGroup(command, group, { what, users: [user] }, audience, nth);
  tellOfGroup(command, await groupMembers.leave(group, [user], told.seq));
}
