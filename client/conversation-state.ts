// One conversation as the user sees it, kept right from pieces that come in any order: what the server lists, what it pushes, messages, receipts.
// Nothing here waits or asks; what cannot be known from the pieces makes the state doubtful, and the next sync asks for it anew.
import { im } from '../proto/contract.ts';
import { countsAsUnread, type ShownMessage, shown } from './message.ts';

/** A conversation of mine as it is now. A change makes another one. */
export interface ConversationState {
  readonly conversation: string;
  readonly group: boolean;
  /** The other user, or myself; empty for a group. */
  readonly peer: string;
  /** The other user's name (empty: the account was deleted), or the group's. */
  readonly name: string;
  readonly lastSeq: number;
  /** The last one that is no change of another message. */
  readonly lastMessage: ShownMessage | undefined;
  /** Messages of others that I have not read. */
  readonly unread: number;
  /** I have read up to here. */
  readonly readSeq: number;
  /** How far the other one of a conversation of two has got. */
  readonly peerReadSeq: number;
  readonly peerDeliveredSeq: number;
  readonly pinned: boolean;
  readonly muted: boolean;
  /** Until the next message. */
  readonly hidden: boolean;
  /** I am no member any more; what was said until then can be read. */
  readonly left: boolean;
  /** The lowest seq I may see. */
  readonly firstSeq: number;
  /** Rises with every change but new messages. */
  readonly stateVersion: number;
}

/** What is kept of a conversation. `unread` = what the server counted up to `countedTo`, and those behind it that were counted here. */
export interface Entry {
  readonly state: ConversationState;
  readonly countedTo: number;
  readonly counted: number;
  /** Rising: seqs of unread messages behind `countedTo`. */
  readonly since: readonly number[];
  /** Nothing up to this version is missing; a push told of a later one, `state.stateVersion`, perhaps before others. */
  readonly wholeVersion: number;
  /** Not certain until the server has listed the conversation as it is at this seq or later; -1 = certain. */
  readonly doubtfulAt: number;
}

const CERTAIN = -1;
// Of one nobody reads no more than so many are remembered one by one.
const MAX_SINCE = 500;

/** What an earlier run has kept, or the server has listed for the first time. */
export function entryOf(state: ConversationState): Entry {
  return {
    state,
    countedTo: state.lastSeq,
    counted: state.unread,
    since: [],
    wholeVersion: state.stateVersion,
    doubtfulAt: CERTAIN,
  };
}

export function isDoubtful({ doubtfulAt }: Entry): boolean {
  return doubtfulAt !== CERTAIN;
}

export function stateOf(listed: im.Conversation, me: string | undefined): ConversationState {
  const { conversation, group, peer, peerName, lastSeq, unread, readSeq, peerReadSeq, peerDeliveredSeq } = listed;
  const { pinned, muted, hidden, left, firstSeq, stateVersion } = listed;
  const lastMessage = listed.lastMessage ? shown(listed.lastMessage as im.Message, me) : undefined;
  const reached = { unread, readSeq, peerReadSeq, peerDeliveredSeq };
  const flags = { pinned, muted, hidden, left, firstSeq, stateVersion };
  return { conversation, group, peer, name: peerName, lastSeq, lastMessage, ...reached, ...flags };
}

