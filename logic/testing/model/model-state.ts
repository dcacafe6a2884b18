// For tests: what Logic is to do, as simply as it can be said. Everything is in memory, one command comes after the other,
// nothing can fail.

import { directConversationId } from '../../../proto/ids.ts';
import { im, type RequestShape, type RpcsOf } from '../../../proto/rpc.ts';

export type LogicRpcs = RpcsOf<im.Logic>;
export type LogicRpc = keyof LogicRpcs & string;
/** A request, without the nulls that protobuf allows. */
export type ModelRequest<R extends LogicRpc> = {
  readonly [K in keyof RequestShape<LogicRpcs[R]>]?: Exclude<RequestShape<LogicRpcs[R]>[K], null>;
};
/** What one rpc does to the state. Returns what of its reply can be foretold: times cannot. */
export type ModelRule<R extends LogicRpc> = (state: ModelState, user: string, request: ModelRequest<R>) => object;
export type ModelRules = { readonly [R in LogicRpc]?: ModelRule<R> };

/** A command is refused. */
export class ModelRefusal extends Error {
  readonly code: keyof typeof im.Code;
  constructor(code: keyof typeof im.Code) {
    super(code);
    this.code = code;
  }
}

export function refuseIf(code: keyof typeof im.Code, when: boolean): void {
  if (when) throw new ModelRefusal(code);
}

export interface ModelMessage {
  readonly seq: number;
  readonly sender: string;
  /** In hex; '' for what the server says. */
  readonly clientId: string;
  readonly kind: im.MessageKind;
  text: string;
  body: string;
  readonly replyTo: number;
  mentions: readonly string[];
  readonly target: number;
  readonly emoji: string;
  readonly removed: boolean;
  edited: boolean;
  recalled: boolean;
  /** The seq of the last edit or recall of it. */
  lastChangeSeq: number;
  readonly reactions: Map<string, Set<string>>;
}

/** What was pushed when something was said, as it was then. */
export interface ModelPush {
  readonly message: Pick<ModelMessage, 'seq' | 'sender' | 'kind' | keyof typeof PLAIN>;
  /** Users, who are told on all their devices, but for the sender's own one that has a reply instead. */
  readonly recipients: string[];
  readonly isSenderReplied: boolean;
  /** The device of the command that said it; undefined until that has been carried out. */
  device: number | undefined;
}

export interface ModelMember {
  readonly peer: string;
  firstSeq: number;
  /** 0: is still there. */
  leftSeq: number;
  /** What the group was called then. */
  groupNameWhenLeft: string;
  readSeq: number;
  deliveredSeq: number;
  peerReadSeq: number;
  peerDeliveredSeq: number;
  pinned: boolean;
  muted: boolean;
  hiddenSeq: number;
  readonly deleted: Set<number>;
}

export interface ModelConversation {
  readonly conversation: string;
  readonly messages: ModelMessage[];
  readonly pushes: ModelPush[];
  readonly members: Map<string, ModelMember>;
}

export interface ModelGroup {
  readonly groupId: string;
  name: string;
  owner: string;
  joinPolicy: im.JoinPolicy;
  dissolved: boolean;
  readonly members: Map<string, { role: im.GroupRole; mutedSeconds: number }>;
  /** User → greeting. */
  readonly requests: Map<string, string>;
}

export interface ModelRelation {
  friend: boolean;
  asksMe: boolean;
  asked: boolean;
  blocked: boolean;
  remark: string;
  greeting: string;
  version: number;
}

export interface ModelState {
  /** User → what he says of himself; who is not in it does not exist. */
  readonly people: Map<string, { about: string; whoMayWrite: im.WhoMayWrite; version: number }>;
  /** User → other → what he is to the user. */
  readonly relations: Map<string, Map<string, ModelRelation>>;
  readonly conversations: Map<string, ModelConversation>;
  readonly groups: Map<string, ModelGroup>;
}

