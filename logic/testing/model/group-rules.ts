// The reference model's rules for groups.
import { im } from '../../../proto/rpc.ts';
import { byBytes } from './message-rules.ts';
import {
  acceptsMessages,
  appendToModel,
  ensureConversation,
  isBlocked,
  type ModelGroup,
  type ModelMessage,
  ModelRefusal,
  type ModelRules,
  type ModelState,
  newMember,
  refuseIf,
} from './model-state.ts';

const { ADMIN, MEMBER, OWNER, GROUP_ROLE_NONE } = im.GroupRole;

/** The group and the caller's role in it. */
function requireOwnGroup(state: ModelState, userId: string, id: string | undefined): { group: ModelGroup; role: im.GroupRole } {
  const group = state.groups.get(id ?? '');
  const me = group?.members.get(userId);
  if (!group || group.dissolved || !me) throw noGroup(state, userId, id);
  return { group, role: me.role };
}

/** The refusal of a user who is not in the group. */
function noGroup(state: ModelState, userId: string, id = ''): ModelRefusal {
  const isFormer = state.groups.has(id) && state.conversations.get(id)?.members.has(userId);
  return new ModelRefusal(isFormer ? 'NOT_A_MEMBER' : 'NO_SUCH_GROUP');
}

function requireSubordinate(
  group: ModelGroup,
  role: im.GroupRole,
  userId: string | undefined,
): { role: im.GroupRole; mutedSeconds: number } {
  const member = group.members.get(userId ?? '');
  if (!member) throw new ModelRefusal('NOT_A_MEMBER');
  refuseIf('NOT_ALLOWED', member.role >= role);
  return member;
}

function viewGroup(group: ModelGroup, userId: string): object {
  const me = group.members.get(userId);
  const { name, joinPolicy, dissolved, members, ownerId } = group;
  const shown = { groupId: group.groupId, name, joinPolicy, dissolved, memberCount: members.size };
  return { ...shown, ownerId: me ? ownerId : '', myRole: me?.role ?? GROUP_ROLE_NONE };
}

