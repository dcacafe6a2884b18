// Groups and their members, one by one and page by page.
import type { Command } from '../infra/ports.ts';
import { im } from '../proto/contract.ts';
import { noSuchGroup, readMyGroup } from './groups-rights.ts';
import { groupSeenBy } from './groups-told.ts';
import { limitOf, upToBytes } from './pages.ts';
import type { LogicStored } from './ports.ts';

const GROUPS = { usual: 100, most: 200 };
const MEMBERS = { usual: 200, most: 500 };

export async function getGroup(
  request: im.GetGroupRequest,
  { caller, stored }: Command<LogicStored>,
): Promise<im.GetGroupReply.$Properties> {
  const [group, me] = await Promise.all([stored.groups.get(request.group), stored.groupMembers.get(request.group, caller.user)]);
  if (!group || group.dissolved || (!me && group.joinPolicy === im.JoinPolicy.BY_INVITATION)) throw noSuchGroup();
  return { group: groupSeenBy(me, group) };
}

export async function listGroups(
  request: im.ListGroupsRequest,
  { caller, stored }: Command<LogicStored>,
): Promise<im.ListGroupsReply.$Properties> {
  const limit = limitOf(request.limit, GROUPS);
  // One more than asked for tells whether there is another page.
  const found = await stored.groupMembers.groupsOf(caller.user, request.afterGroup, limit + 1);
  const page = upToBytes(found.slice(0, limit), ({ group }) =>
    Buffer.byteLength(`${group.name}${group.avatarUrl}${group.about}`),
  );
  return { groups: page.map(({ group, member }) => groupSeenBy(member, group)), more: found.length > page.length };
}

export async function listGroupMembers(
  request: im.ListGroupMembersRequest,
  command: Command<LogicStored>,
): Promise<im.ListGroupMembersReply.$Properties> {
  const limit = limitOf(request.limit, MEMBERS);
  await readMyGroup(command, request.group);
  const found = await command.stored.groupMembers.list(request.group, request.afterUser, limit + 1);
  return { members: found.slice(0, limit), more: found.length > limit };
}
