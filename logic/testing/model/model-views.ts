// What a user sees of the reference model: pushes, the list of conversations, and the history.
import { countUnread, isChange, type ModelMessage, type ModelPush, type ModelState, requireOwnMember } from './model-state.ts';

/** The pushes that a device of a user has received. */
export function expectedPushesTo(
  state: ModelState,
  userId: string,
  device: number,
): { conversationId: string; message: ModelPush['message'] }[] {
  return [...state.conversations.values()].flatMap(({ conversationId, pushes }) =>
    pushes
      .filter(({ message, recipients, isSenderReplied, device: from }) => {
        const isReplied = isSenderReplied && message.senderId === userId && from === device;
        return recipients.includes(userId) && !isReplied;
      })
      .map(({ message }) => ({ conversationId, message })),
  );
}

export interface ConversationView {
  readonly conversationId: string;
  readonly [field: string]: unknown;
}

/** A conversation as ListConversations shows it to a user. */
export function viewConversation(state: ModelState, userId: string, conversationId: string): ConversationView {
  const { conversation: chat, own, lastSeq } = requireOwnMember(state, userId, conversationId);
  const { peerId, firstSeq, readSeq, peerReadSeq, peerDeliveredSeq, pinned, muted, hiddenSeq, leftSeq, deleted } = own;
  const last = chat.messages.findLast(
    (message) => message.seq <= lastSeq && message.seq >= firstSeq && !isChange(message) && !deleted.has(message.seq),
  );
  const newest = chat.messages.findLast((message) => !isChange(message))?.seq ?? 0;
  const groupName = state.groups.get(conversationId)?.name;
  return {
    conversationId,
    peerId,
    isGroup: peerId === '',
    ...(peerId === '' && { peerName: leftSeq > 0 ? own.groupNameWhenLeft : groupName }),
    lastSeq,
    firstSeq,
    readSeq,
    peerReadSeq,
    peerDeliveredSeq,
    unread: countUnread(chat, userId, own, lastSeq),
    pinned,
    muted,
    hidden: hiddenSeq > 0 && Math.min(newest, lastSeq) <= hiddenSeq,
    left: leftSeq > 0,
    lastMessageSeq: last?.seq ?? 0,
  };
}

/** What a former member sees of a message that was changed after they left. */
const CHANGED_LATER = { text: '', body: '', mentions: [], edited: true, recalled: false };

/** What PullMessages shows: messages in their current state, and the seqs that the user has hidden. */
export function readHistory(
  state: ModelState,
  userId: string,
  conversationId: string,
): { messages: object[]; deletedSeqs: number[] } {
  const { conversation: chat, own, lastSeq } = requireOwnMember(state, userId, conversationId);
  const seen = chat.messages.filter(({ seq }) => seq >= own.firstSeq && seq <= lastSeq);
  const messages = seen
    .filter(({ seq }) => !own.deleted.has(seq))
    .map(({ clientId, lastChangeSeq, reactions, ...message }) => ({
      ...message,
      ...(own.leftSeq > 0 && lastChangeSeq > lastSeq && CHANGED_LATER),
      reactions: own.leftSeq > 0 ? {} : reactionsFor(userId, reactions),
    }));
  return { messages, deletedSeqs: seen.map(({ seq }) => seq).filter((seq) => own.deleted.has(seq)) };
}

function reactionsFor(
  userId: string,
  reactions: ModelMessage['reactions'],
): Record<string, readonly [count: number, mine: boolean]> {
  const set = [...reactions].filter(([, who]) => who.size > 0);
  return Object.fromEntries(set.map(([emoji, who]) => [emoji, [who.size, who.has(userId)]]));
}