/** Merges what the server listed, which may be older than what was pushed meanwhile. */
export function withListed(entry: Entry, listed: ConversationState): Entry {
  const { state } = entry;
  const isOlder = listed.stateVersion < state.stateVersion;
  const flags = isOlder ? state : listed;
  // The next message has shown it again.
  const isShown = (state.lastMessage?.seq ?? 0) > listed.lastSeq;
  const lastMessage = lastOf(state, listed, isOlder);
  const merged: ConversationState = {
    ...(isOlder || listed.lastSeq < entry.doubtfulAt ? state : listed),
    lastSeq: Math.max(state.lastSeq, listed.lastSeq),
    lastMessage,
    pinned: flags.pinned,
    muted: flags.muted,
    hidden: flags.hidden && (isOlder || !isShown),
    left: flags.left,
    readSeq: Math.max(state.readSeq, listed.readSeq),
    peerReadSeq: Math.max(state.peerReadSeq, listed.peerReadSeq),
    peerDeliveredSeq: Math.max(state.peerDeliveredSeq, listed.peerDeliveredSeq),
    stateVersion: Math.max(state.stateVersion, listed.stateVersion),
  };
  const wholeVersion = Math.max(entry.wholeVersion, listed.stateVersion);
  // I have read further than the server knew, or its count is older than ours: ours goes on with the messages that are still to come.
  if (listed.readSeq < state.readSeq || listed.lastSeq < entry.countedTo) {
    const { lastSeq } = state;
    return recounted({ ...withRead(entry, listed.readSeq), state: { ...merged, lastSeq, lastMessage: state.lastMessage } });
  }
  const since = entry.since.filter((seq) => seq > listed.lastSeq && seq > merged.readSeq);
  // Another message has become the last one, and changes that were handed on already may have been changes of it.
  const isOther = !isOlder && listed.lastSeq < state.lastSeq && lastMessage?.seq !== state.lastMessage?.seq;
  const isCertain = !isOlder && listed.lastSeq >= entry.doubtfulAt;
  const doubtfulAt = isOther ? state.lastSeq : isCertain ? CERTAIN : entry.doubtfulAt;
  return recounted({ state: merged, countedTo: listed.lastSeq, counted: listed.unread, since, wholeVersion, doubtfulAt });
}

/** The last message of both: ours where it is newer, or where changes were handed on that the server's list did not know of. */
function lastOf(state: ConversationState, listed: ConversationState, isOlder: boolean): ShownMessage | undefined {
  if (listed.lastSeq > state.lastSeq) return listed.lastMessage;
  if (isOlder || (state.lastMessage?.seq ?? 0) > listed.lastSeq) return state.lastMessage;
  const isSameOne = state.lastMessage?.seq === listed.lastMessage?.seq;
  return isSameOne && listed.lastSeq < state.lastSeq ? state.lastMessage : listed.lastMessage;
}

/** A message that was handed on. The same entry where it says nothing new. */
export function withMessage(entry: Entry, message: im.Message, me: string | undefined): Entry {
  const { state } = entry;
  const { seq, kind } = message;
  if (seq <= state.lastSeq) return entry;
  const isNew = countsAsUnread(kind) && message.sender !== me && seq > state.readSeq;
  const isChange = message.target > 0;
  const lastMessage = isChange ? changedBy(state.lastMessage, message) : shown(message, me);
  // What was left out may have counted, and what happened in a group may be that I am no member any more.
  const news = kind === im.MessageKind.SYSTEM ? newsFor(me, message.body) : NO_NEWS;
  const isDoubtful = seq > state.lastSeq + 1 || news.concernsMe;
  return recounted({
    ...entry,
    state: { ...state, lastSeq: seq, lastMessage, hidden: state.hidden && isChange, left: state.left && !news.broughtMeIn },
    since: isNew ? [...entry.since, seq] : entry.since,
    doubtfulAt: isDoubtful ? seq : entry.doubtfulAt,
  });
}

/** What another device of mine did, or somebody to me; or that the other one is gone, which says nothing of the rest. */
export function withChange(entry: Entry, change: im.ConversationChanged): Entry {
  const { state } = entry;
  const { stateVersion, pinned, muted, hidden, left } = change;
  if (change.peerDeleted) return { ...entry, state: { ...state, name: '' } };
  if (stateVersion <= state.stateVersion) return entry;
  const read = withRead(entry, change.readSeq, change.unread);
  // The next message may have shown it again already, or be one from before.
  const doubtfulAt = hidden ? Math.max(read.doubtfulAt, 0) : read.doubtfulAt;
  const wholeVersion = stateVersion === entry.wholeVersion + 1 ? stateVersion : entry.wholeVersion;
  const after = { ...read, state: { ...read.state, pinned, muted, hidden, left, stateVersion }, wholeVersion, doubtfulAt };
  return withoutDeleted(after, change.deletedSeqs);
}

/** Messages I have deleted for myself: which one is the last then only the server knows. */
export function withoutDeleted(entry: Entry, seqs: readonly number[]): Entry {
  const gone = seqs.filter((seq) => seq >= (entry.state.lastMessage?.seq ?? 0));
  return gone.length > 0 ? { ...entry, doubtfulAt: Math.max(entry.doubtfulAt, ...gone) } : entry;
}

