// MarkRead and MarkDelivered. A mark never moves back. It is pushed to the caller's other devices, and to the peer of a direct
// conversation unless one of the two has blocked the other.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import { commandHandler, type im } from '../../proto/rpc.ts';
import { assertSeq } from '../messages/message-content.ts';
import type { LogicStore, Membership } from '../ports/index.ts';
import { requireMembership } from './access.ts';
import { toProtoConversationChanged } from './conversation-views.ts';

type Mark = 'readSeq' | 'deliveredSeq';

export const markRead = markHandler('readSeq');
export const markDelivered = markHandler('deliveredSeq');

/** A repeated command finds the mark in the store, so its reply needs no outbox. */
function markHandler(mark: Mark) {
  return commandHandler({
    isIdempotent: true,
    handle: async ({ conversation, seq }: im.MarkRequest, command: Command<LogicStore>): Promise<im.MarkReply.$Properties> => {
      assertSeq(seq);
      const { caller, tx } = command;
      // One round trip.
      const [before, isBlocked] = await Promise.all([
        requireMembership(command, conversation),
        tx.relations.isBlockedIn(conversation),
      ]);
      const peer = findReceiptReceiver(before, isBlocked);
      if (seq > before.lastSeq)
        throw new ImError('BAD_ARGUMENT', `seq ${seq} does not exist yet, the last one is ${before.lastSeq}`);
      if (command.isReplay) pushReceipt(command, before, mark, peer);
      if (command.isReplay || seq <= before[mark]) return { seq: before[mark], unread: before.unread };
      // A read message counts as delivered, too.
      const marks = mark === 'readSeq' ? { readSeq: seq, deliveredSeq: seq } : { deliveredSeq: seq };
      const after = await tx.conversations.updateMembership(caller.userId, conversation, marks);
      if (peer) tx.conversations.advancePeerReceipt(peer, conversation, after);
      pushReceipt(command, after, mark, peer);
      return { seq: after[mark], unread: after.unread };
    },
  });
}

function pushReceipt(command: Command<LogicStore>, membership: Membership, mark: Mark, peer: string | undefined): void {
  const { user, conversation, deliveredSeq, readSeq } = membership;
  const receipt = { conversation, user, deliveredSeq, readSeq };
  if (peer) command.push([peer], { receipt });
  if (mark === 'readSeq')
    command.push([user], { conversationChanged: toProtoConversationChanged(membership) }, { exceptCaller: true });
  command.emit(conversation, { receipt });
}

/** The peer of a direct conversation, unless either user has blocked the other. */
function findReceiptReceiver({ isGroup, peer, user }: Membership, isBlocked: boolean): string | undefined {
  return isGroup || peer === user || isBlocked ? undefined : peer;
}
