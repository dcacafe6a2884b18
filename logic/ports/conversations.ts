// The ports for conversations, their messages and their members. All of it is bound to one batch: see index.ts.
import type { im } from '../../proto/rpc.ts';

/** A member's own row of a conversation. */
export interface Membership {
  readonly conversation: string;
  readonly user: string;
  /** The other user of a direct conversation, the user in a conversation with oneself, '' for a group. */
  readonly peer: string;
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
  /** The number of messages of others above readSeq, without changes of messages and system messages. */
  readonly unread: number;
  readonly pinned: boolean;
  readonly muted: boolean;
  /** Until the next message that is not a change of another one. */
  readonly hidden: boolean;
  /**
   * Rises with every change of the row. A number sent to clients is never above the stored one: a client that has it missed
   * nothing.
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
  readonly conversation: string;
  readonly sender: string;
  /** 16 bytes. */
  readonly clientMessageId: Uint8Array;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** A message in its current state: an edit or a recall has changed its content. */
export interface StoredMessage extends NewMessage {
  readonly seq: number;
  /** On an EDITED message: a later edit has replaced it, and its text is empty. */
  readonly edited: boolean;
  /** Text, body and mentions are empty. */
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
  /** Takes the last messages of from ≤ seq ≤ to instead of the first. */
  readonly fromEnd: boolean;
}

export interface MessageStore {
  /**
   * The message that this request stored before, if any. A command that appends asks this first, because a resend must get its
   * reply even when a precondition no longer holds (a deleted receiver, a lost right). Locks the conversation, if it exists, for
   * the rest of the batch.
   */
  findByClientId(conversation: string, sender: string, clientMessageId: Uint8Array): Promise<StoredMessage | undefined>;
  /**
   * Stores a message, or a change of one, under the next seq of its conversation. Locks the conversation for the rest of the
   * batch and makes it if it does not exist. Idempotent by (conversation, sender, clientMessageId): an existing message is
   * returned in its current state with `isNew` false. The sender has a row in the conversation (ConversationStore.ensureDirect,
   * GroupMemberStore.add). For a group, the command has locked it or listed its members. TEXT to CUSTOM count as unread for
   * everybody but the sender.
   */
  append(message: NewMessage): Promise<{ message: StoredMessage; isNew: boolean }>;
  /** A message, with its conversation locked for the rest of the batch. Accepts any id and any number. */
  lock(conversation: string, seq: number): Promise<StoredMessage | undefined>;
  /**
   * Replaces content of a message that this command has locked, on behalf of the change that it has appended under the seq `by`.
   * The content of the previous edit is emptied.
   */
  rewrite(
    target: StoredMessage,
    to: Partial<Pick<StoredMessage, 'text' | 'body' | 'mentions' | 'edited' | 'recalled'>>,
    by: number,
  ): void;
  /**
   * Messages of a range in rising order, including those that the user has hidden. Stops before the first one that an undecided
   * command of this batch has written. The caller knows which seqs the user may see. Accepts any conversation.
   */
  listRange(
    user: string,
    conversation: string,
    page: SeqRange,
  ): Promise<readonly (StoredMessage & { readonly hidden: boolean })[]>;
  /**
   * Sets or removes a user's reaction to a message that this command has locked. Returns false, and changes nothing, when the
   * message would have more than 20 different reactions.
   */
  setReaction(target: StoredMessage, user: string, emoji: string, removed: boolean): Promise<boolean>;
  /** The current reactions to the messages from ≤ seq ≤ to, by seq, those of the most users first. */
  listReactions(user: string, conversation: string, from: number, to: number): Promise<ReadonlyMap<number, readonly Reaction[]>>;
  /** Hides messages from one user, for good. */
  hide(user: string, conversation: string, seqs: readonly number[]): void;
}

export interface ConversationSummary extends Membership {
  /** The peer's name, '' for a deleted account; or the group's name, for a former member the one at the time they left. */
  readonly peerName: string;
  /** The last message that is not a change of another one and not hidden from the member. */
  readonly lastMessage: StoredMessage | undefined;
}

/** The two numbers that show whether a client knows the current state of a conversation. */
export interface ConversationVersion {
  readonly conversation: string;
  readonly lastSeq: number;
  readonly stateVersion: number;
}

/** Reads accept any string as an id. Pages are in the order of the ids' bytes and start above `after` ('' = from the start). */
export interface ConversationStore {
  /**
   * Makes the direct conversation of two users (or of one user with themselves) and a row for each, unless it exists. Locks it
   * for the rest of the batch. Returns its id (see directConversationId).
   */
  ensureDirect(one: string, other: string): Promise<string>;
  /** The user's row, also that of a former member. */
  findMembership(user: string, conversation: string): Promise<Membership | undefined>;
  /**
   * Changes the caller's row, which exists, and returns it with its next stateVersion. readSeq and deliveredSeq never go back;
   * `hidden` holds until the next message. Only commands of this user change these fields, and they run one after the other.
   */
  updateMembership(
    user: string,
    conversation: string,
    to: Partial<Pick<Membership, 'readSeq' | 'deliveredSeq' | 'pinned' | 'muted' | 'hidden'>>,
  ): Promise<Membership>;
  /** Records in the row of `user` how far the peer of a direct conversation has got. Never goes back. */
  advancePeerReceipt(user: string, conversation: string, to: { readonly readSeq: number; readonly deliveredSeq: number }): void;
  /** A page of the user's direct conversations with somebody else. */
  listDirect(user: string, after: string, limit: number): Promise<{ readonly conversation: string; readonly peer: string }[]>;
  /** Raises the stateVersion of the row of `user`, which exists, because what it shows of the peer has changed. */
  markPeerChanged(user: string, conversation: string): void;
  /** A page of the user's conversations. An `after` that is no id has nothing above it. */
  listVersions(user: string, after: string, limit: number): Promise<ConversationVersion[]>;
  /** These conversations as the user sees them. Conversations without a row of the user are left out. */
  listSummaries(user: string, conversations: readonly string[]): Promise<ConversationSummary[]>;
  /** The users who can see the message of this seq: also members who have left since, not members who have joined since. */
  listAudience(conversation: string, seq: number): Promise<readonly string[]>;
  /** A page of the members with readSeq ≥ seq who can see the message; `after` is a user id. */
  listReaders(conversation: string, seq: number, after: string, limit: number): Promise<string[]>;
}