/** I have read up to `readSeq`. `unread`: as the server counted at some time, where it said so. */
export function withRead(entry: Entry, readSeq: number, unread?: number): Entry {
  // The server's word on what was known here first is worth something as long as that is not certain.
  const isAnswer = readSeq === entry.state.readSeq && unread !== undefined && isDoubtful(entry);
  if (readSeq <= entry.state.readSeq && !isAnswer) return entry;
  const state = { ...entry.state, readSeq };
  const since = entry.since.filter((seq) => seq > readSeq);
  if (readSeq >= entry.countedTo) return recounted({ ...entry, state, since, counted: 0, countedTo: readSeq });
  // How many of those the server counted are left only the server knows.
  const counted = unread === undefined ? entry.counted : Math.max(0, Math.min(entry.counted, unread - since.length));
  return recounted({ ...entry, state, since, counted, doubtfulAt: Math.max(entry.doubtfulAt, 0) });
}

/** How far the other one has got: what overtook each other never goes back. */
export function withReceipt(entry: Entry, { deliveredSeq, readSeq }: im.Receipt): Entry {
  const peerReadSeq = Math.max(entry.state.peerReadSeq, readSeq);
  const peerDeliveredSeq = Math.max(entry.state.peerDeliveredSeq, deliveredSeq, readSeq);
  return { ...entry, state: { ...entry.state, peerReadSeq, peerDeliveredSeq } };
}

/** True where the application would see no difference. */
export function isSame(one: ConversationState, other: ConversationState): boolean {
  // What was written as JSON in between lacks what was undefined.
  const keys = Object.keys({ ...one, ...other }) as (keyof ConversationState)[];
  return keys.every((key) => (key === 'lastMessage' ? isSameMessage(one[key], other[key]) : one[key] === other[key]));
}

function isSameMessage(one: ShownMessage | undefined, other: ShownMessage | undefined): boolean {
  if (!one || !other) return one === other;
  return one.seq === other.seq && one.text === other.text && one.body === other.body && one.recalled === other.recalled;
}

function recounted(entry: Entry): Entry {
  const { since, counted } = entry;
  const fold = since.length > MAX_SINCE ? MAX_SINCE / 2 : 0;
  const kept = fold > 0 ? since.slice(fold) : since;
  const folded = { counted: counted + fold, countedTo: fold > 0 ? (since[fold - 1] ?? 0) : entry.countedTo };
  return { ...entry, ...folded, since: kept, state: { ...entry.state, unread: folded.counted + kept.length } };
}

/** The last message as a change leaves it. */
function changedBy(last: ShownMessage | undefined, change: im.Message): ShownMessage | undefined {
  if (!last || last.seq !== change.target || last.recalled) return last;
  if (change.kind === im.MessageKind.RECALLED) return { ...last, text: '', body: '', mentions: [], recalled: true };
  // Of an edit that was followed by another one nothing is left.
  const isEdit = change.kind === im.MessageKind.EDITED && (change.text !== '' || change.body !== '');
  return isEdit ? { ...last, text: change.text, body: change.body, edited: true } : last;
}

const FOR_ALL: ReadonlySet<unknown> = new Set(['renamed', 'changed', 'dissolved']);

const COMING: ReadonlySet<unknown> = new Set(['joined', 'invited']);
const NO_NEWS = { concernsMe: false, broughtMeIn: false };

/** Whether what happened in a group changes the conversation for me, and whether it made me a member. What cannot be read might concern me. */
function newsFor(me: string | undefined, body: string): typeof NO_NEWS {
  try {
    const { what, who, users } = JSON.parse(body) as { what?: unknown; who?: unknown; users?: unknown };
    const isOfMe = Array.isArray(users) && users.includes(me);
    return { concernsMe: isOfMe || who === me || FOR_ALL.has(what), broughtMeIn: isOfMe && COMING.has(what) };
  } catch (error) {
    if (error instanceof SyntaxError) return { concernsMe: true, broughtMeIn: false };
    throw error;
  }
}
