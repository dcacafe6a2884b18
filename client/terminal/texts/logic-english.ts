// The texts about friends, groups and changes of messages in English.
import { im } from '../../../proto/rpc.ts';
import type { LogicTexts } from './logic-texts.ts';

export const LOGIC_FAILURES_EN: Readonly<Record<string, string>> = {
  ALREADY_FRIENDS: 'you are friends already',
  NO_SUCH_REQUEST: 'nobody of that name asks to be your friend',
  NO_SUCH_GROUP: 'there is no such group, or it can only be joined by invitation',
  NOT_ALLOWED: 'only admins of the group may do that',
  NOT_A_MEMBER: 'not a member of the group',
  GROUP_TOO_LARGE: 'the group would have too many members',
  OWNER_STAYS: 'the owner of a group cannot leave it',
  MUTED: 'you are muted in this group',
  NO_SUCH_CONVERSATION: 'nothing has been said there yet',
  NO_SUCH_MESSAGE: 'there is no such message any more',
  NOT_YOURS: 'that message is not yours',
  TOO_LATE: 'it is too late to take that message back',
  BAD_REACTION: 'that is no single emoji, or the message has too many different ones',
  BAD_ARGUMENT: 'that is not possible',
};

const SYSTEM_MESSAGES: Readonly<Record<string, (who: string, users: string) => string>> = {
  created: (who) => `${who} made the group`,
  // The user joined directly, or an admin accepted their request.
  joined: (who, users) => (users === '' || users === who ? `${who} has joined` : `${who} let in ${users}`),
  left: (who) => `${who} has left`,
  removed: (who, users) => `${who} removed ${users}`,
  invited: (who, users) => `${who} brought in ${users}`,
  renamed: (who) => `${who} gave the group another name`,
  changed: (who) => `${who} changed the group`,
  role: (who, users) => `${who} changed the role of ${users}`,
  transferred: (who, users) => `${who} handed the group on to ${users}`,
  muted: (who, users) => `${who} muted ${users}, or let them speak again`,
  dissolved: (who) => `${who} ended the group`,
};

const USAGES: Readonly<Record<string, string>> = {
  '/friend': '/friend NAME, and a greeting if you like',
  '/group': '/group NAME, with a name for the new group',
  '/invite': '/invite NAME, one or several',
  '/remark': '/remark NAME TEXT, your own name for a friend; without a text it is taken away',
  '/role': '/role NAME admin, or /role NAME member',
  '/silence': '/silence NAME MINUTES, from 1 to 43200',
  '/dissolve': '/dissolve NAME, with the name of the group chosen: it ends for everybody',
  '/join': '/join ID, as its members see it in /groups, and a greeting if you like',
  '/entry': '/entry open, /entry request or /entry invitation: how one joins the group chosen',
};

const ENTRIES: Readonly<Record<im.JoinPolicy, string>> = {
  [im.JoinPolicy.OPEN]: 'Everybody may join now, by /join ID.',
  [im.JoinPolicy.BY_REQUEST]: 'A user who enters /join ID now asks its admins, who get a notification.',
  [im.JoinPolicy.BY_INVITATION]: 'Only who is invited joins now, by /invite NAME of an admin.',
};

