// A message as the application gets it: plain values, names instead of numbers, nothing that lives in a frame's buffer.
import { im } from '../../../proto/rpc.ts';

/** What a message is; a number as text where the server is newer than this client. */
export type MessageKind = keyof typeof im.MessageKind | `${number}`;

export interface ReactionCount {
  readonly emoji: string;
  readonly count: number;
  /** One of them is mine. */
  readonly mine: boolean;
}

/** A message without the bytes of its sender: what can be written as JSON. */
export interface PlainMessage {
  readonly conversation: string;
  /** From 1 within the conversation. A seq that is left out was deleted. */
  readonly seq: number;
  readonly messageId: string;
  /** A user id. */
  readonly sender: string;
  readonly kind: MessageKind;
  readonly text: string;
  /** JSON, or empty. */
  readonly body: string;
  /** Milliseconds since 1970, for display only. */
  readonly time: number;
  /** I sent it, here or on another device. */
  readonly own: boolean;
  /** The seq of the message this one answers, or 0. */
  readonly replyTo: number;
  /** User ids. */
  readonly mentions: readonly string[];
  /** EDITED, RECALLED and REACTED change an earlier message, the one with this seq, and are not shown as one. Otherwise 0. */
  readonly target: number;
  readonly edited: boolean;
  /** Taken back: text and body are empty. */
  readonly recalled: boolean;
  /** As they are now; known where the message was pulled, or has changed. */
  readonly reactions: readonly ReactionCount[];
  /** Of a REACTED: which, and whether it was taken away. */
  readonly emoji: string;
  readonly removed: boolean;
}

/** A message as the application gets it. Its bytes are its own. */
export interface ReceivedMessage extends PlainMessage {
  readonly clientMessageId: Uint8Array;
}

/** Kinds below it count as unread; from it on they say what happened, or change another message. */
const FIRST_UNCOUNTED = im.MessageKind.SYSTEM;

export function toMessageKind(kind: number): MessageKind {
  return (im.MessageKind[kind] as keyof typeof im.MessageKind | undefined) ?? `${kind}`;
}

/** A message of others of this kind is one more unread. */
export function countsAsUnread(kind: im.MessageKind): boolean {
  return kind < FIRST_UNCOUNTED;
}

export function toPlainMessage(message: im.Message, me: string | undefined): PlainMessage {
  const { conversation, seq, messageId, sender, kind, text, body, time, replyTo, mentions, target } = message;
  const { edited, recalled, reactions, emoji, removed } = message;
  const place = { conversation, seq, messageId, sender, kind: toMessageKind(kind), own: sender === me };
  const content = { text, body, time, replyTo, mentions: [...mentions], target, edited, recalled, emoji, removed };
  return { ...place, ...content, reactions: (reactions as im.Reaction[]).map(plainReaction) };
}

function plainReaction({ emoji, count, mine }: im.Reaction): ReactionCount {
  return { emoji, count, mine };
}

export function toReceivedMessage(message: im.Message, me: string | undefined): ReceivedMessage {
  // A decoded message's bytes are a view of everything that came in with it.
  return { ...toPlainMessage(message, me), clientMessageId: new Uint8Array(message.clientMessageId) };
}

/** The highest seq a page says something about: a message, or that it was deleted. 0: it says nothing. */
export function lastCoveredSeq({ messages, deletedSeqs }: im.PullMessagesReply): number {
  return Math.max(0, messages.at(-1)?.seq ?? 0, ...deletedSeqs);
}