function postSystemMessage(
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

function addMembers(state: ModelState, group: ModelGroup, who: string, users: readonly string[], what: string): void {
  const { seq } = postSystemMessage(state, group, who, what, users);
  for (const userId of users) join(state, group, userId, MEMBER, seq);
}

function join(state: ModelState, group: ModelGroup, userId: string, role: im.GroupRole, seq: number): void {
  const { members, pushes } = ensureConversation(state, group.groupId);
  // The system message about the new member is the first that they can read.
  pushes[seq - 1]?.recipients.push(userId);
  const { pinned, muted, hiddenSeq, deleted } = members.get(userId) ?? newMember('');
  members.set(userId, { ...newMember('', seq), pinned, muted, hiddenSeq, deleted });
  group.members.set(userId, { role, mutedSeconds: group.restrictions.get(userId)?.mutedSeconds ?? 0 });
  group.restrictions.delete(userId);
  group.requests.delete(userId);
}

function leave(state: ModelState, group: ModelGroup, userId: string, seq: number): void {
  const member = ensureConversation(state, group.groupId).members.get(userId);
  if (member) Object.assign(member, { leftSeq: seq, groupNameWhenLeft: group.name });
  const mutedSeconds = group.members.get(userId)?.mutedSeconds ?? 0;
  if (mutedSeconds > 0) group.restrictions.set(userId, { banned: false, mutedSeconds });
  group.members.delete(userId);
}

function assertNotBanned({ restrictions }: ModelGroup, userIds: readonly string[]): void {
  refuseIf(
    'BANNED',
    userIds.some((userId) => restrictions.get(userId)?.banned),
  );
}

function assertMayInvite(state: ModelState, userId: string, others: readonly string[]): void {
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

/** `deriveId` returns the id that the server gives a new group. */
export function groupRules(deriveId: (creator: string, clientRequestId: Uint8Array) => string): ModelRules {
  return {
    createGroup(state, userId, { clientRequestId, name = '', joinPolicy = im.JoinPolicy.BY_INVITATION, memberIds = [] }) {
      const id = deriveId(userId, clientRequestId ?? new Uint8Array());
      const existing = state.groups.get(id);
      if (existing?.members.has(userId)) return { group: viewGroup(existing, userId) };
      if (existing)
        return {
          group: { groupId: id, name, joinPolicy, dissolved: false, memberCount: 0, ownerId: '', myRole: GROUP_ROLE_NONE },
        };
      const userIds = [...new Set(memberIds)].filter((other) => other !== userId);
      assertMayInvite(state, userId, userIds);
      const group: ModelGroup = {
        groupId: id,
        name,
        ownerId: userId,
        joinPolicy,
        dissolved: false,
        members: new Map(),
        requests: new Map(),
        restrictions: new Map(),
      };
      state.groups.set(id, group);
      const { seq } = postSystemMessage(state, group, userId, 'created', userIds, { name });
      join(state, group, userId, OWNER, seq);
      for (const other of userIds) join(state, group, other, MEMBER, seq);
      return { group: viewGroup(group, userId) };
    },

    getGroup(state, userId, request) {
      const group = state.groups.get(request.groupId ?? '');
      const isThere =
        group && !group.dissolved && (group.members.has(userId) || group.joinPolicy !== im.JoinPolicy.BY_INVITATION);
      if (!isThere) throw noGroup(state, userId, request.groupId);
      return { group: viewGroup(group, userId) };
    },

    updateGroup(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const name = request.name ?? group.name;
      const joinPolicy = request.joinPolicy ?? group.joinPolicy;
      const isRenamed = name !== group.name;
      if (isRenamed) postSystemMessage(state, group, userId, 'renamed', undefined, { name });
      else if (joinPolicy !== group.joinPolicy) postSystemMessage(state, group, userId, 'changed');
      Object.assign(group, { name, joinPolicy });
      return { group: viewGroup(group, userId) };
    },

    inviteToGroup(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', group.joinPolicy !== im.JoinPolicy.OPEN && role < ADMIN);
      const userIds = [...new Set(request.userIds ?? [])].filter((other) => !group.members.has(other));
      assertMayInvite(state, userId, userIds);
      assertNotBanned(group, userIds);
      if (userIds.length > 0) addMembers(state, group, userId, userIds, 'invited');
      return { group: viewGroup(group, userId) };
    },

    joinGroup(state, userId, request) {
      const group = state.groups.get(request.groupId ?? '');
      if (!group || group.dissolved) throw noGroup(state, userId, request.groupId);
      if (group.members.has(userId)) return { joined: true, group: viewGroup(group, userId) };
      if (group.joinPolicy === im.JoinPolicy.BY_INVITATION) throw noGroup(state, userId, request.groupId);
      assertNotBanned(group, [userId]);
      if (group.joinPolicy === im.JoinPolicy.BY_REQUEST) group.requests.set(userId, request.greeting ?? '');
      else addMembers(state, group, userId, [userId], 'joined');
      return { joined: group.members.has(userId), group: viewGroup(group, userId) };
    },

    answerJoinRequest(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const asker = request.userId ?? '';
      refuseIf('NO_SUCH_REQUEST', !group.requests.has(asker));
      if (request.accept) addMembers(state, group, userId, [asker], 'joined');
      else group.requests.delete(asker);
      return {};
    },

    leaveGroup(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('OWNER_STAYS', role === OWNER);
      leave(state, group, userId, postSystemMessage(state, group, userId, 'left', [userId]).seq);
      return {};
    },

    removeFromGroup(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const { userId: other = '', ban = false } = request;
      const isMember = group.members.has(other);
      if (!ban || isMember) requireSubordinate(group, role, other);
      if (ban && group.restrictions.get(other)?.banned) return {};
      const mutedSeconds = group.members.get(other)?.mutedSeconds ?? group.restrictions.get(other)?.mutedSeconds ?? 0;
      const more = ban ? { banned: true } : {};
      if (isMember) leave(state, group, other, postSystemMessage(state, group, userId, 'removed', [other], more).seq);
      if (ban) group.restrictions.set(other, { banned: true, mutedSeconds });
      if (ban) group.requests.delete(other);
      return {};
    },

    listGroupBans(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const banned = [...group.restrictions].filter(([, restriction]) => restriction.banned).map(([other]) => other);
      return { bans: banned.sort(byBytes).map((other) => ({ userId: other })), more: false };
    },

    liftGroupBan(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const other = request.userId ?? '';
      const restriction = group.restrictions.get(other);
      if (!restriction?.banned) return {};
      if (restriction.mutedSeconds > 0) restriction.banned = false;
      else group.restrictions.delete(other);
      return {};
    },

    setGroupRole(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', role !== OWNER);
      const member = requireSubordinate(group, role, request.userId);
      if (member.role === request.role) return {};
      member.role = request.role ?? MEMBER;
      postSystemMessage(state, group, userId, 'role', [request.userId ?? ''], {
        role: member.role === ADMIN ? 'ADMIN' : 'MEMBER',
      });
      return {};
    },

    transferGroup(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', role !== OWNER);
      Object.assign(requireSubordinate(group, role, request.userId), { role: OWNER, mutedSeconds: 0 });
      Object.assign(group.members.get(userId) ?? {}, { role: ADMIN });
      group.ownerId = request.userId ?? '';
      postSystemMessage(state, group, userId, 'transferred', [group.ownerId]);
      return {};
    },

    muteMember(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const member = requireSubordinate(group, role, request.userId);
      const seconds = request.seconds ?? 0;
      // A mute time counts from now, so only "not muted" can equal the earlier state.
      if (seconds === 0 && member.mutedSeconds === 0) return {};
      member.mutedSeconds = seconds;
      postSystemMessage(state, group, userId, 'muted', [request.userId ?? '']);
      return {};
    },

    dissolveGroup(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', role !== OWNER);
      const { seq } = postSystemMessage(state, group, userId, 'dissolved');
      for (const member of [...group.members.keys()]) leave(state, group, member, seq);
      group.requests.clear();
      group.restrictions.clear();
      group.dissolved = true;
      return {};
    },
  };
}
