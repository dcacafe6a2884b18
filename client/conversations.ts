// All conversations of the user, as they are now, and what the server is told that is known of them.
import type { im } from '../proto/contract.ts';
import { idBytes, isId } from '../proto/ids.ts';
import {
  type ConversationState,
  type Entry,
  entryOf,
  isDoubtful,
  isSame,
  stateOf,
  withChange,
  withListed,
  withMessage,
  withoutDeleted,
  withRead,
  withReceipt,
} from './conversation-state.ts';

export interface ConversationsParts {
  readonly kept: readonly ConversationState[];
  me(): string | undefined;
  /** A conversation is new, or not as it was. Must not throw. */
  changed(state: ConversationState): void;
  /** How far the other one of a conversation of two has got. Must not throw. */
  receipt(state: ConversationState): void;
  /** The server must be asked soon: what came says that there is more. */
  askSoon(): void;
}

export interface Conversations {
  get(conversation: string): ConversationState | undefined;
  readonly all: readonly ConversationState[];
  /** What can be kept for the next run: those that are certain. */
  readonly kept: readonly ConversationState[];
  /** The first `limit` that are known for certain above `after`, in the order in which the server goes through them. */
  known(after: string, limit: number): im.KnownConversation.$Properties[];
  /** As the server lists it. True where I have read further than the server knows. */
  listed(conversation: im.Conversation): boolean;
  message(message: im.Message): void;
  pushed(change: im.ConversationChanged): void;
  read(conversation: string, seq: number, unread?: number): void;
  receipt(receipt: im.Receipt): void;
  /** The last message may be gone. */
  deleted(conversation: string, seqs: readonly number[]): void;
}

export function createConversations({ kept, me, changed, receipt, askSoon }: ConversationsParts): Conversations {
  const entries = new Map<string, Entry>();
  /** Undefined: to be made anew. */
  let inOrder: { conversation: string; order: string }[] | undefined;
  for (const state of kept) entries.set(state.conversation, entryOf(state));

  function become(before: Entry | undefined, after: Entry): void {
    const { state } = after;
    if (!before) inOrder = undefined;
    // Listeners keep what they were given; what is the same to them stays the same object.
    const isUnchanged = before !== undefined && isSame(before.state, state);
    entries.set(state.conversation, isUnchanged ? { ...after, state: before.state } : after);
    if (isUnchanged) return;
    const isFurther = state.peerReadSeq > (before?.state.peerReadSeq ?? 0);
    if (isFurther || state.peerDeliveredSeq > (before?.state.peerDeliveredSeq ?? 0)) receipt(state);
    changed(state);
  }

  /** Of what is not known yet, or has become doubtful, the server is asked. */
  function update(conversation: string, change: (entry: Entry) => Entry): void {
    const before = entries.get(conversation);
    const after = before && change(before);
    if (after === before && after) return;
    if (!after || isDoubtful(after)) askSoon();
    if (after) become(before, after);
  }

  function ordered(): { conversation: string; order: string }[] {
    inOrder ??= [...entries.keys()]
      .map((conversation) => ({ conversation, order: orderOf(conversation) }))
      .sort((one, other) => (one.order < other.order ? -1 : 1));
    return inOrder;
  }

  return {
    get: (conversation) => entries.get(conversation)?.state,
    get all() {
      return [...entries.values()].map(({ state }) => state);
    },
    get kept() {
      return [...entries.values()].filter((entry) => !isDoubtful(entry)).map(keptOf);
    },
    known(after, limit) {
      const from = after === '' ? '' : orderOf(after);
      const all = ordered();
      const known: im.KnownConversation.$Properties[] = [];
      for (let at = firstAbove(all, from); at < all.length && known.length < limit; at += 1) {
        const conversation = all[at]?.conversation ?? '';
        const entry = entries.get(conversation);
        if (!entry || isDoubtful(entry)) continue;
        known.push({ conversation, lastSeq: entry.state.lastSeq, stateVersion: entry.wholeVersion });
      }
      return known;
    },
    listed(conversation) {
      const before = entries.get(conversation.conversation);
      const state = stateOf(conversation, me());
      become(before, before ? withListed(before, state) : entryOf(state));
      return before !== undefined && conversation.readSeq < before.state.readSeq;
    },
    message: (message) => update(message.conversation, (entry) => withMessage(entry, message, me())),
    pushed: (change) => update(change.conversation, (entry) => withChange(entry, change)),
    read: (conversation, seq, unread) => update(conversation, (entry) => withRead(entry, seq, unread)),
    receipt(pushed) {
      if (pushed.user === me()) update(pushed.conversation, (entry) => withRead(entry, pushed.readSeq));
      else update(pushed.conversation, (entry) => withReceipt(entry, pushed));
    },
    deleted: (conversation, seqs) => update(conversation, (entry) => withoutDeleted(entry, seqs)),
  };
}

function keptOf({ state, wholeVersion }: Entry): ConversationState {
  return wholeVersion === state.stateVersion ? state : { ...state, stateVersion: wholeVersion };
}

/** The server goes through ids by their bytes, and these sort as it does. */
export function orderOf(id: string): string {
  return isId(id) ? idBytes(id).toString('latin1') : id;
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
