// A group from its making to its end.
import { hash } from 'node:crypto';
import type { Command } from '../infra/ports.ts';
import { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { assertGroupTexts, assertJoinPolicy, assertRoom } from './groups-limits.ts';
import { assertAdmin, assertInvitable, assertOwner, assertStillThere, lockMyGroup } from './groups-rights.ts';
import { groupSeenBy, lockGroup, tellGroup, tellOfGroup } from './groups-told.ts';
import type { LogicSettings } from './handlers.ts';
import type { LogicStored } from './ports.ts';

const REQUEST_ID_BYTES = 16;

/** A resend finds the group by its id, which comes from the request's, and is answered with it as it is now; who has left it meanwhile learns nothing beyond what he had asked for. */
export function createGroup(settings: LogicSettings) {
  return async (request: im.CreateGroupRequest, command: Command<LogicStored>): Promise<im.CreateGroupReply.$Properties> => {
    const { caller, stored } = command;
    if (request.clientRequestId.length !== REQUEST_ID_BYTES)
      throw new ImError('BAD_ARGUMENT', 'client_request_id is not 16 bytes');
    assertGroupTexts(request);
    assertJoinPolicy(request.joinPolicy);
    const users = [...new Set(request.members)].filter((user) => user !== caller.user);
    assertRoom(1, users.length, settings.maxGroupMembers);

    const id = groupIdOf(caller.user, request.clientRequestId);
    const [{ group: there, me }] = await Promise.all([lockGroup(command, id), assertStillThere(command)]);
    const { name, avatarUrl, about, joinPolicy } = request;
    if (there) return { group: me ? groupSeenBy(me, there) : { group: id, name, avatarUrl, about, joinPolicy } };
    await assertInvitable(command, users, settings);
    stored.groups.add({ group: id, name, avatarUrl, about, joinPolicy, owner: caller.user, createdAt: caller.acceptedAt });
    const first = await tellGroup(command, id, { what: 'created', name, users }, [caller.user, ...users]);
    const { MEMBER, OWNER } = im.GroupRole;
    const members = [{ user: caller.user, role: OWNER }, ...users.map((user) => ({ user, role: MEMBER }))];
    const group = await stored.groupMembers.join(id, members, first);
    tellOfGroup(command, group);
    return { group: { ...group, myRole: OWNER } };
  };
}

export async function updateGroup(
  request: im.UpdateGroupRequest,
  command: Command<LogicStored>,
): Promise<im.UpdateGroupReply.$Properties> {
  const { stored } = command;
  const mine = await lockMyGroup(command, request.group);
  assertAdmin(mine);
  const { group: before, me } = mine;
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
    return { group: groupSeenBy(me, before) };

  const audience = await stored.groupMembers.ids(before.group);
  const group = stored.groups.change(before.group, to);
  await tellGroup(command, group.group, isRenamed ? { what: 'renamed', name: to.name } : { what: 'changed' }, audience);
  tellOfGroup(command, group);
  return { group: groupSeenBy(me, group) };
}

export async function dissolveGroup(
  request: im.DissolveGroupRequest,
  command: Command<LogicStored>,
): Promise<im.DissolveGroupReply.$Properties> {
  const mine = await lockMyGroup(command, request.group);
  assertOwner(mine);
  await endGroup(command, mine.group.group);
  return {};
}

/** Ends a locked group for everybody who is in it. */
export async function endGroup(command: Command<LogicStored>, id: string): Promise<void> {
  const { stored } = command;
  const everybody = await stored.groupMembers.ids(id);
  const last = await tellGroup(command, id, { what: 'dissolved' }, everybody);
  await stored.groupMembers.leave(id, everybody, last.seq);
  stored.groupRequests.removeAll(id);
  tellOfGroup(command, stored.groups.change(id, { dissolved: true }));
}

/** 16 bytes that nobody else can arrive at: a resend of the request that made the group finds it. */
function groupIdOf(creator: string, clientRequestId: Uint8Array): string {
  const request = Buffer.from(clientRequestId).toString('hex');
  return hash('sha256', `group:${creator}:${request}`, 'buffer').subarray(0, 16).toString('base64url');
}
