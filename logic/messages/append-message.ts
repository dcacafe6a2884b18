// Appends a message to its conversation exactly once, and delivers it: pushes to the audience, and a domain event.
import type { Command } from '../../infra/ports/index.ts';
import { formatMessageId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';
import type { LogicStore, MessageContent, StoredMessage } from '../ports/index.ts';
import { assertSameMessage } from './message-content.ts';

/**
 * Stores the caller's message under the next seq and pushes it to the audience. Idempotent by (conversation, caller,
 * clientMessageId): a resend gets the first reply, or throws ID_REUSED when its content differs.
 */
export async function appendMessage(
  command: Command<LogicStore>,
  conversationId: string,
  clientMessageId: Uint8Array,
  content: MessageContent,
  audience: readonly string[],
): Promise<im.SendMessageReply.$Properties> {
  const { caller, tx } = command;
  const { message, isNew } = await tx.messages.append({
    ...content,
    conversationId,
    senderId: caller.userId,
    clientMessageId,
    time: tx.now(),
  });
  if (!isNew) return replyToResend(message, content, command);
  deliver(command, audience, message);
  return toReply(message);
}

/** Returns the first reply again. Throws ID_REUSED when the content of the resend differs from the stored message. */
export async function replyToResend(
  earlier: StoredMessage,
  content: MessageContent,
  command: Command<LogicStore>,
): Promise<im.SendMessageReply.$Properties> {
  assertSameMessage(earlier, content);
  // Uses the audience at the time of the message: later members may not read it, and members who left since may have missed it.
  if (command.isReplay)
    deliver(command, await command.tx.conversations.listAudience(earlier.conversationId, earlier.seq), earlier);
  return toReply(earlier);
}

/**
 * The sending connection gets the reply instead of a push. In a conversation with oneself it also gets the push, as the
 * receiver.
 */
function deliver(command: Command<LogicStore>, audience: readonly string[], message: StoredMessage): void {
  const otherIds = audience.filter((userId) => userId !== command.caller.userId);
  const messageStored = toProtoMessage(message);
  command.push(audience, { messageStored }, { sequenced: true, exceptCaller: otherIds.length > 0 });
  command.emit(message.conversationId, { id: messageStored.messageId, time: message.time, messageStored }, otherIds);
}

/** The reply to a change that the message has already: nothing is stored, so there is no seq. */
export function replyUnchanged(conversationId: string, clientMessageId: Uint8Array): im.SendMessageReply.$Properties {
  return { clientMessageId, conversationId };
}

function toReply({ conversationId, seq, clientMessageId, time }: StoredMessage): im.SendMessageReply.$Properties {
  return { clientMessageId, messageId: formatMessageId(conversationId, seq), conversationId, seq, time };
}

/** A stored message as clients see it. */
export function toProtoMessage(message: StoredMessage): im.Message.$Properties & { readonly messageId: string } {
  return { ...message, mentions: [...message.mentions], messageId: formatMessageId(message.conversationId, message.seq) };
}
