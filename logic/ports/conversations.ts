// What logic needs to know of conversations, their messages, and where each member stands in them. All of it is bound to one batch: logic/ports/index.ts says what that means.
import type { im } from '../../proto/rpc.ts';

/** What one of its members knows of a conversation: his row. */
export interface Membership {
  readonly conversation: string;
  readonly user: string;
  /** The other user of a conversation of two, oneself in one with oneself, '' for a group. */
  readonly peer: string;
  readonly isGroup: boolean;
  /** The lowest and the highest seq the member may see. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Is no member any more. */
  readonly left: boolean;
  readonly readSeq: number;
  readonly deliveredSeq: number;
  readonly peerReadSeq: number;
  readonly peerDeliveredSeq: number;
  /** Messages of others behind readSeq: all but changes of other messages, and what happens in a group. */
  readonly unread: number;
  readonly pinned: boolean;
  readonly muted: boolean;
  /** Until the next message that is no change of another one. */
  readonly hidden: boolean;
  /** What is told is never above what is stored: who knows this number and no higher one has not missed a change. */
  readonly stateVersion: number;
}

export interface MessageContent {
  readonly kind: im.MessageKind;
  readonly text: string;
  /** JSON, or ''. */
  readonly body: string;
  readonly replyTo: number;
  /** User ids. */
  readonly mentions: readonly string[];
  /** Of a change: the seq of what it changes; else 0. */
  readonly target: number;
  readonly emoji: string;
  readonly removed: boolean;
}

export interface NewMessage extends MessageContent {
  readonly conversation: string;
  readonly sender: string;
  /** 16 bytes. */
  readonly clientMessageId: Uint8Array;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** As it is now: an edit or a recall has changed its content. */
export interface StoredMessage extends NewMessage {
  readonly seq: number;
  /** Of an EDITED: another edit has come after it, and its text is gone. */
  readonly edited: boolean;
  /** Its text, body and mentions are gone. */
  readonly recalled: boolean;
}

export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** Also of the user who asks. */
  readonly mine: boolean;
}

export interface SeqRange {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** The last ones of from ≤ seq ≤ to, instead of the first. */
  readonly fromEnd: boolean;
}

export interface MessageStore {
  /**
   * What this request stored before, if anything. Asked first in a command that appends: what the request needs may be gone by now (a receiver who has deleted his account, a right that was
   * taken away). Locks the conversation, where there is one, for the rest of the batch.
   */
  findByClientId(conversation: string, sender: string, clientMessageId: Uint8Array): Promise<StoredMessage | undefined>;
  /**
   * Stores a message, or a change of one, under the next seq of its conversation, which is locked for the rest of the batch and made where it is not there. A message with the same
   * (conversation, sender, clientMessageId) is returned as it is now, with `first` false, and nothing is stored. The sender has a row in the conversation: see Conversations.ofTwo and
   * GroupMembers.join. In a group this command has locked it, or has asked who is in it. TEXT to CUSTOM count as unread for everybody but their sender.
   */
  append(message: NewMessage): Promise<{ message: StoredMessage; isNew: boolean }>;
  /** A message, its conversation locked for the rest of the batch: what is decided about it holds. Any id and number may be asked for. */
  lock(conversation: string, seq: number): Promise<StoredMessage | undefined>;
  /**
   * Gives a message that was locked in this command another content, for the change that this command has appended under the seq `by`. The content of the edit before it is emptied.
   */
  rewrite(
    target: StoredMessage,
    to: Partial<Pick<StoredMessage, 'text' | 'body' | 'mentions' | 'edited' | 'recalled'>>,
    by: number,
  ): void;
  /**
   * Messages of a page, rising, up to the first one that another command of this batch has not decided on; with what the user has hidden from himself. Whether he may see them is the
   * caller's to know. Any conversation may be asked for.
   */
  listRange(
    user: string,
    conversation: string,
    page: SeqRange,
  ): Promise<readonly (StoredMessage & { readonly hidden: boolean })[]>;
  /** Sets or takes away a user's reaction to a message that was locked in this command. False where the message would have more than 20 different ones: then nothing is changed. */
  setReaction(target: StoredMessage, user: string, emoji: string, removed: boolean): Promise<boolean>;
  /** Reactions to the messages from ≤ seq ≤ to as they are now, by seq; those of the most users first. */
  listReactions(user: string, conversation: string, from: number, to: number): Promise<ReadonlyMap<number, readonly Reaction[]>>;
  /** Hides messages from one user, for good. */
  hide(user: string, conversation: string, seqs: readonly number[]): void;
}

export interface ConversationSummary extends Membership {
  /** The other user's name, or the group's, which for a former member is the one it had when he went; '' where the account was deleted. */
  readonly peerName: string;
  /** The last one that is no change of another message and not hidden from the member. */
  readonly lastMessage: StoredMessage | undefined;
}

export interface ConversationVersion {
  readonly conversation: string;
  readonly lastSeq: number;
  readonly stateVersion: number;
}

/** Any string may be asked for. */
export interface ConversationStore {
  /** Makes the conversation of two users, or of one with himself, with a row for each, unless it is there. It is locked for the rest of the batch. Returns its id (see conversationOf). */
  ensureDirect(one: string, other: string): Promise<string>;
  /** The user's row, also of a former member. */
  findMembership(user: string, conversation: string): Promise<Membership | undefined>;
  /**
   * Changes the row of the caller, which is there, and returns it as it is then, with its next stateVersion. readSeq and deliveredSeq never go back. `hidden` holds until the next message.
   * Only commands of that user change these: they run one after the other.
   */
  updateMembership(
    user: string,
    conversation: string,
    to: Partial<Pick<Membership, 'readSeq' | 'deliveredSeq' | 'pinned' | 'muted' | 'hidden'>>,
  ): Promise<Membership>;
  /** Tells the row of `user` how far the other one of a conversation of two has got. Never goes back. */
  advancePeerReceipt(user: string, conversation: string, to: { readonly readSeq: number; readonly deliveredSeq: number }): void;
  /** The user's conversations of two with somebody else, with an id above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`. */
  listDirect(user: string, after: string, limit: number): Promise<{ readonly conversation: string; readonly peer: string }[]>;
  /** What the row of `user`, which is there, shows of the other one of a conversation of two has changed: its stateVersion rises. */
  markPeerChanged(user: string, conversation: string): void;
  /** The user's conversations with an id above `after` ('' = from the start; nothing is above what is no id), in the order of their ids' bytes, at most `limit`. */
  listVersions(user: string, after: string, limit: number): Promise<ConversationVersion[]>;
  /** These conversations as the user sees them; those he has no row in are left out. */
  listSummaries(user: string, conversations: readonly string[]): Promise<ConversationSummary[]>;
  /** Who may see the message of this seq: also former members who were there then, not those who have come since. */
  listAudience(conversation: string, seq: number): Promise<readonly string[]>;
  /** Members with readSeq ≥ seq who may see it, with a user id above `after` ('' = from the start), in the order of the ids' bytes, at most `limit`. */
  listReaders(conversation: string, seq: number, after: string, limit: number): Promise<string[]>;
}
