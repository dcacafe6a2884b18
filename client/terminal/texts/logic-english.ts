// The texts about friends, groups and changes of messages in English.
import { im } from '../../../proto/rpc.ts';
import type { LogicTexts } from './logic-texts.ts';

export const LOGIC_FAILURES_EN: Readonly<Record<string, string>> = {
  ALREADY_FRIENDS: 'you are friends already',
  NO_SUCH_REQUEST: 'this user has not sent you a friend request',
  NO_SUCH_GROUP: 'there is no such group, or it can only be joined by invitation',
  NOT_ALLOWED: 'only admins of the group may do that',
  NOT_A_MEMBER: 'not a member of the group',
  GROUP_TOO_LARGE: 'the group would have too many members',
  OWNER_STAYS: 'the owner of a group cannot leave it',
  MUTED: 'you are muted in this group',
  NO_SUCH_CONVERSATION: 'this conversation has no messages yet',
  NO_SUCH_MESSAGE: 'this message does not exist any more',
  NOT_YOURS: 'that message is not yours',
  TOO_LATE: 'it is too late to recall that message',
  BAD_REACTION: 'this is not a single emoji, or the message has too many different reactions',
  BAD_LIMIT: 'too many at once, or too many of your invitations are open (/invitations lists them)',
  BANNED: 'this user, or you, may not come back to the group: an admin has banned them',
  BAD_ARGUMENT: 'this is not possible',
};

const SYSTEM_MESSAGES: Readonly<Record<string, (who: string, users: string) => string>> = {
  created: (who) => `${who} created the group`,
  // The user joined directly, or an admin accepted their request.
  joined: (who, users) => (users === '' || users === who ? `${who} has joined` : `${who} accepted ${users}`),
  left: (who) => `${who} has left`,
  removed: (who, users) => `${who} removed ${users}`,
  invited: (who, users) => `${who} invited ${users}`,
  renamed: (who) => `${who} renamed the group`,
  changed: (who) => `${who} changed the group`,
  role: (who, users) => `${who} changed the role of ${users}`,
  transferred: (who, users) => `${who} transferred the group to ${users}`,
  muted: (who, users) => `${who} muted or unmuted ${users}`,
  dissolved: (who) => `${who} dissolved the group`,
};

const USAGES: Readonly<Record<string, string>> = {
  '/friend': '/friend NAME, and an optional greeting',
  '/group': '/group NAME, with a name for the new group',
  '/invite': '/invite NAME, one or several; put a name with spaces in quotes, or commas between names',
  '/remark': '/remark NAME TEXT, your own name for a friend; without a text the remark is removed',
  '/role': '/role NAME admin, or /role NAME member',
  '/silence': '/silence NAME MINUTES, from 1 to 43200',
  '/dissolve': '/dissolve NAME, with the name of the selected group: dissolves it for all members',
  '/join': '/join ID, with the id that members see in /groups, and an optional greeting',
  '/entry': '/entry open, /entry request or /entry invitation: how users join the selected group',
};

const ENTRIES: Readonly<Record<im.JoinPolicy, string>> = {
  [im.JoinPolicy.OPEN]: 'Anyone can join now with /join ID.',
  [im.JoinPolicy.BY_REQUEST]: 'Users can now ask to join with /join ID, and an admin must accept them. The admins are notified.',
  [im.JoinPolicy.BY_INVITATION]: 'Users can join now only if an admin invites them with /invite NAME.',
};

