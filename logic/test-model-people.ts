// For tests: the model's rules of people and what they are to each other.
import { NOTHING, type Relation, type Rules, refuse, relation, type State } from './test-model.ts';

/** Gives one side's row its next version. */
function change(state: State, user: string, other: string, to: Partial<Relation>): object {
  const me = state.people.get(user);
  const version = (me?.version ?? 0) + 1;
  if (me) me.version = version;
  const after = { ...relation(state, user, other), ...to, version };
  state.relations.get(user)?.set(other, after);
  return relationView(other, after);
}

export function relationView(other: string, row: Relation): object {
  return { other: { user: other }, ...row };
}

function befriend(state: State, user: string, other: string): object {
  const to = { friend: true, asksMe: false, asked: false, greeting: '' };
  change(state, other, user, to);
  return { relation: change(state, user, other, to) };
}

export const peopleRules: Rules = {
  updateProfile(state, user, { about, whoMayWrite }) {
    const me = state.people.get(user);
    if (!me) return {};
    const after = { about: about ?? me.about, whoMayWrite: whoMayWrite ?? me.whoMayWrite };
    if (after.about !== me.about || after.whoMayWrite !== me.whoMayWrite) Object.assign(me, after, { version: me.version + 1 });
    return { profile: { profile: { user, about: me.about }, whoMayWrite: me.whoMayWrite } };
  },

  tellFriends(state, user, { profile }) {
    // Changed again: that change tells them.
    if (state.people.get(user)?.about !== profile?.about) return {};
    for (const other of state.people.keys()) if (relation(state, other, user).friend) change(state, other, user, {});
    return {};
  },

  requestFriend(state, user, { user: other = '', greeting = '' }) {
    refuse('BAD_ARGUMENT', other === user);
    refuse('NO_SUCH_USER', !state.people.has(other));
    const [mine, theirs] = [relation(state, user, other), relation(state, other, user)];
    refuse('BLOCKED', mine.blocked || theirs.blocked);
    refuse('ALREADY_FRIENDS', mine.friend);
    if (mine.asked) return { relation: relationView(other, mine) };
    if (mine.asksMe) return befriend(state, user, other);
    change(state, other, user, { asksMe: true, greeting });
    return { relation: change(state, user, other, { asked: true, greeting }) };
  },

  answerFriendRequest(state, user, { user: other = '', accept = false }) {
    const mine = relation(state, user, other);
    if (accept && mine.friend) return { relation: relationView(other, mine) };
    refuse('NO_SUCH_REQUEST', !mine.asksMe);
    if (accept) return befriend(state, user, other);
    change(state, other, user, NOTHING);
    return { relation: change(state, user, other, NOTHING) };
  },

  removeFriend(state, user, { user: other = '' }) {
    const mine = relation(state, user, other);
    refuse('NOT_FRIENDS', !mine.friend && !mine.asked);
    change(state, other, user, NOTHING);
    change(state, user, other, NOTHING);
    return {};
  },

  setRemark(state, user, { user: other = '', remark = '' }) {
    const mine = relation(state, user, other);
    refuse('NOT_FRIENDS', !mine.friend);
    if (mine.remark !== remark) change(state, user, other, { remark });
    return {};
  },

  block(state, user, { user: other = '' }) {
    refuse('BAD_ARGUMENT', other === user);
    refuse('NO_SUCH_USER', !state.people.has(other));
    const [mine, theirs] = [relation(state, user, other), relation(state, other, user)];
    if (mine.blocked) return {};
    if (theirs.friend || theirs.asked || theirs.asksMe) change(state, other, user, NOTHING);
    change(state, user, other, { ...NOTHING, blocked: true });
    return {};
  },

  unblock(state, user, { user: other = '' }) {
    if (relation(state, user, other).blocked) change(state, user, other, { blocked: false });
    return {};
  },
};
