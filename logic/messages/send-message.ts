// Sending a message: stored under the next seq of its conversation, acknowledged, pushed to everybody it concerns.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { directConversationId, formatMessageId } from '../../proto/ids.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import {
  assertMembership,
  assertMessageVisible,
  listAudience,
  whyCannotMessageUser,
  whyCannotPost,
} from '../conversations/access.ts';
import type { LogicSettings } from '../handlers.ts';
import type { LogicStore, MessageContent, StoredMessage } from '../ports/index.ts';
import {
  assertClientMessageId,
  assertContent,
  assertSameMessage,
  assertSeq,
  EMPTY_CONTENT,
  parseMentions,
} from './message-content.ts';

/** Idempotent by (conversation, sender, client_message_id): a resend finds the stored message, which is why its answer needs no outbox. */
export function sendMessage(settings: LogicSettings) {
  return commandHandler({
    isIdempotent: true,
    handle: (request: im.SendMessageRequest, command: Command<LogicStore>): Promise<im.SendMessageReply.$Properties> =>
      request.conversation === '' ? sendTo(request, command, settings) : sendIn(request, command, settings),
  });
}

/** To a user: the first message makes the conversation. */
async function sendTo(
  request: im.SendMessageRequest,
  command: Command<LogicStore>,
  settings: LogicSettings,
): Promise<im.SendMessageReply.$Properties> {
  const content = contentOf(request, settings);
  const { to, clientMessageId } = request;
  const { caller, tx } = command;
  const conversation = directConversationId(caller.userId, to);
  // Together: one round trip, and what was stored before is answered whatever has become of the right to send it.
  const [before, refusal, answered] = await Promise.all([
    tx.messages.findByClientId(conversation, caller.userId, clientMessageId),
    whyCannotMessageUser(command, to, settings),
    content.replyTo === 0 ? undefined : tx.messages.lock(conversation, content.replyTo),
  ]);
  if (before) return replyToResend(before, content, command);
  if (refusal) throw refusal;
  if (content.replyTo !== 0) assertMessageVisible(answered, { firstSeq: 1, lastSeq: content.replyTo });
  await tx.conversations.ensureDirect(caller.userId, to);
  return appendMessage(command, conversation, clientMessageId, content, to === caller.userId ? [to] : [to, caller.userId]);
}

/** In a conversation of the caller's. */
async function sendIn(
  request: im.SendMessageRequest,
  command: Command<LogicStore>,
  settings: LogicSettings,
): Promise<im.SendMessageReply.$Properties> {
  const content = contentOf(request, settings);
  const { conversation, clientMessageId } = request;
  const { caller, tx } = command;
  const [before, membership, answered] = await Promise.all([
    tx.messages.findByClientId(conversation, caller.userId, clientMessageId),
    tx.conversations.findMembership(caller.userId, conversation),
    content.replyTo === 0 ? undefined : tx.messages.lock(conversation, content.replyTo),
  ]);
  if (before) return replyToResend(before, content, command);
  const own = assertMembership(membership);
  const [audience, refusal] = await Promise.all([listAudience(command, own), whyCannotPost(command, own, settings)]);
  if (refusal) throw refusal;
  if (content.replyTo !== 0) assertMessageVisible(answered, own);
  return appendMessage(command, conversation, clientMessageId, content, audience);
}

/** Stores what the caller says, once, and tells everybody who is to know. */
export async function appendMessage(
  command: Command<LogicStore>,
  conversation: string,
  clientMessageId: Uint8Array,
  content: MessageContent,
  audience: readonly string[],
): Promise<im.SendMessageReply.$Properties> {
  const { caller, tx } = command;
  const { message, isNew } = await tx.messages.append({
    ...content,
    conversation,
    sender: caller.userId,
    clientMessageId,
    time: Date.now(),
  });
  if (!isNew) return replyToResend(message, content, command);
  tell(command, audience, message);
  return replyOf(message);
}

/** The first answer to a request that has come before. */
export async function replyToResend(
  before: StoredMessage,
  content: MessageContent,
  command: Command<LogicStore>,
): Promise<im.SendMessageReply.$Properties> {
  assertSameMessage(before, content);
  // Whom it was for then: whoever has come to the group since may not read it, and whoever has gone since may, and has perhaps not been told.
  if (command.isReplay) tell(command, await command.tx.conversations.listAudience(before.conversation, before.seq), before);
  return replyOf(before);
}

/** To every connection of everybody. The sending one has its reply, except in a conversation with oneself, where it is the receiver too. */
function tell(command: Command<LogicStore>, audience: readonly string[], message: StoredMessage): void {
  const others = audience.filter((user) => user !== command.caller.userId);
  const messageStored = toProtoMessage(message);
  command.push(audience, { messageStored }, { sequenced: true, exceptCaller: others.length > 0 });
  command.emit(message.conversation, { id: messageStored.messageId, time: message.time, messageStored }, others);
}

function replyOf({ conversation, seq, clientMessageId, time }: StoredMessage): im.SendMessageReply.$Properties {
  return { clientMessageId, messageId: formatMessageId(conversation, seq), conversation, seq, time };
}

function contentOf(request: im.SendMessageRequest, settings: LogicSettings): MessageContent {
  const { clientMessageId, to, conversation, kind, text, body, replyTo } = request;
  assertClientMessageId(clientMessageId);
  if (to !== '' && conversation !== '')
    throw new ImError('BAD_ARGUMENT', 'a message goes to a user or in a conversation, not both');
  assertContent(kind, text, body, settings);
  assertSeq(replyTo);
  return { ...EMPTY_CONTENT, kind, text, body, replyTo, mentions: parseMentions(request.mentions) };
}

/** A stored message as clients see it. */
export function toProtoMessage(message: StoredMessage): im.Message.$Properties & { readonly messageId: string } {
  return { ...message, mentions: [...message.mentions], messageId: formatMessageId(message.conversation, message.seq) };
}
