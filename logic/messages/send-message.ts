// SendMessage: stores a message under the next seq of its conversation, acknowledges it and pushes it to the audience.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { directConversationId } from '../../proto/ids.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import {
  assertMembership,
  assertMessageReadable,
  listAudience,
  whyCannotMessageUser,
  whyCannotPost,
} from '../conversations/access.ts';
import type { LogicStore, MessageContent } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';
import { appendMessage, replyToResend } from './append-message.ts';
import { lookFirst, RecentSenders } from './first-look.ts';
import { assertClientMessageId, assertContent, assertSeq, EMPTY_CONTENT, parseMentions } from './message-content.ts';

/**
 * Idempotent by (conversation, sender, client_message_id): a resend finds the stored message, so its reply needs no outbox.
 */
export function sendMessage(settings: LogicSettings) {
  const recentSenders = new RecentSenders();
  return commandHandler({
    isIdempotent: true,
    handle: (request: im.SendMessageRequest, command: Command<LogicStore>): Promise<im.SendMessageReply.$Properties> =>
      request.conversationId === ''
        ? sendToUser(request, command, settings)
        : sendInConversation(request, command, settings, recentSenders),
  });
}

/** The first message to a user creates the conversation. */
async function sendToUser(
  request: im.SendMessageRequest,
  command: Command<LogicStore>,
  settings: LogicSettings,
): Promise<im.SendMessageReply.$Properties> {
  const content = parseContent(request, settings);
  const { toUserId, clientMessageId } = request;
  const { caller, tx } = command;
  const conversationId = directConversationId(caller.userId, toUserId);
  // One round trip. A resend gets its first reply even if the sender may no longer send.
  const [earlier, refusal, repliedTo] = await Promise.all([
    tx.messages.findByClientId(conversationId, caller.userId, clientMessageId),
    whyCannotMessageUser(command, toUserId, settings),
    content.replyTo === 0 ? undefined : tx.messages.lock(conversationId, content.replyTo),
  ]);
  if (earlier) return replyToResend(earlier, content, command);
  if (refusal) throw refusal;
  if (content.replyTo !== 0) assertMessageReadable(repliedTo, { firstSeq: 1, lastSeq: content.replyTo });
  await tx.conversations.ensureDirect(caller.userId, toUserId);
  const audience = toUserId === caller.userId ? [toUserId] : [toUserId, caller.userId];
  return appendMessage(command, conversationId, clientMessageId, content, audience);
}

async function sendInConversation(
  request: im.SendMessageRequest,
  command: Command<LogicStore>,
  settings: LogicSettings,
  recentSenders: RecentSenders,
): Promise<im.SendMessageReply.$Properties> {
  const content = parseContent(request, settings);
  const { conversationId, clientMessageId } = request;
  const { caller, tx } = command;
  if (!recentSenders.has(caller.userId, conversationId)) {
    const resent = await lookFirst(command, request, () => content);
    if (resent) return resent;
  }
  const [earlier, found, repliedTo] = await Promise.all([
    tx.messages.findByClientId(conversationId, caller.userId, clientMessageId),
    tx.conversations.findMembership(caller.userId, conversationId),
    content.replyTo === 0 ? undefined : tx.messages.lock(conversationId, content.replyTo),
  ]);
  if (earlier) return replyToResend(earlier, content, command);
  const membership = assertMembership(found);
  if (membership.left) recentSenders.remove(caller.userId, conversationId);
  else recentSenders.add(caller.userId, conversationId);
  const [audience, refusal] = await Promise.all([
    listAudience(command, membership),
    whyCannotPost(command, membership, settings),
  ]);
  if (refusal) throw refusal;
  if (content.replyTo !== 0) assertMessageReadable(repliedTo, membership);
  return appendMessage(command, conversationId, clientMessageId, content, audience);
}

function parseContent(request: im.SendMessageRequest, settings: LogicSettings): MessageContent {
  const { clientMessageId, toUserId, conversationId, kind, text, body, replyTo } = request;
  assertClientMessageId(clientMessageId);
  if (toUserId !== '' && conversationId !== '')
    throw new ImError('BAD_ARGUMENT', 'set either to_user_id or conversation_id, not both');
  if (toUserId === '' && conversationId === '')
    throw new ImError('BAD_ARGUMENT', 'set to_user_id or conversation_id: the message has no receiver');
  assertContent(kind, text, body, settings);
  assertSeq(replyTo);
  return { ...EMPTY_CONTENT, kind, text, body, replyTo, mentions: parseMentions(request.mentions) };
}
