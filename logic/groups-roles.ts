// What members may do: roles, the group's owner, and who is silenced.
import type { Command } from '../infra/ports.ts';
import { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { assertAdmin, assertOwner, lockMyGroup, type MyGroup, memberBelow } from './groups-rights.ts';
import { tellGroup, tellOfGroup } from './groups-told.ts';
import type { GroupMember, LogicStored } from './ports.ts';

const MAX_MUTE_SECONDS = 30 * 24 * 60 * 60;

export async function setGroupRole(
  request: im.SetGroupRoleRequest,
  command: Command<LogicStored>,
): Promise<im.SetGroupRoleReply.$Properties> {
  const { role } = request;
  const { ADMIN, MEMBER } = im.GroupRole;
  if (role !== ADMIN && role !== MEMBER)
    throw new ImError('BAD_ARGUMENT', 'role is ADMIN or MEMBER; Logic.TransferGroup makes another owner');
  const mine = await lockMyGroup(command, request.group);
  assertOwner(mine);
  const member = await memberBelow(command, mine, request.user);
  if (member.role === role) return {};
  const { groupMembers } = command.stored;
  const { group } = mine.group;
  const audience = await groupMembers.ids(group);
  groupMembers.change(group, [{ ...member, role }]);
  await tellGroup(command, group, { what: 'role', users: [member.user], role: role === ADMIN ? 'ADMIN' : 'MEMBER' }, audience);
  return {};
}

export async function transferGroup(
  request: im.TransferGroupRequest,
  command: Command<LogicStored>,
): Promise<im.TransferGroupReply.$Properties> {
  const mine = await lockMyGroup(command, request.group);
  assertOwner(mine);
  await handOn(command, mine, await memberBelow(command, mine, request.user));
  return {};
}

/** Makes another member the owner of a locked group; the one before becomes an admin. */
export async function handOn(command: Command<LogicStored>, mine: MyGroup, next: GroupMember): Promise<void> {
  const { groups, groupMembers } = command.stored;
  const { group } = mine.group;
  const { ADMIN, OWNER } = im.GroupRole;
  const audience = await groupMembers.ids(group);
  // An owner is not silenced: nobody could end it.
  groupMembers.change(group, [
    { ...mine.me, role: ADMIN },
    { ...next, role: OWNER, mutedUntil: 0 },
  ]);
  const now = groups.change(group, { owner: next.user });
  await tellGroup(command, group, { what: 'transferred', users: [next.user] }, audience);
  tellOfGroup(command, now);
}

export async function muteMember(
  request: im.MuteMemberRequest,
  command: Command<LogicStored>,
): Promise<im.MuteMemberReply.$Properties> {
  const { seconds } = request;
  if (seconds > MAX_MUTE_SECONDS)
    throw new ImError('BAD_ARGUMENT', `a member is silenced for at most ${MAX_MUTE_SECONDS} seconds`);
  const mine = await lockMyGroup(command, request.group);
  assertAdmin(mine);
  const member = await memberBelow(command, mine, request.user);
  const mutedUntil = seconds === 0 ? 0 : command.caller.acceptedAt + seconds * 1000;
  if (member.mutedUntil === mutedUntil) return {};
  const { groupMembers } = command.stored;
  const { group } = mine.group;
  const audience = await groupMembers.ids(group);
  groupMembers.change(group, [{ ...member, mutedUntil }]);
  await tellGroup(command, group, { what: 'muted', users: [member.user], until: mutedUntil }, audience);
  return {};
}
