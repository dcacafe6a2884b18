// The state of the reference model of Logic: in memory, one command after the other, without failures.
import { directConversationId } from '../../../proto/ids.ts';
import { im, type RequestShape, type RpcsOf } from '../../../proto/rpc.ts';

export type LogicRpcs = RpcsOf<im.Logic>;
export type LogicRpc = keyof LogicRpcs & string;
/** A request, without the nulls that protobuf allows. */
export type ModelRequest<R extends LogicRpc> = {
  readonly [K in keyof RequestShape<LogicRpcs[R]>]?: Exclude<RequestShape<LogicRpcs[R]>[K], null>;
};
/** Applies one rpc to the state. Returns the predictable part of its reply, without times. */
export type ModelRule<R extends LogicRpc> = (state: ModelState, user: string, request: ModelRequest<R>) => object;
export type ModelRules = { readonly [R in LogicRpc]?: ModelRule<R> };

/** The model refuses a command with this code. */
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
  /** In hex; '' for a system message. */
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
  /** The seq of the last edit or recall of this message. */
  lastChangeSeq: number;
  readonly reactions: Map<string, Set<string>>;
}

/** The push of a message, with its content at that time. */
export interface ModelPush {
  readonly message: Pick<ModelMessage, 'seq' | 'sender' | 'kind' | keyof typeof PLAIN>;
  /** Users, on all their devices; the sending device has a reply instead. */
  readonly recipients: string[];
  readonly isSenderReplied: boolean;
  /** The device of the command that sent the message; undefined until the command has ended. */
  device: number | undefined;
}

export interface ModelMember {
  readonly peer: string;
  firstSeq: number;
  /** 0 = a current member. */
  leftSeq: number;
  /** The group's name when the member left. */
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
  /** User → profile. A user who is missing here does not exist. */
  readonly people: Map<string, { about: string; whoMayWrite: im.WhoMayWrite; version: number }>;
  /** User → other → the user's row about the other. */
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

/** A conversation and the user's member entry. Refused for a user who never was a member. */
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
  const chat = state.conversations.get(conversation) ?? {
    conversation,
    messages: [],
    pushes: [],
    members: new Map<string, ModelMember>(),
  };
  state.conversations.set(conversation, chat);
  return chat;
}

const PLAIN = { text: '', body: '', replyTo: 0, mentions: [], target: 0, emoji: '', removed: false };

/** Appends a message and pushes it to the current members. */
export function appendToModel(
  chat: ModelConversation,
  sender: string,
  kind: im.MessageKind,
  content: Partial<Pick<ModelMessage, 'clientId' | 'text' | 'body' | 'replyTo' | 'mentions' | 'target' | 'emoji' | 'removed'>>,
): ModelMessage {
  const state = { edited: false, recalled: false, lastChangeSeq: 0, reactions: new Map<string, Set<string>>() };
  const appended: ModelMessage = { clientId: '', ...PLAIN, ...content, ...state, seq: chat.messages.length + 1, sender, kind };
  chat.messages.push(appended);
  const { seq, text, body, replyTo, mentions, target, emoji, removed } = appended;
  const message = { seq, sender, kind, text, body, replyTo, mentions, target, emoji, removed };
  const recipients = [...chat.members].filter(([, { leftSeq }]) => leftSeq === 0).map(([user]) => user);
  // In a conversation with oneself the sender is the receiver too.
  const isSenderReplied = kind !== im.MessageKind.SYSTEM && recipients.some((user) => user !== sender);
  chat.pushes.push({ message, recipients, isSenderReplied, device: undefined });
  return appended;
}

export const countsAsUnread = ({ kind }: ModelMessage): boolean => kind <= im.MessageKind.CUSTOM;
export const isChange = ({ kind }: ModelMessage): boolean => kind >= im.MessageKind.EDITED;

export function countUnread({ messages }: ModelConversation, user: string, { readSeq }: ModelMember, lastSeq: number): number {
  return messages.filter((each) => countsAsUnread(each) && each.sender !== user && each.seq > readSeq && each.seq <= lastSeq)
    .length;
}

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

/** The direct conversation of two users, made by its first message. */
export function ensureDirectConversation(state: ModelState, one: string, other: string): ModelConversation {
  const chat = ensureConversation(state, directConversationId(one, other));
  if (chat.messages.length === 0) {
    chat.members.set(one, newMember(other));
    chat.members.set(other, newMember(one));
  }
  return chat;
}
