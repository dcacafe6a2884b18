// The port MessageStore for one command of a batch: messages get their seqs under the lock of their conversation's counter, and
// each is stored once.
import { DataError } from '../../../infra/ports/index.ts';
import type { Scope } from '../../../infra/sql/query.ts';
import { isId } from '../../../proto/ids.ts';
import type { MessageStore, NewMessage, SeqRange, StoredMessage } from '../../ports/index.ts';
import {
  advanceCounter,
  assignedSeqs,
  type ConversationCounter,
  findLockedCounter,
  insertCounter,
  lockCounterWith,
} from '../conversations/conversation-counters.ts';
import { countOwnMessage } from '../conversations/member-rows.ts';
import {
  assertMembershipUnchanged,
  type MembershipSnapshot,
  takeMembershipSnapshot,
} from '../conversations/membership-conflicts.ts';
import {
  type ClientMessageKey,
  clientMessageKey,
  endBeforeUndecided,
  selectByClientId,
  selectBySeq,
  selectPage,
  seqKey,
} from './message-queries.ts';
import {
  type ChangedMessage,
  countsAsUnread,
  insertPlainMessage,
  insertRichMessage,
  isChange,
  isPlain,
  rewriteMessage,
} from './message-rows.ts';
import { insertHiddenMessage, selectHasReaction, selectHidden, selectReactions, writeReaction } from './reactions.ts';

/** What a batch has done to messages. */
interface BatchedMessages {
  /** The messages that have got their seq from this batch, by client message key. */
  readonly appended: Map<string, StoredMessage>;
  /** Those of them that the batch has returned for a command that sends the same message again. */
  readonly returned: Set<StoredMessage>;
  /** The seq of the last change of a message, by seq key. */
  readonly changedSeqs: Map<string, number>;
}

const newBatchedMessages = (): BatchedMessages => ({ appended: new Map(), returned: new Set(), changedSeqs: new Map() });

export function messages(scope: Scope): MessageStore {
  return new SqlMessages(scope);
}

