// The ports for conversations, their messages and their members. All of it is bound to one batch: see index.ts.
import type { im } from '../../proto/rpc.ts';

/** A member's own row of a conversation. */
export interface Membership {
  readonly conversationId: string;
  readonly userId: string;
  /** The other user of a direct conversation, the user in a conversation with oneself, '' for a group. */
  readonly peerId: string;
  readonly isGroup: boolean;
  /** The lowest and the highest seq that the member can see. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** True for a former member. */
  readonly left: boolean;
  readonly readSeq: number;
  readonly deliveredSeq: number;
  readonly peerReadSeq: number;
  readonly peerDeliveredSeq: number;
  /** The number of messages of other users above readSeq. Changes and system messages are not counted. */
  readonly unread: number;
  readonly pinned: boolean;
  readonly muted: boolean;
  /** True until the next message arrives; a change of an earlier message does not end it. */
  readonly hidden: boolean;
  /**
   * Rises with every change of the row. A client with the stored number has missed nothing, because the server never sends a
   * higher number than the stored one.
   */
  readonly stateVersion: number;
}

export interface MessageContent {
  readonly kind: im.MessageKind;
  readonly text: string;
  /** JSON, or ''. */
  readonly body: string;
  /** The seq of the message it replies to, or 0. */
  readonly replyTo: number;
  /** User ids. */
  readonly mentions: readonly string[];
  /** For a change of a message: the seq of that message; else 0. */
  readonly target: number;
  readonly emoji: string;
  /** For a reaction: whether it was removed. */
  readonly removed: boolean;
}

export interface NewMessage extends MessageContent {
  readonly conversationId: string;
  readonly senderId: string;
  /** 16 bytes. */
  readonly clientMessageId: Uint8Array;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** A message in its current state: edits and recalls are already applied to its content. */
export interface StoredMessage extends NewMessage {
  readonly seq: number;
  /** Only on a message of kind EDITED: a later edit has replaced this one, so its text is empty. */
  readonly edited: boolean;
  /** The message was recalled: text, body and mentions are empty. */
  readonly recalled: boolean;
}

export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** Whether the requesting user has set it too. */
  readonly mine: boolean;
}

export interface SeqRange {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** Takes the last messages of the range from ≤ seq ≤ to instead of the first ones. */
  readonly fromEnd: boolean;
  /** For a former member: their last seq. A message that was changed after it comes without its content. */
  readonly changesUpTo?: number;
}

/** Whether a user is in a conversation now, or was in it. */
export type Participation = 'current' | 'former';

export interface MessageStore {
  /**
   * The message that an earlier send of this request stored, or undefined. Call it before any other check, because a resend must
   * get its reply even if the sender may no longer send (the receiver's account is deleted, the sender was muted). Locks the
   * conversation, if it exists, for the rest of the batch.
   */
  findByClientId(conversationId: string, senderId: string, clientMessageId: Uint8Array): Promise<StoredMessage | undefined>;
  /** As `findByClientId`, without a lock: for a user who can send nothing more. Accepts any conversation. */
  findSent(conversationId: string, senderId: string, clientMessageId: Uint8Array): Promise<StoredMessage | undefined>;
  /**
   * Stores a message, or a change of one, under the next seq of its conversation. Locks the conversation for the rest of the
   * batch, and creates it if it does not exist. Idempotent by (conversation, sender, clientMessageId): returns an existing
   * message in its current state with `isNew` false. Before the call, the sender must have a row in the conversation
   * (ConversationStore.ensureDirect, GroupMemberStore.add), and the command must have locked a group or listed its members. The
   * kinds TEXT to CUSTOM count as unread for all members except the sender.
   */
  append(message: NewMessage): Promise<{ message: StoredMessage; isNew: boolean }>;
  /** Reads a message and locks its conversation for the rest of the batch. Accepts any id and any number. */
  lock(conversationId: string, seq: number): Promise<StoredMessage | undefined>;
  /**
   * Replaces the content of a message that this command has locked. `by` is the seq of the appended change (edit or recall). Also
   * empties the content of the previous edit.
   */
  rewrite(
    target: StoredMessage,
    to: Partial<Pick<StoredMessage, 'text' | 'body' | 'mentions' | 'edited' | 'recalled'>>,
    by: number,
  ): void;
  /**
   * Messages of a range in rising order, including those that the user has hidden. Stops before the first message of a command of
   * this batch that is neither kept nor discarded yet. The caller must limit the range to seqs that the user may see. Accepts any
   * conversation.
   */
  listRange(
    userId: string,
    conversationId: string,
    page: SeqRange,
  ): Promise<readonly (StoredMessage & { readonly hidden: boolean })[]>;
  /**
   * Sets or removes a user's reaction to a message that this command has locked. Returns false, and changes nothing, when the
   * message would have more than 20 different reactions.
   */
  setReaction(target: StoredMessage, userId: string, emoji: string, removed: boolean): Promise<boolean>;
  /** Whether the user has this reaction to a message that this command has locked. */
  hasReaction(target: StoredMessage, userId: string, emoji: string): Promise<boolean>;
  /** The current reactions to the messages from ≤ seq ≤ to, by seq. Reactions of the most users come first. */
  listReactions(
    userId: string,
    conversationId: string,
    from: number,
    to: number,
  ): Promise<ReadonlyMap<number, readonly Reaction[]>>;
  /** Those of `seqs` that the user has hidden. */
  listHidden(userId: string, conversationId: string, seqs: readonly number[]): Promise<ReadonlySet<number>>;
  /** Hides messages from one user for ever. */
  hide(userId: string, conversationId: string, seqs: readonly number[]): void;
}

