// For tests: the model's rules of messages and conversations.

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

const receiptOf = ({ conversation }: ModelConversation, { seq }: ModelMessage): object => ({
  conversation,
  seq,
  messageId: formatMessageId(conversation, seq),
});

/** The first answer to what was stored before under this id. */
function before(talk: ModelConversation | undefined, user: string, clientId: string, asked: Content): object | undefined {
  const said = talk?.messages.find((each) => each.sender === user && each.clientId === clientId);
  if (!talk || !said) return undefined;
  const changed = said.edited || said.recalled;
  const same = (keys: readonly (keyof Content)[]): boolean =>
    keys.every((key) => JSON.stringify(said[key]) === JSON.stringify(asked[key]));
  refuseIf('ID_REUSED', !same(['kind', 'replyTo', 'target', 'emoji', 'removed']));
  refuseIf('ID_REUSED', !changed && !same(['text', 'body', 'mentions']));
  return receiptOf(talk, said);
}

/** What users have sent and have not taken back, as far as a member sees it. */
function visible({ messages }: ModelConversation, { firstSeq, leftSeq }: ModelMember, seq: number): ModelMessage {
  const found = messages[seq - 1];
  const isSeen = found && seq >= firstSeq && seq <= (leftSeq || seq);
  if (!isSeen || !countsAsUnread(found) || found.recalled) throw new ModelRefusal('NO_SUCH_MESSAGE');
  return found;
}

function change(
  state: ModelState,
  user: string,
  { clientMessageId, conversation }: Pick<ModelRequest<'recallMessage'>, 'clientMessageId' | 'conversation'>,
  content: Partial<Content> & Pick<Content, 'kind' | 'target'>,
  allowed: (target: ModelMessage, talk: ModelConversation, own: ModelMember) => void,
  apply: (target: ModelMessage, by: ModelMessage, talk: ModelConversation) => void,
): object {
  const { conversation: talk, own } = requireOwnMember(state, user, conversation ?? '');
  const clientId = hex(clientMessageId);
  const whole = { ...EMPTY, ...content };
  const first = before(talk, user, clientId, whole);
  if (first) return first;
  refuseIf('NO_SUCH_CONVERSATION', own.leftSeq > 0);
  const target = visible(talk, own, content.target);
  allowed(target, talk, own);
  const by = appendToModel(talk, user, content.kind, { ...whole, clientId });
  apply(target, by, talk);
  return receiptOf(talk, by);
}

/** Makes `by` the last change of a message: of the edit before it nothing is left. */
function rewrite(talk: ModelConversation, target: ModelMessage, by: ModelMessage): void {
  const edit = by.kind === EDITED;
  const last = talk.messages[target.lastChangeSeq - 1];
  if (last) Object.assign(last, { text: '', body: '', edited: edit, recalled: !edit });
  const to = { text: by.text, body: by.body, lastChangeSeq: by.seq, edited: target.edited || edit, recalled: !edit };
  Object.assign(target, to, edit ? {} : { mentions: [] });
}

function refuseToRecall(state: ModelState, user: string, target: ModelMessage, { conversation }: ModelConversation): void {
  const members = state.groups.get(conversation)?.members;
  const [my = 0, his = 0] = [members?.get(user)?.role, members?.get(target.sender)?.role];
  if (my >= im.GroupRole.ADMIN && (target.sender === user || his < my)) return;
  refuseIf('NOT_YOURS', target.sender !== user);
}

function mark(state: ModelState, user: string, request: ModelRequest<'markRead'>, which: 'readSeq' | 'deliveredSeq'): object {
  const { conversation, own, lastSeq } = requireOwnMember(state, user, request.conversation ?? '');
  const seq = request.seq ?? 0;
  refuseIf('BAD_ARGUMENT', seq > lastSeq);
  const other = own.peer !== user ? conversation.members.get(own.peer) : undefined;
  if (seq > own[which]) {
    own.deliveredSeq = Math.max(own.deliveredSeq, seq);
    own[which] = seq;
    if (other && !isBlocked(state, user, own.peer))
      Object.assign(other, { peerReadSeq: own.readSeq, peerDeliveredSeq: own.deliveredSeq });
  }
  return { seq: own[which], unread: countUnread(conversation, user, own, lastSeq) };
}

