// One conversation as the user sees it. Pure functions merge server lists, pushes, messages and receipts, in any order of their
// arrival. If the state cannot be derived from these, it is stale, and the next sync asks the server.
import { im } from '../../../proto/rpc.ts';
import { countsAsUnread, type PlainMessage, toPlainMessage } from '../api/message.ts';

/** The present state of one conversation. A change creates another object. */
export interface ConversationSnapshot {
  readonly conversationId: string;
  readonly isGroup: boolean;
  /** The other user's id, or the user's own; empty for a group. */
  readonly peerId: string;
  /** The peer's name (empty when the account was deleted) or the group's. */
  readonly name: string;
  readonly lastSeq: number;
  /** The last message that is not a change of another message. */
  readonly lastMessage: PlainMessage | undefined;
  /** Unread messages of other users. */
  readonly unread: number;
  /** The user has read up to this seq. */
  readonly readSeq: number;
  /** How far the peer of a direct conversation has read and received. */
  readonly peerReadSeq: number;
  readonly peerDeliveredSeq: number;
  readonly pinned: boolean;
  readonly muted: boolean;
  /** True until the next message arrives. */
  readonly hidden: boolean;
  /** The user is no longer a member. Messages up to that point stay readable. */
  readonly left: boolean;
  /** The lowest seq the user may see. */
  readonly firstSeq: number;
  /** Rises with every change except new messages. */
  readonly stateVersion: number;
}

/** `unread` = the server's count up to `countedSeq`, plus the messages after it that the client counted. */
export interface TrackedConversation {
  readonly snapshot: ConversationSnapshot;
  /** The server's count covers messages up to this seq. */
  readonly countedSeq: number;
  readonly countedUnread: number;
  /** The unread messages after `countedSeq`, rising. */
  readonly unreadSeqs: readonly number[];
  /** All changes up to this version are applied. `snapshot.stateVersion` may be higher if a push overtook others. */
  readonly completeVersion: number;
  /** Stale until the server has listed the conversation at this seq or later; CERTAIN = not stale. */
  readonly staleUntilSeq: number;
}

const CERTAIN = -1;
// A conversation stores at most this many seqs of unread messages; older ones are only counted.
const MAX_UNREAD_SEQS = 500;

/** The state of a conversation that an earlier run saved or that the server lists for the first time. */
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

export function toSnapshot(listed: im.Conversation, ownUserId: string | undefined): ConversationSnapshot {
  const { conversationId, isGroup, peerId, peerName, lastSeq, unread, readSeq, peerReadSeq, peerDeliveredSeq } = listed;
  const { pinned, muted, hidden, left, firstSeq, stateVersion } = listed;
  const lastMessage = listed.lastMessage ? toPlainMessage(listed.lastMessage as im.Message, ownUserId) : undefined;
  const reached = { unread, readSeq, peerReadSeq, peerDeliveredSeq };
  const flags = { pinned, muted, hidden, left, firstSeq, stateVersion };
  return { conversationId, isGroup, peerId, name: peerName, lastSeq, lastMessage, ...reached, ...flags };
}

