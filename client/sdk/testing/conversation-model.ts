// A minimal model of the server: one conversation of one user. Only for tests.
import { im } from '../../../proto/rpc.ts';

export const ME = 'me';
export const PEER = 'peer';

export function newServer() {
  const messages: im.Message[] = [];
  let [readSeq, peerReadSeq, stateVersion, hiddenSeq] = [0, 0, 0, 0];
  let [pinned, hiddenFromMe] = [false, new Set<number>()];
  const lastMessage = (): im.Message | undefined =>
    messages.findLast(({ target, seq }) => target === 0 && !hiddenFromMe.has(seq));
  const unread = (): number =>
    messages.filter(({ seq, senderId, kind }) => seq > readSeq && senderId !== ME && kind === im.MessageKind.TEXT).length;
  const hidden = (): boolean => hiddenSeq > 0 && (messages.findLast(({ target }) => target === 0)?.seq ?? 0) <= hiddenSeq;
  const changed = (deletedSeqs: number[] = []): im.ConversationChanged => {
    stateVersion += 1;
    const now = { stateVersion, readSeq, unread: unread(), lastSeq: messages.length, pinned, hidden: hidden(), deletedSeqs };
    return im.ConversationChanged.create({ conversationId: 'c', ...now });
  };
  return {
    messages,
    listed: () =>
      im.Conversation.create({
        ...{
          conversationId: 'c',
          peerId: PEER,
          peerName: 'Peer',
          lastSeq: messages.length,
          unread: unread(),
          readSeq,
          peerReadSeq,
        },
        ...{ peerDeliveredSeq: peerReadSeq, pinned, hidden: hidden(), stateVersion, firstSeq: 1 },
        lastMessage: lastMessage() ?? null,
      }),
    get readSeq() {
      return readSeq;
    },
    /** Stores a message, or a change of `target`. */
    say(senderId: string, target = 0) {
      const seq = messages.length + 1;
      const kind = target > 0 ? im.MessageKind.EDITED : im.MessageKind.TEXT;
      messages.push(im.Message.create({ conversationId: 'c', seq, senderId, target, kind, text: `text ${seq}` }));
      const changed = messages[target - 1];
      if (changed && changed.target === 0) messages[target - 1] = im.Message.create({ ...changed, text: `text ${seq}` });
    },
    read(seq: number) {
      if (seq <= readSeq) return undefined;
      readSeq = seq;
      return changed();
    },
    peerReads(seq: number) {
      if (seq <= peerReadSeq) return undefined;
      peerReadSeq = seq;
      stateVersion += 1;
      return im.Receipt.create({ conversationId: 'c', userId: PEER, readSeq: seq, deliveredSeq: seq });
    },
    pin() {
      pinned = !pinned;
      return changed();
    },
    hide() {
      hiddenSeq = messages.length;
      return changed();
    },
    deleteForMe(seq: number) {
      hiddenFromMe = new Set([...hiddenFromMe, seq]);
      return changed([seq]);
    },
  };
}
