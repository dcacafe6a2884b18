// The commands of the outbox: new messages, and changes of existing messages. Each command has its own id.

import type { im } from '../../../proto/rpc.ts';
import { getRpc } from '../api/contract.ts';
import { type ClientRpc, wire } from '../wire/wire.ts';

/** The content of a new message. An omitted field is empty. */
export interface OutgoingContent {
  readonly kind?: 'TEXT' | 'IMAGE' | 'FILE' | 'LOCATION' | 'CUSTOM';
  readonly text?: string;
  /** A JSON object. */
  readonly body?: string;
  /** The seq of the message to which this one replies. */
  readonly replyTo?: number;
  /** User ids. */
  readonly mentions?: readonly string[];
}

/** A new message or a change of one, to a user or in a conversation. */
export interface OutgoingMessage extends Omit<OutgoingContent, 'kind'> {
  /** A user id; empty when `conversationId` is given. */
  readonly toUserId: string;
  readonly conversationId?: string;
  readonly text: string;
  readonly kind?: OutgoingContent['kind'] | 'EDITED' | 'RECALLED' | 'REACTED';
  /** A change: the seq of the changed message. */
  readonly target?: number;
  /** REACTED: the emoji, and whether the reaction is removed. */
  readonly emoji?: string;
  readonly removed?: boolean;
}

const CHANGE_RPCS = {
  EDITED: getRpc('Logic', 'editMessage'),
  RECALLED: getRpc('Logic', 'recallMessage'),
  REACTED: getRpc('Logic', 'react'),
};
const SEND_RPC = getRpc('Logic', 'sendMessage');

export function encodeCommand(outgoing: OutgoingMessage, clientMessageId: Uint8Array): { rpc: ClientRpc; payload: Uint8Array } {
  const {
    kind = 'TEXT',
    toUserId,
    conversationId = '',
    text,
    body = '',
    target: seq = 0,
    emoji = '',
    removed: remove = false,
  } = outgoing;
  if (kind === 'EDITED' || kind === 'RECALLED' || kind === 'REACTED') {
    const rpc = CHANGE_RPCS[kind];
    return { rpc, payload: rpc.request.encode({ clientMessageId, conversationId, seq, text, body, emoji, remove }).finish() };
  }
  const { replyTo = 0, mentions = [] } = outgoing;
  const request = {
    clientMessageId,
    toUserId,
    conversationId,
    kind: wire.MessageKind[kind],
    text,
    body,
    replyTo,
    mentions: [...mentions],
  };
  return { rpc: SEND_RPC, payload: SEND_RPC.request.encode(request).finish() };
}

/** The message as the server stored it, according to its acknowledgement. */
export function buildStoredMessage(outgoing: OutgoingMessage, ack: im.SendMessageReply, senderId: string): im.Message {
  const { toUserId: _, kind = 'TEXT', mentions = [], ...content } = outgoing;
  const { clientMessageId, conversationId, seq, messageId, time } = ack;
  const kindNumber = wire.MessageKind[kind];
  return wire.Message.create({
    ...content,
    mentions: [...mentions],
    kind: kindNumber,
    clientMessageId,
    conversationId,
    seq,
    messageId,
    time,
    senderId,
  });
}
