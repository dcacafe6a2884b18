// What the chat says about friends, groups and what becomes of messages.
import type { im } from '../../../proto/rpc.ts';

/** Commands that change how the user sees one conversation. */
export type ConversationCommand = '/pin' | '/unpin' | '/mute' | '/unmute' | '/hide' | '/unhide';

export interface LogicTexts {
  // Messages.
  /** Instead of a message that was taken back. */
  readonly recalled: string;
  readonly edited: string;
  /** Instead of a second time. */
  readonly alreadyRecalled: string;
  // Of the next three `target` and `before` are the beginning of the message that is meant, or empty where it is not known here.
  reacted(who: string, emoji: string, removed: boolean, target: string): string;
  changedText(who: string, before: string, after: string): string;
  recalledBy(who: string, before: string): string;
  /** `what`: as the body of a SYSTEM message says. */
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
  /** What a conversation is after the command. */
  readonly conversationIs: Readonly<Record<ConversationCommand, string>>;
  /** Of the one chosen, which is muted. */
  notShown(count: number): string;
  // In the prompt.
  unreadInMuted(count: number): string;
  typing(name: string): string;

  // People.
  usageOf(command: string): string;
  readonly thatIsYou: string;
  nothingToAccept(name: string): string;
  asked(name: string): string;
  asksMe(name: string, greeting: string): string;
  befriended(name: string): string;
  declined(name: string): string;
  unfriended(name: string): string;
  notYourFriend(name: string): string;
  blocked(name: string): string;
  unblocked(name: string): string;
  /** `remark`: empty where it was taken away. */
  remarked(name: string, remark: string): string;
  readonly noFriends: string;
  /** `seen`: when last, or empty. */
  presence(state: im.PresenceState, seen: string): string;
  presenceChanged(name: string, isThere: boolean): string;

  // Groups.
  readonly noGroupChosen: string;
  groupMade(name: string, id: string): string;
  joinAsked(name: string): string;
  leftGroup(name: string): string;
  /** Removed, or left on another device. */
  noLongerMember(name: string): string;
  readonly onlyOwner: string;
  readonly onlyAbove: string;
  /** `name`: what the group is called, which is not what was typed. */
  otherName(name: string): string;
  dissolved(name: string): string;
  severalGroups(name: string): string;
  members(count: number): string;
  readonly noGroups: string;
  role(role: im.GroupRole): string;

  // Joining by request. `isChosen`: the group is the one chosen.
  joinPolicyIs(policy: im.JoinPolicy): string;
  joinRequestReceived(shown: { name: string; group: string; greeting: string }, isChosen: boolean): string;
  joinRequestsReceived(count: number, group: string, isChosen: boolean): string;
  /** In the prompt. */
  joinRequests(count: number): string;
  /** Below the list of those who ask. */
  readonly admitOrRefuse: string;
  readonly noJoinRequests: string;
  noJoinRequest(name: string): string;
  joinRequestRefused(name: string): string;
}
