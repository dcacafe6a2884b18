// The reference model's rules for people and their relations.
import { type ModelRelation, type ModelRules, type ModelState, NO_RELATION, refuseIf, relationBetween } from './model-state.ts';

/** Changes one user's row and gives it the user's next version. */
function updateRelation(state: ModelState, userId: string, other: string, to: Partial<ModelRelation>): object {
  const me = state.people.get(userId);
  const version = (me?.version ?? 0) + 1;
  if (me) me.version = version;
  const after = { ...relationBetween(state, userId, other), ...to, version };
  state.relations.get(userId)?.set(other, after);
  return relationView(other, after);
}

export function relationView(other: string, row: ModelRelation): object {
  return { other: { userId: other }, ...row };
}

function befriend(state: ModelState, userId: string, other: string): object {
  const to = { friend: true, incomingRequest: false, outgoingRequest: false, greeting: '' };
  updateRelation(state, other, userId, to);
  return { relation: updateRelation(state, userId, other, to) };
}

export const peopleRules: ModelRules = {
  updateProfile(state, userId, { about, whoMayWrite }) {
    const me = state.people.get(userId);
    if (!me) return {};
    const after = { about: about ?? me.about, whoMayWrite: whoMayWrite ?? me.whoMayWrite };
    if (after.about !== me.about || after.whoMayWrite !== me.whoMayWrite) Object.assign(me, after, { version: me.version + 1 });
    return { profile: { profile: { userId, about: me.about }, whoMayWrite: me.whoMayWrite } };
  },

  notifyFriends(state, userId, { profile }) {
    // The profile has changed again: that change notifies the friends.
    if (state.people.get(userId)?.about !== profile?.about) return {};
    for (const other of state.people.keys())
      if (relationBetween(state, other, userId).friend) updateRelation(state, other, userId, {});
    return {};
  },

  requestFriend(state, userId, { userId: other = '', greeting = '' }) {
    refuseIf('BAD_ARGUMENT', other === userId);
    refuseIf('NO_SUCH_USER', !state.people.has(other));
    const [mine, theirs] = [relationBetween(state, userId, other), relationBetween(state, other, userId)];
    refuseIf('BLOCKED', mine.blocked || theirs.blocked);
    refuseIf('ALREADY_FRIENDS', mine.friend);
    if (mine.outgoingRequest) return { relation: relationView(other, mine) };
    if (mine.incomingRequest) return befriend(state, userId, other);
    updateRelation(state, other, userId, { incomingRequest: true, greeting });
    return { relation: updateRelation(state, userId, other, { outgoingRequest: true, greeting }) };
  },

  answerFriendRequest(state, userId, { userId: other = '', accept = false }) {
    const mine = relationBetween(state, userId, other);
    if (accept && mine.friend) return { relation: relationView(other, mine) };
    refuseIf('NO_SUCH_REQUEST', !mine.incomingRequest);
    if (accept) return befriend(state, userId, other);
    updateRelation(state, other, userId, NO_RELATION);
    return { relation: updateRelation(state, userId, other, NO_RELATION) };
  },

  removeFriend(state, userId, { userId: other = '' }) {
    const mine = relationBetween(state, userId, other);
    refuseIf('NOT_FRIENDS', !mine.friend && !mine.outgoingRequest);
    updateRelation(state, other, userId, NO_RELATION);
    updateRelation(state, userId, other, NO_RELATION);
    return {};
  },

  setRemark(state, userId, { userId: other = '', remark = '' }) {
    const mine = relationBetween(state, userId, other);
    refuseIf('NOT_FRIENDS', !mine.friend);
    if (mine.remark !== remark) updateRelation(state, userId, other, { remark });
    return {};
  },

  block(state, userId, { userId: other = '' }) {
    refuseIf('BAD_ARGUMENT', other === userId);
    refuseIf('NO_SUCH_USER', !state.people.has(other));
    const [mine, theirs] = [relationBetween(state, userId, other), relationBetween(state, other, userId)];
    if (mine.blocked) return {};
    if (theirs.friend || theirs.outgoingRequest || theirs.incomingRequest) updateRelation(state, other, userId, NO_RELATION);
    updateRelation(state, userId, other, { ...NO_RELATION, blocked: true });
    for (const { invitations } of state.groups.values())
      for (const [one, inviter] of [
        [userId, other],
        [other, userId],
      ] as const)
        if (invitations.get(one) === inviter) invitations.delete(one);
    return {};
  },

  unblock(state, userId, { userId: other = '' }) {
    if (relationBetween(state, userId, other).blocked) updateRelation(state, userId, other, { blocked: false });
    return {};
  },
};