export const LOGIC_ENGLISH: LogicTexts = {
  recalled: 'recalled',
  edited: 'edited',
  alreadyRecalled: 'Your last message is already recalled; earlier ones stay.',
  reacted: (who, emoji, removed, target) =>
    `${who} ${removed ? `removed ${emoji}` : emoji} to${target ? `: ${target}` : ' an earlier message'}`,
  changedText: (who, before, after) => `${who} changed${before ? `: ${before} → ${after}` : ` an earlier message: ${after}`}`,
  recalledBy: (who, before) => `${who} recalled${before ? `: ${before}` : ' an earlier message'}`,
  systemMessage: (what, who, users) => SYSTEM_MESSAGES[what]?.(who, users) ?? `${who}: ${what}`,
  unread: (count) => `${count} unread`,
  nothingUnread: 'Nothing is unread.',
  hasLeft: 'you have left',
  noMore: 'There are no earlier messages.',
  moreThere: '  /more shows earlier ones.',
  noSuchMessage: 'There is no message here to which this applies.',
  editUsage: '/edit TEXT, the new text of your last message',
  reactUsage: '/react EMOJI, for the last message of another user; the same emoji again removes it',
  eraseUsage: '/erase, or /erase N with N from 1 to 50: the last messages, for you alone',
  erased: (count) =>
    `${count === 1 ? 'One message is' : `${count} messages are`} gone for you, on all your devices. Others keep what they have.`,
  pinned: 'pinned',
  muted: 'muted',
  conversationIs: {
    '/pin': 'Pinned: shown at the end of /list.',
    '/unpin': 'Not pinned any more.',
    '/mute':
      'Muted: new messages are counted but not shown, except those that mention you. Select it again or write in it to see them.',
    '/unmute': 'Not muted any more.',
    '/hide': 'Hidden from /list until its next message.',
    '/unhide': 'Not hidden any more.',
  },
  notShown: (count) => `${count} unread here that ${count === 1 ? 'was' : 'were'} not shown: /history shows them.`,
  unreadInMuted: (count) => `${count} unread in muted`,
  typing: (name) => `${name} is typing…`,

  usageOf: (command) => USAGES[command] ?? `${command} NAME`,
  thatIsYou: 'That is you.',
  nothingToAccept: (name) => `There is nothing to accept: ${name} has not sent you a friend request, or is already your friend.`,
  asked: (name) => `${name}: you have asked to be friends.`,
  incomingRequest: (name, greeting) =>
    `${name} wants to be your friend${greeting && `: ${greeting}`} (/accept ${name}, /decline ${name})`,
  befriended: (name) => `${name} and you are friends.`,
  declined: (name) => `${name}: declined.`,
  unfriended: (name) => `${name} is not your friend any more.`,
  notYourFriend: (name) => `${name} is not your friend.`,
  blocked: (name) => `${name}: blocked.`,
  unblocked: (name) => `${name} is not blocked any more.`,
  remarked: (name, remark) => (remark ? `${name} has the remark ${remark} now.` : `${name} has no remark now.`),
  noFriends: 'No friends yet: /friend NAME asks somebody.',
  presence(state, seen) {
    if (state === im.PresenceState.OFFLINE) return seen ? `offline, last seen ${seen}` : 'offline';
    return state === im.PresenceState.AWAY ? 'away' : 'online';
  },
  presenceChanged: (name, isThere) => `${name} is ${isThere ? 'online' : 'offline'}.`,

  noGroupChosen: 'No group is selected. Select one first: /to #NAME',
  groupMade: (name, id) => `You write to your new group ${name}. /invite NAME brings others in, or they enter /join ${id}`,
  joinAsked: (name) => `Your request was sent to the admins of ${name}.`,
  leftGroup: (name) => `You have left ${name}. No recipient is selected now.`,
  noLongerMember: (name) => `You are not a member of ${name} any more. No recipient is selected now.`,
  onlyOwner: 'Only the owner of the group may do that.',
  onlyAbove: 'Admins may do that to members, and the owner also to admins.',
  otherName: (name) => `The selected group is called ${name}: to dissolve it for all members, enter /dissolve ${name}`,
  dissolved: (name) => `${name} is dissolved. Its messages stay. No recipient is selected now.`,
  severalGroups: (name) => `Several of your groups are called ${name}. No recipient is selected; select one of them:`,
  members: (count) => `${count} ${count === 1 ? 'member' : 'members'}`,
  noGroups: 'No groups yet: /group NAME makes one.',
  role: (role) => (role === im.GroupRole.OWNER ? 'owner' : 'admin'),

  banned: (name) => `${name} is not in the group and cannot come back: /unban ${name} ends that.`,
  unbanned: (name) => `${name} may come back to the group.`,
  banChanged: ({ name, group, admin, isLifted }) =>
    isLifted ? `${admin} lets ${name} come back to ${group}.` : `${admin} banned ${name} from ${group}.`,
  noBans: 'Nobody is banned from this group.',

  invited: (name) => `${name} is not your friend and got an invitation: they are a member once they accept it.`,
  invitationReceived: ({ inviter, group }) =>
    `${inviter} invites you to the group ${group} (/accept #${group}, /decline #${group})`,
  invitationsReceived: (count) => `You have ${count} invitations to groups: /invitations lists them.`,
  invitationSent: ({ name, group, when }) =>
    `${name} is invited to ${group} since ${when}: /remove ${name} in the group withdraws it`,
  noInvitations: 'There are no open invitations.',
  noInvitation: (group) => `You have no open invitation to ${group}.`,
  severalInvitations: (group) => `Several groups called ${group} invite you. Answer with one of their ids:`,
  invitationAccepted: (group) => `You are a member of ${group} now: /to #${group}`,
  invitationWithdrawn: (name) => `${name} is not invited any more.`,

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
  admitOrRefuse: '  /admit NAME accepts a request, /refuse NAME refuses it.',
  noJoinRequests: 'There are no requests to join.',
  noJoinRequest: (name) => `${name} has not asked to join, or is already a member.`,
  joinRequestRefused: (name) => `${name}: refused.`,
};
