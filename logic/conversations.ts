// My conversations: listed, compared with what a client knows, pinned, muted, hidden.
import type { Command } from '../infra/ports.ts';
import type { im } from '../proto/contract.ts';
import { changedOf } from './changes.ts';
import { messageOf } from './messages.ts';
import { limitOf, upToBytes } from './pages.ts';
import type { ConversationState, ConversationSummary, LogicStored } from './ports.ts';
import { membershipOf } from './rights.ts';

const LIST_LIMITS = { usual: 100, most: 200 };
const SYNC_LIMITS = { usual: 200, most: 500 };

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

/** Which conversations are not as the client knows them: one call after a reconnect. */
export async function sync(request: im.SyncRequest, { caller, stored }: Command<LogicStored>): Promise<im.SyncReply.$Properties> {
  const limit = limitOf(request.limit, SYNC_LIMITS);
  const states = await stored.conversations.page(caller.user, request.afterConversation, limit + 1);
  const looked = states.slice(0, limit);
  const known = new Map(request.known.map((each) => [each.conversation ?? '', each]));
  const news = looked.filter((state) => !isKnown(state, known.get(state.conversation)));
  const ids = news.map(({ conversation }) => conversation);
  const page = upToBytes(await stored.conversations.summaries(caller.user, ids), bytesOf);
  const isWhole = page.length === news.length;
  const next = isWhole ? (states.length > limit ? looked.at(-1)?.conversation : '') : page.at(-1)?.conversation;
  return { conversations: page.map(conversationOf), nextConversation: next ?? '' };
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

function isKnown(state: ConversationState, known: im.KnownConversation.$Properties | undefined): boolean {
  return known !== undefined && (known.lastSeq ?? 0) === state.lastSeq && (known.stateVersion ?? 0) === state.stateVersion;
}

function bytesOf({ last }: ConversationSummary): number {
  return last ? Buffer.byteLength(last.text) + Buffer.byteLength(last.body) : 0;
}

/** A conversation as clients see it. */
function conversationOf({ last, ...summary }: ConversationSummary): im.Conversation.$Properties {
  return { ...summary, ...(last && { lastMessage: messageOf(last) }) };
}
