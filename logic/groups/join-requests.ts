// JoinGroup, ListJoinRequests and AnswerJoinRequest. An open group admits at once; otherwise an admin answers the request.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { resolvePageLimit } from '../pages.ts';
import type { Group, GroupMember, LogicStore } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { assertCapacity, assertLength } from './group-limits.ts';
import { addMembers } from './group-members.ts';
import { assertAccountExists, assertAdmin, lockOwnGroup, readOwnGroup, whyNoGroup } from './group-permissions.ts';
import { assertNotBanned, findRestrictions, type Restrictions } from './group-restrictions.ts';
import { lockGroup, toProtoGroup } from './system-messages.ts';

const REQUEST_LIMITS = { usual: 100, most: 200 };
const MAX_GREETING_CHARACTERS = 200;

export function joinGroup({ maxGroupMembers }: LogicSettings) {
  return async (request: im.JoinGroupRequest, command: Command<LogicStore>): Promise<im.JoinGroupReply.$Properties> => {
    assertLength(request.greeting, MAX_GREETING_CHARACTERS, 'greeting');
    const { caller, tx } = command;
    const { groupId } = request;
    // Without a lock first: a caller who cannot join neither holds nor waits for one.
    const [found, foundMember, foundRestrictions] = await Promise.all([
      tx.groups.find(groupId),
      tx.groupMembers.find(groupId, caller.userId),
      findRestrictions(command, groupId, [caller.userId]),
      assertAccountExists(command),
    ]);
    const limits = { groupId, maxGroupMembers };
    const seen = await assertJoinable(command, { group: found, ownMember: foundMember }, foundRestrictions, limits);
    // The caller is already a member: this is a resend, or a member has invited the caller in the meantime.
    if (foundMember) return { joined: true, group: toProtoGroup(foundMember, seen) };
    const [locked, restrictions] = await Promise.all([
      lockGroup(command, groupId, { toPost: seen.joinPolicy === im.JoinPolicy.OPEN }),
      findRestrictions(command, groupId, [caller.userId]),
    ]);
    const group = await assertJoinable(command, locked, restrictions, limits);
    const { ownMember } = locked;
    if (ownMember) return { joined: true, group: toProtoGroup(ownMember, group) };
    if (group.joinPolicy === im.JoinPolicy.BY_REQUEST) {
      await requestToJoin(command, group, request.greeting);
      return { joined: false, group: toProtoGroup(undefined, group) };
    }
    const joined = await addMembers(command, group, [caller.userId], restrictions, 'joined');
    return { joined: true, group: { ...joined, myRole: im.GroupRole.MEMBER } };
  };
}

/** Throws unless the caller is in the group, or can join it or ask to. */
async function assertJoinable(
  command: Command<LogicStore>,
  { group, ownMember }: { readonly group: Group | undefined; readonly ownMember: GroupMember | undefined },
  restrictions: Restrictions,
  { groupId, maxGroupMembers }: { readonly groupId: string; readonly maxGroupMembers: number },
): Promise<Group> {
  if (!group || group.dissolved) throw await whyNoGroup(command, groupId);
  if (ownMember) return group;
  if (group.joinPolicy === im.JoinPolicy.BY_INVITATION) throw await whyNoGroup(command, groupId);
  assertNotBanned(restrictions);
  assertCapacity(group.memberCount, 1, maxGroupMembers);
  return group;
}

/** Stores the caller's request to join a locked group, in place of an earlier one, and pushes it to the admins. */
async function requestToJoin(command: Command<LogicStore>, { groupId }: Group, greeting: string): Promise<void> {
  const { caller, tx } = command;
  const [before, admins, person] = await Promise.all([
    tx.joinRequests.find(groupId, caller.userId),
    tx.groupMembers.listAdminIds(groupId),
    tx.people.findById(caller.userId),
  ]);
  // A resend: the first request was already pushed to the admins.
  if (before?.greeting === greeting) return;
  const requestedAt = tx.now();
  await tx.joinRequests.put(groupId, caller.userId, greeting, requestedAt);
  const request = { userId: caller.userId, name: person?.name ?? '', greeting, requestedAt };
  command.push(admins, { joinRequested: { groupId, request } });
}

export async function listJoinRequests(
  request: im.ListJoinRequestsRequest,
  command: Command<LogicStore>,
): Promise<im.ListJoinRequestsReply.$Properties> {
  const limit = resolvePageLimit(request.limit, REQUEST_LIMITS);
  const own = await readOwnGroup(command, request.groupId);
  assertAdmin(own);
  // One extra entry shows whether there is another page.
  const found = await command.tx.joinRequests.list(request.groupId, request.afterUserId, limit + 1);
  return { requests: found.slice(0, limit), more: found.length > limit };
}

export function answerJoinRequest({ maxGroupMembers }: LogicSettings) {
  return async (
    request: im.AnswerJoinRequestRequest,
    command: Command<LogicStore>,
  ): Promise<im.AnswerJoinRequestReply.$Properties> => {
    const { tx } = command;
    let restrictions: Restrictions = new Map();
    const { group } = await lockOwnGroup(command, request.groupId, async (own, isLocked) => {
      assertAdmin(own);
      const [joinRequest, found, exists] = await Promise.all([
        tx.joinRequests.find(own.group.groupId, request.userId),
        findRestrictions(command, own.group.groupId, [request.userId]),
        !isLocked || tx.people.lock(request.userId),
      ]);
      restrictions = found;
      if (!joinRequest || !exists)
        throw new ImError('NO_SUCH_REQUEST', 'this user has no open request; Logic.ListJoinRequests lists them');
    });
    if (!request.accept) {
      await tx.joinRequests.remove(group.groupId, request.userId);
      return {};
    }
    assertCapacity(group.memberCount, 1, maxGroupMembers);
    await addMembers(command, group, [request.userId], restrictions, 'joined');
    return {};
  };
}
