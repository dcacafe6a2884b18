// What was said: my conversations and their messages, page by page.
import type { Command } from '../infra/ports.ts';
import type { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { messageOf } from './messages.ts';
import type { LogicStored } from './ports.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 200;
// A page travels in one record and one frame: with the longest text on top it stays well below Kafka's limit of 1 MB for a record.
const MAX_PAGE_BYTES = 256 * 1024;

export async function listConversations(
  request: im.ListConversationsRequest,
  { caller, stored }: Command<LogicStored>,
): Promise<im.ListConversationsReply.$Properties> {
  const limit = limitOf(request.limit);
  // One more than asked for tells whether there is another page.
  const found = await stored.conversations.list(caller.user, request.afterConversation, limit + 1);
  const page = pageOf(found.slice(0, limit), ({ last }) => last.text);
  const conversations = page.map(({ conversation, peer, peerName, last }) => ({
    conversation,
    peer,
    peerName,
    lastSeq: last.seq,
    lastMessage: messageOf(last),
  }));
  return { conversations, more: found.length > page.length };
}

export async function pullMessages(
  request: im.PullMessagesRequest,
  { caller, stored }: Command<LogicStored>,
): Promise<im.PullMessagesReply.$Properties> {
  if (!Number.isSafeInteger(request.afterSeq)) throw new ImError('BAD_ARGUMENT', 'after_seq is no seq that any message can have');
  const pulled = await stored.messages.pull(caller.user, request.conversation, request.afterSeq, limitOf(request.limit));
  if (!pulled)
    throw new ImError('NO_SUCH_CONVERSATION', 'you have no conversation with this id; Logic.ListConversations lists yours');
  const page = pageOf(pulled.messages, ({ text }) => text);
  return { messages: page.map(messageOf), lastSeq: pulled.lastSeq };
}

/** The first of them, up to the bytes a page may have; at least one where there is one. */
function pageOf<T>(found: readonly T[], textOf: (entry: T) => string): readonly T[] {
  let bytes = 0;
  const end = found.findIndex((entry, i) => {
    bytes += Buffer.byteLength(textOf(entry));
    return i > 0 && bytes > MAX_PAGE_BYTES;
  });
  return end < 0 ? found : found.slice(0, end);
}

function limitOf(limit: number): number {
  if (limit > MAX_LIMIT) throw new ImError('BAD_LIMIT', `a page has at most ${MAX_LIMIT} entries`);
  return limit === 0 ? DEFAULT_LIMIT : limit;
}