export const messageRules: ModelRules = {
  sendMessage(state, user, request) {
    const { to = '', conversation = '', kind = EMPTY.kind, text = '', body = '', replyTo = 0, mentions = [] } = request;
    const content = { ...EMPTY, kind, text, body, replyTo, mentions };
    const clientId = hex(request.clientMessageId);
    if (conversation !== '') {
      const { conversation: talk, own } = requireOwnMember(state, user, conversation);
      const first = before(talk, user, clientId, content);
      if (first) return first;
      assertMayPostInModel(state, user, talk, own);
      if (replyTo > 0) visible(talk, own, replyTo);
      return receiptOf(talk, appendToModel(talk, user, kind, { ...content, clientId }));
    }
    const there = state.conversations.get(directConversationId(user, to));
    const first = before(there, user, clientId, content);
    if (first) return first;
    assertMayMessage(state, user, to);
    refuseIf('NO_SUCH_MESSAGE', replyTo > 0 && !there);
    const own = there?.members.get(user);
    if (there && own && replyTo > 0) visible(there, own, replyTo);
    const talk = ensureDirectConversation(state, user, to);
    return receiptOf(talk, appendToModel(talk, user, kind, { ...content, clientId }));
  },

  editMessage: (state, user, request) => {
    const { seq = 0, text = '', body = '' } = request;
    const allowed = (target: ModelMessage, talk: ModelConversation, own: ModelMember): void => {
      refuseIf('NOT_YOURS', target.sender !== user);
      refuseIf('TEXT_EMPTY', target.kind === EMPTY.kind && text === '');
      refuseIf('BAD_BODY', (target.kind === EMPTY.kind) !== (body === ''));
      assertMayPostInModel(state, user, talk, own);
    };
    return change(state, user, request, { kind: EDITED, target: seq, text, body }, allowed, (target, by, talk) =>
      rewrite(talk, target, by),
    );
  },

  recallMessage: (state, user, request) =>
    change(
      state,
      user,
      request,
      { kind: RECALLED, target: request.seq ?? 0 },
      (target, talk) => refuseToRecall(state, user, target, talk),
      (target, by, talk) => rewrite(talk, target, by),
    ),

  react: (state, user, request) => {
    const { seq = 0, emoji = '', remove: removed = false } = request;
    const allowed = ({ reactions }: ModelMessage, talk: ModelConversation, own: ModelMember): void => {
      if (!removed || !reactions.get(emoji)?.has(user)) assertMayPostInModel(state, user, talk, own);
    };
    return change(state, user, request, { kind: REACTED, target: seq, emoji, removed }, allowed, ({ reactions }) => {
      const who = reactions.get(emoji) ?? new Set();
      reactions.set(emoji, who);
      if (removed) who.delete(user);
      else who.add(user);
    });
  },

  deleteForMe(state, user, { conversation = '', seqs = [] }) {
    const { own, lastSeq } = requireOwnMember(state, user, conversation);
    for (const seq of seqs) if (seq >= own.firstSeq && seq <= lastSeq) own.deleted.add(seq);
    return {};
  },

  markRead: (state, user, request) => mark(state, user, request, 'readSeq'),
  markDelivered: (state, user, request) => mark(state, user, request, 'deliveredSeq'),

  listReaders(state, user, { conversation = '', seq = 0 }) {
    const { conversation: talk, own, lastSeq } = requireOwnMember(state, user, conversation);
    refuseIf('NO_SUCH_MESSAGE', !(seq >= own.firstSeq && seq <= lastSeq));
    const all = [...talk.members].filter(([, one]) => one.leftSeq === 0 && one.firstSeq <= seq && one.readSeq >= seq);
    // Of the other one of a conversation of two he knows what he was told.
    const readers = all.filter(([reader]) => own.peer === '' || reader === user || own.peerReadSeq >= seq);
    return { users: readers.map(([reader]) => reader).sort(byBytes), more: false };
  },

  setConversation(state, user, { conversation = '', pinned, muted, hidden }) {
    const { conversation: talk, own, lastSeq } = requireOwnMember(state, user, conversation);
    own.pinned = pinned ?? own.pinned;
    own.muted = muted ?? own.muted;
    const newest = talk.messages.findLast(({ kind }) => kind < EDITED)?.seq ?? 0;
    const isHidden = own.hiddenSeq > 0 && Math.min(newest, lastSeq) <= own.hiddenSeq;
    if (hidden !== undefined && hidden !== isHidden) own.hiddenSeq = hidden ? lastSeq : 0;
    return {};
  },
};

/** The order of ids everywhere. */
export function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one, 'base64url'), Buffer.from(other, 'base64url'));
}
