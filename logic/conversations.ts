// My conversations: listed, pinned, muted, hidden.
import type { Command } from '../infra/ports.ts';
import type { im } from '../proto/contract.ts';
import { changedOf } from './changes.ts';
import { messageOf } from './messages.ts';
import { limitOf, upToBytes } from './pages.ts';
import type { ConversationSummary, LogicStored } from './ports.ts';
import { membershipOf } from './rights.ts';

const LIST_LIMITS = { usual: 100, most: 200 };

export async function listConversations(
  request: im.ListConversationsRequest,
  { caller, stored }: Command<LogicStored>,
): Promise<im.ListConversationsReply.$Properties> {
  const limit = limitOf(request.limit, LIST_LIMITS);
  // One more than asked for tells whether there is another page.
  const states = await stored.conversations.page(caller.user, request.afterConversation, limit + 1);
  const ids = states.slice(0, limit).map(({ conversation }) => conversation);
  const page = upToBytes(await stored.conversations.summaries(caller.user, ids), bytesOf);
  return { conversations: page.map(conversationOf), more: states.length > page.length };
}

export async function setConversation(
  request: im.SetConversationRequest,
  command: Command<LogicStored>,
): Promise<im.SetConversationReply.$Properties> {
  const { caller, stored } = command;
  const before = await membershipOf(command, request.conversation);
  const pinned = request.pinned ?? before.pinned;
  const muted = request.muted ?? before.muted;
  const hidden = request.hidden ?? before.hidden;
  if (pinned === before.pinned && muted === before.muted && hidden === before.hidden)
    return { stateVersion: before.stateVersion };
  const wanted = hidden === before.hidden ? { pinned, muted } : { pinned, muted, hidden };
  const after = await stored.conversations.change(caller.user, request.conversation, wanted);
  command.push([caller.user], { conversationChanged: changedOf(after) }, { exceptCaller: true });
  return { stateVersion: after.stateVersion };
}

/** What a summary takes of a page. */
export function bytesOf({ last }: ConversationSummary): number {
  return last ? Buffer.byteLength(last.text) + Buffer.byteLength(last.body) : 0;
}

/** A conversation as clients see it. */
export function conversationOf({ last, ...summary }: ConversationSummary): im.Conversation.$Properties {
  return { ...summary, ...(last && { lastMessage: messageOf(last) }) };
}
