// The reference model's rules for groups.
import { im } from '../../../proto/rpc.ts';
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
function requireOwnGroup(state: ModelState, user: string, id: string | undefined): { group: ModelGroup; role: im.GroupRole } {
  const group = state.groups.get(id ?? '');
  const me = group?.members.get(user);
  if (!group || group.dissolved || !me) throw new ModelRefusal('NO_SUCH_GROUP');
  return { group, role: me.role };
}

function requireSubordinate(
  group: ModelGroup,
  role: im.GroupRole,
  user: string | undefined,
): { role: im.GroupRole; mutedSeconds: number } {
  const member = group.members.get(user ?? '');
  if (!member) throw new ModelRefusal('NOT_A_MEMBER');
  refuseIf('NOT_ALLOWED', member.role >= role);
  return member;
}

function viewGroup(group: ModelGroup, user: string): object {
  const me = group.members.get(user);
  const { name, joinPolicy, dissolved, members, owner } = group;
  const shown = { groupId: group.groupId, name, joinPolicy, dissolved, members: members.size };
  return { ...shown, owner: me ? owner : '', myRole: me?.role ?? GROUP_ROLE_NONE };
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
  for (const user of users) join(state, group, user, MEMBER, seq);
}

function join(state: ModelState, group: ModelGroup, user: string, role: im.GroupRole, seq: number): void {
  const { members, pushes } = ensureConversation(state, group.groupId);
  // The system message about the new member is the first that they can read.
  pushes[seq - 1]?.recipients.push(user);
  const { pinned, muted, hiddenSeq, deleted } = members.get(user) ?? newMember('');
  members.set(user, { ...newMember('', seq), pinned, muted, hiddenSeq, deleted });
  group.members.set(user, { role, mutedSeconds: 0 });
  group.requests.delete(user);
}

function leave(state: ModelState, group: ModelGroup, user: string, seq: number): void {
  const member = ensureConversation(state, group.groupId).members.get(user);
  if (member) Object.assign(member, { leftSeq: seq, groupNameWhenLeft: group.name });
  group.members.delete(user);
}

function assertMayInvite(state: ModelState, user: string, others: readonly string[]): void {
  refuseIf('NO_SUCH_USER', !others.every((other) => state.people.has(other)));
  refuseIf(
    'BLOCKED',
    others.some((other) => isBlocked(state, user, other)),
  );
  refuseIf(
    'NOT_FRIENDS',
    others.some((other) => !acceptsMessages(state, user, other)),
  );
}

