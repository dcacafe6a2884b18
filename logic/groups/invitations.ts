// InviteToGroup and ListGroupInvitations. Friends of the inviter become members at once. Everybody else gets an invitation, and
// nobody who neither is a friend nor has asked to join is made a member by others.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { fitToPage, resolvePageLimit } from '../pages.ts';
import type { Group, LogicStore, NamedInvitation } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { assertCapacity } from './group-limits.ts';
import { groupBytes } from './group-lists.ts';
import { addMembers } from './group-members.ts';
import { assertAdmin, lockOwnGroup, requireInvitable } from './group-permissions.ts';
import { assertNotBanned, findRestrictions, type Restrictions } from './group-restrictions.ts';
import { toProtoGroup } from './system-messages.ts';

const MAX_INVITED = 100;
/** Of one user, over all groups: more than a person waits for, and too few to flood strangers. */
const MAX_OPEN_INVITATIONS = 100;
const LIMITS = { usual: 100, most: 200 };

/** What an invitation does to those who are not members. */
interface InvitationPlan {
  /** Become members at once. */
  readonly added: readonly string[];
  /** Get an invitation. */
  readonly invited: readonly string[];
  /** Have an invitation already. */
  readonly pending: readonly string[];
  /** Of those who become members. */
  readonly restrictions: Restrictions;
}

const NOTHING: InvitationPlan = { added: [], invited: [], pending: [], restrictions: new Map() };

export function inviteToGroup(settings: LogicSettings) {
  return async (request: im.InviteToGroupRequest, command: Command<LogicStore>): Promise<im.InviteToGroupReply.$Properties> => {
    const userIds = [...new Set(request.userIds)];
    if (userIds.length === 0 || request.userIds.length > MAX_INVITED)
      throw new ImError('BAD_ARGUMENT', `1 to ${MAX_INVITED} users can be invited at a time`);
    let plan = NOTHING;
    const own = await lockOwnGroup(command, request.groupId, async ({ group, ownMember }, isLocked) => {
      if (group.joinPolicy !== im.JoinPolicy.OPEN) assertAdmin({ group, ownMember });
      plan = await planInvitation(command, group, userIds, settings, isLocked);
    });
    const { added, invited, pending, restrictions } = plan;
    const group = added.length > 0 ? await addMembers(command, own.group, added, restrictions, 'invited') : own.group;
    await inviteUsers(command, group, invited);
    return { group: toProtoGroup(own.ownMember, group), invitedUserIds: [...pending, ...invited] };
  };
}

/** Throws what refuses the invitation as a whole. */
async function planInvitation(
  command: Command<LogicStore>,
  { groupId, memberCount }: Group,
  userIds: readonly string[],
  settings: LogicSettings,
  isLocked: boolean,
): Promise<InvitationPlan> {
  const { groupMembers, joinRequests } = command.tx;
  const members = await Promise.all(userIds.map((userId) => groupMembers.find(groupId, userId)));
  // Members already, for example because this is a resend, stay as they are.
  const missing = userIds.filter((_, i) => !members[i]);
  assertCapacity(memberCount, missing.length, settings.maxGroupMembers);
  const [restrictions, friends, pending, requests] = await Promise.all([
    findRestrictions(command, groupId, missing),
    requireInvitable(command, missing, settings, { lock: isLocked }),
    listInvited(command, groupId, missing),
    Promise.all(missing.map((userId) => joinRequests.find(groupId, userId))),
  ]);
  assertNotBanned(restrictions);
  const hasAsked = new Set(requests.flatMap((joinRequest) => joinRequest?.userId ?? []));
  const added = missing.filter((userId) => friends.has(userId) || hasAsked.has(userId));
  const waiting = new Set(pending);
  const invited = missing.filter((userId) => !added.includes(userId) && !waiting.has(userId));
  await assertMayInviteMore(command, invited.length);
  return {
    ...{ added, invited, pending: pending.filter((userId) => !friends.has(userId)) },
    restrictions: new Map([...restrictions].filter(([userId]) => added.includes(userId))),
  };
}

/** Throws BAD_LIMIT when the caller would have too many open invitations. A user's commands run one after the other. */
export async function assertMayInviteMore({ caller, tx }: Command<LogicStore>, count: number): Promise<void> {
  if (count === 0 || (await tx.groupInvitations.countSent(caller.userId)) + count <= MAX_OPEN_INVITATIONS) return;
  throw new ImError(
    'BAD_LIMIT',
    `at most ${MAX_OPEN_INVITATIONS} of your invitations can be open; Logic.ListGroupInvitations lists them, and ` +
      'Logic.RemoveFromGroup withdraws one',
  );
}

/** Invites users to a locked group, who have neither an invitation nor a request to join. */
export async function inviteUsers(command: Command<LogicStore>, group: Group, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const { caller, tx } = command;
  const by = { invitedBy: caller.userId, invitedAt: tx.now() };
  const inviter = await tx.people.findById(caller.userId);
  await tx.groupInvitations.put(group.groupId, userIds, by);
  for (const userId of userIds) {
    const groupInvited = { group: toProtoGroup(undefined, group), userId, inviterName: inviter?.name ?? '', ...by };
    command.push([userId], { groupInvited });
    command.emit(userId, { groupInvited }, [userId]);
  }
}

/** Those of the users who have an open invitation to the group. */
export async function listInvited(
  { tx }: Command<LogicStore>,
  groupId: string,
  userIds: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(userIds.map((userId) => tx.groupInvitations.find(groupId, userId)));
  return userIds.filter((_, i) => found[i]);
}

export async function listGroupInvitations(
  { sent, afterGroupId, afterUserId, limit: requested }: im.ListGroupInvitationsRequest,
  { caller, tx }: Command<LogicStore>,
): Promise<im.ListGroupInvitationsReply.$Properties> {
  const limit = resolvePageLimit(requested, LIMITS);
  // One extra entry shows whether there is another page.
  const found = sent
    ? await tx.groupInvitations.listSent(caller.userId, { groupId: afterGroupId, userId: afterUserId }, limit + 1)
    : await tx.groupInvitations.listReceived(caller.userId, afterGroupId, limit + 1);
  const page = fitToPage(found.slice(0, limit), ({ group }) => groupBytes(group));
  return { invitations: page.map(toProtoInvitation), more: found.length > page.length };
}

function toProtoInvitation({ groupId, group, ...invitation }: NamedInvitation): im.GroupInvitation.$Properties {
  return { group: toProtoGroup(undefined, group), ...invitation };
}
