// One conversation as the user sees it. Pure functions merge server lists, pushes, messages and receipts, in any order of their
// arrival. If the state cannot be derived from these, it is stale, and the next sync asks the server.

import type { im } from '../../../proto/rpc.ts';
import { countsAsUnread, type PlainMessage, toPlainMessage } from '../api/message.ts';
import { wire } from '../wire/wire.ts';
import { NO_GROUP_EVENT, parseGroupEvent } from './group-event.ts';

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

/** The server's count: the unread messages after readSeq, up to lastSeq. Both never decrease from one count to the next. */
export interface UnreadCount {
  readonly readSeq: number;
  readonly lastSeq: number;
  readonly unread: number;
}

/** `unread` = the server's count up to `countedSeq`, plus the messages after it that the client counted. */
export interface TrackedConversation {
  readonly snapshot: ConversationSnapshot;
  /** The server's count covers the messages after `countedReadSeq` up to this seq; some may not have been delivered yet. */
  readonly countedSeq: number;
  readonly countedReadSeq: number;
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
    countedReadSeq: snapshot.readSeq,
    countedUnread: snapshot.unread,
    unreadSeqs: [],
    completeVersion: snapshot.stateVersion,
    staleUntilSeq: CERTAIN,
  };
}

export function isStale(tracked: TrackedConversation): boolean {
  return needsSync(tracked) || hasOldCount(tracked);
}

/** Stale until the next list. */
function stale(tracked: TrackedConversation): TrackedConversation {
  return { ...tracked, staleUntilSeq: Math.max(tracked.staleUntilSeq, 0) };
}

/** True when only a sync can make the state certain. */
export function needsSync({ staleUntilSeq }: TrackedConversation): boolean {
  return staleUntilSeq !== CERTAIN;
}

/** The user has read some of the counted messages. How many are left is in the reply to the mark. */
function hasOldCount({ snapshot, countedReadSeq, countedSeq }: TrackedConversation): boolean {
  return countedReadSeq < snapshot.readSeq && snapshot.readSeq < countedSeq;
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
  const counted = applyCount(tracked, listed);
  // Our count goes on, so the messages up to listed.lastSeq must still be counted when they arrive.
  if (isOlderCount(tracked, listed)) {
    const { lastSeq } = snapshot;
    return withUnreadCount({ ...counted, snapshot: { ...merged, lastSeq, lastMessage: snapshot.lastMessage } });
  }
  // The list has another last message, and changes that were already delivered may belong to it.
  const isOther = !isOlder && listed.lastSeq < snapshot.lastSeq && lastMessage?.seq !== snapshot.lastMessage?.seq;
  const isCertain = !isOlder && listed.lastSeq >= tracked.staleUntilSeq;
  const staleUntilSeq = isOther ? snapshot.lastSeq : isCertain ? CERTAIN : tracked.staleUntilSeq;
  return withUnreadCount({ ...counted, snapshot: merged, completeVersion, staleUntilSeq });
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
  const isCounted = seq <= Math.max(snapshot.readSeq, tracked.countedSeq);
  const isNew = countsAsUnread(kind) && message.senderId !== ownUserId && !isCounted;
  const isChange = message.target > 0;
  const lastMessage = isChange ? applyToLastMessage(snapshot.lastMessage, message) : toPlainMessage(message, ownUserId);
  // Skipped messages may count as unread, and a group event may have ended the user's membership: then the state is stale.
  const groupEvent = kind === wire.MessageKind.SYSTEM ? parseGroupEvent(ownUserId, message.body) : NO_GROUP_EVENT;
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
  const counted = applyCount(tracked, change);
  const completeVersion = stateVersion === tracked.completeVersion + 1 ? stateVersion : tracked.completeVersion;
  const snapshot = { ...counted.snapshot, pinned, muted, hidden, left, stateVersion };
  const after = applyDeletion({ ...counted, snapshot, completeVersion }, change.deletedSeqs);
  // A later message may have made the conversation visible again, so ask the server.
  return hidden ? stale(after) : after;
}

/** Settings that a command of this client can change. */
export type Settings = Partial<Pick<ConversationSnapshot, 'pinned' | 'muted' | 'hidden'>>;

/**
 * Applies a command of this client that made the version `stateVersion`, or changed nothing (0). Where a change of another device
 * is missing before it, only the server knows the state.
 */
