// The first look at a conversation, before anything of it is locked: a caller who may not change it must neither hold nor wait
// for its locks.
import type { Command } from '../../infra/ports/index.ts';
import type { im } from '../../proto/rpc.ts';
import { formerMember, noSuchConversation } from '../conversations/access.ts';
import type { LogicStore, MessageContent, StoredMessage } from '../ports/index.ts';
import { replyToResend } from './append-message.ts';

interface Request {
  readonly conversationId: string;
  readonly clientMessageId: Uint8Array;
}

/**
 * Undefined for a current member, who may go on and lock. A former member gets the first reply to a resend. Throws
 * NO_SUCH_CONVERSATION for a stranger, and NOT_A_MEMBER for a former member.
 */
export async function lookFirst(
  command: Command<LogicStore>,
  { conversationId, clientMessageId }: Request,
  contentOver: (earlier: StoredMessage) => MessageContent,
): Promise<im.SendMessageReply.$Properties | undefined> {
  const { caller, tx } = command;
  const participation = await tx.conversations.findParticipation(caller.userId, conversationId);
  if (participation === 'current') return undefined;
  if (participation === undefined) throw noSuchConversation();
  const earlier = await tx.messages.findSent(conversationId, caller.userId, clientMessageId);
  if (!earlier) throw formerMember();
  return replyToResend(earlier, contentOver(earlier), command);
}

// About 10 MB.
const MAX_SENDERS = 50_000;

/**
 * Users who have lately posted in a conversation. They need no first look, so most messages cost no further round trip. An entry
 * may be outdated: then a former member locks once more, and is refused under the lock.
 */
export class RecentSenders {
  readonly #keys = new Set<string>();

  has(userId: string, conversationId: string): boolean {
    return this.#keys.has(`${userId} ${conversationId}`);
  }

  add(userId: string, conversationId: string): void {
    const key = `${userId} ${conversationId}`;
    if (this.#keys.has(key)) return;
    const [oldest] = this.#keys.size < MAX_SENDERS ? [] : this.#keys;
    if (oldest !== undefined) this.#keys.delete(oldest);
    this.#keys.add(key);
  }

  remove(userId: string, conversationId: string): void {
    this.#keys.delete(`${userId} ${conversationId}`);
  }
}
