// The replies of the fake gate in place of the service Logic: one user's conversations in memory. Only for tests.

import { ImError } from '../../../proto/errors.ts';
import { formatMessageId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import { sortKey } from '../state/conversations-state.ts';

export const ME = 'user-me';

/** Conversation → messages, seq 1 first. */
type MessageStore = Map<string, im.Message.$Properties[]>;
type States = Map<string, im.Conversation.$Properties>;

/** By rpc. */
export function fakeLogicResponders(
  byConversation: MessageStore,
  states: States,
): Record<string, (payload: Uint8Array) => Uint8Array | ImError> {
  const listed = (conversationId: string): im.Conversation.$Properties => {
    const messages = byConversation.get(conversationId) ?? [];
    const lastMessage = messages.findLast(({ target }) => !target) ?? null;
    const usual = { conversationId, peerId: 'user-other', peerName: 'other', lastMessage, stateVersion: 1 };
    return { ...usual, ...states.get(conversationId), lastSeq: messages.length };
  };
  const above = (after: string): string[] =>
    [...new Set([...byConversation.keys(), ...states.keys()])]
      .filter((conversationId) => after === '' || sortKey(conversationId) > sortKey(after))
      .sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  const mark = (payload: Uint8Array): Uint8Array => im.MarkReply.encode({ seq: im.MarkRequest.decode(payload).seq }).finish();

  const store = (message: im.Message.$Properties & { conversationId: string; clientMessageId: Uint8Array }): Uint8Array => {
    return im.SendMessageReply.encode(appendMessage(byConversation, { ...message, senderId: ME })).finish();
  };

  return {
    'Logic.sendMessage'(payload) {
      const { toUserId, conversationId, ...content } = im.SendMessageRequest.decode(payload);
      return store({ ...content, conversationId: conversationId || `with-${toUserId}` });
    },
    'Logic.editMessage'(payload) {
      const { conversationId, clientMessageId, seq: target, ...edit } = im.EditMessageRequest.decode(payload);
      const [text, body] = [edit.text ?? '', edit.body ?? ''];
      rewriteMessage(byConversation, conversationId, target, { text, body, edited: true });
      return store({ conversationId, clientMessageId, target, text, body, kind: im.MessageKind.EDITED });
    },
    'Logic.recallMessage'(payload) {
      const { conversationId, clientMessageId, seq: target } = im.RecallMessageRequest.decode(payload);
      rewriteMessage(byConversation, conversationId, target, { text: '', body: '', recalled: true });
      return store({ conversationId, clientMessageId, target, text: '', kind: im.MessageKind.RECALLED });
    },
    'Logic.react'(payload) {
      const { conversationId, clientMessageId, seq: target, emoji, remove: removed } = im.ReactRequest.decode(payload);
      rewriteMessage(byConversation, conversationId, target, { reactions: removed ? [] : [{ emoji, count: 1, mine: true }] });
      return store({ conversationId, clientMessageId, target, text: '', emoji, removed, kind: im.MessageKind.REACTED });
    },
    'Logic.sync'(payload) {
      const { known, afterConversationId, limit } = im.SyncRequest.decode(payload);
      const all = above(afterConversationId);
      const looked = all.slice(0, limit || 200);
      const news = looked.map(listed).filter(({ conversationId, lastSeq, stateVersion }) => {
        const found = known.find((each) => each.conversationId === conversationId);
        return !found || (found.lastSeq ?? 0) !== lastSeq || (found.stateVersion ?? 0) !== stateVersion;
      });
      const nextConversationId = all.length > looked.length ? (looked.at(-1) ?? '') : '';
      return im.SyncReply.encode({ conversations: news, nextConversationId, peopleVersion: 1 }).finish();
    },
    'Logic.listConversations'(payload) {
      const { afterConversationId, limit } = im.ListConversationsRequest.decode(payload);
      const all = above(afterConversationId);
      const conversations = all.slice(0, limit || 100).map(listed);
      return im.ListConversationsReply.encode({ conversations, more: all.length > conversations.length }).finish();
    },
    'Logic.pullMessages'(payload) {
      const { conversationId, afterSeq, beforeSeq, limit: asked } = im.PullMessagesRequest.decode(payload);
      const all = byConversation.get(conversationId);
      if (!all) return new ImError('NO_SUCH_CONVERSATION', conversationId);
      const limit = asked || 100;
      const range = all.filter(({ seq = 0 }) => (seq ?? 0) > afterSeq && (beforeSeq === 0 || (seq ?? 0) < beforeSeq));
      const messages = beforeSeq > 0 ? range.slice(-limit) : range.slice(0, limit);
      return im.PullMessagesReply.encode({ messages, lastSeq: all.length, firstSeq: 1 }).finish();
    },
    'Logic.findUser': (payload) =>
      im.FindUserReply.encode({ userId: 'user-other', name: im.FindUserRequest.decode(payload).name }).finish(),
    'Logic.markRead': mark,
    'Logic.markDelivered': mark,
    'Logic.deleteForMe': () => im.DeleteForMeReply.encode({}).finish(),
  };
}

/** Overwrites fields of a stored message. */
export function rewriteMessage(
  byConversation: MessageStore,
  conversationId: string,
  seq: number,
  to: im.Message.$Properties,
): void {
  const all = byConversation.get(conversationId) ?? [];
  const at = all.findIndex((message) => message.seq === seq);
  all[at] = { ...all[at], ...to };
}

/** Stores a message under the next seq, or returns the one with its id. */
export function appendMessage(
  byConversation: MessageStore,
  message: im.Message.$Properties & { conversationId: string; clientMessageId: Uint8Array },
): im.Message.$Properties {
  const all = byConversation.get(message.conversationId) ?? [];
  byConversation.set(message.conversationId, all);
  const key = Buffer.from(message.clientMessageId).toString('hex');
  const known = all.find(({ clientMessageId }) => Buffer.from(clientMessageId ?? []).toString('hex') === key);
  if (known) return known;
  const seq = all.length + 1;
  const added = { ...message, seq, messageId: formatMessageId(message.conversationId, seq), time: Date.now() };
  all.push(added);
  return added;
}
