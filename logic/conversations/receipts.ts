// How far somebody has got: told to the other one of a conversation of two, unless either has blocked the other, and to one's own other devices. Never goes back.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { decodeId, isId } from '../../proto/ids.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import { toProtoConversationChanged } from '../messages/message-changes.ts';
import { assertSeq } from '../messages/message-content.ts';
import { resolvePageLimit } from '../pages.ts';
import type { LogicStore, Membership } from '../ports/index.ts';
import { requireMembership } from './access.ts';

const READERS_LIMITS = { usual: 100, most: 200 };

export const markRead = marking('readSeq');
export const markDelivered = marking('deliveredSeq');

/** What is marked once stays so: a repetition finds it, which is why its answer needs no outbox. */
function marking(which: 'readSeq' | 'deliveredSeq') {
  return commandHandler({
    isIdempotent: true,
    handle: async ({ conversation, seq }: im.MarkRequest, command: Command<LogicStore>): Promise<im.MarkReply.$Properties> => {
      assertSeq(seq);
      const { caller, tx } = command;
      // In one round trip.
      const [before, isBlocked] = await Promise.all([
        requireMembership(command, conversation),
        tx.relations.isBlockedIn(conversation),
      ]);
      const other = otherToTell(before, isBlocked);
      if (seq > before.lastSeq) throw new ImError('BAD_ARGUMENT', `the last seq is ${before.lastSeq}: ${seq} does not exist yet`);
      if (command.isReplay) tell(command, before, which, other);
      if (command.isReplay || seq <= before[which]) return { seq: before[which], unread: before.unread };
      // What is read has been delivered.
      const reached = which === 'readSeq' ? { readSeq: seq, deliveredSeq: seq } : { deliveredSeq: seq };
      const after = await tx.conversations.updateMembership(caller.userId, conversation, reached);
      if (other) tx.conversations.advancePeerReceipt(other, conversation, after);
      tell(command, after, which, other);
      return { seq: after[which], unread: after.unread };
    },
  });
}

function tell(command: Command<LogicStore>, own: Membership, which: 'readSeq' | 'deliveredSeq', other: string | undefined): void {
  const { user, conversation, deliveredSeq, readSeq } = own;
  const receipt = { conversation, user, deliveredSeq, readSeq };
  if (other) command.push([other], { receipt });
  if (which === 'readSeq') command.push([user], { conversationChanged: toProtoConversationChanged(own) }, { exceptCaller: true });
  command.emit(conversation, { receipt });
}

/** The other one of a conversation of two, unless either has blocked the other. */
function otherToTell({ isGroup, peer, user }: Membership, isBlocked: boolean): string | undefined {
  return isGroup || peer === user || isBlocked ? undefined : peer;
}

export async function listReaders(
  { conversation, seq, afterUser, limit: asked }: im.ListReadersRequest,
  command: Command<LogicStore>,
): Promise<im.ListReadersReply.$Properties> {
  const limit = resolvePageLimit(asked, READERS_LIMITS);
  const own = await requireMembership(command, conversation);
  if (!(seq >= own.firstSeq && seq <= own.lastSeq))
    throw new ImError('NO_SUCH_MESSAGE', 'there is no message with this seq for you');
  // One more than asked for tells whether there is another page.
  const users = own.isGroup
    ? await command.tx.conversations.listReaders(conversation, seq, afterUser, limit + 1)
    : readersOfTwo(own, seq, afterUser);
  return { users: users.slice(0, limit), more: users.length > limit };
}

/** The other one as far as `user` was told of him: what he has read behind a block is his own affair. */
function readersOfTwo({ user, readSeq, peer, peerReadSeq }: Membership, seq: number, afterUser: string): string[] {
  const readers = [...(readSeq >= seq ? [user] : []), ...(peer !== user && peerReadSeq >= seq ? [peer] : [])];
  const byBytes = (one: string, other: string): number => Buffer.compare(decodeId(one), decodeId(other));
  if (afterUser !== '' && !isId(afterUser)) return [];
  return readers.filter((reader) => afterUser === '' || byBytes(reader, afterUser) > 0).sort(byBytes);
}
