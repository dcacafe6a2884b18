// What a user sees of the reference model: pushes, the list of conversations, and the history.
import { countUnread, isChange, type ModelMessage, type ModelPush, type ModelState, requireOwnMember } from './model-state.ts';

/** The pushes that a device of a user has received. */
export function expectedPushesTo(
  state: ModelState,
  user: string,
  device: number,
): { conversation: string; message: ModelPush['message'] }[] {
  return [...state.conversations.values()].flatMap(({ conversation, pushes }) =>
    pushes
      .filter(({ message, recipients, isSenderReplied, device: from }) => {
        const isReplied = isSenderReplied && message.sender === user && from === device;
        return recipients.includes(user) && !isReplied;
      })
      .map(({ message }) => ({ conversation, message })),
  );
}

export interface ConversationView {
  readonly conversation: string;
  readonly [field: string]: unknown;
}

/** A conversation as ListConversations shows it to a user. */
export function viewConversation(state: ModelState, user: string, conversation: string): ConversationView {
  const { conversation: chat, own, lastSeq } = requireOwnMember(state, user, conversation);
  const { peer, firstSeq, readSeq, peerReadSeq, peerDeliveredSeq, pinned, muted, hiddenSeq, leftSeq, deleted } = own;
  const last = chat.messages.findLast(
    (message) => message.seq <= lastSeq && message.seq >= firstSeq && !isChange(message) && !deleted.has(message.seq),
  );
  const newest = chat.messages.findLast((message) => !isChange(message))?.seq ?? 0;
  const groupName = state.groups.get(conversation)?.name;
  return {
    conversation,
    peer,
    isGroup: peer === '',
    ...(peer === '' && { peerName: leftSeq > 0 ? own.groupNameWhenLeft : groupName }),
    lastSeq,
    firstSeq,
    readSeq,
    peerReadSeq,
    peerDeliveredSeq,
    unread: countUnread(chat, user, own, lastSeq),
    pinned,
    muted,
    hidden: hiddenSeq > 0 && Math.min(newest, lastSeq) <= hiddenSeq,
    left: leftSeq > 0,
    lastMessageSeq: last?.seq ?? 0,
  };
}

/** What PullMessages shows: messages in their current state, and the seqs that the user has hidden. */
export function readHistory(
  state: ModelState,
  user: string,
  conversation: string,
): { messages: object[]; deletedSeqs: number[] } {
  const { conversation: chat, own, lastSeq } = requireOwnMember(state, user, conversation);
  const seen = chat.messages.filter(({ seq }) => seq >= own.firstSeq && seq <= lastSeq);
  const messages = seen
    .filter(({ seq }) => !own.deleted.has(seq))
    .map(({ clientId, lastChangeSeq, reactions, ...message }) => ({ ...message, reactions: reactionsFor(user, reactions) }));
  return { messages, deletedSeqs: seen.map(({ seq }) => seq).filter((seq) => own.deleted.has(seq)) };
}

function reactionsFor(
  user: string,
  reactions: ModelMessage['reactions'],
): Record<string, readonly [count: number, mine: boolean]> {
  const set = [...reactions].filter(([, who]) => who.size > 0);
  return Object.fromEntries(set.map(([emoji, who]) => [emoji, [who.size, who.has(user)]]));
}