export function newModelState(users: readonly string[]): ModelState {
  const { SERVER_DEFAULT } = im.WhoMayWrite;
  return {
    people: new Map(users.map((user) => [user, { about: '', whoMayWrite: SERVER_DEFAULT, version: 0 }])),
    relations: new Map(users.map((user) => [user, new Map<string, ModelRelation>()])),
    conversations: new Map(),
    groups: new Map(),
  };
}

export const NO_RELATION = { friend: false, asksMe: false, asked: false, remark: '', greeting: '' };

export function relationBetween(state: ModelState, user: string, other: string): ModelRelation {
  return state.relations.get(user)?.get(other) ?? { ...NO_RELATION, blocked: false, version: 0 };
}

// ---------------------------------------------------------------- conversations

/** The member's view of a conversation; refused where he never was in it. */
export function requireOwnMember(
  state: ModelState,
  user: string,
  conversationId: string,
): { conversation: ModelConversation; own: ModelMember; lastSeq: number } {
  const conversation = state.conversations.get(conversationId);
  const own = conversation?.members.get(user);
  if (!conversation || !own) throw new ModelRefusal('NO_SUCH_CONVERSATION');
  return { conversation, own, lastSeq: own.leftSeq || conversation.messages.length };
}

export function newMember(peer: string, from = 0): ModelMember {
  const seqs = {
    firstSeq: Math.max(1, from),
    leftSeq: 0,
    readSeq: from,
    deliveredSeq: from,
    peerReadSeq: 0,
    peerDeliveredSeq: 0,
  };
  return { ...seqs, peer, groupNameWhenLeft: '', pinned: false, muted: false, hiddenSeq: 0, deleted: new Set() };
}

export function ensureConversation(state: ModelState, conversation: string): ModelConversation {
  const talk = state.conversations.get(conversation) ?? {
    conversation,
    messages: [],
    pushes: [],
    members: new Map<string, ModelMember>(),
  };
  state.conversations.set(conversation, talk);
  return talk;
}

const PLAIN = { text: '', body: '', replyTo: 0, mentions: [], target: 0, emoji: '', removed: false };

/** Whoever is in the conversation now is told. */
export function appendToModel(
  talk: ModelConversation,
  sender: string,
  kind: im.MessageKind,
  content: Partial<Pick<ModelMessage, 'clientId' | 'text' | 'body' | 'replyTo' | 'mentions' | 'target' | 'emoji' | 'removed'>>,
): ModelMessage {
  const state = { edited: false, recalled: false, lastChangeSeq: 0, reactions: new Map<string, Set<string>>() };
  const said: ModelMessage = { clientId: '', ...PLAIN, ...content, ...state, seq: talk.messages.length + 1, sender, kind };
  talk.messages.push(said);
  const { seq, text, body, replyTo, mentions, target, emoji, removed } = said;
  const message = { seq, sender, kind, text, body, replyTo, mentions, target, emoji, removed };
  const recipients = [...talk.members].filter(([, { leftSeq }]) => leftSeq === 0).map(([user]) => user);
  // Who talks to himself alone is the one to be told.
  const isSenderReplied = kind !== im.MessageKind.SYSTEM && recipients.some((user) => user !== sender);
  talk.pushes.push({ message, recipients, isSenderReplied, device: undefined });
  return said;
}

export const countsAsUnread = ({ kind }: ModelMessage): boolean => kind <= im.MessageKind.CUSTOM;
const isChange = ({ kind }: ModelMessage): boolean => kind >= im.MessageKind.EDITED;

export function countUnread({ messages }: ModelConversation, user: string, { readSeq }: ModelMember, lastSeq: number): number {
  return messages.filter((each) => countsAsUnread(each) && each.sender !== user && each.seq > readSeq && each.seq <= lastSeq)
    .length;
}

