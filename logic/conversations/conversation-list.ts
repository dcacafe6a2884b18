// My conversations: listed, pinned, muted, hidden.
import type { Command } from '../../infra/ports/index.ts';
import type { im } from '../../proto/rpc.ts';
import { toProtoConversationChanged } from '../messages/message-changes.ts';
import { toProtoMessage } from '../messages/send-message.ts';
import { fitToPage, resolvePageLimit } from '../pages.ts';
import type { ConversationSummary, LogicStore } from '../ports/index.ts';
import { requireMembership } from './access.ts';

const LIST_LIMITS = { usual: 100, most: 200 };

export async function listConversations(
  request: im.ListConversationsRequest,
  { caller, tx }: Command<LogicStore>,
): Promise<im.ListConversationsReply.$Properties> {
  const limit = resolvePageLimit(request.limit, LIST_LIMITS);
  // One more than asked for tells whether there is another page.
  const states = await tx.conversations.listVersions(caller.userId, request.afterConversation, limit + 1);
  const ids = states.slice(0, limit).map(({ conversation }) => conversation);
  const page = fitToPage(await tx.conversations.listSummaries(caller.userId, ids), summaryBytes);
  return { conversations: page.map(toProtoConversation), more: states.length > page.length };
}

export async function setConversation(
  request: im.SetConversationRequest,
  command: Command<LogicStore>,
): Promise<im.SetConversationReply.$Properties> {
  const { caller, tx } = command;
  const before = await requireMembership(command, request.conversation);
  const pinned = request.pinned ?? before.pinned;
  const muted = request.muted ?? before.muted;
  const hidden = request.hidden ?? before.hidden;
  if (pinned === before.pinned && muted === before.muted && hidden === before.hidden)
    return { stateVersion: before.stateVersion };
  const wanted = hidden === before.hidden ? { pinned, muted } : { pinned, muted, hidden };
  const after = await tx.conversations.updateMembership(caller.userId, request.conversation, wanted);
  command.push([caller.userId], { conversationChanged: toProtoConversationChanged(after) }, { exceptCaller: true });
  return { stateVersion: after.stateVersion };
}

/** What a summary takes of a page. */
export function summaryBytes({ lastMessage }: ConversationSummary): number {
  return lastMessage ? Buffer.byteLength(lastMessage.text) + Buffer.byteLength(lastMessage.body) : 0;
}

/** A conversation as clients see it. */
export function toProtoConversation({ lastMessage, ...summary }: ConversationSummary): im.Conversation.$Properties {
  return { ...summary, ...(lastMessage && { lastMessage: toProtoMessage(lastMessage) }) };
}