export const LOGIC_ENGLISH: LogicTexts = {
  recalled: 'taken back',
  edited: 'edited',
  alreadyRecalled: 'Your last message is taken back already; earlier ones stay.',
  reacted: (who, emoji, removed, target) =>
    `${who} ${removed ? `takes back ${emoji}` : emoji} to${target ? `: ${target}` : ' an earlier message'}`,
  changedText: (who, before, after) => `${who} changed${before ? `: ${before} → ${after}` : ` an earlier message: ${after}`}`,
  recalledBy: (who, before) => `${who} took back${before ? `: ${before}` : ' an earlier message'}`,
  systemMessage: (what, who, users) => SYSTEM_MESSAGES[what]?.(who, users) ?? `${who}: ${what}`,
  unread: (count) => `${count} unread`,
  nothingUnread: 'Nothing is unread.',
  hasLeft: 'you have left',
  noMore: 'That was the first one.',
  moreThere: '  /more shows earlier ones.',
  noSuchMessage: 'There is no message here that this could be done to.',
  editUsage: '/edit TEXT, the new text of your last message',
  reactUsage: '/react EMOJI, to the last message of somebody else; the same again takes it back',
  eraseUsage: '/erase, or /erase N with N from 1 to 50: the last messages, for you alone',
  erased: (count) =>
    `${count === 1 ? 'One message is' : `${count} messages are`} gone for you, on all your devices. Others keep what they have.`,
  pinned: 'pinned',
  muted: 'muted',
  conversationIs: {
    '/pin': 'Pinned: it stands at the end of /list.',
    '/unpin': 'Not pinned any more.',
    '/mute':
      'Muted: its messages are counted, not shown, but for those that name you. Choose it again, or write there, to follow it.',
    '/unmute': 'Not muted any more.',
    '/hide': 'Hidden from /list until its next message.',
    '/unhide': 'Not hidden any more.',
  },
  notShown: (count) => `${count} unread here that ${count === 1 ? 'was' : 'were'} not shown: /history shows them.`,
  unreadInMuted: (count) => `${count} unread in muted`,
  typing: (name) => `${name} is typing…`,

  usageOf: (command) => USAGES[command] ?? `${command} NAME`,
  thatIsYou: 'That is you.',
  nothingToAccept: (name) => `There is nothing to accept: ${name} does not ask to be your friend, or is it already.`,
  asked: (name) => `${name}: you have asked to be friends.`,
  asksMe: (name, greeting) => `${name} wants to be your friend${greeting && `: ${greeting}`} (/accept ${name}, /decline ${name})`,
  befriended: (name) => `${name} and you are friends.`,
  declined: (name) => `${name}: declined.`,
  unfriended: (name) => `${name} is not your friend any more.`,
  notYourFriend: (name) => `${name} is not your friend.`,
  blocked: (name) => `${name}: blocked.`,
  unblocked: (name) => `${name} is not blocked any more.`,
  remarked: (name, remark) => (remark ? `${name} is ${remark} to you.` : `${name} has no other name any more.`),
  noFriends: 'No friends yet: /friend NAME asks somebody.',
  presence(state, seen) {
    if (state === im.PresenceState.OFFLINE) return seen ? `offline, last seen ${seen}` : 'offline';
    return state === im.PresenceState.AWAY ? 'away' : 'online';
  },
  presenceChanged: (name, isThere) => `${name} is ${isThere ? 'online' : 'offline'}.`,

  noGroupChosen: 'No group is chosen. Choose one first: /to #NAME',
  groupMade: (name, id) => `You write to your new group ${name}. /invite NAME brings others in, or they enter /join ${id}`,
  joinAsked: (name) => `The admins of ${name} have your request.`,
  leftGroup: (name) => `You have left ${name}. Nobody is chosen now.`,
  noLongerMember: (name) => `You are no member of ${name} any more. Nobody is chosen now.`,
  onlyOwner: 'Only the owner of the group may do that.',
  onlyAbove: 'Admins of the group may do that to its members, its owner also to admins.',
  otherName: (name) => `The group chosen is called ${name}: to end it for everybody enter /dissolve ${name}`,
  dissolved: (name) => `${name} has ended. What was said stays. Nobody is chosen now.`,
  severalGroups: (name) => `Several of your groups are called ${name}. Nobody is chosen; choose one of them:`,
  members: (count) => `${count} ${count === 1 ? 'member' : 'members'}`,
  noGroups: 'No groups yet: /group NAME makes one.',
  role: (role) => (role === im.GroupRole.OWNER ? 'owner' : 'admin'),

  joinPolicyIs: (policy) => ENTRIES[policy],
  joinRequestReceived({ name, group, greeting }, isChosen) {
    const commands = `${isChosen ? '' : `/to #${group}, then `}/admit ${name}, /refuse ${name}`;
    return `${name} wants to join ${group}${greeting && `: ${greeting}`} (${commands})`;
  },
  joinRequestsReceived(count, group, isChosen) {
    const commands = `${isChosen ? '' : `/to #${group}, then `}/requests`;
    return `${count === 1 ? 'Somebody wants' : `${count} people want`} to join ${group} (${commands})`;
  },
  joinRequests: (count) => (count === 1 ? '1 wants to join' : `${count} want to join`),
  admitOrRefuse: '  /admit NAME lets somebody in, /refuse NAME does not.',
  noJoinRequests: 'Nobody asks to join.',
  noJoinRequest: (name) => `${name} does not ask to join, or is a member already.`,
  joinRequestRefused: (name) => `${name}: not let in.`,
};
