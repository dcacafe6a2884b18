// For tests: what Logic is to do, as simply as it can be said. Everything is in memory, one command comes after the other, nothing can fail.
import { im, type RequestShape, type RpcsOf } from '../proto/contract.ts';
import { conversationOf } from '../proto/ids.ts';

export type Rpcs = RpcsOf<im.Logic>;
export type Rpc = keyof Rpcs & string;
/** A request, without the nulls that protobuf allows. */
export type Request<R extends Rpc> = { readonly [K in keyof RequestShape<Rpcs[R]>]?: Exclude<RequestShape<Rpcs[R]>[K], null> };
/** What one rpc does to the state. Returns what of its reply can be foretold: times cannot. */
export type Rule<R extends Rpc> = (state: State, user: string, request: Request<R>) => object;
export type Rules = { readonly [R in Rpc]?: Rule<R> };

/** A command is refused. */
export class Refused extends Error {
  readonly code: keyof typeof im.Code;
  constructor(code: keyof typeof im.Code) {
    super(code);
    this.code = code;
  }
}

export function refuse(code: keyof typeof im.Code, when: boolean): void {
  if (when) throw new Refused(code);
}

export interface Said {
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
  changedBy: number;
  readonly reactions: Map<string, Set<string>>;
}

/** What was pushed when something was said, as it was then. */
export interface Told {
  readonly message: Pick<Said, 'seq' | 'sender' | 'kind' | keyof typeof PLAIN>;
  /** Users, who are told on all their devices, but for the sender's own one that has a reply instead. */
  readonly to: string[];
  readonly isReplied: boolean;
  /** The device of the command that said it; undefined until that has been carried out. */
  device: number | undefined;
}

export interface Member {
  readonly peer: string;
  firstSeq: number;
  /** 0: is still there. */
  leftSeq: number;
  /** What the group was called then. */
  leftName: string;
  readSeq: number;
  deliveredSeq: number;
  peerReadSeq: number;
  peerDeliveredSeq: number;
  pinned: boolean;
  muted: boolean;
  hiddenSeq: number;
  readonly deleted: Set<number>;
}

export interface Talk {
  readonly conversation: string;
  readonly said: Said[];
  readonly told: Told[];
  readonly members: Map<string, Member>;
}

export interface Group {
  readonly group: string;
  name: string;
  owner: string;
  joinPolicy: im.JoinPolicy;
  dissolved: boolean;
  readonly members: Map<string, { role: im.GroupRole; mutedSeconds: number }>;
  /** User → greeting. */
  readonly requests: Map<string, string>;
}

export interface Relation {
  friend: boolean;
  asksMe: boolean;
  asked: boolean;
  blocked: boolean;
  remark: string;
  greeting: string;
  version: number;
}

export interface State {
  /** User → what he says of himself; who is not in it does not exist. */
  readonly people: Map<string, { about: string; whoMayWrite: im.WhoMayWrite; version: number }>;
  /** User → other → what he is to the user. */
  readonly relations: Map<string, Map<string, Relation>>;
  readonly talks: Map<string, Talk>;
  readonly groups: Map<string, Group>;
}

export function newState(users: readonly string[]): State {
  const { SERVER_DEFAULT } = im.WhoMayWrite;
  return {
    people: new Map(users.map((user) => [user, { about: '', whoMayWrite: SERVER_DEFAULT, version: 0 }])),
    relations: new Map(users.map((user) => [user, new Map<string, Relation>()])),
    talks: new Map(),
    groups: new Map(),
  };
}

export const NOTHING = { friend: false, asksMe: false, asked: false, remark: '', greeting: '' };

export function relation(state: State, user: string, other: string): Relation {
  return state.relations.get(user)?.get(other) ?? { ...NOTHING, blocked: false, version: 0 };
}

// ---------------------------------------------------------------- conversations

/** The member's view of a conversation; refused where he never was in it. */
export function mine(state: State, user: string, conversation: string): { talk: Talk; own: Member; lastSeq: number } {
  const talk = state.talks.get(conversation);
  const own = talk?.members.get(user);
  if (!talk || !own) throw new Refused('NO_SUCH_CONVERSATION');
  return { talk, own, lastSeq: own.leftSeq || talk.said.length };
}

export function newMember(peer: string, from = 0): Member {
  const seqs = {
    firstSeq: Math.max(1, from),
    leftSeq: 0,
    readSeq: from,
    deliveredSeq: from,
    peerReadSeq: 0,
    peerDeliveredSeq: 0,
  };
  return { ...seqs, peer, leftName: '', pinned: false, muted: false, hiddenSeq: 0, deleted: new Set() };
}

export function talkOf(state: State, conversation: string): Talk {
  const talk = state.talks.get(conversation) ?? { conversation, said: [], told: [], members: new Map<string, Member>() };
  state.talks.set(conversation, talk);
  return talk;
}

const PLAIN = { text: '', body: '', replyTo: 0, mentions: [], target: 0, emoji: '', removed: false };

