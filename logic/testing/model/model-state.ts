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
export type ModelRule<R extends LogicRpc> = (state: ModelState, userId: string, request: ModelRequest<R>) => object;
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
  readonly senderId: string;
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
  readonly message: Pick<ModelMessage, 'seq' | 'senderId' | 'kind' | keyof typeof PLAIN>;
  /** Users, on all their devices; the sending device has a reply instead. */
  readonly recipients: string[];
  readonly isSenderReplied: boolean;
  /** The device of the command that sent the message; undefined until the command has ended. */
  device: number | undefined;
}

export interface ModelMember {
  readonly peerId: string;
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
  readonly conversationId: string;
  readonly messages: ModelMessage[];
  readonly pushes: ModelPush[];
  readonly members: Map<string, ModelMember>;
}

export interface ModelGroup {
  readonly groupId: string;
  name: string;
  ownerId: string;
  joinPolicy: im.JoinPolicy;
  dissolved: boolean;
  readonly members: Map<string, { role: im.GroupRole; mutedSeconds: number }>;
  /** What outlives a membership. */
  readonly restrictions: Map<string, { banned: boolean; mutedSeconds: number }>;
  /** User → greeting. */
  readonly requests: Map<string, string>;
  /** User → the member who invited them. */
  readonly invitations: Map<string, string>;
}

export interface ModelRelation {
  friend: boolean;
  incomingRequest: boolean;
  outgoingRequest: boolean;
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

export function newModelState(userIds: readonly string[]): ModelState {
  const { SERVER_DEFAULT } = im.WhoMayWrite;
  return {
    people: new Map(userIds.map((userId) => [userId, { about: '', whoMayWrite: SERVER_DEFAULT, version: 0 }])),
    relations: new Map(userIds.map((userId) => [userId, new Map<string, ModelRelation>()])),
    conversations: new Map(),
    groups: new Map(),
  };
}

export const NO_RELATION = { friend: false, incomingRequest: false, outgoingRequest: false, remark: '', greeting: '' };

export function relationBetween(state: ModelState, userId: string, other: string): ModelRelation {
  return state.relations.get(userId)?.get(other) ?? { ...NO_RELATION, blocked: false, version: 0 };
}

/** A conversation and the user's member entry. Refused for a user who never was a member. */
export function requireOwnMember(
  state: ModelState,
  userId: string,
  conversationId: string,
): { conversation: ModelConversation; own: ModelMember; lastSeq: number } {
  const conversation = state.conversations.get(conversationId);
  const own = conversation?.members.get(userId);
  if (!conversation || !own) throw new ModelRefusal('NO_SUCH_CONVERSATION');
  return { conversation, own, lastSeq: own.leftSeq || conversation.messages.length };
}

export function newMember(peerId: string, from = 0): ModelMember {
  const seqs = {
    firstSeq: Math.max(1, from),
    leftSeq: 0,
    readSeq: from,
    deliveredSeq: from,
    peerReadSeq: 0,
    peerDeliveredSeq: 0,
  };
  return { ...seqs, peerId, groupNameWhenLeft: '', pinned: false, muted: false, hiddenSeq: 0, deleted: new Set() };
}

export function ensureConversation(state: ModelState, conversationId: string): ModelConversation {
  const chat = state.conversations.get(conversationId) ?? {
    conversationId,
    messages: [],
    pushes: [],
    members: new Map<string, ModelMember>(),
  };
  state.conversations.set(conversationId, chat);
  return chat;
}

const PLAIN = { text: '', body: '', replyTo: 0, mentions: [], target: 0, emoji: '', removed: false };

/** Appends a message and pushes it to the current members. */
export function appendToModel(
  chat: ModelConversation,
  senderId: string,
  kind: im.MessageKind,
  content: Partial<Pick<ModelMessage, 'clientId' | 'text' | 'body' | 'replyTo' | 'mentions' | 'target' | 'emoji' | 'removed'>>,
): ModelMessage {
  const state = { edited: false, recalled: false, lastChangeSeq: 0, reactions: new Map<string, Set<string>>() };
  const appended: ModelMessage = { clientId: '', ...PLAIN, ...content, ...state, seq: chat.messages.length + 1, senderId, kind };
  chat.messages.push(appended);
  const { seq, text, body, replyTo, mentions, target, emoji, removed } = appended;
  const message = { seq, senderId, kind, text, body, replyTo, mentions, target, emoji, removed };
  const recipients = [...chat.members].filter(([, { leftSeq }]) => leftSeq === 0).map(([userId]) => userId);
  // In a conversation with oneself the sender is the receiver too.
  const isSenderReplied = kind !== im.MessageKind.SYSTEM && recipients.some((userId) => userId !== senderId);
  chat.pushes.push({ message, recipients, isSenderReplied, device: undefined });
  return appended;
}

export const countsAsUnread = ({ kind }: ModelMessage): boolean => kind <= im.MessageKind.CUSTOM;
export const isChange = ({ kind }: ModelMessage): boolean => kind >= im.MessageKind.EDITED;

export function countUnread({ messages }: ModelConversation, userId: string, { readSeq }: ModelMember, lastSeq: number): number {
  return messages.filter((each) => countsAsUnread(each) && each.senderId !== userId && each.seq > readSeq && each.seq <= lastSeq)
    .length;
}

export function assertMayMessage(state: ModelState, senderId: string, receiver: string): void {
  if (senderId === receiver) return;
  refuseIf('NO_SUCH_USER', !state.people.has(receiver));
  refuseIf('BLOCKED', isBlocked(state, senderId, receiver));
  refuseIf('NOT_FRIENDS', !acceptsMessages(state, senderId, receiver));
}

export function isBlocked(state: ModelState, one: string, other: string): boolean {
  return relationBetween(state, one, other).blocked || relationBetween(state, other, one).blocked;
}

export function acceptsMessages(state: ModelState, senderId: string, receiver: string): boolean {
  return (
    state.people.get(receiver)?.whoMayWrite !== im.WhoMayWrite.FRIENDS_ONLY || relationBetween(state, receiver, senderId).friend
  );
}

export function assertMayPostInModel(
  state: ModelState,
  userId: string,
  { conversationId }: ModelConversation,
  { peerId, leftSeq }: ModelMember,
): void {
  if (peerId !== '') {
    assertMayMessage(state, userId, peerId);
    return;
  }
  refuseIf('NOT_A_MEMBER', leftSeq > 0);
  refuseIf('MUTED', (state.groups.get(conversationId)?.members.get(userId)?.mutedSeconds ?? 0) > 0);
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
