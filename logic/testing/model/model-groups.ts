// The reference model's groups: roles, members, restrictions and invitations.
import { im } from '../../../proto/rpc.ts';
import {
  acceptsMessages,
  appendToModel,
  ensureConversation,
  isBlocked,
  type ModelGroup,
  type ModelMessage,
  ModelRefusal,
  type ModelState,
  newMember,
  refuseIf,
  relationBetween,
} from './model-state.ts';

const { ADMIN, MEMBER, GROUP_ROLE_NONE } = im.GroupRole;

/** The group and the caller's role in it. */
export function requireOwnGroup(
  state: ModelState,
  userId: string,
  id: string | undefined,
): { group: ModelGroup; role: im.GroupRole } {
  const group = state.groups.get(id ?? '');
  const me = group?.members.get(userId);
  if (!group || group.dissolved || !me) throw noGroup(state, userId, id);
  return { group, role: me.role };
}

/** The refusal of a user who is not in the group. */
export function noGroup(state: ModelState, userId: string, id = ''): ModelRefusal {
  const isFormer = state.groups.has(id) && state.conversations.get(id)?.members.has(userId);
  return new ModelRefusal(isFormer ? 'NOT_A_MEMBER' : 'NO_SUCH_GROUP');
}

export function requireSubordinate(
  group: ModelGroup,
  role: im.GroupRole,
  userId: string | undefined,
): { role: im.GroupRole; mutedSeconds: number } {
  const member = group.members.get(userId ?? '');
  if (!member) throw new ModelRefusal('NOT_A_MEMBER');
  refuseIf('NOT_ALLOWED', member.role >= role);
  return member;
}

export function viewGroup(group: ModelGroup, userId: string): object {
  const me = group.members.get(userId);
  const { name, joinPolicy, dissolved, members, ownerId } = group;
  const shown = { groupId: group.groupId, name, joinPolicy, dissolved, memberCount: members.size };
  return { ...shown, ownerId: me ? ownerId : '', myRole: me?.role ?? GROUP_ROLE_NONE };
}

export function postSystemMessage(
  state: ModelState,
  { groupId }: ModelGroup,
  who: string,
  what: string,
  users?: readonly string[],
  more: object = {},
): ModelMessage {
  const body = JSON.stringify({ what, ...more, who, ...(users && { users, count: users.length }) });
  return appendToModel(ensureConversation(state, groupId), who, im.MessageKind.SYSTEM, { body });
}

export function addMembers(state: ModelState, group: ModelGroup, who: string, users: readonly string[], what: string): void {
  const { seq } = postSystemMessage(state, group, who, what, users);
  for (const userId of users) join(state, group, userId, MEMBER, seq);
}

export function join(state: ModelState, group: ModelGroup, userId: string, role: im.GroupRole, seq: number): void {
  const { members, pushes } = ensureConversation(state, group.groupId);
  // The system message about the new member is the first that they can read.
  pushes[seq - 1]?.recipients.push(userId);
  const { pinned, muted, hiddenSeq, deleted } = members.get(userId) ?? newMember('');
  members.set(userId, { ...newMember('', seq), pinned, muted, hiddenSeq, deleted });
  group.members.set(userId, { role, mutedSeconds: group.restrictions.get(userId)?.mutedSeconds ?? 0 });
  group.restrictions.delete(userId);
  group.requests.delete(userId);
  group.invitations.delete(userId);
}

export function leave(state: ModelState, group: ModelGroup, userId: string, seq: number): void {
  const member = ensureConversation(state, group.groupId).members.get(userId);
  if (member) Object.assign(member, { leftSeq: seq, groupNameWhenLeft: group.name });
  const mutedSeconds = group.members.get(userId)?.mutedSeconds ?? 0;
  if (mutedSeconds > 0) group.restrictions.set(userId, { banned: false, mutedSeconds });
  group.members.delete(userId);
  endInvitations(group, (inviter) => inviter === userId);
}

export function endInvitations({ invitations }: ModelGroup, hasEnded: (inviter: string) => boolean): void {
  for (const [userId, inviter] of invitations) if (hasEnded(inviter)) invitations.delete(userId);
}

/** Ends the invitations by members where only admins may invite. */
export function endUnpermittedInvitations(group: ModelGroup): void {
  if (group.joinPolicy !== im.JoinPolicy.OPEN)
    endInvitations(group, (inviter) => (group.members.get(inviter)?.role ?? MEMBER) < ADMIN);
}

export const areFriends = (state: ModelState, userId: string, other: string): boolean =>
  relationBetween(state, userId, other).friend;

/** With an open invitation, those of the users; in the order in which the server names them. */
export function listInvited({ invitations }: ModelGroup, userIds: readonly string[], before: ReadonlySet<string>): string[] {
  const invited = userIds.filter((userId) => invitations.has(userId));
  return [...invited.filter((userId) => before.has(userId)), ...invited.filter((userId) => !before.has(userId))];
}

export function assertNotBanned({ restrictions }: ModelGroup, userIds: readonly string[]): void {
  refuseIf(
    'BANNED',
    userIds.some((userId) => restrictions.get(userId)?.banned),
  );
}

export function assertMayInvite(state: ModelState, userId: string, others: readonly string[]): void {
  refuseIf('NO_SUCH_USER', !others.every((other) => state.people.has(other)));
  refuseIf(
    'BLOCKED',
    others.some((other) => isBlocked(state, userId, other)),
  );
  refuseIf(
    'NOT_FRIENDS',
    others.some((other) => !acceptsMessages(state, userId, other)),
  );
}
