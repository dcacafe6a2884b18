// What a client sends about messages: new ones, and changes of old ones. Each is one command with an id of its own.
import { im, type Rpc } from '../../../proto/rpc.ts';
import { getRpc } from '../api/rpc-api.ts';

/** What may be sent; what is left out is empty. */
export interface OutgoingContent {
  readonly kind?: 'TEXT' | 'IMAGE' | 'FILE' | 'LOCATION' | 'CUSTOM';
  readonly text?: string;
  /** A JSON object. */
  readonly body?: string;
  /** The seq of the message this one answers. */
  readonly replyTo?: number;
  /** User ids. */
  readonly mentions?: readonly string[];
}

/** A message, or a change of one, on its way: to a user, or in a conversation. */
export interface OutgoingMessage extends Omit<OutgoingContent, 'kind'> {
  /** A user id; empty where `conversation` is given. */
  readonly to: string;
  readonly conversation?: string;
  readonly text: string;
  readonly kind?: OutgoingContent['kind'] | 'EDITED' | 'RECALLED' | 'REACTED';
  /** Of a change: the seq of what it changes. */
  readonly target?: number;
  /** Of a REACTED. */
  readonly emoji?: string;
  readonly removed?: boolean;
}

const ROUTES = {
  EDITED: getRpc('Logic', 'editMessage'),
  RECALLED: getRpc('Logic', 'recallMessage'),
  REACTED: getRpc('Logic', 'react'),
};
const SEND = getRpc('Logic', 'sendMessage');

/** The command that carries it. */
export function encodeCommand(outgoing: OutgoingMessage, clientMessageId: Uint8Array): { route: Rpc; payload: Uint8Array } {
  const {
    kind = 'TEXT',
    to,
    conversation = '',
    text,
    body = '',
    target: seq = 0,
    emoji = '',
    removed: remove = false,
  } = outgoing;
  if (kind === 'EDITED' || kind === 'RECALLED' || kind === 'REACTED') {
    const route = ROUTES[kind];
    return { route, payload: route.request.encode({ clientMessageId, conversation, seq, text, body, emoji, remove }).finish() };
  }
  const { replyTo = 0, mentions = [] } = outgoing;
  const request = { clientMessageId, to, conversation, kind: im.MessageKind[kind], text, body, replyTo, mentions: [...mentions] };
  return { route: SEND, payload: SEND.request.encode(request).finish() };
}

/** The message it has become. */
export function buildStoredMessage(outgoing: OutgoingMessage, ack: im.SendMessageReply, sender: string): im.Message {
  const { to: _, kind = 'TEXT', mentions = [], ...content } = outgoing;
  const { clientMessageId, conversation, seq, messageId, time } = ack;
  const kindNumber = im.MessageKind[kind];
  return im.Message.create({
    ...content,
    mentions: [...mentions],
    kind: kindNumber,
    clientMessageId,
    conversation,
    seq,
    messageId,
    time,
    sender,
  });
}
