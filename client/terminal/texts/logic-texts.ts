// The texts about friends, groups and changes of messages.
import type { im } from '../../../proto/rpc.ts';

/** Commands that change how the user sees one conversation. */
export type ConversationCommand = '/pin' | '/unpin' | '/mute' | '/unmute' | '/hide' | '/unhide';

export interface LogicTexts {
  // Messages.
  /** Replaces a recalled message. */
  readonly recalled: string;
  readonly edited: string;
  /** Replaces a second recall. */
  readonly alreadyRecalled: string;
  // In the next three, `target` and `before` are the beginning of the changed message, or empty if it is not known here.
  reacted(who: string, emoji: string, removed: boolean, target: string): string;
  changedText(who: string, before: string, after: string): string;
  recalledBy(who: string, before: string): string;
  /** `what`: the kind in the body of a SYSTEM message. */
  systemMessage(what: string, who: string, users: string): string;
  unread(count: number): string;
  readonly nothingUnread: string;
  readonly hasLeft: string;
  readonly noMore: string;
  readonly moreThere: string;
  readonly noSuchMessage: string;
  readonly editUsage: string;
  readonly reactUsage: string;
  readonly eraseUsage: string;
  /** For this user alone. */
  erased(count: number): string;
  readonly pinned: string;
  readonly muted: string;
  /** The state of a conversation after the command. */
  readonly conversationIs: Readonly<Record<ConversationCommand, string>>;
  /** The unread messages of the selected conversation, which is muted. */
  notShown(count: number): string;
  // In the prompt.
  unreadInMuted(count: number): string;
  typing(name: string): string;

  // People.
  usageOf(command: string): string;
  readonly thatIsYou: string;
  nothingToAccept(name: string): string;
  asked(name: string): string;
  incomingRequest(name: string, greeting: string): string;
  befriended(name: string): string;
  declined(name: string): string;
  unfriended(name: string): string;
  notYourFriend(name: string): string;
  blocked(name: string): string;
  unblocked(name: string): string;
  /** `remark`: empty after its removal. */
  remarked(name: string, remark: string): string;
  readonly noFriends: string;
  /** `seen`: the time the user was last seen, or empty. */
  presence(state: im.PresenceState, seen: string): string;
  presenceChanged(name: string, isThere: boolean): string;

  // Groups.
  readonly noGroupChosen: string;
  groupMade(name: string, id: string): string;
  joinAsked(name: string): string;
  leftGroup(name: string): string;
  /** The user was removed, or left on another device. */
  noLongerMember(name: string): string;
  readonly onlyOwner: string;
  readonly onlyAbove: string;
  /** `name`: the group's name, which differs from the typed one. */
  otherName(name: string): string;
  dissolved(name: string): string;
  severalGroups(name: string): string;
  members(count: number): string;
  readonly noGroups: string;
  role(role: im.GroupRole): string;
  banned(name: string): string;
  unbanned(name: string): string;
  readonly noBans: string;
  /** Another admin has done it. */
  banChanged(shown: { name: string; group: string; admin: string; isLifted: boolean }): string;

  // Invitations.
  /** The user is not a friend, and has to accept first. */
  invited(name: string): string;
  invitationReceived(shown: { inviter: string; group: string }): string;
  invitationsReceived(count: number): string;
  invitationSent(shown: { name: string; group: string; when: string }): string;
  readonly noInvitations: string;
  noInvitation(group: string): string;
  severalInvitations(group: string): string;
  invitationAccepted(group: string): string;
  invitationWithdrawn(name: string): string;

  // Joining by request. `isChosen`: the group is the selected one.
  joinPolicyIs(policy: im.JoinPolicy): string;
  joinRequestReceived(shown: { name: string; group: string; greeting: string }, isChosen: boolean): string;
  joinRequestsReceived(count: number, group: string, isChosen: boolean): string;
  /** In the prompt. */
  joinRequests(count: number): string;
  /** Follows the list of requests. */
  readonly admitOrRefuse: string;
  readonly noJoinRequests: string;
  noJoinRequest(name: string): string;
  joinRequestRefused(name: string): string;
}
