// Sending a message: stored under the next seq of its conversation, acknowledged, pushed to everybody it concerns.
import type { Command } from '../infra/ports.ts';
import { type im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { conversationOf, messageIdOf } from '../proto/ids.ts';
import type { LogicSettings } from './handlers.ts';
import { assertSame, checkContent, checkMessageId, checkSeq, mentionsOf, PLAIN } from './messages-content.ts';
import type { Content, LogicStored, StoredMessage } from './ports.ts';
import { audienceOf, found, refusalToWriteIn, refusalToWriteTo, visible } from './rights.ts';

/** Idempotent by (conversation, sender, client_message_id): a resend finds the stored message, which is why its answer needs no outbox. */
export function sendMessage(settings: LogicSettings) {
  return steps({
    answersFromStore: true,
    handle: (request: im.SendMessageRequest, command: Command<LogicStored>): Promise<im.SendMessageReply.$Properties> =>
      request.conversation === '' ? sendTo(request, command, settings) : sendIn(request, command, settings),
  });
}

/** To a user: the first message makes the conversation. */
async function sendTo(
  request: im.SendMessageRequest,
  command: Command<LogicStored>,
  settings: LogicSettings,
): Promise<im.SendMessageReply.$Properties> {
  const content = contentOf(request, settings);
  const { to, clientMessageId } = request;
  const { caller, stored } = command;
  const conversation = conversationOf(caller.user, to);
  // Together: one round trip, and what was stored before is answered whatever has become of the right to send it.
  const [before, refusal, answered] = await Promise.all([
    stored.messages.byClientId(conversation, caller.user, clientMessageId),
    refusalToWriteTo(command, to, settings),
    content.replyTo === 0 ? undefined : stored.messages.lock(conversation, content.replyTo),
  ]);
  if (before) return resent(before, content, command);
  if (refusal) throw refusal;
  if (content.replyTo !== 0) visible(answered, { firstSeq: 1, lastSeq: content.replyTo });
  await stored.conversations.ofTwo(caller.user, to);
  return append(command, conversation, clientMessageId, content, to === caller.user ? [to] : [to, caller.user]);
}

/** In a conversation of the caller's. */
async function sendIn(
  request: im.SendMessageRequest,
  command: Command<LogicStored>,
  settings: LogicSettings,
): Promise<im.SendMessageReply.$Properties> {
  const content = contentOf(request, settings);
  const { conversation, clientMessageId } = request;
  const { caller, stored } = command;
  const [before, membership, answered] = await Promise.all([
    stored.messages.byClientId(conversation, caller.user, clientMessageId),
    stored.conversations.membership(caller.user, conversation),
    content.replyTo === 0 ? undefined : stored.messages.lock(conversation, content.replyTo),
  ]);
  if (before) return resent(before, content, command);
  const own = found(membership);
  const [audience, refusal] = await Promise.all([audienceOf(command, own), refusalToWriteIn(command, own, settings)]);
  if (refusal) throw refusal;
  if (content.replyTo !== 0) visible(answered, own);
  return append(command, conversation, clientMessageId, content, audience);
}

/** Stores what the caller says, once, and tells everybody who is to know. */
export async function append(
  command: Command<LogicStored>,
  conversation: string,
  clientMessageId: Uint8Array,
  content: Content,
  audience: readonly string[],
): Promise<im.SendMessageReply.$Properties> {
  const { caller, stored } = command;
  const { message, first } = await stored.messages.append({
    ...content,
    conversation,
    sender: caller.user,
    clientMessageId,
    time: Date.now(),
  });
  if (!first) return resent(message, content, command);
  tell(command, audience, message);
  return replyOf(message);
}

/** The first answer to a request that has come before. */
export async function resent(
  before: StoredMessage,
  content: Content,
  command: Command<LogicStored>,
): Promise<im.SendMessageReply.$Properties> {
  assertSame(before, content);
  // Whom it was for then: whoever has come to the group since may not read it, and whoever has gone since may, and has perhaps not been told.
  if (command.again) tell(command, await command.stored.conversations.audience(before.conversation, before.seq), before);
  return replyOf(before);
}

/** To every connection of everybody. The sending one has its reply, except in a conversation with oneself, where it is the receiver too. */
function tell(command: Command<LogicStored>, audience: readonly string[], message: StoredMessage): void {
  const others = audience.filter((user) => user !== command.caller.user);
  const messageStored = messageOf(message);
  command.push(audience, { messageStored }, { numbered: true, exceptCaller: others.length > 0 });
  command.happened(message.conversation, { id: messageStored.messageId, time: message.time, messageStored }, others);
}

function replyOf({ conversation, seq, clientMessageId, time }: StoredMessage): im.SendMessageReply.$Properties {
  return { clientMessageId, messageId: messageIdOf(conversation, seq), conversation, seq, time };
}

function contentOf(request: im.SendMessageRequest, settings: LogicSettings): Content {
  const { clientMessageId, to, conversation, kind, text, body, replyTo } = request;
  checkMessageId(clientMessageId);
  if (to !== '' && conversation !== '')
    throw new ImError('BAD_ARGUMENT', 'a message goes to a user or in a conversation, not both');
  checkContent(kind, text, body, settings);
  checkSeq(replyTo);
  return { ...PLAIN, kind, text, body, replyTo, mentions: mentionsOf(request.mentions) };
}

/** A stored message as clients see it. */
export function messageOf(message: StoredMessage): im.Message.$Properties & { readonly messageId: string } {
  return { ...message, mentions: [...message.mentions], messageId: messageIdOf(message.conversation, message.seq) };
}
