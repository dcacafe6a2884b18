// Messages: numbered under their conversation's counter, each stored once.

import { DataError } from '../../../infra/ports/index.ts';
import { bytes, id, integer, tuples } from '../../../infra/sql/literals.ts';
import type { BatchedQuery, Scope } from '../../../infra/sql/query.ts';
import { encodeId, isId } from '../../../proto/ids.ts';
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
  countsAsUnread,
  decodeChangedSeq,
  decodeMessage,
  insertPlainMessage,
  insertRichMessage,
  isChange,
  isPlain,
  MESSAGE_COLUMN_COUNT,
  messageColumns,
  rewriteMessage,
} from './message-rows.ts';
import { insertHiddenMessage, selectReactions, writeReaction } from './reactions.ts';

/** What this batch has done to messages. */
interface Done {
  /** Those it has numbered, by "conversation sender clientMessageId". */
  readonly numbered: Map<string, StoredMessage>;
  /** Those of them that another command was answered with. */
  readonly told: Set<StoredMessage>;
  /** The seq of the last change of a message, by "conversation seq". */
  readonly changed: Map<string, number>;
}
const done = (): Done => ({ numbered: new Map(), told: new Set(), changed: new Map() });

type SentKey = Pick<NewMessage, 'conversation' | 'sender' | 'clientMessageId'>;
type Sent = SentKey & { readonly name: string };
const sentBefore: BatchedQuery<Sent, StoredMessage | undefined> = {
  sql: (keys, dialect) => {
    const sent = tuples(keys, ({ conversation, sender, clientMessageId }) => [
      id(conversation),
      id(sender),
      bytes(clientMessageId),
    ]);
    return `SELECT ${messageColumns('messages')} FROM messages WHERE ${dialect.tuplesIn('conversation, sender, client_message_id', sent)}`;
  },
  decode: (rows, keys) => {
    const found = new Map(rows.map(decodeMessage).map((message) => [sentName(message), message]));
    return keys.map(({ name }) => found.get(name));
  },
};

type Numbered = { readonly conversation: string; readonly seq: number };
type Locked = { readonly message: StoredMessage; readonly changedSeq: number };
const bySeq: BatchedQuery<Numbered, Locked | undefined> = {
  sql: (keys, dialect) =>
    `SELECT ${messageColumns('messages')} FROM messages WHERE ${dialect.tuplesIn(
      'conversation, seq',
      tuples(keys, ({ conversation, seq }) => [id(conversation), integer(seq)]),
    )}`,
  decode: (rows, keys) => {
    const found = new Map(
      rows
        .map((row) => ({ message: decodeMessage(row), changedSeq: decodeChangedSeq(row) }))
        .map((each) => [numberName(each.message), each]),
    );
    return keys.map((key) => found.get(numberName(key)));
  },
};

type PageKey = SeqRange & { readonly user: string; readonly conversation: string };
const pageOf: BatchedQuery<PageKey, (StoredMessage & { readonly hidden: boolean })[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(({ user, conversation, from, to, limit, fromEnd }, i) => {
        const hidden = `EXISTS (SELECT 1 FROM hidden_messages h WHERE h.user = ${id(user)} AND h.conversation = s.conversation AND h.seq = s.seq)`;
        return `SELECT ${messageColumns('s')}, ${i} AS i, ${hidden} AS hidden FROM messages s WHERE s.conversation = ${id(conversation)} AND s.seq >= ${integer(from)} AND s.seq <= ${integer(to)} ORDER BY s.seq${fromEnd ? ' DESC' : ''} LIMIT ${integer(limit)}`;
      }),
    ),
  decode: (rows, keys) => {
    const pages: (StoredMessage & { hidden: boolean })[][] = keys.map(() => []);
    for (const row of rows) {
      const [i, hidden] = row.slice(MESSAGE_COLUMN_COUNT);
      pages[Number(i)]?.push({ ...decodeMessage(row), hidden: Number(hidden) !== 0 });
    }
    for (const page of pages) page.sort((a, b) => a.seq - b.seq);
    return pages;
  },
};

