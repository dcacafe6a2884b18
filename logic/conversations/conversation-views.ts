// Conversations as clients see them: the protobuf shapes of a summary and of a change.
import type { im } from '../../proto/rpc.ts';
import { toProtoMessage } from '../messages/append-message.ts';
import type { ConversationSummary, Membership } from '../ports/index.ts';

/** How many bytes a summary takes in a page. */
export function summaryBytes({ lastMessage }: ConversationSummary): number {
  return lastMessage ? Buffer.byteLength(lastMessage.text) + Buffer.byteLength(lastMessage.body) : 0;
}

export function toProtoConversation({ lastMessage, ...summary }: ConversationSummary): im.Conversation.$Properties {
  return { ...summary, ...(lastMessage && { lastMessage: toProtoMessage(lastMessage) }) };
}

/** The push to a member's other devices after a change of the member's own row. */
export function toProtoConversationChanged(membership: Membership): im.ConversationChanged.$Properties {
  const { conversationId, stateVersion, readSeq, unread, lastSeq, pinned, muted, hidden, left } = membership;
  return { conversationId, stateVersion, readSeq, unread, lastSeq, pinned, muted, hidden, left };
}