/** `deriveId` returns the id that the server gives a new group. */
export function groupRules(deriveId: (creator: string, clientRequestId: Uint8Array) => string): ModelRules {
  return {
    createGroup(state, user, { clientRequestId, name = '', joinPolicy = im.JoinPolicy.BY_INVITATION, members = [] }) {
      const id = deriveId(user, clientRequestId ?? new Uint8Array());
      const existing = state.groups.get(id);
      if (existing?.members.has(user)) return { group: viewGroup(existing, user) };
      if (existing)
        return { group: { groupId: id, name, joinPolicy, dissolved: false, members: 0, owner: '', myRole: GROUP_ROLE_NONE } };
      const users = [...new Set(members)].filter((other) => other !== user);
      assertMayInvite(state, user, users);
      const group: ModelGroup = {
        groupId: id,
        name,
        owner: user,
        joinPolicy,
        dissolved: false,
        members: new Map(),
        requests: new Map(),
      };
      state.groups.set(id, group);
      const { seq } = postSystemMessage(state, group, user, 'created', users, { name });
      join(state, group, user, OWNER, seq);
      for (const other of users) join(state, group, other, MEMBER, seq);
      return { group: viewGroup(group, user) };
    },

    getGroup(state, user, request) {
      const group = state.groups.get(request.groupId ?? '');
      const isThere = group && !group.dissolved && (group.members.has(user) || group.joinPolicy !== im.JoinPolicy.BY_INVITATION);
      if (!isThere) throw new ModelRefusal('NO_SUCH_GROUP');
      return { group: viewGroup(group, user) };
    },

    updateGroup(state, user, request) {
      const { group, role } = requireOwnGroup(state, user, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const name = request.name ?? group.name;
      const joinPolicy = request.joinPolicy ?? group.joinPolicy;
      const isRenamed = name !== group.name;
      if (isRenamed) postSystemMessage(state, group, user, 'renamed', undefined, { name });
      else if (joinPolicy !== group.joinPolicy) postSystemMessage(state, group, user, 'changed');
      Object.assign(group, { name, joinPolicy });
      return { group: viewGroup(group, user) };
    },

    inviteToGroup(state, user, request) {
      const { group, role } = requireOwnGroup(state, user, request.groupId);
      refuseIf('NOT_ALLOWED', group.joinPolicy !== im.JoinPolicy.OPEN && role < ADMIN);
      const users = [...new Set(request.users ?? [])].filter((other) => !group.members.has(other));
      assertMayInvite(state, user, users);
      if (users.length > 0) addMembers(state, group, user, users, 'invited');
      return { group: viewGroup(group, user) };
    },

    joinGroup(state, user, request) {
      const group = state.groups.get(request.groupId ?? '');
      if (!group || group.dissolved) throw new ModelRefusal('NO_SUCH_GROUP');
      if (group.members.has(user)) return { joined: true, group: viewGroup(group, user) };
      refuseIf('NO_SUCH_GROUP', group.joinPolicy === im.JoinPolicy.BY_INVITATION);
      if (group.joinPolicy === im.JoinPolicy.BY_REQUEST) group.requests.set(user, request.greeting ?? '');
      else addMembers(state, group, user, [user], 'joined');
      return { joined: group.members.has(user), group: viewGroup(group, user) };
    },

    answerJoinRequest(state, user, request) {
      const { group, role } = requireOwnGroup(state, user, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const asker = request.user ?? '';
      refuseIf('NO_SUCH_REQUEST', !group.requests.has(asker));
      if (request.accept) addMembers(state, group, user, [asker], 'joined');
      else group.requests.delete(asker);
      return {};
    },

    leaveGroup(state, user, request) {
      const { group, role } = requireOwnGroup(state, user, request.groupId);
      refuseIf('OWNER_STAYS', role === OWNER);
      leave(state, group, user, postSystemMessage(state, group, user, 'left', [user]).seq);
      return {};
    },

    removeFromGroup(state, user, request) {
      const { group, role } = requireOwnGroup(state, user, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const other = request.user ?? '';
      requireSubordinate(group, role, other);
      leave(state, group, other, postSystemMessage(state, group, user, 'removed', [other]).seq);
      return {};
    },

    setGroupRole(state, user, request) {
      const { group, role } = requireOwnGroup(state, user, request.groupId);
      refuseIf('NOT_ALLOWED', role !== OWNER);
      const member = requireSubordinate(group, role, request.user);
      if (member.role === request.role) return {};
      member.role = request.role ?? MEMBER;
      postSystemMessage(state, group, user, 'role', [request.user ?? ''], { role: member.role === ADMIN ? 'ADMIN' : 'MEMBER' });
      return {};
    },

    transferGroup(state, user, request) {
      const { group, role } = requireOwnGroup(state, user, request.groupId);
      refuseIf('NOT_ALLOWED', role !== OWNER);
      Object.assign(requireSubordinate(group, role, request.user), { role: OWNER, mutedSeconds: 0 });
      Object.assign(group.members.get(user) ?? {}, { role: ADMIN });
      group.owner = request.user ?? '';
      postSystemMessage(state, group, user, 'transferred', [group.owner]);
      return {};
    },

    muteMember(state, user, request) {
      const { group, role } = requireOwnGroup(state, user, request.groupId);
      refuseIf('NOT_ALLOWED', role < ADMIN);
      const member = requireSubordinate(group, role, request.user);
      const seconds = request.seconds ?? 0;
      // A mute time counts from now, so only "not muted" can equal the earlier state.
      if (seconds === 0 && member.mutedSeconds === 0) return {};
      member.mutedSeconds = seconds;
      postSystemMessage(state, group, user, 'muted', [request.user ?? '']);
      return {};
    },

    dissolveGroup(state, user, request) {
      const { group, role } = requireOwnGroup(state, user, request.groupId);
      refuseIf('NOT_ALLOWED', role !== OWNER);
      const { seq } = postSystemMessage(state, group, user, 'dissolved');
      for (const member of [...group.members.keys()]) leave(state, group, member, seq);
      group.requests.clear();
      group.dissolved = true;
      return {};
    },
  };
}