export function applyOwnChange(tracked: TrackedConversation, stateVersion: number, settings: Settings = {}): TrackedConversation {
  const { completeVersion, snapshot } = tracked;
  const changed = { ...snapshot, ...settings };
  if (stateVersion === 0) return isSameSnapshot(snapshot, changed) ? tracked : stale(tracked);
  const isNext = stateVersion === completeVersion + 1;
  if (stateVersion <= snapshot.stateVersion) return isNext ? { ...tracked, completeVersion: stateVersion } : tracked;
  if (!isNext) return isSameSnapshot(snapshot, changed) ? tracked : stale({ ...tracked, snapshot: changed });
  const after = { ...tracked, snapshot: { ...changed, stateVersion }, completeVersion: stateVersion };
  // A later message may have made the conversation visible again, so ask the server.
  return settings.hidden ? stale(after) : after;
}

/** Applies deletions by the user for themselves. Then only the server knows which message is the last one. */
export function applyDeletion(tracked: TrackedConversation, seqs: readonly number[]): TrackedConversation {
  const deleted = seqs.filter((seq) => seq >= (tracked.snapshot.lastMessage?.seq ?? 0));
  return deleted.length > 0 ? { ...tracked, staleUntilSeq: Math.max(tracked.staleUntilSeq, ...deleted) } : tracked;
}

/** The user has read up to `readSeq`. */
export function applyRead(tracked: TrackedConversation, readSeq: number): TrackedConversation {
  if (readSeq <= tracked.snapshot.readSeq) return tracked;
  const unreadSeqs = tracked.unreadSeqs.filter((seq) => seq > readSeq);
  return withUnreadCount({ ...tracked, snapshot: { ...tracked.snapshot, readSeq }, unreadSeqs });
}

/** Applies a count of the server, unless it is older than the one that is known. */
export function applyCount(tracked: TrackedConversation, { readSeq, lastSeq, unread }: UnreadCount): TrackedConversation {
  const read = applyRead(tracked, readSeq);
  if (isOlderCount(tracked, { readSeq, lastSeq })) return read;
  const unreadSeqs = read.unreadSeqs.filter((seq) => seq > lastSeq);
  return withUnreadCount({ ...read, countedSeq: lastSeq, countedReadSeq: readSeq, countedUnread: unread, unreadSeqs });
}

/** True for a count from before the known one, or from before the read mark up to which this client counts by itself. */
function isOlderCount(tracked: TrackedConversation, { readSeq, lastSeq }: Pick<UnreadCount, 'readSeq' | 'lastSeq'>): boolean {
  const { countedReadSeq, countedSeq, snapshot } = tracked;
  return lastSeq < countedSeq || readSeq < (hasOldCount(tracked) ? countedReadSeq : snapshot.readSeq);
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
  const { unreadSeqs, countedSeq, snapshot } = tracked;
  // The user has read all counted messages, further than the server knew when it counted.
  const countedUnread = snapshot.readSeq >= countedSeq ? 0 : tracked.countedUnread;
  const fold = unreadSeqs.length > MAX_UNREAD_SEQS ? MAX_UNREAD_SEQS / 2 : 0;
  const kept = fold > 0 ? unreadSeqs.slice(fold) : unreadSeqs;
  return {
    ...tracked,
    snapshot: { ...snapshot, unread: countedUnread + fold + kept.length },
    countedSeq: unreadSeqs[fold - 1] ?? countedSeq,
    countedReadSeq: fold > 0 && !hasOldCount(tracked) ? snapshot.readSeq : tracked.countedReadSeq,
    countedUnread: countedUnread + fold,
    unreadSeqs: kept,
  };
}

/** The last message after a change. */
function applyToLastMessage(last: PlainMessage | undefined, change: im.Message): PlainMessage | undefined {
  if (!last || last.seq !== change.target || last.recalled) return last;
  if (change.kind === wire.MessageKind.RECALLED) return { ...last, text: '', body: '', mentions: [], recalled: true };
  // The content of an edit is empty if a later edit has replaced it.
  const isEdit = change.kind === wire.MessageKind.EDITED && (change.text !== '' || change.body !== '');
  return isEdit ? { ...last, text: change.text, body: change.body, edited: true } : last;
}