/** The page without what lies behind a message that another command of this batch has not decided on yet: who reads it shall see no gap. */
function upToUndecided<M extends Numbered>(page: readonly M[], from: number, given: readonly number[]): readonly M[] {
  const there = new Set(page.map(({ seq }) => seq));
  const last = page.at(-1)?.seq ?? 0;
  const undecided = given.find((seq) => from <= seq && seq < last && !there.has(seq));
  return undecided === undefined ? page : page.filter(({ seq }) => seq < undecided);
}

/** Messages for one command of a batch. */
export function messages(scope: Scope): MessageStore {
  return new SqlMessages(scope);
}

// A class, not a closure for each method: every message that is sent makes one.
class SqlMessages implements MessageStore {
  readonly #scope: Scope;
  readonly #batch: Done;
  readonly #membersSeen: MembershipSnapshot;
  /** What this command has looked up under the lock, by "conversation sender clientMessageId". */
  readonly #lookedUp = new Map<string, StoredMessage | undefined>();
  /** Messages it has locked, by "conversation seq"; made with the first one. */
  #locked: Map<string, Locked> | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
    this.#batch = scope.oncePerBatch(done);
    this.#membersSeen = takeMembershipSnapshot(scope);
  }

  async findByClientId(conversation: string, sender: string, clientMessageId: Uint8Array): Promise<StoredMessage | undefined> {
    if (!isId(conversation)) return undefined;
    const sent = sentOf({ conversation, sender, clientMessageId });
    await this.#lockAndLookUp(sent);
    return this.#there(sent);
  }

  async append(message: NewMessage): Promise<{ message: StoredMessage; isNew: boolean }> {
    const sent = sentOf(message);
    const locked = this.#lookedUp.has(sent.name) ? findLockedCounter(this.#scope, message.conversation) : undefined;
    const counter = locked ?? (await this.#counterFor(sent));
    const before = this.#there(sent);
    if (before) return { message: before, isNew: false };
    assertMembershipUnchanged(this.#scope, this.#membersSeen, message.sender, message.conversation);
    this.#assertUnchanged();
    return { message: number(this.#scope, this.#batch, counter, message, sent.name), isNew: true };
  }

  async lock(conversation: string, seq: number): Promise<StoredMessage | undefined> {
    if (!isId(conversation) || !Number.isSafeInteger(seq)) return undefined;
    const reading = this.#scope.read(bySeq, { conversation, seq });
    const [counter, found] = await lockCounterWith(this.#scope, conversation, reading);
    if (!counter || !found) return undefined;
    this.#locked ??= new Map();
    this.#locked.set(numberName(found.message), found);
    return found.message;
  }

  rewrite(target: StoredMessage, to: Parameters<MessageStore['rewrite']>[1], by: number): void {
    const { changed } = this.#batch;
    const name = numberName(target);
    const found = this.#locked?.get(name);
    if (!found) throw new Error('a message is changed only after it was locked');
    const last = changed.get(name);
    if (last !== undefined && last !== found.changedSeq) throw new DataError('two commands of one batch change one message');
    changed.set(name, by);
    this.#scope.onDiscard(() => {
      if (last === undefined) changed.delete(name);
      else changed.set(name, last);
      return true;
    });
    const after = { ...found.message, ...to };
    this.#scope.write(rewriteMessage, { message: after, changedSeq: by });
    this.#locked?.set(name, { message: after, changedSeq: by });
    if (found.changedSeq === 0) return;
    // The edit before this one: of its content nothing shall be left either.
    const { conversation } = target;
    const { edited, recalled } = after;
    const emptied = {
      ...after,
      conversation,
      seq: found.changedSeq,
      text: '',
      body: '',
      mentions: [],
      edited: edited && !recalled,
      recalled,
    };
    this.#scope.write(rewriteMessage, { message: emptied, changedSeq: by });
  }

  async listRange(user: string, conversation: string, page: SeqRange): ReturnType<MessageStore['listRange']> {
    if (!isId(user) || !isId(conversation) || page.from > page.to) return [];
    const found = await this.#scope.read(pageOf, { user, conversation, ...page });
    // Of the last ones, what is missing before them was not asked for.
    const from = page.fromEnd ? (found[0]?.seq ?? 0) : page.from;
    return upToUndecided(found, from, assignedSeqs(this.#scope, conversation));
  }

  setReaction(target: StoredMessage, user: string, emoji: string, removed: boolean): Promise<boolean> {
    return writeReaction(this.#scope, target, user, emoji, removed);
  }

  async listReactions(user: string, conversation: string, from: number, to: number): ReturnType<MessageStore['listReactions']> {
    if (!isId(user) || !isId(conversation)) return new Map();
    return this.#scope.read(selectReactions, { user, conversation, from, to });
  }

  hide(user: string, conversation: string, seqs: readonly number[]): void {
    for (const seq of seqs) this.#scope.write(insertHiddenMessage, { user, conversation, seq });
  }

  /** Locks the conversation's counter for the rest of the batch and looks the message up under that lock: what is not found then, nobody else can store meanwhile. */
  async #lockAndLookUp(sent: Sent): Promise<ConversationCounter | undefined> {
    const { conversation, name } = sent;
    const [counter, before] = await lockCounterWith(this.#scope, conversation, this.#scope.read(sentBefore, sent));
    if (counter) this.#lookedUp.set(name, before);
    return counter;
  }

  async #counterFor(sent: Sent): Promise<ConversationCounter> {
    const counter = await this.#lockAndLookUp(sent);
    if (counter) return counter;
    // There was no row to lock.
    await insertCounter(this.#scope, sent.conversation);
    const made = await this.#lockAndLookUp(sent);
    if (!made) throw new Error('a conversation was neither made nor found');
    return made;
  }

  /** What this command changes or answers is still what it has read: another one of the batch may have recalled it meanwhile. */
  #assertUnchanged(): void {
    if (!this.#locked) return;
    for (const [name, { changedSeq }] of this.#locked) {
      const last = this.#batch.changed.get(name);
      if (last !== undefined && last !== changedSeq) throw new DataError('two commands of one batch change one message');
    }
  }

  #there({ name }: Sent): StoredMessage | undefined {
    const found = this.#batch.numbered.get(name) ?? this.#lookedUp.get(name);
    if (found) this.#batch.told.add(found);
    return found;
  }
}

/** Gives a message the next seq. The counter is locked. */
function number(scope: Scope, batch: Done, counter: ConversationCounter, message: NewMessage, name: string): StoredMessage {
  const { conversation, sender } = message;
  const seq = counter.seq + 1;
  const stored: StoredMessage = { ...message, seq, edited: false, recalled: false };
  const counts = countsAsUnread(message);
  const before = { ...counter };
  counter.seq = seq;
  counter.given.push(seq);
  if (counts) counter.countable++;
  if (!isChange(message)) counter.messageSeq = seq;
  batch.numbered.set(name, stored);
  scope.onDiscard(() => {
    if (counter.seq !== seq || batch.told.has(stored)) return false;
    Object.assign(counter, before);
    counter.given.pop();
    batch.numbered.delete(name);
    return true;
  });
  scope.write(isPlain(stored) ? insertPlainMessage : insertRichMessage, { message: stored, ordinal: counter.countable });
  scope.write(advanceCounter, { ...counter, conversation });
  if (counts) scope.write(countOwnMessage, { user: sender, conversation });
  return stored;
}

function sentOf({ conversation, sender, clientMessageId }: SentKey): Sent {
  return { conversation, sender, clientMessageId, name: sentName({ conversation, sender, clientMessageId }) };
}

function sentName({ conversation, sender, clientMessageId }: SentKey): string {
  return `${conversation} ${sender} ${encodeId(clientMessageId)}`;
}

function numberName({ conversation, seq }: Numbered): string {
  return `${conversation} ${seq}`;
}
