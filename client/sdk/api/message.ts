// A message as the application receives it: plain values, names instead of numbers, no views of a frame's buffer.
import type { im } from '../../../proto/rpc.ts';
import { wire } from '../wire/wire.ts';

/** The kind of a message. A kind that this client does not know (of a newer server) is its number as text. */
export type MessageKind = keyof typeof im.MessageKind | `${number}`;

export interface ReactionCount {
  readonly emoji: string;
  readonly count: number;
  /** One of them is mine. */
  readonly mine: boolean;
}

/** A message without its `clientMessageId`: can be written as JSON. */
export interface PlainMessage {
  readonly conversationId: string;
  /** Rises from 1 within the conversation. A missing seq belongs to a deleted message. */
  readonly seq: number;
  readonly messageId: string;
  /** A user id. */
  readonly senderId: string;
  readonly kind: MessageKind;
  readonly text: string;
  /** JSON, or empty. */
  readonly body: string;
  /** Milliseconds since 1970, for display only. */
  readonly time: number;
  /** I sent it, here or on another device. */
  readonly own: boolean;
  /** The seq of the message to which this one replies, or 0. */
  readonly replyTo: number;
  /** User ids. */
  readonly mentions: readonly string[];
  /**
   * For the kinds EDITED, RECALLED and REACTED: the seq of the earlier message that this one changes. Such a message is not
   * displayed itself. Otherwise 0.
   */
  readonly target: number;
  readonly edited: boolean;
  /** Text and body are empty. */
  readonly recalled: boolean;
  /** The present reactions: filled in a pulled or changed message, empty in a pushed one. */
  readonly reactions: readonly ReactionCount[];
  /** REACTED: the emoji, and whether the reaction was removed. */
  readonly emoji: string;
  readonly removed: boolean;
}

/** A message with its own copy of the bytes it was sent with. */
export interface ReceivedMessage extends PlainMessage {
  readonly clientMessageId: Uint8Array;
}

/** Kinds below it count as unread. From it on a message reports an event of a group or changes another message. */
const FIRST_UNCOUNTED = wire.MessageKind.SYSTEM;

export function toMessageKind(kind: number): MessageKind {
  return (wire.MessageKind[kind] as keyof typeof im.MessageKind | undefined) ?? `${kind}`;
}

/** True when a message of another user of this kind adds to the unread count. */
export function countsAsUnread(kind: im.MessageKind): boolean {
  return kind < FIRST_UNCOUNTED;
}

export function toPlainMessage(message: im.Message, ownUserId: string | undefined): PlainMessage {
  const { conversationId, seq, messageId, senderId, kind, text, body, time, replyTo, mentions, target } = message;
  const { edited, recalled, reactions, emoji, removed } = message;
  const place = { conversationId, seq, messageId, senderId, kind: toMessageKind(kind), own: senderId === ownUserId };
  const content = { text, body, time, replyTo, mentions: [...mentions], target, edited, recalled, emoji, removed };
  return { ...place, ...content, reactions: (reactions as im.Reaction[]).map(toReactionCount) };
}

function toReactionCount({ emoji, count, mine }: im.Reaction): ReactionCount {
  return { emoji, count, mine };
}

export function toReceivedMessage(message: im.Message, ownUserId: string | undefined): ReceivedMessage {
  // The bytes of a decoded message are a view of the whole frame.
  return { ...toPlainMessage(message, ownUserId), clientMessageId: new Uint8Array(message.clientMessageId) };
}

/** The highest seq of a message or a deletion in a page. 0 for an empty page. */
export function lastCoveredSeq({ messages, deletedSeqs }: im.PullMessagesReply): number {
  return Math.max(0, messages.at(-1)?.seq ?? 0, ...deletedSeqs);
}