/** Merges a state that the server listed. It may be older than pushes that arrived in the meantime. */
export function applyListed(tracked: TrackedConversation, listed: ConversationSnapshot): TrackedConversation {
  const { snapshot } = tracked;
  const isOlder = listed.stateVersion < snapshot.stateVersion;
  const flags = isOlder ? snapshot : listed;
  // A message after the listed state has made the conversation visible again.
  const isShown = (snapshot.lastMessage?.seq ?? 0) > listed.lastSeq;
  const lastMessage = pickLastMessage(snapshot, listed, isOlder);
  const merged: ConversationSnapshot = {
    ...(isOlder || listed.lastSeq < tracked.staleUntilSeq ? snapshot : listed),
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
  const completeVersion = Math.max(tracked.completeVersion, listed.stateVersion);
  // The user has read further than the server knew, or its count is older than ours: keep our count.
  if (listed.readSeq < snapshot.readSeq || listed.lastSeq < tracked.countedSeq) {
    const { lastSeq } = snapshot;
    return withUnreadCount({
      ...applyRead(tracked, listed.readSeq),
      snapshot: { ...merged, lastSeq, lastMessage: snapshot.lastMessage },
    });
  }
  const unreadSeqs = tracked.unreadSeqs.filter((seq) => seq > listed.lastSeq && seq > merged.readSeq);
  // The list has another last message, and changes that were already delivered may belong to it.
  const isOther = !isOlder && listed.lastSeq < snapshot.lastSeq && lastMessage?.seq !== snapshot.lastMessage?.seq;
  const isCertain = !isOlder && listed.lastSeq >= tracked.staleUntilSeq;
  const staleUntilSeq = isOther ? snapshot.lastSeq : isCertain ? CERTAIN : tracked.staleUntilSeq;
  return withUnreadCount({
    snapshot: merged,
    countedSeq: listed.lastSeq,
    countedUnread: listed.unread,
    unreadSeqs,
    completeVersion,
    staleUntilSeq,
  });
}

/** The newer last message of both states. Ours also wins if the list lacks changes that were already delivered. */
function pickLastMessage(own: ConversationSnapshot, listed: ConversationSnapshot, isOlder: boolean): PlainMessage | undefined {
  if (listed.lastSeq > own.lastSeq) return listed.lastMessage;
  if (isOlder || (own.lastMessage?.seq ?? 0) > listed.lastSeq) return own.lastMessage;
  const isSameOne = own.lastMessage?.seq === listed.lastMessage?.seq;
  return isSameOne && listed.lastSeq < own.lastSeq ? own.lastMessage : listed.lastMessage;
}

/** Applies a delivered message. Returns the same object when it changes nothing. */
export function applyMessage(
  tracked: TrackedConversation,
  message: im.Message,
  ownUserId: string | undefined,
): TrackedConversation {
  const { snapshot } = tracked;
  const { seq, kind } = message;
  if (seq <= snapshot.lastSeq) return tracked;
  const isNew = countsAsUnread(kind) && message.senderId !== ownUserId && seq > snapshot.readSeq;
  const isChange = message.target > 0;
  const lastMessage = isChange ? applyToLastMessage(snapshot.lastMessage, message) : toPlainMessage(message, ownUserId);
  // Skipped messages may count as unread, and a group event may have ended the user's membership: then the state is stale.
  const groupEvent = kind === im.MessageKind.SYSTEM ? parseGroupEvent(ownUserId, message.body) : NO_GROUP_EVENT;
  const becomesStale = seq > snapshot.lastSeq + 1 || groupEvent.concernsUser;
  return withUnreadCount({
    ...tracked,
    snapshot: {
      ...snapshot,
      lastSeq: seq,
      lastMessage,
      hidden: snapshot.hidden && isChange,
      left: snapshot.left && !groupEvent.addsUser,
    },
    unreadSeqs: isNew ? [...tracked.unreadSeqs, seq] : tracked.unreadSeqs,
    staleUntilSeq: becomesStale ? seq : tracked.staleUntilSeq,
  });
}

/** Applies a change by another device of the user or by another user. With `peerDeleted` the other fields have no meaning. */
export function applyChange(tracked: TrackedConversation, change: im.ConversationChanged): TrackedConversation {
  const { stateVersion, pinned, muted, hidden, left } = change;
  if (change.peerDeleted) return { ...tracked, snapshot: { ...tracked.snapshot, name: '' } };
  if (stateVersion <= tracked.snapshot.stateVersion) return tracked;
  const read = applyRead(tracked, change.readSeq, change.unread);
  // A later message may have made the conversation visible again, so ask the server.
  const staleUntilSeq = hidden ? Math.max(read.staleUntilSeq, 0) : read.staleUntilSeq;
  const completeVersion = stateVersion === tracked.completeVersion + 1 ? stateVersion : tracked.completeVersion;
  const snapshot = { ...read.snapshot, pinned, muted, hidden, left, stateVersion };
  return applyDeletion({ ...read, snapshot, completeVersion, staleUntilSeq }, change.deletedSeqs);
}

/** Applies deletions by the user for themselves. Then only the server knows which message is the last one. */
export function applyDeletion(tracked: TrackedConversation, seqs: readonly number[]): TrackedConversation {
  const deleted = seqs.filter((seq) => seq >= (tracked.snapshot.lastMessage?.seq ?? 0));
  return deleted.length > 0 ? { ...tracked, staleUntilSeq: Math.max(tracked.staleUntilSeq, ...deleted) } : tracked;
}

/** The user has read up to `readSeq`. `unread`: the server's count, if it stated one. */
export function applyRead(tracked: TrackedConversation, readSeq: number, unread?: number): TrackedConversation {
  // While the state is stale, use the unread count in the reply to the user's own mark.
  const isConfirmation = readSeq === tracked.snapshot.readSeq && unread !== undefined && isStale(tracked);
  if (readSeq <= tracked.snapshot.readSeq && !isConfirmation) return tracked;
  const snapshot = { ...tracked.snapshot, readSeq };
  const unreadSeqs = tracked.unreadSeqs.filter((seq) => seq > readSeq);
  if (readSeq >= tracked.countedSeq)
    return withUnreadCount({ ...tracked, snapshot, unreadSeqs, countedUnread: 0, countedSeq: readSeq });
  // Only the server knows how many of the messages in its count are still unread.
  const countedUnread =
    unread === undefined ? tracked.countedUnread : Math.max(0, Math.min(tracked.countedUnread, unread - unreadSeqs.length));
  return withUnreadCount({ ...tracked, snapshot, unreadSeqs, countedUnread, staleUntilSeq: Math.max(tracked.staleUntilSeq, 0) });
}

/** Applies a receipt of the peer. Receipts may overtake each other: the marks never decrease. */
export function applyReceipt(tracked: TrackedConversation, { deliveredSeq, readSeq }: im.Receipt): TrackedConversation {
  const peerReadSeq = Math.max(tracked.snapshot.peerReadSeq, readSeq);
  const peerDeliveredSeq = Math.max(tracked.snapshot.peerDeliveredSeq, deliveredSeq, readSeq);
  return { ...tracked, snapshot: { ...tracked.snapshot, peerReadSeq, peerDeliveredSeq } };
}

/** True when both look the same to the application. */
export function isSameSnapshot(one: ConversationSnapshot, other: ConversationSnapshot): boolean {
  // Compare all keys, because a snapshot restored from JSON lacks undefined fields.
  const keys = Object.keys({ ...one, ...other }) as (keyof ConversationSnapshot)[];
  return keys.every((key) => (key === 'lastMessage' ? isSameMessage(one[key], other[key]) : one[key] === other[key]));
}

function isSameMessage(one: PlainMessage | undefined, other: PlainMessage | undefined): boolean {
  if (!one || !other) return one === other;
  return one.seq === other.seq && one.text === other.text && one.body === other.body && one.recalled === other.recalled;
}

function withUnreadCount(tracked: TrackedConversation): TrackedConversation {
  const { unreadSeqs, countedUnread } = tracked;
  const fold = unreadSeqs.length > MAX_UNREAD_SEQS ? MAX_UNREAD_SEQS / 2 : 0;
  const kept = fold > 0 ? unreadSeqs.slice(fold) : unreadSeqs;
  const countedSeq = fold > 0 ? (unreadSeqs[fold - 1] ?? 0) : tracked.countedSeq;
  const snapshot = { ...tracked.snapshot, unread: countedUnread + fold + kept.length };
  return { ...tracked, snapshot, countedSeq, countedUnread: countedUnread + fold, unreadSeqs: kept };
}

/** The last message after a change. */
function applyToLastMessage(last: PlainMessage | undefined, change: im.Message): PlainMessage | undefined {
  if (!last || last.seq !== change.target || last.recalled) return last;
  if (change.kind === im.MessageKind.RECALLED) return { ...last, text: '', body: '', mentions: [], recalled: true };
  // The content of an edit is empty if a later edit has replaced it.
  const isEdit = change.kind === im.MessageKind.EDITED && (change.text !== '' || change.body !== '');
  return isEdit ? { ...last, text: change.text, body: change.body, edited: true } : last;
}

// Group events that concern every member, and those that add members.
const CONCERNS_ALL: ReadonlySet<unknown> = new Set(['renamed', 'changed', 'dissolved']);
const ADDS_MEMBERS: ReadonlySet<unknown> = new Set(['joined', 'invited']);
const NO_GROUP_EVENT = { concernsUser: false, addsUser: false };

/** Whether a system message concerns the user, and whether it adds them. An unreadable one concerns them. */
function parseGroupEvent(ownUserId: string | undefined, body: string): typeof NO_GROUP_EVENT {
  try {
    const { what, who, users } = JSON.parse(body) as { what?: unknown; who?: unknown; users?: unknown };
    const isTarget = Array.isArray(users) && users.includes(ownUserId);
    const concernsUser = isTarget || who === ownUserId || CONCERNS_ALL.has(what);
    return { concernsUser, addsUser: isTarget && ADDS_MEMBERS.has(what) };
  } catch (error) {
    if (error instanceof SyntaxError) return { concernsUser: true, addsUser: false };
    throw error;
  }
}