/** Whoever is in the conversation now is told. */
export function say(
  talk: Talk,
  sender: string,
  kind: im.MessageKind,
  content: Partial<Pick<Said, 'clientId' | 'text' | 'body' | 'replyTo' | 'mentions' | 'target' | 'emoji' | 'removed'>>,
): Said {
  const state = { edited: false, recalled: false, changedBy: 0, reactions: new Map<string, Set<string>>() };
  const said: Said = { clientId: '', ...PLAIN, ...content, ...state, seq: talk.said.length + 1, sender, kind };
  talk.said.push(said);
  const { seq, text, body, replyTo, mentions, target, emoji, removed } = said;
  const message = { seq, sender, kind, text, body, replyTo, mentions, target, emoji, removed };
  const to = [...talk.members].filter(([, { leftSeq }]) => leftSeq === 0).map(([user]) => user);
  // Who talks to himself alone is the one to be told.
  const isReplied = kind !== im.MessageKind.SYSTEM && to.some((user) => user !== sender);
  talk.told.push({ message, to, isReplied, device: undefined });
  return said;
}

export const counts = ({ kind }: Said): boolean => kind <= im.MessageKind.CUSTOM;
const isChange = ({ kind }: Said): boolean => kind >= im.MessageKind.EDITED;

export function unread({ said }: Talk, user: string, { readSeq }: Member, lastSeq: number): number {
  return said.filter((each) => counts(each) && each.sender !== user && each.seq > readSeq && each.seq <= lastSeq).length;
}

/** What has been pushed to a device of a user. */
export function pushedTo(state: State, user: string, device: number): { conversation: string; message: Told['message'] }[] {
  return [...state.talks.values()].flatMap(({ conversation, told }) =>
    told
      .filter(({ message, to, isReplied, device: from }) => {
        const isHis = isReplied && message.sender === user && from === device;
        return to.includes(user) && !isHis;
      })
      .map(({ message }) => ({ conversation, message })),
  );
}

export interface View {
  readonly conversation: string;
  readonly [field: string]: unknown;
}

/** A conversation as ListConversations shows it to a user. */
export function viewOf(state: State, user: string, conversation: string): View {
  const { talk, own, lastSeq } = mine(state, user, conversation);
  const { peer, firstSeq, readSeq, peerReadSeq, peerDeliveredSeq, pinned, muted, hiddenSeq, leftSeq, deleted } = own;
  const last = talk.said.findLast(
    (said) => said.seq <= lastSeq && said.seq >= firstSeq && !isChange(said) && !deleted.has(said.seq),
  );
  const newest = talk.said.findLast((said) => !isChange(said))?.seq ?? 0;
  const groupName = state.groups.get(conversation)?.name;
  return {
    conversation,
    peer,
    group: peer === '',
    ...(peer === '' && { peerName: leftSeq > 0 ? own.leftName : groupName }),
    lastSeq,
    firstSeq,
    readSeq,
    peerReadSeq,
    peerDeliveredSeq,
    unread: unread(talk, user, own, lastSeq),
    pinned,
    muted,
    hidden: hiddenSeq > 0 && Math.min(newest, lastSeq) <= hiddenSeq,
    left: leftSeq > 0,
    lastSaid: last?.seq ?? 0,
  };
}

/** What a user reads of a conversation with PullMessages: messages as they are now, and what he has hidden from himself. */
export function historyOf(state: State, user: string, conversation: string): { messages: object[]; deletedSeqs: number[] } {
  const { talk, own, lastSeq } = mine(state, user, conversation);
  const seen = talk.said.filter(({ seq }) => seq >= own.firstSeq && seq <= lastSeq);
  const messages = seen
    .filter(({ seq }) => !own.deleted.has(seq))
    .map(({ clientId, changedBy, reactions, ...said }) => ({ ...said, reactions: reactionsFor(user, reactions) }));
  return { messages, deletedSeqs: seen.map(({ seq }) => seq).filter((seq) => own.deleted.has(seq)) };
}

function reactionsFor(user: string, reactions: Said['reactions']): Record<string, readonly [count: number, mine: boolean]> {
  const set = [...reactions].filter(([, who]) => who.size > 0);
  return Object.fromEntries(set.map(([emoji, who]) => [emoji, [who.size, who.has(user)]]));
}

// ---------------------------------------------------------------- who may write

export function refuseToWriteTo(state: State, sender: string, receiver: string): void {
  if (sender === receiver) return;
  refuse('NO_SUCH_USER', !state.people.has(receiver));
  refuse('BLOCKED', isBlocked(state, sender, receiver));
  refuse('NOT_FRIENDS', !mayBeHeard(state, sender, receiver));
}

export function isBlocked(state: State, one: string, other: string): boolean {
  return relation(state, one, other).blocked || relation(state, other, one).blocked;
}

export function mayBeHeard(state: State, sender: string, receiver: string): boolean {
  return state.people.get(receiver)?.whoMayWrite !== im.WhoMayWrite.FRIENDS_ONLY || relation(state, receiver, sender).friend;
}

export function refuseToWriteIn(state: State, user: string, { conversation }: Talk, { peer, leftSeq }: Member): void {
  if (peer !== '') {
    refuseToWriteTo(state, user, peer);
    return;
  }
  refuse('NOT_A_MEMBER', leftSeq > 0);
  refuse('MUTED', (state.groups.get(conversation)?.members.get(user)?.mutedSeconds ?? 0) > 0);
}

/** The conversation of two, made by its first message. */
export function ofTwo(state: State, one: string, other: string): Talk {
  const talk = talkOf(state, conversationOf(one, other));
  if (talk.said.length === 0) {
    talk.members.set(one, newMember(other));
    talk.members.set(other, newMember(one));
  }
  return talk;
}
