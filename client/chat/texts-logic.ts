// What the chat says about friends, groups and what becomes of messages.
import type { im } from '../../proto/contract.ts';

export interface LogicTexts {
  // Messages.
  /** Instead of a message that was taken back. */
  readonly recalled: string;
  readonly edited: string;
  reacted(emoji: string, removed: boolean): string;
  /** `what`: as the body of a SYSTEM message says. */
  happened(what: string, who: string, users: string): string;
  unread(count: number): string;
  readonly nothingUnread: string;
  readonly hasLeft: string;
  readonly noMore: string;
  readonly moreThere: string;
  readonly noSuchMessage: string;
  readonly editUsage: string;
  readonly reactUsage: string;
  /** In the prompt. */
  typing(name: string): string;

  // People.
  usageOf(command: string): string;
  asked(name: string): string;
  asksMe(name: string, greeting: string): string;
  befriended(name: string): string;
  declined(name: string): string;
  unfriended(name: string): string;
  blocked(name: string): string;
  unblocked(name: string): string;
  readonly noFriends: string;
  /** `seen`: when last, or empty. */
  presence(state: im.PresenceState, seen: string): string;
  cameOrWent(name: string, isThere: boolean): string;

  // Groups.
  readonly noGroupChosen: string;
  groupMade(name: string, id: string): string;
  joinAsked(name: string): string;
  leftGroup(name: string): string;
  members(count: number): string;
  readonly noGroups: string;
  role(role: im.GroupRole): string;
}
