// CreateGroup, UpdateGroup, DissolveGroup and CloseGroup.
import { hash } from 'node:crypto';
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { assertCapacity, assertGroupTexts, assertJoinPolicy } from './group-limits.ts';
import {
  assertAccountExists,
  assertAdmin,
  assertOwner,
  lockOwnGroup,
  noSuchGroup,
  requireInvitable,
} from './group-permissions.ts';
import { assertMayInviteMore, inviteUsers, listInvited } from './invitations.ts';
import { emitGroupChanged, lockGroup, postSystemMessage, type SystemMessageBody, toProtoGroup } from './system-messages.ts';

const REQUEST_ID_BYTES = 16;

/**
 * The group's id is derived from the request's id, so a resend finds the group and returns its current state. A caller who has
 * left the group since gets only what the first request contained. Friends become members, everybody else is invited.
 */
export function createGroup(settings: LogicSettings) {
  return async (request: im.CreateGroupRequest, command: Command<LogicStore>): Promise<im.CreateGroupReply.$Properties> => {
    const { caller, tx } = command;
    if (request.clientRequestId.length !== REQUEST_ID_BYTES)
      throw new ImError('BAD_ARGUMENT', `client_request_id must have ${REQUEST_ID_BYTES} bytes`);
    assertGroupTexts(request);
    assertJoinPolicy(request.joinPolicy);
    const userIds = [...new Set(request.memberIds)].filter((userId) => userId !== caller.userId);
    assertCapacity(1, userIds.length, settings.maxGroupMembers);

    const groupId = deriveGroupId(caller.userId, request.clientRequestId);
    const [{ group: existing, ownMember }] = await Promise.all([lockGroup(command, groupId), assertAccountExists(command)]);
    const { name, avatarUrl, about, joinPolicy } = request;
    if (existing && !ownMember) return { group: { groupId, name, avatarUrl, about, joinPolicy } };
    if (existing)
      return { group: toProtoGroup(ownMember, existing), invitedUserIds: [...(await listInvited(command, groupId, userIds))] };
    let friends: ReadonlySet<string> = new Set();
    for (const lock of [false, true]) {
      friends = await requireInvitable(command, userIds, settings, { lock });
      await assertMayInviteMore(command, userIds.length - friends.size);
    }
    const [memberIds, invitedUserIds] = [userIds.filter((id) => friends.has(id)), userIds.filter((id) => !friends.has(id))];
    tx.groups.create({ groupId, name, avatarUrl, about, joinPolicy, ownerId: caller.userId, createdAt: tx.now() });
    const firstMessage = await postSystemMessage(command, groupId, { what: 'created', name, users: memberIds }, [
      caller.userId,
      ...memberIds,
    ]);
    const { MEMBER, OWNER } = im.GroupRole;
    const members = [{ userId: caller.userId, role: OWNER }, ...memberIds.map((userId) => ({ userId, role: MEMBER }))];
    const group = await tx.groupMembers.add(groupId, members, firstMessage);
    emitGroupChanged(command, group);
    await inviteUsers(command, group, invitedUserIds);
    return { group: { ...group, myRole: OWNER }, invitedUserIds };
  };
}

export async function updateGroup(
  request: im.UpdateGroupRequest,
  command: Command<LogicStore>,
): Promise<im.UpdateGroupReply.$Properties> {
  const { tx } = command;
  const own = await lockOwnGroup(command, request.groupId, assertAdmin);
  const { group: before, ownMember } = own;
  const changes = {
    name: request.name ?? before.name,
    avatarUrl: request.avatarUrl ?? before.avatarUrl,
    about: request.about ?? before.about,
    joinPolicy: request.joinPolicy ?? before.joinPolicy,
  };
  assertGroupTexts(changes);
  assertJoinPolicy(changes.joinPolicy);
  const isRenamed = changes.name !== before.name;
  const isChanged =
    changes.avatarUrl !== before.avatarUrl || changes.about !== before.about || changes.joinPolicy !== before.joinPolicy;
  if (!isRenamed && !isChanged) return { group: toProtoGroup(ownMember, before) };

  const audience = await tx.groupMembers.listIds(before.groupId);
  const group = tx.groups.update(before.groupId, changes);
  const body = isRenamed ? ({ what: 'renamed', name: changes.name } as const) : ({ what: 'changed' } as const);
  await postSystemMessage(command, group.groupId, body, audience);
  emitGroupChanged(command, group);
  // Members may invite to an open group only.
  if (before.joinPolicy === im.JoinPolicy.OPEN && changes.joinPolicy !== im.JoinPolicy.OPEN)
    tx.groupInvitations.removeSentByOthers(group.groupId, await tx.groupMembers.listAdminIds(group.groupId));
  return { group: toProtoGroup(ownMember, group) };
}

export async function dissolveGroup(
  request: im.DissolveGroupRequest,
  command: Command<LogicStore>,
): Promise<im.DissolveGroupReply.$Properties> {
  const own = await lockOwnGroup(command, request.groupId, assertOwner);
  await dissolveLockedGroup(command, own.group.groupId);
  return {};
}

/** For an operator, as the group's owner. A dissolved group stays so. */
export async function closeGroup(
  { groupId }: im.CloseGroupRequest,
  command: Command<LogicStore>,
): Promise<im.CloseGroupReply.$Properties> {
  const group = await command.tx.groups.lock(groupId);
  if (!group) throw noSuchGroup();
  if (!group.dissolved) await dissolveLockedGroup(command, groupId, { what: 'dissolved', byOperator: true });
  return {};
}

/** Ends all memberships of a locked group and marks it as dissolved. */
export async function dissolveLockedGroup(
  command: Command<LogicStore>,
  groupId: string,
  body: SystemMessageBody = { what: 'dissolved' },
): Promise<void> {
  const { tx } = command;
  const memberIds = await tx.groupMembers.listIds(groupId);
  const lastMessage = await postSystemMessage(command, groupId, body, memberIds);
  await tx.groupMembers.remove(groupId, memberIds, lastMessage.seq);
  tx.joinRequests.removeAllInGroup(groupId);
  tx.groupRestrictions.removeAllInGroup(groupId);
  emitGroupChanged(command, tx.groups.update(groupId, { dissolved: true }));
}

/** 16 bytes derived from the creator and the request id, so that a resend of the request finds the group. */
function deriveGroupId(creator: string, clientRequestId: Uint8Array): string {
  const request = Buffer.from(clientRequestId).toString('hex');
  return hash('sha256', `group:${creator}:${request}`, 'buffer').subarray(0, 16).toString('base64url');
}
