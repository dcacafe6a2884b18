// The reference model's rules for messages and conversations.
import { directConversationId, formatMessageId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import {
  appendToModel,
  assertMayMessage,
  assertMayPostInModel,
  countsAsUnread,
  countUnread,
  ensureDirectConversation,
  isBlocked,
  type ModelConversation,
  type ModelMember,
  type ModelMessage,
  ModelRefusal,
  type ModelRequest,
  type ModelRules,
  type ModelState,
  refuseIf,
  requireOwnMember,
} from './model-state.ts';

const { EDITED, RECALLED, REACTED } = im.MessageKind;
const hex = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('hex');
type Content = Pick<ModelMessage, 'kind' | 'text' | 'body' | 'replyTo' | 'mentions' | 'target' | 'emoji' | 'removed'>;
const EMPTY: Content = {
  kind: im.MessageKind.TEXT,
  text: '',
  body: '',
  replyTo: 0,
  mentions: [],
  target: 0,
  emoji: '',
  removed: false,
};

const toReply = ({ conversationId }: ModelConversation, { seq }: ModelMessage): object => ({
  conversationId,
  seq,
  messageId: formatMessageId(conversationId, seq),
});

/** The reply to the message that was stored under this id before, if any. */
function findEarlierReply(
  chat: ModelConversation | undefined,
  userId: string,
  clientId: string,
  requestedOver: (earlier: ModelMessage) => Content,
): object | undefined {
  const message = chat?.messages.find((each) => each.senderId === userId && each.clientId === clientId);
  if (!chat || !message) return undefined;
  const requested = requestedOver(message);
  const changed = message.edited || message.recalled;
  const same = (keys: readonly (keyof Content)[]): boolean =>
    keys.every((key) => JSON.stringify(message[key]) === JSON.stringify(requested[key]));
  refuseIf('ID_REUSED', !same(['kind', 'replyTo', 'target', 'emoji', 'removed']));
  refuseIf('ID_REUSED', !changed && !same(['text', 'body', 'mentions']));
  return toReply(chat, message);
}

/** A message of a user that the member can see and that is not recalled. */
function requireVisible({ messages }: ModelConversation, { firstSeq, leftSeq }: ModelMember, seq: number): ModelMessage {
  const found = messages[seq - 1];
  const isSeen = found && seq >= firstSeq && seq <= (leftSeq || seq);
  if (!isSeen || !countsAsUnread(found)) throw new ModelRefusal('NO_SUCH_MESSAGE');
  return found;
}

/** As `requireVisible`, and not recalled. */
function requireReadable(chat: ModelConversation, own: ModelMember, seq: number): ModelMessage {
  const found = requireVisible(chat, own, seq);
  refuseIf('NO_SUCH_MESSAGE', found.recalled);
  return found;
}

function changeMessage(
  state: ModelState,
  userId: string,
  { clientMessageId, conversationId }: Pick<ModelRequest<'recallMessage'>, 'clientMessageId' | 'conversationId'>,
  contentOver: (base: Pick<Content, 'text' | 'body'>) => Partial<Content> & Pick<Content, 'kind' | 'target'>,
  /** Returns false when the message has the change already. */
  authorize: (target: ModelMessage, chat: ModelConversation, own: ModelMember) => boolean,
  apply: (target: ModelMessage, by: ModelMessage, chat: ModelConversation) => void,
): object {
  const { conversation: chat, own } = requireOwnMember(state, userId, conversationId ?? '');
  const clientId = hex(clientMessageId);
  const wholeOver = (base: Pick<Content, 'text' | 'body'>): Content => ({ ...EMPTY, ...contentOver(base) });
  const first = findEarlierReply(chat, userId, clientId, wholeOver);
  if (first) return first;
  refuseIf('NOT_A_MEMBER', own.leftSeq > 0);
  const { kind, target: seq } = contentOver(EMPTY);
  const target = requireVisible(chat, own, seq);
  if (!authorize(target, chat, own)) return { conversationId: chat.conversationId, seq: 0, messageId: '' };
  const by = appendToModel(chat, userId, kind, { ...wholeOver(target), clientId });
  apply(target, by, chat);
  return toReply(chat, by);
}

/** Makes `by` the last change of a message and empties the previous edit. */
function rewrite(chat: ModelConversation, target: ModelMessage, by: ModelMessage): void {
  const edit = by.kind === EDITED;
  const last = chat.messages[target.lastChangeSeq - 1];
  if (last) Object.assign(last, { text: '', body: '', edited: edit, recalled: !edit });
  const to = { text: by.text, body: by.body, lastChangeSeq: by.seq, edited: target.edited || edit, recalled: !edit };
  Object.assign(target, to, edit ? {} : { mentions: [] });
}

function assertMayRecall(state: ModelState, userId: string, target: ModelMessage, { conversationId }: ModelConversation): void {
  const members = state.groups.get(conversationId)?.members;
  const [callerRole = 0, senderRole = 0] = [members?.get(userId)?.role, members?.get(target.senderId)?.role];
  if (callerRole >= im.GroupRole.ADMIN && (target.senderId === userId || senderRole < callerRole)) return;
  refuseIf('NOT_YOURS', target.senderId !== userId);
}

function advanceMark(
  state: ModelState,
  userId: string,
  request: ModelRequest<'markRead'>,
  which: 'readSeq' | 'deliveredSeq',
): object {
  const { conversation, own, lastSeq } = requireOwnMember(state, userId, request.conversationId ?? '');
  const seq = request.seq ?? 0;
  refuseIf('BAD_ARGUMENT', seq > lastSeq);
  const other = own.peerId !== userId ? conversation.members.get(own.peerId) : undefined;
  if (seq > own[which]) {
    own.deliveredSeq = Math.max(own.deliveredSeq, seq);
    own[which] = seq;
    if (other && !isBlocked(state, userId, own.peerId))
      Object.assign(other, { peerReadSeq: own.readSeq, peerDeliveredSeq: own.deliveredSeq });
  }
  return { seq: own[which], unread: countUnread(conversation, userId, own, lastSeq), lastSeq };
}

export const messageRules: ModelRules = {
  sendMessage(state, userId, request) {
    const { toUserId = '', conversationId = '', kind = EMPTY.kind, text = '', body = '', replyTo = 0, mentions = [] } = request;
    const content = { ...EMPTY, kind, text, body, replyTo, mentions };
    const clientId = hex(request.clientMessageId);
    if (conversationId !== '') {
      const { conversation: chat, own } = requireOwnMember(state, userId, conversationId);
      const first = findEarlierReply(chat, userId, clientId, () => content);
      if (first) return first;
      assertMayPostInModel(state, userId, chat, own);
      if (replyTo > 0) requireReadable(chat, own, replyTo);
      return toReply(chat, appendToModel(chat, userId, kind, { ...content, clientId }));
    }
    const existing = state.conversations.get(directConversationId(userId, toUserId));
    const first = findEarlierReply(existing, userId, clientId, () => content);
    if (first) return first;
    assertMayMessage(state, userId, toUserId);
    refuseIf('NO_SUCH_MESSAGE', replyTo > 0 && !existing);
    const own = existing?.members.get(userId);
    if (existing && own && replyTo > 0) requireReadable(existing, own, replyTo);
    const chat = ensureDirectConversation(state, userId, toUserId);
    return toReply(chat, appendToModel(chat, userId, kind, { ...content, clientId }));
  },

  editMessage: (state, userId, request) => {
    const { seq = 0 } = request;
    const withChanges = (base: Pick<Content, 'text' | 'body'>) => ({
      text: request.text ?? base.text,
      body: request.body ?? base.body,
    });
    const authorize = (target: ModelMessage, chat: ModelConversation, own: ModelMember): boolean => {
      const { text, body } = withChanges(target);
      refuseIf('TOO_LATE', target.recalled);
      refuseIf('NOT_YOURS', target.senderId !== userId);
      if (text === target.text && body === target.body) return false;
      refuseIf('TEXT_EMPTY', target.kind === EMPTY.kind && text === '');
      refuseIf('BAD_BODY', (target.kind === EMPTY.kind) !== (body === ''));
      assertMayPostInModel(state, userId, chat, own);
      return true;
    };
    const contentOver = (base: Pick<Content, 'text' | 'body'>) => ({ kind: EDITED, target: seq, ...withChanges(base) });
    return changeMessage(state, userId, request, contentOver, authorize, (target, by, chat) => rewrite(chat, target, by));
  },

  recallMessage: (state, userId, request) =>
    changeMessage(
      state,
      userId,
      request,
      () => ({ kind: RECALLED, target: request.seq ?? 0 }),
      (target, chat) => {
        assertMayRecall(state, userId, target, chat);
        return !target.recalled;
      },
      (target, by, chat) => rewrite(chat, target, by),
    ),

  react: (state, userId, request) => {
    const { seq = 0, emoji = '', remove: removed = false } = request;
    const authorize = (target: ModelMessage, chat: ModelConversation, own: ModelMember): boolean => {
      requireReadable(chat, own, target.seq);
      if ((target.reactions.get(emoji)?.has(userId) ?? false) !== removed) return false;
      if (!removed) assertMayPostInModel(state, userId, chat, own);
      return true;
    };
    return changeMessage(
      state,
      userId,
      request,
      () => ({ kind: REACTED, target: seq, emoji, removed }),
      authorize,
      ({ reactions }) => {
        const who = reactions.get(emoji) ?? new Set();
        reactions.set(emoji, who);
        if (removed) who.delete(userId);
        else who.add(userId);
      },
    );
  },

  deleteForMe(state, userId, { conversationId = '', seqs = [] }) {
    const { own, lastSeq } = requireOwnMember(state, userId, conversationId);
    for (const seq of seqs) if (seq >= own.firstSeq && seq <= lastSeq) own.deleted.add(seq);
    return {};
  },

  markRead: (state, userId, request) => advanceMark(state, userId, request, 'readSeq'),
  markDelivered: (state, userId, request) => advanceMark(state, userId, request, 'deliveredSeq'),

  listReaders(state, userId, { conversationId = '', seq = 0 }) {
    const { conversation: chat, own, lastSeq } = requireOwnMember(state, userId, conversationId);
    refuseIf('NOT_A_MEMBER', own.leftSeq > 0);
    refuseIf('NO_SUCH_MESSAGE', !(seq >= own.firstSeq && seq <= lastSeq));
    const all = [...chat.members].filter(([, one]) => one.leftSeq === 0 && one.firstSeq <= seq && one.readSeq >= seq);
    // In a direct conversation the user knows the receipts of the peer that reached them.
    const readers = all.filter(([reader]) => own.peerId === '' || reader === userId || own.peerReadSeq >= seq);
    return { userIds: readers.map(([reader]) => reader).sort(byBytes), more: false };
  },

  setConversation(state, userId, { conversationId = '', pinned, muted, hidden }) {
    const { conversation: chat, own, lastSeq } = requireOwnMember(state, userId, conversationId);
    own.pinned = pinned ?? own.pinned;
    own.muted = muted ?? own.muted;
    const newest = chat.messages.findLast(({ kind }) => kind < EDITED)?.seq ?? 0;
    const isHidden = own.hiddenSeq > 0 && Math.min(newest, lastSeq) <= own.hiddenSeq;
    if (hidden !== undefined && hidden !== isHidden) own.hiddenSeq = hidden ? lastSeq : 0;
    return {};
  },
};

/** The order of ids in all lists. */
export function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one, 'base64url'), Buffer.from(other, 'base64url'));
}
