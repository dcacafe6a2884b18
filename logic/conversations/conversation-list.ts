// ListConversations lists the caller's conversations. SetConversation pins, mutes or hides one.
import type { Command } from '../../infra/ports/index.ts';
import type { im } from '../../proto/rpc.ts';
import { fitToPage, resolvePageLimit } from '../pages.ts';
import type { LogicStore } from '../ports/index.ts';
import { requireMembership } from './access.ts';
import { summaryBytes, toProtoConversation, toProtoConversationChanged } from './conversation-views.ts';

const LIST_LIMITS = { usual: 100, most: 200 };

export async function listConversations(
  request: im.ListConversationsRequest,
  { caller, tx }: Command<LogicStore>,
): Promise<im.ListConversationsReply.$Properties> {
  const limit = resolvePageLimit(request.limit, LIST_LIMITS);
  // One extra entry shows whether there is another page.
  const versions = await tx.conversations.listVersions(caller.userId, request.afterConversationId, limit + 1);
  const ids = versions.slice(0, limit).map(({ conversationId }) => conversationId);
  const page = fitToPage(await tx.conversations.listSummaries(caller.userId, ids), summaryBytes);
  return { conversations: page.map(toProtoConversation), more: versions.length > page.length };
}

export async function setConversation(
  request: im.SetConversationRequest,
  command: Command<LogicStore>,
): Promise<im.SetConversationReply.$Properties> {
  const { caller, tx } = command;
  const before = await requireMembership(command, request.conversationId);
  const pinned = request.pinned ?? before.pinned;
  const muted = request.muted ?? before.muted;
  const hidden = request.hidden ?? before.hidden;
  // Without the version: it could be that of another device's change, whose push the client has not received yet.
  if (pinned === before.pinned && muted === before.muted && hidden === before.hidden) return {};
  const changes = hidden === before.hidden ? { pinned, muted } : { pinned, muted, hidden };
  const after = await tx.conversations.updateMembership(caller.userId, request.conversationId, changes);
  command.push([caller.userId], { conversationChanged: toProtoConversationChanged(after) }, { exceptCaller: true });
  return { stateVersion: after.stateVersion };
}
