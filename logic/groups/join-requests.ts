// JoinGroup, ListJoinRequests, AnswerJoinRequest and AnswerGroupInvitation. An open group and an invitation admit at once;
// otherwise an admin answers the request.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { formerMember } from '../conversations/access.ts';
import { resolvePageLimit } from '../pages.ts';
import type { Group, GroupInvitation, GroupMember, LogicStore } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { assertCapacity, assertLength } from './group-limits.ts';
import { addMembers } from './group-members.ts';
import { assertAccountExists, assertAdmin, lockOwnGroup, readOwnGroup, whyNoGroup } from './group-permissions.ts';
import { assertNotBanned, findRestrictions, type Restrictions } from './group-restrictions.ts';
import { lockGroup, toProtoGroup } from './system-messages.ts';

const REQUEST_LIMITS = { usual: 100, most: 200 };
const MAX_GREETING_CHARACTERS = 200;

/** The caller at a group that they want to enter. */
interface Entry {
  readonly group: Group | undefined;
  readonly ownMember: GroupMember | undefined;
  readonly invitation: GroupInvitation | undefined;
  readonly restrictions: Restrictions;
}

export function joinGroup({ maxGroupMembers }: LogicSettings) {
  return async (
    { groupId, greeting }: im.JoinGroupRequest,
    command: Command<LogicStore>,
  ): Promise<im.JoinGroupReply.$Properties> => {
    assertLength(greeting, MAX_GREETING_CHARACTERS, 'greeting');
    return enterGroup(command, groupId, greeting, async ({ group, ownMember, invitation, restrictions }) => {
      if (!group || group.dissolved) throw await whyNoGroup(command, groupId);
      if (ownMember) return group;
      if (group.joinPolicy === im.JoinPolicy.BY_INVITATION && !invitation) throw await whyNoGroup(command, groupId);
      assertNotBanned(restrictions);
      assertCapacity(group.memberCount, 1, maxGroupMembers);
      return group;
    });
  };
}

/** A resend of an acceptance finds the membership and succeeds. */
export function answerGroupInvitation({ maxGroupMembers }: LogicSettings) {
  return async (
    { groupId, accept }: im.AnswerGroupInvitationRequest,
    command: Command<LogicStore>,
  ): Promise<im.AnswerGroupInvitationReply.$Properties> => {
    if (!accept) return declineInvitation(command, groupId);
    const { group } = await enterGroup(command, groupId, '', async ({ group, ownMember, invitation, restrictions }) => {
      if (!group || group.dissolved || !(ownMember || invitation)) throw await whyNotInvited(command, groupId);
      if (ownMember) return group;
      assertNotBanned(restrictions);
      assertCapacity(group.memberCount, 1, maxGroupMembers);
      return group;
    });
    return { group: group ?? null };
  };
}

async function declineInvitation(
  command: Command<LogicStore>,
  groupId: string,
): Promise<im.AnswerGroupInvitationReply.$Properties> {
  const { caller, tx } = command;
  if (!(await tx.groupInvitations.find(groupId, caller.userId))) throw await whyNotInvited(command, groupId);
  await lockGroup(command, groupId, { toPost: false });
  if (!(await tx.groupInvitations.find(groupId, caller.userId))) throw await whyNotInvited(command, groupId);
  await tx.joinRequests.remove(groupId, caller.userId);
  return {};
}

async function whyNotInvited({ caller, tx }: Command<LogicStore>, groupId: string): Promise<ImError> {
  const membership = await tx.conversations.findMembership(caller.userId, groupId);
  if (membership?.isGroup) return formerMember();
  return new ImError('NO_SUCH_REQUEST', 'you have no open invitation to this group; Logic.ListGroupInvitations lists them');
}

/**
 * Makes the caller a member: at once of an open group and of one that they are invited to, else by a request with `greeting`.
 * `assertMayEnter` throws when the caller may not. It is asked without the group's lock first, so that such a caller neither
 * holds nor waits for it.
 */
async function enterGroup(
  command: Command<LogicStore>,
  groupId: string,
  greeting: string,
  assertMayEnter: (entry: Entry) => Promise<Group>,
): Promise<im.JoinGroupReply.$Properties> {
  const { caller } = command;
  const seen = await readEntry(command, groupId);
  const seenGroup = await assertMayEnter(seen);
  // A member already: this is a resend, or a member has added the caller in the meantime.
  if (seen.ownMember) return { joined: true, group: toProtoGroup(seen.ownMember, seenGroup) };
  const locked = await lockEntry(command, groupId, seen);
  const group = await assertMayEnter(locked);
  if (locked.ownMember) return { joined: true, group: toProtoGroup(locked.ownMember, group) };
  if (group.joinPolicy === im.JoinPolicy.BY_REQUEST && !locked.invitation) {
    await requestToJoin(command, group, greeting);
    return { joined: false, group: toProtoGroup(undefined, group) };
  }
  const joined = await addMembers(command, group, [caller.userId], locked.restrictions, 'joined');
  return { joined: true, group: { ...joined, myRole: im.GroupRole.MEMBER } };
}

async function readEntry(command: Command<LogicStore>, groupId: string): Promise<Entry> {
  const { caller, tx } = command;
  const [group, ownMember, invitation, restrictions] = await Promise.all([
    tx.groups.find(groupId),
    tx.groupMembers.find(groupId, caller.userId),
    tx.groupInvitations.find(groupId, caller.userId),
    findRestrictions(command, groupId, [caller.userId]),
    assertAccountExists(command),
  ]);
  return { group, ownMember, invitation, restrictions };
}

/** The same with the group's lock. */
async function lockEntry(command: Command<LogicStore>, groupId: string, seen: Entry): Promise<Entry> {
  const { caller, tx } = command;
  const isOpen = ({ group }: Pick<Entry, 'group'>) => group?.joinPolicy === im.JoinPolicy.OPEN;
  const [locked, restrictions] = await Promise.all([
    lockGroup(command, groupId, { toPost: isOpen(seen) || seen.invitation !== undefined }),
    findRestrictions(command, groupId, [caller.userId]),
  ]);
  // An open group needs none, and hundreds who join it wait for each other.
  const invitation = isOpen(locked) ? seen.invitation : await tx.groupInvitations.find(groupId, caller.userId);
  return { ...locked, invitation, restrictions };
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
