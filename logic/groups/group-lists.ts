// GetGroup, ListGroups, ListGroupMembers and InspectGroup.
import type { Command } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import { fitToPage, resolvePageLimit } from '../pages.ts';
import type { Group, LogicStore } from '../ports/index.ts';
import { noSuchGroup, readOwnGroup, whyNoGroup } from './group-permissions.ts';
import { toProtoGroup } from './system-messages.ts';

const GROUP_LIMITS = { usual: 100, most: 200 };
const MEMBER_LIMITS = { usual: 200, most: 500 };

/** Anyone can see a group that they could join or are invited to. */
export async function getGroup(request: im.GetGroupRequest, command: Command<LogicStore>): Promise<im.GetGroupReply.$Properties> {
  const { caller, tx } = command;
  const [group, ownMember] = await Promise.all([
    tx.groups.find(request.groupId),
    tx.groupMembers.find(request.groupId, caller.userId),
  ]);
  if (!group || group.dissolved) throw await whyNoGroup(command, request.groupId);
  const isHidden = !ownMember && group.joinPolicy === im.JoinPolicy.BY_INVITATION;
  if (isHidden && !(await tx.groupInvitations.find(group.groupId, caller.userId)))
    throw await whyNoGroup(command, request.groupId);
  return { group: toProtoGroup(ownMember, group) };
}

export async function listGroups(
  request: im.ListGroupsRequest,
  { caller, tx }: Command<LogicStore>,
): Promise<im.ListGroupsReply.$Properties> {
  const limit = resolvePageLimit(request.limit, GROUP_LIMITS);
  // One extra entry shows whether there is another page.
  const found = await tx.groupMembers.listGroups(caller.userId, request.afterGroupId, limit + 1);
  const page = fitToPage(found.slice(0, limit), ({ group }) => groupBytes(group));
  return { groups: page.map(({ group, member }) => toProtoGroup(member, group)), more: found.length > page.length };
}

/** How many bytes a group takes in a page. */
export function groupBytes({ name, avatarUrl, about }: Group): number {
  return Buffer.byteLength(`${name}${avatarUrl}${about}`);
}

export async function listGroupMembers(
  request: im.ListGroupMembersRequest,
  command: Command<LogicStore>,
): Promise<im.ListGroupMembersReply.$Properties> {
  const limit = resolvePageLimit(request.limit, MEMBER_LIMITS);
  await readOwnGroup(command, request.groupId);
  const found = await command.tx.groupMembers.list(request.groupId, request.afterUserId, limit + 1);
  return { members: found.slice(0, limit), more: found.length > limit };
}

/** For an operator, who is no member. */
export async function inspectGroup(
  request: im.InspectGroupRequest,
  { tx }: Command<LogicStore>,
): Promise<im.InspectGroupReply.$Properties> {
  const limit = resolvePageLimit(request.limit, MEMBER_LIMITS);
  const group = await tx.groups.find(request.groupId);
  if (!group) throw noSuchGroup();
  const found = await tx.groupMembers.list(request.groupId, request.afterUserId, limit + 1);
  return { group, members: found.slice(0, limit), more: found.length > limit };
}
