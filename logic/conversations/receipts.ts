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
    handle: async ({ conversationId, seq }: im.MarkRequest, command: Command<LogicStore>): Promise<im.MarkReply.$Properties> => {
      assertSeq(seq);
      const { caller, tx } = command;
      // One round trip.
      const [before, isBlocked] = await Promise.all([
        requireMembership(command, conversationId),
        tx.relations.isBlockedIn(conversationId),
      ]);
      const peerId = findReceiptReceiver(before, isBlocked);
      if (seq > before.lastSeq)
        throw new ImError('BAD_ARGUMENT', `seq ${seq} does not exist yet, the last one is ${before.lastSeq}`);
      if (command.isReplay) pushReceipt(command, before, mark, peerId);
      if (command.isReplay || seq <= before[mark]) return toReply(before, mark);
      // A read message counts as delivered, too.
      const marks = mark === 'readSeq' ? { readSeq: seq, deliveredSeq: seq } : { deliveredSeq: seq };
      const after = await tx.conversations.updateMembership(caller.userId, conversationId, marks);
      if (peerId) tx.conversations.advancePeerReceipt(peerId, conversationId, after);
      pushReceipt(command, after, mark, peerId);
      return { ...toReply(after, mark), stateVersion: after.stateVersion };
    },
  });
}

/** The reply of a mark that changes nothing: without a version, which would hide changes that the client has not received. */
function toReply(membership: Membership, mark: Mark): im.MarkReply.$Properties {
  const { unread, lastSeq } = membership;
  return { seq: membership[mark], unread, lastSeq };
}

function pushReceipt(command: Command<LogicStore>, membership: Membership, mark: Mark, peerId: string | undefined): void {
  const { userId, conversationId, deliveredSeq, readSeq } = membership;
  const receipt = { conversationId, userId, deliveredSeq, readSeq };
  if (peerId) command.push([peerId], { receipt });
  if (mark === 'readSeq')
    command.push([userId], { conversationChanged: toProtoConversationChanged(membership) }, { exceptCaller: true });
  command.emit(conversationId, { receipt });
}

/** The peer of a direct conversation, unless either user has blocked the other. */
function findReceiptReceiver({ isGroup, peerId, userId }: Membership, isBlocked: boolean): string | undefined {
  return isGroup || peerId === userId || isBlocked ? undefined : peerId;
}