export interface ConversationSummary extends Membership {
  /** The peer's name ('' for a deleted account), or the group's name. A former member sees the name from when they left. */
  readonly peerName: string;
  /** The last message that the member can see and has not hidden. A change of a message does not count. */
  readonly lastMessage: StoredMessage | undefined;
}

/** The two numbers that show whether a client knows the current state of a conversation. */
export interface ConversationVersion {
  readonly conversationId: string;
  readonly lastSeq: number;
  readonly stateVersion: number;
}

/** Reads accept any string as an id. Pages are in the order of the ids' bytes and start above `after` ('' = from the start). */
export interface ConversationStore {
  /**
   * Creates the direct conversation of two users (or of one user with themselves) and a row for each user, unless it exists.
   * Locks it for the rest of the batch. Returns its id (see directConversationId).
   */
  ensureDirect(one: string, other: string): Promise<string>;
  /** Without a lock. Undefined for a stranger. */
  findParticipation(userId: string, conversationId: string): Promise<Participation | undefined>;
  /** The user's row, also that of a former member. */
  findMembership(userId: string, conversationId: string): Promise<Membership | undefined>;
  /**
   * Changes the caller's row, which must exist, and returns it with its next stateVersion. readSeq and deliveredSeq never move
   * back; `hidden` ends with the next message. Only commands of this user change these fields, and they run one after the other.
   */
  updateMembership(
    userId: string,
    conversationId: string,
    to: Partial<Pick<Membership, 'readSeq' | 'deliveredSeq' | 'pinned' | 'muted' | 'hidden'>>,
  ): Promise<Membership>;
  /** Stores in the row of `userId` what the peer of a direct conversation has read and received. Never moves back. */
  advancePeerReceipt(
    userId: string,
    conversationId: string,
    to: { readonly readSeq: number; readonly deliveredSeq: number },
  ): void;
  /** A page of the user's direct conversations, without the conversation with themselves. */
  listDirect(
    userId: string,
    after: string,
    limit: number,
  ): Promise<{ readonly conversationId: string; readonly peerId: string }[]>;
  /** Raises the stateVersion of the row of `userId`, which must exist, because the displayed name of the peer has changed. */
  markPeerChanged(userId: string, conversationId: string): void;
  /** A page of the user's conversations. Empty if `after` is neither '' nor an id. */
  listVersions(userId: string, after: string, limit: number): Promise<ConversationVersion[]>;
  /** These conversations as the user sees them. Conversations without a row of the user are left out. */
  listSummaries(userId: string, conversationIds: readonly string[]): Promise<ConversationSummary[]>;
  /** The users who can see the message with this seq: the members at its time, even if they have left since. */
  listAudience(conversationId: string, seq: number): Promise<readonly string[]>;
  /** A page of the members with readSeq ≥ seq who can see the message; `after` is a user id. */
  listReaders(conversationId: string, seq: number, after: string, limit: number): Promise<string[]>;
}