/** A class instead of closures: every message that is sent creates one. */
class SqlMessages implements MessageStore {
  readonly #scope: Scope;
  readonly #batch: BatchedMessages;
  readonly #membershipSnapshot: MembershipSnapshot;
  /** What this command has looked up under the lock, by client message key. */
  readonly #lookedUp = new Map<string, StoredMessage | undefined>();
  /** The messages that this command has locked, by seq key; created with the first one. */
  #locked: Map<string, ChangedMessage> | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
    this.#batch = scope.oncePerBatch(newBatchedMessages);
    this.#membershipSnapshot = takeMembershipSnapshot(scope);
  }

  async findByClientId(
    conversationId: string,
    senderId: string,
    clientMessageId: Uint8Array,
  ): Promise<StoredMessage | undefined> {
    if (!isId(conversationId)) return undefined;
    const key = clientMessageKey({ conversationId, senderId, clientMessageId });
    await this.#lockAndLookUp(key);
    return this.#findKnown(key);
  }

  async findSent(conversationId: string, senderId: string, clientMessageId: Uint8Array): Promise<StoredMessage | undefined> {
    if (!isId(conversationId)) return undefined;
    return this.#scope.read(selectByClientId, clientMessageKey({ conversationId, senderId, clientMessageId }));
  }

  async append(message: NewMessage): Promise<{ message: StoredMessage; isNew: boolean }> {
    const key = clientMessageKey(message);
    const locked = this.#lookedUp.has(key.key) ? findLockedCounter(this.#scope, message.conversationId) : undefined;
    const counter = locked ?? (await this.#lockCounterFor(key));
    const before = this.#findKnown(key);
    if (before) return { message: before, isNew: false };
    assertMembershipUnchanged(this.#scope, this.#membershipSnapshot, message.senderId, message.conversationId);
    this.#assertLockedUnchanged();
    return { message: assignSeq(this.#scope, this.#batch, counter, message, key.key), isNew: true };
  }

  async lock(conversationId: string, seq: number): Promise<StoredMessage | undefined> {
    if (!isId(conversationId) || !Number.isSafeInteger(seq)) return undefined;
    const reading = this.#scope.read(selectBySeq, { conversationId, seq });
    const [counter, found] = await lockCounterWith(this.#scope, conversationId, reading);
    if (!counter || !found) return undefined;
    this.#locked ??= new Map();
    this.#locked.set(seqKey(found.message), found);
    return found.message;
  }

  rewrite(target: StoredMessage, to: Parameters<MessageStore['rewrite']>[1], by: number): void {
    const key = seqKey(target);
    const found = this.#locked?.get(key);
    if (!found) throw new Error('a message can be rewritten only after this command has locked it');
    this.#setChangedSeq(key, found, by);
    const after = { ...found.message, ...to };
    this.#scope.write(rewriteMessage, { message: after, changedSeq: by });
    this.#locked?.set(key, { message: after, changedSeq: by });
    if (found.changedSeq === 0) return;
    // The content of the previous edit must not remain either.
    const emptied = {
      ...after,
      conversationId: target.conversationId,
      seq: found.changedSeq,
      text: '',
      body: '',
      mentions: [],
      edited: after.edited && !after.recalled,
    };
    this.#scope.write(rewriteMessage, { message: emptied, changedSeq: by });
  }

  async listRange(userId: string, conversationId: string, range: SeqRange): ReturnType<MessageStore['listRange']> {
    if (!isId(userId) || !isId(conversationId) || range.from > range.to) return [];
    const page = await this.#scope.read(selectPage, { userId, conversationId, ...range });
    // A page from the end has no gap before its first message: nothing before it was asked for.
    const from = range.fromEnd ? (page[0]?.seq ?? 0) : range.from;
    return endBeforeUndecided(page, from, assignedSeqs(this.#scope, conversationId));
  }

  setReaction(target: StoredMessage, userId: string, emoji: string, removed: boolean): Promise<boolean> {
    return writeReaction(this.#scope, target, userId, emoji, removed);
  }

  async listReactions(
    userId: string,
    conversationId: string,
    from: number,
    to: number,
  ): ReturnType<MessageStore['listReactions']> {
    if (!isId(userId) || !isId(conversationId)) return new Map();
    return this.#scope.read(selectReactions, { userId, conversationId, from, to });
  }

  hasReaction({ conversationId, seq }: StoredMessage, userId: string, emoji: string): Promise<boolean> {
    return this.#scope.read(selectHasReaction, { conversationId, seq, userId, emoji });
  }

  async listHidden(userId: string, conversationId: string, seqs: readonly number[]): Promise<ReadonlySet<number>> {
    if (!isId(userId) || !isId(conversationId) || seqs.length === 0) return new Set();
    return this.#scope.read(selectHidden, { userId, conversationId, seqs });
  }

  hide(userId: string, conversationId: string, seqs: readonly number[]): void {
    for (const seq of seqs) this.#scope.write(insertHiddenMessage, { userId, conversationId, seq });
  }

  /**
   * Locks the conversation for the rest of the batch, and looks the message up under that lock: no other batch can store it
   * then.
   */
  async #lockAndLookUp(key: ClientMessageKey): Promise<ConversationCounter | undefined> {
    const lookUp = this.#scope.read(selectByClientId, key);
    const [counter, before] = await lockCounterWith(this.#scope, key.conversationId, lookUp);
    if (counter) this.#lookedUp.set(key.key, before);
    return counter;
  }

  async #lockCounterFor(key: ClientMessageKey): Promise<ConversationCounter> {
    const counter = await this.#lockAndLookUp(key);
    if (counter) return counter;
    // There was no row to lock.
    await insertCounter(this.#scope, key.conversationId);
    const inserted = await this.#lockAndLookUp(key);
    if (!inserted) throw new Error('the counter of a conversation is missing after its insert');
    return inserted;
  }

  /** Throws when another command of the batch has changed a message since this command locked it, for example recalled it. */
  #assertLockedUnchanged(): void {
    if (!this.#locked) return;
    for (const [key, { changedSeq }] of this.#locked) assertSameChange(this.#batch.changedSeqs.get(key), changedSeq);
  }

  #setChangedSeq(key: string, { changedSeq }: ChangedMessage, by: number): void {
    const { changedSeqs } = this.#batch;
    const last = changedSeqs.get(key);
    assertSameChange(last, changedSeq);
    changedSeqs.set(key, by);
    this.#scope.onDiscard(() => {
      if (last === undefined) changedSeqs.delete(key);
      else changedSeqs.set(key, last);
      return true;
    });
  }

  /** The message of a duplicate send: stored earlier, or appended by this batch. */
  #findKnown({ key }: ClientMessageKey): StoredMessage | undefined {
    const known = this.#batch.appended.get(key) ?? this.#lookedUp.get(key);
    if (known) this.#batch.returned.add(known);
    return known;
  }
}

function assertSameChange(last: number | undefined, changedSeq: number): void {
  if (last !== undefined && last !== changedSeq) throw new DataError('two commands of one batch change one message');
}

/** Gives a message the next seq of its conversation, whose counter is locked. */
function assignSeq(
  scope: Scope,
  batch: BatchedMessages,
  counter: ConversationCounter,
  message: NewMessage,
  key: string,
): StoredMessage {
  const { conversationId, senderId } = message;
  const seq = counter.seq + 1;
  const appended: StoredMessage = { ...message, seq, edited: false, recalled: false };
  const counts = countsAsUnread(message);
  const before = { ...counter };
  counter.seq = seq;
  counter.assigned.push(seq);
  if (counts) counter.lastOrdinal++;
  if (!isChange(message)) counter.messageSeq = seq;
  batch.appended.set(key, appended);
  scope.onDiscard(() => {
    if (counter.seq !== seq || batch.returned.has(appended)) return false;
    Object.assign(counter, before);
    counter.assigned.pop();
    batch.appended.delete(key);
    return true;
  });
  scope.write(isPlain(appended) ? insertPlainMessage : insertRichMessage, { message: appended, ordinal: counter.lastOrdinal });
  scope.write(advanceCounter, { ...counter, conversationId });
  if (counts) scope.write(countOwnMessage, { userId: senderId, conversationId });
  return appended;
}