/** What has been pushed to a device of a user. */
export function expectedPushesTo(
  state: ModelState,
  user: string,
  device: number,
): { conversation: string; message: ModelPush['message'] }[] {
  return [...state.conversations.values()].flatMap(({ conversation, pushes }) =>
    pushes
      .filter(({ message, recipients, isSenderReplied, device: from }) => {
        const isHis = isSenderReplied && message.sender === user && from === device;
        return recipients.includes(user) && !isHis;
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
  const { conversation: talk, own, lastSeq } = requireOwnMember(state, user, conversation);
  const { peer, firstSeq, readSeq, peerReadSeq, peerDeliveredSeq, pinned, muted, hiddenSeq, leftSeq, deleted } = own;
  const last = talk.messages.findLast(
    (said) => said.seq <= lastSeq && said.seq >= firstSeq && !isChange(said) && !deleted.has(said.seq),
  );
  const newest = talk.messages.findLast((said) => !isChange(said))?.seq ?? 0;
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
    unread: countUnread(talk, user, own, lastSeq),
    pinned,
    muted,
    hidden: hiddenSeq > 0 && Math.min(newest, lastSeq) <= hiddenSeq,
    left: leftSeq > 0,
    lastSaid: last?.seq ?? 0,
  };
}

/** What a user reads of a conversation with PullMessages: messages as they are now, and what he has hidden from himself. */
export function readHistory(
  state: ModelState,
  user: string,
  conversation: string,
): { messages: object[]; deletedSeqs: number[] } {
  const { conversation: talk, own, lastSeq } = requireOwnMember(state, user, conversation);
  const seen = talk.messages.filter(({ seq }) => seq >= own.firstSeq && seq <= lastSeq);
  const messages = seen
    .filter(({ seq }) => !own.deleted.has(seq))
    .map(({ clientId, lastChangeSeq, reactions, ...said }) => ({ ...said, reactions: reactionsFor(user, reactions) }));
  return { messages, deletedSeqs: seen.map(({ seq }) => seq).filter((seq) => own.deleted.has(seq)) };
}

function reactionsFor(
  user: string,
  reactions: ModelMessage['reactions'],
): Record<string, readonly [count: number, mine: boolean]> {
  const set = [...reactions].filter(([, who]) => who.size > 0);
  return Object.fromEntries(set.map(([emoji, who]) => [emoji, [who.size, who.has(user)]]));
}

// ---------------------------------------------------------------- who may write

export function assertMayMessage(state: ModelState, sender: string, receiver: string): void {
  if (sender === receiver) return;
  refuseIf('NO_SUCH_USER', !state.people.has(receiver));
  refuseIf('BLOCKED', isBlocked(state, sender, receiver));
  refuseIf('NOT_FRIENDS', !acceptsMessages(state, sender, receiver));
}

export function isBlocked(state: ModelState, one: string, other: string): boolean {
  return relationBetween(state, one, other).blocked || relationBetween(state, other, one).blocked;
}

export function acceptsMessages(state: ModelState, sender: string, receiver: string): boolean {
  return (
    state.people.get(receiver)?.whoMayWrite !== im.WhoMayWrite.FRIENDS_ONLY || relationBetween(state, receiver, sender).friend
  );
}

export function assertMayPostInModel(
  state: ModelState,
  user: string,
  { conversation }: ModelConversation,
  { peer, leftSeq }: ModelMember,
): void {
  if (peer !== '') {
    assertMayMessage(state, user, peer);
    return;
  }
  refuseIf('NOT_A_MEMBER', leftSeq > 0);
  refuseIf('MUTED', (state.groups.get(conversation)?.members.get(user)?.mutedSeconds ?? 0) > 0);
}

/** The conversation of two, made by its first message. */
export function ensureDirectConversation(state: ModelState, one: string, other: string): ModelConversation {
  const talk = ensureConversation(state, directConversationId(one, other));
  if (talk.messages.length === 0) {
    talk.members.set(one, newMember(other));
    talk.members.set(other, newMember(one));
  }
  return talk;
}
