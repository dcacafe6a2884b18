// The reference model's rules for groups.
import { im } from '../../../proto/rpc.ts';
import { byBytes } from './message-rules.ts';
import {
  addMembers,
  areFriends,
  assertMayInvite,
  assertNotBanned,
  endInvitations,
  endUnpermittedInvitations,
  join,
  leave,
  listInvited,
  noGroup,
  postSystemMessage,
  requireOwnGroup,
  requireSubordinate,
  viewGroup,
} from './model-groups.ts';
import { type ModelGroup, ModelRefusal, type ModelRules, refuseIf } from './model-state.ts';

const { ADMIN, MEMBER, OWNER, GROUP_ROLE_NONE } = im.GroupRole;

/** `deriveId` returns the id that the server gives a new group. */
export function groupRules(deriveId: (creator: string, clientRequestId: Uint8Array) => string): ModelRules {
  return {
    createGroup(state, userId, { clientRequestId, name = '', joinPolicy = im.JoinPolicy.BY_INVITATION, memberIds = [] }) {
      const id = deriveId(userId, clientRequestId ?? new Uint8Array());
      const existing = state.groups.get(id);
      const named = [...new Set(memberIds)].filter((other) => other !== userId);
      if (existing?.members.has(userId))
        return { group: viewGroup(existing, userId), invitedUserIds: listInvited(existing, named, new Set()) };
      if (existing)
        return {
          group: { groupId: id, name, joinPolicy, dissolved: false, memberCount: 0, ownerId: '', myRole: GROUP_ROLE_NONE },
        };
      assertMayInvite(state, userId, named);
      const userIds = named.filter((other) => areFriends(state, userId, other));
      const group: ModelGroup = {
        groupId: id,
        name,
        ownerId: userId,
        joinPolicy,
        dissolved: false,
        members: new Map(),
        requests: new Map(),
        invitations: new Map(),
        restrictions: new Map(),
      };
      state.groups.set(id, group);
      const { seq } = postSystemMessage(state, group, userId, 'created', userIds, { name });
      join(state, group, userId, OWNER, seq);
      for (const other of userIds) join(state, group, other, MEMBER, seq);
      for (const other of named) if (!group.members.has(other)) group.invitations.set(other, userId);
      return { group: viewGroup(group, userId), invitedUserIds: listInvited(group, named, new Set()) };
    },

    getGroup(state, userId, request) {
      const group = state.groups.get(request.groupId ?? '');
      const isThere =
        group &&
        !group.dissolved &&
        (group.members.has(userId) || group.invitations.has(userId) || group.joinPolicy !== im.JoinPolicy.BY_INVITATION);
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
      endUnpermittedInvitations(group);
      return { group: viewGroup(group, userId) };
    },

    inviteToGroup(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('NOT_ALLOWED', group.joinPolicy !== im.JoinPolicy.OPEN && role < ADMIN);
      const userIds = [...new Set(request.userIds ?? [])].filter((other) => !group.members.has(other));
      assertMayInvite(state, userId, userIds);
      assertNotBanned(group, userIds);
      const before = new Set(group.invitations.keys());
      const added = userIds.filter((other) => areFriends(state, userId, other) || group.requests.has(other));
      if (added.length > 0) addMembers(state, group, userId, added, 'invited');
      for (const other of userIds) if (!group.members.has(other) && !before.has(other)) group.invitations.set(other, userId);
      return { group: viewGroup(group, userId), invitedUserIds: listInvited(group, userIds, before) };
    },

    joinGroup(state, userId, request) {
      const group = state.groups.get(request.groupId ?? '');
      if (!group || group.dissolved) throw noGroup(state, userId, request.groupId);
      if (group.members.has(userId)) return { joined: true, group: viewGroup(group, userId) };
      const isInvited = group.invitations.has(userId);
      if (group.joinPolicy === im.JoinPolicy.BY_INVITATION && !isInvited) throw noGroup(state, userId, request.groupId);
      assertNotBanned(group, [userId]);
      if (group.joinPolicy === im.JoinPolicy.BY_REQUEST && !isInvited) group.requests.set(userId, request.greeting ?? '');
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

    answerGroupInvitation(state, userId, request) {
      const group = state.groups.get(request.groupId ?? '');
      if (request.accept && group && !group.dissolved && group.members.has(userId)) return { group: viewGroup(group, userId) };
      const refusal = noGroup(state, userId, request.groupId);
      if (!group?.invitations.has(userId)) throw refusal.code === 'NOT_A_MEMBER' ? refusal : new ModelRefusal('NO_SUCH_REQUEST');
      if (request.accept) addMembers(state, group, userId, [userId], 'joined');
      else group.invitations.delete(userId);
      return request.accept ? { group: viewGroup(group, userId) } : {};
    },

    listGroupInvitations(state, userId, request) {
      const all = [...state.groups.values()].flatMap(({ groupId, invitations }) =>
        [...invitations].map(([invited, invitedBy]) => ({ group: { groupId }, userId: invited, invitedBy })),
      );
      const own = all.filter((each) => (request.sent ? each.invitedBy : each.userId) === userId);
      own.sort((a, b) => byBytes(a.group.groupId, b.group.groupId) || byBytes(a.userId, b.userId));
      return { invitations: own, more: false };
    },

    leaveGroup(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      refuseIf('OWNER_STAYS', role === OWNER);
      leave(state, group, userId, postSystemMessage(state, group, userId, 'left', [userId]).seq);
      return {};
    },

    removeFromGroup(state, userId, request) {
      const { group, role } = requireOwnGroup(state, userId, request.groupId);
      const { userId: other = '', ban = false } = request;
      refuseIf('NOT_ALLOWED', role < ADMIN && (ban || group.invitations.get(other) !== userId));
      if (!ban && group.invitations.delete(other)) return { invitationWithdrawn: true };
      const isMember = group.members.has(other);
      if (!ban || isMember) requireSubordinate(group, role, other);
      if (ban && group.restrictions.get(other)?.banned) return {};
      const mutedSeconds = group.members.get(other)?.mutedSeconds ?? group.restrictions.get(other)?.mutedSeconds ?? 0;
      const more = ban ? { banned: true } : {};
      if (isMember) leave(state, group, other, postSystemMessage(state, group, userId, 'removed', [other], more).seq);
      if (ban) group.restrictions.set(other, { banned: true, mutedSeconds });
      if (ban) group.requests.delete(other);
      if (ban) group.invitations.delete(other);
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
      if (group.joinPolicy !== im.JoinPolicy.OPEN && member.role === MEMBER)
        endInvitations(group, (inviter) => inviter === request.userId);
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
      group.invitations.clear();
      group.restrictions.clear();
      group.dissolved = true;
      return {};
    },
  };
}
