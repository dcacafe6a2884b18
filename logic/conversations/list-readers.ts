// ListReaders: the members who have read a message, page by page.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { decodeId, isId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';
import { resolvePageLimit } from '../pages.ts';
import type { LogicStore, Membership } from '../ports/index.ts';
import { formerMember, requireMembership } from './access.ts';

const LIMITS = { usual: 100, most: 200 };

export async function listReaders(
  { conversationId, seq, afterUserId, limit: requestedLimit }: im.ListReadersRequest,
  command: Command<LogicStore>,
): Promise<im.ListReadersReply.$Properties> {
  const limit = resolvePageLimit(requestedLimit, LIMITS);
  const membership = await requireMembership(command, conversationId);
  if (membership.left) throw formerMember();
  if (!(seq >= membership.firstSeq && seq <= membership.lastSeq))
    throw new ImError('NO_SUCH_MESSAGE', 'you cannot see a message with this seq');
  // One extra entry shows whether there is another page.
  const userIds = membership.isGroup
    ? await command.tx.conversations.listReaders(conversationId, seq, afterUserId, limit + 1)
    : listDirectReaders(membership, seq, afterUserId);
  return { userIds: userIds.slice(0, limit), more: userIds.length > limit };
}

/** Uses the last receipt of the peer that reached the caller, because a block hides what the peer has read since. */
function listDirectReaders({ userId, readSeq, peerId, peerReadSeq }: Membership, seq: number, afterUserId: string): string[] {
  const readers = [...(readSeq >= seq ? [userId] : []), ...(peerId !== userId && peerReadSeq >= seq ? [peerId] : [])];
  const byBytes = (one: string, other: string): number => Buffer.compare(decodeId(one), decodeId(other));
  if (afterUserId !== '' && !isId(afterUserId)) return [];
  return readers.filter((reader) => afterUserId === '' || byBytes(reader, afterUserId) > 0).sort(byBytes);
}
