// The reference model's rules for people and their relations.
import { type ModelRelation, type ModelRules, type ModelState, NO_RELATION, refuseIf, relationBetween } from './model-state.ts';

/** Changes one user's row and gives it the user's next version. */
function updateRelation(state: ModelState, user: string, other: string, to: Partial<ModelRelation>): object {
  const me = state.people.get(user);
  const version = (me?.version ?? 0) + 1;
  if (me) me.version = version;
  const after = { ...relationBetween(state, user, other), ...to, version };
  state.relations.get(user)?.set(other, after);
  return relationView(other, after);
}

export function relationView(other: string, row: ModelRelation): object {
  return { other: { user: other }, ...row };
}

function befriend(state: ModelState, user: string, other: string): object {
  const to = { friend: true, asksMe: false, asked: false, greeting: '' };
  updateRelation(state, other, user, to);
  return { relation: updateRelation(state, user, other, to) };
}

export const peopleRules: ModelRules = {
  updateProfile(state, user, { about, whoMayWrite }) {
    const me = state.people.get(user);
    if (!me) return {};
    const after = { about: about ?? me.about, whoMayWrite: whoMayWrite ?? me.whoMayWrite };
    if (after.about !== me.about || after.whoMayWrite !== me.whoMayWrite) Object.assign(me, after, { version: me.version + 1 });
    return { profile: { profile: { user, about: me.about }, whoMayWrite: me.whoMayWrite } };
  },

  tellFriends(state, user, { profile }) {
    // The profile has changed again: that change notifies the friends.
    if (state.people.get(user)?.about !== profile?.about) return {};
    for (const other of state.people.keys())
      if (relationBetween(state, other, user).friend) updateRelation(state, other, user, {});
    return {};
  },

  requestFriend(state, user, { user: other = '', greeting = '' }) {
    refuseIf('BAD_ARGUMENT', other === user);
    refuseIf('NO_SUCH_USER', !state.people.has(other));
    const [mine, theirs] = [relationBetween(state, user, other), relationBetween(state, other, user)];
    refuseIf('BLOCKED', mine.blocked || theirs.blocked);
    refuseIf('ALREADY_FRIENDS', mine.friend);
    if (mine.asked) return { relation: relationView(other, mine) };
    if (mine.asksMe) return befriend(state, user, other);
    updateRelation(state, other, user, { asksMe: true, greeting });
    return { relation: updateRelation(state, user, other, { asked: true, greeting }) };
  },

  answerFriendRequest(state, user, { user: other = '', accept = false }) {
    const mine = relationBetween(state, user, other);
    if (accept && mine.friend) return { relation: relationView(other, mine) };
    refuseIf('NO_SUCH_REQUEST', !mine.asksMe);
    if (accept) return befriend(state, user, other);
    updateRelation(state, other, user, NO_RELATION);
    return { relation: updateRelation(state, user, other, NO_RELATION) };
  },

  removeFriend(state, user, { user: other = '' }) {
    const mine = relationBetween(state, user, other);
    refuseIf('NOT_FRIENDS', !mine.friend && !mine.asked);
    updateRelation(state, other, user, NO_RELATION);
    updateRelation(state, user, other, NO_RELATION);
    return {};
  },

  setRemark(state, user, { user: other = '', remark = '' }) {
    const mine = relationBetween(state, user, other);
    refuseIf('NOT_FRIENDS', !mine.friend);
    if (mine.remark !== remark) updateRelation(state, user, other, { remark });
    return {};
  },

  block(state, user, { user: other = '' }) {
    refuseIf('BAD_ARGUMENT', other === user);
    refuseIf('NO_SUCH_USER', !state.people.has(other));
    const [mine, theirs] = [relationBetween(state, user, other), relationBetween(state, other, user)];
    if (mine.blocked) return {};
    if (theirs.friend || theirs.asked || theirs.asksMe) updateRelation(state, other, user, NO_RELATION);
    updateRelation(state, user, other, { ...NO_RELATION, blocked: true });
    return {};
  },

  unblock(state, user, { user: other = '' }) {
    if (relationBetween(state, user, other).blocked) updateRelation(state, user, other, { blocked: false });
    return {};
  },
};
