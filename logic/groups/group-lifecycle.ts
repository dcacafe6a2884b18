// A group from its making to its end.
import { hash } from 'node:crypto';
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicSettings } from '../handlers.ts';
import type { LogicStore } from '../ports/index.ts';
import { assertCapacity, assertGroupTexts, assertJoinPolicy } from './group-limits.ts';
import { assertAccountExists, assertAdmin, assertInvitable, assertOwner, lockOwnGroup } from './group-permissions.ts';
import { emitGroupChanged, lockGroup, postSystemMessage, toProtoGroup } from './system-messages.ts';

const REQUEST_ID_BYTES = 16;

/** A resend finds the group by its id, which comes from the request's, and is answered with it as it is now; who has left it meanwhile learns nothing beyond what he had asked for. */
export function createGroup(settings: LogicSettings) {
  return async (request: im.CreateGroupRequest, command: Command<LogicStore>): Promise<im.CreateGroupReply.$Properties> => {
    const { caller, tx } = command;
    if (request.clientRequestId.length !== REQUEST_ID_BYTES)
      throw new ImError('BAD_ARGUMENT', 'client_request_id is not 16 bytes');
    assertGroupTexts(request);
    assertJoinPolicy(request.joinPolicy);
    const users = [...new Set(request.members)].filter((user) => user !== caller.userId);
    assertCapacity(1, users.length, settings.maxGroupMembers);

    const id = groupIdOf(caller.userId, request.clientRequestId);
    const [{ group: there, ownMember }] = await Promise.all([lockGroup(command, id), assertAccountExists(command)]);
    const { name, avatarUrl, about, joinPolicy } = request;
    if (there) return { group: ownMember ? toProtoGroup(ownMember, there) : { groupId: id, name, avatarUrl, about, joinPolicy } };
    await assertInvitable(command, users, settings);
    tx.groups.create({ groupId: id, name, avatarUrl, about, joinPolicy, owner: caller.userId, createdAt: caller.acceptedAt });
    const first = await postSystemMessage(command, id, { what: 'created', name, users }, [caller.userId, ...users]);
    const { MEMBER, OWNER } = im.GroupRole;
    const members = [{ user: caller.userId, role: OWNER }, ...users.map((user) => ({ user, role: MEMBER }))];
    const group = await tx.groupMembers.add(id, members, first);
    emitGroupChanged(command, group);
    return { group: { ...group, myRole: OWNER } };
  };
}

export async function updateGroup(
  request: im.UpdateGroupRequest,
  command: Command<LogicStore>,
): Promise<im.UpdateGroupReply.$Properties> {
  const { tx } = command;
  const mine = await lockOwnGroup(command, request.groupId);
  assertAdmin(mine);
  const { group: before, ownMember } = mine;
  const to = {
    name: request.name ?? before.name,
    avatarUrl: request.avatarUrl ?? before.avatarUrl,
    about: request.about ?? before.about,
    joinPolicy: request.joinPolicy ?? before.joinPolicy,
  };
  assertGroupTexts(to);
  assertJoinPolicy(to.joinPolicy);
  const isRenamed = to.name !== before.name;
  // A resend, or nothing new: nobody is told.
  if (!isRenamed && to.avatarUrl === before.avatarUrl && to.about === before.about && to.joinPolicy === before.joinPolicy)
    return { group: toProtoGroup(ownMember, before) };

  const audience = await tx.groupMembers.listIds(before.groupId);
  const group = tx.groups.update(before.groupId, to);
  await postSystemMessage(command, group.groupId, isRenamed ? { what: 'renamed', name: to.name } : { what: 'changed' }, audience);
  emitGroupChanged(command, group);
  return { group: toProtoGroup(ownMember, group) };
}

export async function dissolveGroup(
  request: im.DissolveGroupRequest,
  command: Command<LogicStore>,
): Promise<im.DissolveGroupReply.$Properties> {
  const mine = await lockOwnGroup(command, request.groupId);
  assertOwner(mine);
  await dissolveLockedGroup(command, mine.group.groupId);
  return {};
}

/** Ends a locked group for everybody who is in it. */
export async function dissolveLockedGroup(command: Command<LogicStore>, id: string): Promise<void> {
  const { tx } = command;
  const everybody = await tx.groupMembers.listIds(id);
  const last = await postSystemMessage(command, id, { what: 'dissolved' }, everybody);
  await tx.groupMembers.remove(id, everybody, last.seq);
  tx.joinRequests.removeAllInGroup(id);
  emitGroupChanged(command, tx.groups.update(id, { dissolved: true }));
}

/** 16 bytes that nobody else can arrive at: a resend of the request that made the group finds it. */
function groupIdOf(creator: string, clientRequestId: Uint8Array): string {
  const request = Buffer.from(clientRequestId).toString('hex');
  return hash('sha256', `group:${creator}:${request}`, 'buffer').subarray(0, 16).toString('base64url');
}
