// One conversation as the user sees it, kept right from pieces that come in any order: what the server lists, what it pushes, messages, receipts.
// Nothing here waits or asks; what cannot be known from the pieces makes the state doubtful, and the next sync asks for it anew.
import { im } from '../../../proto/rpc.ts';
import { countsAsUnread, type PlainMessage, toPlainMessage } from '../api/message.ts';

/** A conversation of mine as it is now. A change makes another one. */
export interface ConversationSnapshot {
  readonly conversation: string;
  readonly isGroup: boolean;
  /** The other user, or myself; empty for a group. */
  readonly peer: string;
  /** The other user's name (empty: the account was deleted), or the group's. */
  readonly name: string;
  readonly lastSeq: number;
  /** The last one that is no change of another message. */
  readonly lastMessage: PlainMessage | undefined;
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
export interface TrackedConversation {
  readonly snapshot: ConversationSnapshot;
  readonly countedSeq: number;
  readonly countedUnread: number;
  /** Rising: seqs of unread messages behind `countedTo`. */
  readonly unreadSeqs: readonly number[];
  /** Nothing up to this version is missing; a push told of a later one, `state.stateVersion`, perhaps before others. */
  readonly completeVersion: number;
  /** Not certain until the server has listed the conversation as it is at this seq or later; -1 = certain. */
  readonly staleUntilSeq: number;
}

const CERTAIN = -1;
// Of one nobody reads no more than so many are remembered one by one.
const MAX_SINCE = 500;

/** What an earlier run has kept, or the server has listed for the first time. */
export function trackConversation(snapshot: ConversationSnapshot): TrackedConversation {
  return {
    snapshot,
    countedSeq: snapshot.lastSeq,
    countedUnread: snapshot.unread,
    unreadSeqs: [],
    completeVersion: snapshot.stateVersion,
    staleUntilSeq: CERTAIN,
  };
}

export function isStale({ staleUntilSeq }: TrackedConversation): boolean {
  return staleUntilSeq !== CERTAIN;
}

export function toSnapshot(listed: im.Conversation, me: string | undefined): ConversationSnapshot {
  const { conversation, isGroup, peer, peerName, lastSeq, unread, readSeq, peerReadSeq, peerDeliveredSeq } = listed;
  const { pinned, muted, hidden, left, firstSeq, stateVersion } = listed;
  const lastMessage = listed.lastMessage ? toPlainMessage(listed.lastMessage as im.Message, me) : undefined;
  const reached = { unread, readSeq, peerReadSeq, peerDeliveredSeq };
  const flags = { pinned, muted, hidden, left, firstSeq, stateVersion };
  return { conversation, isGroup, peer, name: peerName, lastSeq, lastMessage, ...reached, ...flags };
}

/** Merges what the server listed, which may be older than what was pushed meanwhile. */
export function applyListed(entry: TrackedConversation, listed: ConversationSnapshot): TrackedConversation {
  const { snapshot } = entry;
  const isOlder = listed.stateVersion < snapshot.stateVersion;
  const flags = isOlder ? snapshot : listed;
  // The next message has shown it again.
  const isShown = (snapshot.lastMessage?.seq ?? 0) > listed.lastSeq;
  const lastMessage = lastOf(snapshot, listed, isOlder);
  const merged: ConversationSnapshot = {
    ...(isOlder || listed.lastSeq < entry.staleUntilSeq ? snapshot : listed),
    lastSeq: Math.max(snapshot.lastSeq, listed.lastSeq),
    lastMessage,
    pinned: flags.pinned,
    muted: flags.muted,
    hidden: flags.hidden && (isOlder || !isShown),
    left: flags.left,
    readSeq: Math.max(snapshot.readSeq, listed.readSeq),
    peerReadSeq: Math.max(snapshot.peerReadSeq, listed.peerReadSeq),
    peerDeliveredSeq: Math.max(snapshot.peerDeliveredSeq, listed.peerDeliveredSeq),
    stateVersion: Math.max(snapshot.stateVersion, listed.stateVersion),
  };
  const completeVersion = Math.max(entry.completeVersion, listed.stateVersion);
  // I have read further than the server knew, or its count is older than ours: ours goes on with the messages that are still to come.
  if (listed.readSeq < snapshot.readSeq || listed.lastSeq < entry.countedSeq) {
    const { lastSeq } = snapshot;
    return recounted({
      ...applyRead(entry, listed.readSeq),
      snapshot: { ...merged, lastSeq, lastMessage: snapshot.lastMessage },
    });
  }
  const unreadSeqs = entry.unreadSeqs.filter((seq) => seq > listed.lastSeq && seq > merged.readSeq);
  // Another message has become the last one, and changes that were handed on already may have been changes of it.
  const isOther = !isOlder && listed.lastSeq < snapshot.lastSeq && lastMessage?.seq !== snapshot.lastMessage?.seq;
  const isCertain = !isOlder && listed.lastSeq >= entry.staleUntilSeq;
  const staleUntilSeq = isOther ? snapshot.lastSeq : isCertain ? CERTAIN : entry.staleUntilSeq;
  return recounted({
    snapshot: merged,
    countedSeq: listed.lastSeq,
    countedUnread: listed.unread,
    unreadSeqs,
    completeVersion,
    staleUntilSeq,
  });
}

/** The last message of both: ours where it is newer, or where changes were handed on that the server's list did not know of. */
function lastOf(state: ConversationSnapshot, listed: ConversationSnapshot, isOlder: boolean): PlainMessage | undefined {
  if (listed.lastSeq > state.lastSeq) return listed.lastMessage;
  if (isOlder || (state.lastMessage?.seq ?? 0) > listed.lastSeq) return state.lastMessage;
  const isSameOne = state.lastMessage?.seq === listed.lastMessage?.seq;
  return isSameOne && listed.lastSeq < state.lastSeq ? state.lastMessage : listed.lastMessage;
}

/** A message that was handed on. The same entry where it says nothing new. */
export function applyMessage(entry: TrackedConversation, message: im.Message, me: string | undefined): TrackedConversation {
  const { snapshot } = entry;
  const { seq, kind } = message;
  if (seq <= snapshot.lastSeq) return entry;
  const isNew = countsAsUnread(kind) && message.sender !== me && seq > snapshot.readSeq;
  const isChange = message.target > 0;
  const lastMessage = isChange ? changedBy(snapshot.lastMessage, message) : toPlainMessage(message, me);
  // What was left out may have counted, and what happened in a group may be that I am no member any more.
  const news = kind === im.MessageKind.SYSTEM ? newsFor(me, message.body) : NO_NEWS;
  const isDoubtful = seq > snapshot.lastSeq + 1 || news.concernsMe;
  return recounted({
    ...entry,
    snapshot: {
      ...snapshot,
      lastSeq: seq,
      lastMessage,
      hidden: snapshot.hidden && isChange,
      left: snapshot.left && !news.broughtMeIn,
    },
    unreadSeqs: isNew ? [...entry.unreadSeqs, seq] : entry.unreadSeqs,
    staleUntilSeq: isDoubtful ? seq : entry.staleUntilSeq,
  });
}

/** What another device of mine did, or somebody to me; or that the other one is gone, which says nothing of the rest. */
export function applyChange(entry: TrackedConversation, change: im.ConversationChanged): TrackedConversation {
  const { stateVersion, pinned, muted, hidden, left } = change;
  if (change.peerDeleted) return { ...entry, snapshot: { ...entry.snapshot, name: '' } };
  if (stateVersion <= entry.snapshot.stateVersion) return entry;
  const read = applyRead(entry, change.readSeq, change.unread);
  // The next message may have shown it again already, or be one from before.
  const staleUntilSeq = hidden ? Math.max(read.staleUntilSeq, 0) : read.staleUntilSeq;
  const completeVersion = stateVersion === entry.completeVersion + 1 ? stateVersion : entry.completeVersion;
  const snapshot = { ...read.snapshot, pinned, muted, hidden, left, stateVersion };
  return applyDeletion({ ...read, snapshot, completeVersion, staleUntilSeq }, change.deletedSeqs);
}

/** Messages I have deleted for myself: which one is the last then only the server knows. */
export function applyDeletion(entry: TrackedConversation, seqs: readonly number[]): TrackedConversation {
  const gone = seqs.filter((seq) => seq >= (entry.snapshot.lastMessage?.seq ?? 0));
  return gone.length > 0 ? { ...entry, staleUntilSeq: Math.max(entry.staleUntilSeq, ...gone) } : entry;
}

/** I have read up to `readSeq`. `unread`: as the server counted at some time, where it said so. */
export function applyRead(entry: TrackedConversation, readSeq: number, unread?: number): TrackedConversation {
  // The server's word on what was known here first is worth something as long as that is not certain.
  const isAnswer = readSeq === entry.snapshot.readSeq && unread !== undefined && isStale(entry);
  if (readSeq <= entry.snapshot.readSeq && !isAnswer) return entry;
  const snapshot = { ...entry.snapshot, readSeq };
  const unreadSeqs = entry.unreadSeqs.filter((seq) => seq > readSeq);
  if (readSeq >= entry.countedSeq) return recounted({ ...entry, snapshot, unreadSeqs, countedUnread: 0, countedSeq: readSeq });
  // How many of those the server counted are left only the server knows.
  const countedUnread =
    unread === undefined ? entry.countedUnread : Math.max(0, Math.min(entry.countedUnread, unread - unreadSeqs.length));
  return recounted({ ...entry, snapshot, unreadSeqs, countedUnread, staleUntilSeq: Math.max(entry.staleUntilSeq, 0) });
}

/** How far the other one has got: what overtook each other never goes back. */
export function applyReceipt(entry: TrackedConversation, { deliveredSeq, readSeq }: im.Receipt): TrackedConversation {
  const peerReadSeq = Math.max(entry.snapshot.peerReadSeq, readSeq);
  const peerDeliveredSeq = Math.max(entry.snapshot.peerDeliveredSeq, deliveredSeq, readSeq);
  return { ...entry, snapshot: { ...entry.snapshot, peerReadSeq, peerDeliveredSeq } };
}

/** True where the application would see no difference. */
export function isSameSnapshot(one: ConversationSnapshot, other: ConversationSnapshot): boolean {
  // What was written as JSON in between lacks what was undefined.
  const keys = Object.keys({ ...one, ...other }) as (keyof ConversationSnapshot)[];
  return keys.every((key) => (key === 'lastMessage' ? isSameMessage(one[key], other[key]) : one[key] === other[key]));
}

function isSameMessage(one: PlainMessage | undefined, other: PlainMessage | undefined): boolean {
  if (!one || !other) return one === other;
  return one.seq === other.seq && one.text === other.text && one.body === other.body && one.recalled === other.recalled;
}

function recounted(entry: TrackedConversation): TrackedConversation {
  const { unreadSeqs, countedUnread } = entry;
  const fold = unreadSeqs.length > MAX_SINCE ? MAX_SINCE / 2 : 0;
  const kept = fold > 0 ? unreadSeqs.slice(fold) : unreadSeqs;
  const countedSeq = fold > 0 ? (unreadSeqs[fold - 1] ?? 0) : entry.countedSeq;
  const snapshot = { ...entry.snapshot, unread: countedUnread + fold + kept.length };
  return { ...entry, snapshot, countedSeq, countedUnread: countedUnread + fold, unreadSeqs: kept };
}

/** The last message as a change leaves it. */
function changedBy(last: PlainMessage | undefined, change: im.Message): PlainMessage | undefined {
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
