// All conversations of the user, as they are now, and what the server is told that is known of them.

import { decodeId, isId } from '../../../proto/ids.ts';
import type { im } from '../../../proto/rpc.ts';
import {
  applyChange,
  applyDeletion,
  applyListed,
  applyMessage,
  applyRead,
  applyReceipt,
  type ConversationSnapshot,
  isSameSnapshot,
  isStale,
  type TrackedConversation,
  toSnapshot,
  trackConversation,
} from './conversation-reducer.ts';

export interface ConversationsStateOptions {
  readonly saved: readonly ConversationSnapshot[];
  ownUserId(): string | undefined;
  /** A conversation is new, or not as it was. Must not throw. */
  onChanged(state: ConversationSnapshot): void;
  /** How far the other one of a conversation of two has got. Must not throw. */
  onReceipt(state: ConversationSnapshot): void;
  /** The server must be asked soon: what came says that there is more. */
  scheduleSync(): void;
}

export interface ConversationsState {
  get(conversation: string): ConversationSnapshot | undefined;
  readonly all: readonly ConversationSnapshot[];
  /** What can be kept for the next run: those that are certain. */
  readonly snapshot: readonly ConversationSnapshot[];
  /** The first `limit` that are known for certain above `after`, in the order in which the server goes through them. */
  listKnown(after: string, limit: number): im.KnownConversation.$Properties[];
  /** As the server lists it. True where I have read further than the server knows. */
  applyListed(conversation: im.Conversation): boolean;
  applyMessage(message: im.Message): void;
  applyChange(change: im.ConversationChanged): void;
  applyRead(conversation: string, seq: number, unread?: number): void;
  applyReceipt(receipt: im.Receipt): void;
  /** The last message may be gone. */
  applyDeletion(conversation: string, seqs: readonly number[]): void;
}

export function createConversationsState({
  saved,
  ownUserId,
  onChanged,
  onReceipt,
  scheduleSync,
}: ConversationsStateOptions): ConversationsState {
  const entries = new Map<string, TrackedConversation>();
  /** Undefined: to be made anew. */
  let inOrder: { conversation: string; order: string }[] | undefined;
  for (const state of saved) entries.set(state.conversation, trackConversation(state));

  function become(before: TrackedConversation | undefined, after: TrackedConversation): void {
    const { snapshot } = after;
    if (!before) inOrder = undefined;
    // Listeners keep what they were given; what is the same to them stays the same object.
    const isUnchanged = before !== undefined && isSameSnapshot(before.snapshot, snapshot);
    entries.set(snapshot.conversation, isUnchanged ? { ...after, snapshot: before.snapshot } : after);
    if (isUnchanged) return;
    const isFurther = snapshot.peerReadSeq > (before?.snapshot.peerReadSeq ?? 0);
    if (isFurther || snapshot.peerDeliveredSeq > (before?.snapshot.peerDeliveredSeq ?? 0)) onReceipt(snapshot);
    onChanged(snapshot);
  }

  /** Of what is not known yet, or has become doubtful, the server is asked. */
  function update(conversation: string, change: (entry: TrackedConversation) => TrackedConversation): void {
    const before = entries.get(conversation);
    const after = before && change(before);
    if (after === before && after) return;
    if (!after || isStale(after)) scheduleSync();
    if (after) become(before, after);
  }

  function ordered(): { conversation: string; order: string }[] {
    inOrder ??= [...entries.keys()]
      .map((conversation) => ({ conversation, order: sortKey(conversation) }))
      .sort((one, other) => (one.order < other.order ? -1 : 1));
    return inOrder;
  }

  return {
    get: (conversation) => entries.get(conversation)?.snapshot,
    get all() {
      return [...entries.values()].map(({ snapshot }) => snapshot);
    },
    get snapshot() {
      return [...entries.values()].filter((entry) => !isStale(entry)).map(keptOf);
    },
    listKnown(after, limit) {
      const from = after === '' ? '' : sortKey(after);
      const all = ordered();
      const known: im.KnownConversation.$Properties[] = [];
      for (let at = firstAbove(all, from); at < all.length && known.length < limit; at += 1) {
        const conversation = all[at]?.conversation ?? '';
        const entry = entries.get(conversation);
        if (!entry || isStale(entry)) continue;
        known.push({ conversation, lastSeq: entry.snapshot.lastSeq, stateVersion: entry.completeVersion });
      }
      return known;
    },
    applyListed(conversation) {
      const before = entries.get(conversation.conversation);
      const state = toSnapshot(conversation, ownUserId());
      become(before, before ? applyListed(before, state) : trackConversation(state));
      return before !== undefined && conversation.readSeq < before.snapshot.readSeq;
    },
    applyMessage: (message) => update(message.conversation, (entry) => applyMessage(entry, message, ownUserId())),
    applyChange: (change) => update(change.conversation, (entry) => applyChange(entry, change)),
    applyRead: (conversation, seq, unread) => update(conversation, (entry) => applyRead(entry, seq, unread)),
    applyReceipt(pushed) {
      if (pushed.user === ownUserId()) update(pushed.conversation, (entry) => applyRead(entry, pushed.readSeq));
      else update(pushed.conversation, (entry) => applyReceipt(entry, pushed));
    },
    applyDeletion: (conversation, seqs) => update(conversation, (entry) => applyDeletion(entry, seqs)),
  };
}

function keptOf({ snapshot, completeVersion }: TrackedConversation): ConversationSnapshot {
  return completeVersion === snapshot.stateVersion ? snapshot : { ...snapshot, stateVersion: completeVersion };
}

/** The server goes through ids by their bytes, and these sort as it does. */
export function sortKey(id: string): string {
  return isId(id) ? decodeId(id).toString('latin1') : id;
}

function firstAbove(all: readonly { order: string }[], order: string): number {
  if (order === '') return 0;
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.order ?? '') <= order) low = middle + 1;
    else high = middle;
  }
  return low;
}
