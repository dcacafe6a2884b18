// The present state of all conversations of the user.
import { isId } from '../../../proto/id-text.ts';
import type { im } from '../../../proto/rpc.ts';
import { decodeBase64Url } from '../ids/bytes.ts';
import {
  applyChange,
  applyCount,
  applyDeletion,
  applyListed,
  applyMessage,
  applyOwnChange,
  applyRead,
  applyReceipt,
  type ConversationSnapshot,
  isSameSnapshot,
  isStale,
  needsSync,
  type Settings,
  type TrackedConversation,
  toSnapshot,
  trackConversation,
} from './conversation-reducer.ts';

export interface ConversationsStateOptions {
  readonly saved: readonly ConversationSnapshot[];
  ownUserId(): string | undefined;
  /** A conversation is new or has changed. Must not throw. */
  onChanged(snapshot: ConversationSnapshot): void;
  /** The peer of a direct conversation has received or read further. Must not throw. */
  onReceipt(snapshot: ConversationSnapshot): void;
  /** Called when a push shows that only the server knows the present state. */
  scheduleSync(): void;
}

interface Ordered {
  readonly conversationId: string;
  readonly sortKey: string;
}

export class ConversationsState {
  readonly #options: ConversationsStateOptions;
  readonly #tracked = new Map<string, TrackedConversation>();
  /** Undefined after a new conversation: sorted again on demand. */
  #sorted: Ordered[] | undefined;

  constructor(options: ConversationsStateOptions) {
    this.#options = options;
    for (const snapshot of options.saved) this.#tracked.set(snapshot.conversationId, trackConversation(snapshot));
  }

  get all(): readonly ConversationSnapshot[] {
    return [...this.#tracked.values()].map(({ snapshot }) => snapshot);
  }

  /** The conversations whose state is certain, for the application to store for the next run. */
  get snapshot(): readonly ConversationSnapshot[] {
    return [...this.#tracked.values()].filter((tracked) => !isStale(tracked)).map(toSaved);
  }

  get(conversationId: string): ConversationSnapshot | undefined {
    return this.#tracked.get(conversationId)?.snapshot;
  }

  /** The first `limit` conversations after `after` whose state is certain, in the server's order. */
  listKnown(after: string, limit: number): im.KnownConversation.$Properties[] {
    const sorted = this.#sort();
    const known: im.KnownConversation.$Properties[] = [];
    for (let at = findFirstAfter(sorted, after); at < sorted.length && known.length < limit; at += 1) {
      const conversationId = sorted[at]?.conversationId ?? '';
      const tracked = this.#tracked.get(conversationId);
      if (!tracked || isStale(tracked)) continue;
      known.push({ conversationId, lastSeq: tracked.snapshot.lastSeq, stateVersion: tracked.completeVersion });
    }
    return known;
  }

  /** Applies a conversation the server listed. True when the user has read further than the server knows. */
  applyListed(listed: im.Conversation): boolean {
    const before = this.#tracked.get(listed.conversationId);
    const snapshot = toSnapshot(listed, this.#options.ownUserId());
    this.#replace(before, before ? applyListed(before, snapshot) : trackConversation(snapshot));
    return before !== undefined && listed.readSeq < before.snapshot.readSeq;
  }

  applyMessage(message: im.Message): void {
    this.#update(message.conversationId, (tracked) => applyMessage(tracked, message, this.#options.ownUserId()));
  }

  applyChange(change: im.ConversationChanged): void {
    this.#update(change.conversationId, (tracked) => applyChange(tracked, change));
  }

  /** The user has read up to `seq`. The reply to the mark will tell what is still unread. */
  applyRead(conversationId: string, seq: number): void {
    this.#update(conversationId, (tracked) => applyRead(tracked, seq));
  }

  /** Applies the reply to MarkRead. */
  applyReadReply(conversationId: string, { seq, unread, lastSeq, stateVersion }: im.MarkReply): void {
    this.#update(conversationId, (tracked) =>
      applyOwnChange(applyCount(tracked, { readSeq: seq, unread, lastSeq }), stateVersion),
    );
  }

  /** A command of this client has made the version `stateVersion` of the conversation; 0 = it has changed nothing. */
  applyOwnChange(conversationId: string, stateVersion: number, settings?: Settings): void {
    this.#update(conversationId, (tracked) => applyOwnChange(tracked, stateVersion, settings));
  }

  applyReceipt(receipt: im.Receipt): void {
    const isOwn = receipt.userId === this.#options.ownUserId();
    this.#update(receipt.conversationId, (tracked) =>
      isOwn ? applyRead(tracked, receipt.readSeq) : applyReceipt(tracked, receipt),
    );
  }

  /** Applies deletions; the last message may be one of them. */
  applyDeletion(conversationId: string, seqs: readonly number[]): void {
    this.#update(conversationId, (tracked) => applyDeletion(tracked, seqs));
  }

  /** Schedules a sync when the conversation is unknown or has become stale. */
  #update(conversationId: string, change: (tracked: TrackedConversation) => TrackedConversation): void {
    const before = this.#tracked.get(conversationId);
    const after = before && change(before);
    if (after === before && after) return;
    if (!after || needsSync(after)) this.#options.scheduleSync();
    if (after) this.#replace(before, after);
  }

  #replace(before: TrackedConversation | undefined, after: TrackedConversation): void {
    const { snapshot } = after;
    if (!before) this.#sorted = undefined;
    // Keep the old object if nothing changed, because listeners compare snapshots by identity.
    const isUnchanged = before !== undefined && isSameSnapshot(before.snapshot, snapshot);
    this.#tracked.set(snapshot.conversationId, isUnchanged ? { ...after, snapshot: before.snapshot } : after);
    if (isUnchanged) return;
    const hasReadFurther = snapshot.peerReadSeq > (before?.snapshot.peerReadSeq ?? 0);
    const hasReceivedFurther = snapshot.peerDeliveredSeq > (before?.snapshot.peerDeliveredSeq ?? 0);
    if (hasReadFurther || hasReceivedFurther) this.#options.onReceipt(snapshot);
    this.#options.onChanged(snapshot);
  }

  #sort(): Ordered[] {
    this.#sorted ??= [...this.#tracked.keys()]
      .map((conversationId) => ({ conversationId, sortKey: sortKey(conversationId) }))
      .sort((one, other) => (one.sortKey < other.sortKey ? -1 : 1));
    return this.#sorted;
  }
}

function toSaved({ snapshot, completeVersion }: TrackedConversation): ConversationSnapshot {
  return completeVersion === snapshot.stateVersion ? snapshot : { ...snapshot, stateVersion: completeVersion };
}

/** The server sorts ids by their bytes; these keys sort in the same order. */
export function sortKey(id: string): string {
  return isId(id) ? decodeBase64Url(id) : id;
}

/** The index of the first conversation after the one with this id; 0 for an empty id. */
function findFirstAfter(sorted: readonly Ordered[], after: string): number {
  if (after === '') return 0;
  const key = sortKey(after);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.sortKey ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
