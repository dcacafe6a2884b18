// The conversations of the faulty gate: stores, pushes, pulls and syncs messages, with exactly the configured faults.

import { directConversationId, formatMessageId, newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';

/** Faults of messages: which ones, counted from 1 over all clients. */
export interface MessageFaults {
  /** Acknowledged, but neither pushed nor stored. */
  readonly lose?: readonly number[];
  /** The same, and its seq goes to the next message of the conversation. */
  readonly overwrite?: readonly number[];
  /** Stored, but not pushed. */
  readonly forgetPush?: readonly number[];
  /** Stored twice, under two seqs, both pushed. */
  readonly storeTwice?: readonly number[];
  /** Pushed twice under the same seq. */
  readonly pushTwice?: readonly number[];
  /** Takes its seq only after the sender's next message. */
  readonly overtaken?: readonly number[];
  /** Pushed to a client that is not in the conversation. */
  readonly misdeliver?: readonly number[];
  /** Skips a seq before it. */
  readonly skipSeq?: readonly number[];
  /** Rejected for good. */
  readonly refuse?: readonly number[];
  /** Gets no reply and is not stored. */
  readonly ignore?: readonly number[];
  /** Rejected with "resend" the first time. */
  readonly askAgain?: readonly number[];
  /** Stored; then the connection of the sender is cut instead of a reply. */
  readonly cut?: readonly number[];
}

/**
 * Faults of single deliveries, by their number from 1. Deliveries are counted over all messages, in the order of the members.
 */
export interface DeliveryFaults {
  /** Neither pushed to nor pullable by that receiver. */
  readonly loseFor?: readonly number[];
  /** Not pushed to that receiver. */
  readonly forgetFor?: readonly number[];
  /** Pushed to that receiver twice. */
  readonly twiceFor?: readonly number[];
  /** Pushed to that receiver after the next push. */
  readonly lateFor?: readonly number[];
}

/** Faults of Sync: which calls, counted from 1. */
export interface SyncFaults {
  /** Reports that nothing has changed. */
  readonly overlook?: readonly number[];
  readonly refuseSync?: readonly number[];
}

export interface FakeCaller {
  readonly user: string;
  reply(payload: Uint8Array): void;
  fail(failure: im.Failure.$Properties): void;
  cut(): void;
}

interface StoredMessage {
  readonly message: im.Message.$Properties;
  /** Users that cannot pull it. */
  readonly hiddenFrom: Set<string>;
}

interface Conversation {
  readonly id: string;
  readonly members: readonly string[];
  /** By seq. A skipped seq has none. */
  readonly messages: (StoredMessage | undefined)[];
}

export interface PushAudience {
  /** All users that have logged in. */
  users(): Iterable<string>;
  push(user: string, event: im.Push.$Properties): void;
}

type Is = (fault: keyof MessageFaults) => boolean;

export class FaultyChat {
  readonly #faults: MessageFaults & DeliveryFaults & SyncFaults;
  readonly #pushTarget: PushAudience;
  readonly #conversations = new Map<string, Conversation>();
  readonly #replies = new Map<string, im.SendMessageReply.$Properties>();
  readonly #overtaken = new Map<string, () => void>();
  readonly #numbers = new Map<string, number>();
  /** Delayed pushes by receiver. */
  readonly #late = new Map<string, im.Message.$Properties>();
  #deliveries = 0;
  #syncs = 0;

  constructor(faults: MessageFaults & DeliveryFaults & SyncFaults, pushTarget: PushAudience) {
    this.#faults = faults;
    this.#pushTarget = pushTarget;
  }

  sendMessage(caller: FakeCaller, request: im.SendMessageRequest): void {
    const id = Buffer.from(request.clientMessageId).toString('hex');
    const before = this.#replies.get(id);
    if (before) {
      caller.reply(im.SendMessageReply.encode(before).finish());
      return;
    }
    const first = !this.#numbers.has(id);
    const number = this.#numbers.get(id) ?? this.#numbers.size + 1;
    this.#numbers.set(id, number);
    const is: Is = (fault) => this.#faults[fault]?.includes(number) ?? false;
    if (is('ignore')) return;
    if (is('refuse')) caller.fail({ code: im.Code.TEXT_TOO_LONG, retry: im.Retry.NEVER });
    else if (is('askAgain') && first) caller.fail({ code: im.Code.BUSY, retry: im.Retry.RESEND, retryAfterMs: 120 });
    else if (is('overtaken')) this.#overtaken.set(caller.user, () => this.#store(caller, request, is));
    else this.#store(caller, request, is);
    if (is('overtaken')) return;
    this.#overtaken.get(caller.user)?.();
    this.#overtaken.delete(caller.user);
  }

  createGroup(caller: FakeCaller, { name, members }: im.CreateGroupRequest): void {
    const group: Conversation = { id: newId(), members: [caller.user, ...members], messages: [] };
    this.#conversations.set(group.id, group);
    const systemMessage = {
      conversation: group.id,
      seq: 1,
      sender: caller.user,
      kind: im.MessageKind.SYSTEM,
      body: '{"what":"created"}',
    };
    group.messages.push({ message: systemMessage, hiddenFrom: new Set() });
    for (const user of members) this.#pushTarget.push(user, { messageStored: systemMessage });
    caller.reply(im.CreateGroupReply.encode({ group: { groupId: group.id, name, owner: caller.user } }).finish());
  }

  pullMessages(caller: FakeCaller, { conversation, afterSeq, beforeSeq, limit }: im.PullMessagesRequest): void {
    const messages = this.#conversations.get(conversation)?.messages;
    if (!messages) {
      caller.fail({ code: im.Code.NO_SUCH_CONVERSATION, retry: im.Retry.NEVER });
      return;
    }
    const visible = (entry: StoredMessage | undefined) => (entry && !entry.hiddenFrom.has(caller.user) ? [entry.message] : []);
    const maxMessages = limit || 100;
    const page = beforeSeq
      ? messages
          .slice(0, beforeSeq - 1)
          .flatMap(visible)
          .slice(-maxMessages)
      : messages.slice(afterSeq).flatMap(visible).slice(0, maxMessages);
    caller.reply(im.PullMessagesReply.encode({ messages: page, lastSeq: messages.length }).finish());
  }

  sync(caller: FakeCaller, { known, afterConversation }: im.SyncRequest): void {
    const number = ++this.#syncs;
    if (this.#faults.refuseSync?.includes(number)) {
      caller.fail({ code: im.Code.BUSY, retry: im.Retry.RESEND });
      return;
    }
    const lastSeqs = new Map(known.map(({ conversation, lastSeq }) => [conversation, lastSeq]));
    const mine = [...this.#conversations.values()]
      .filter(({ id, members }) => members.includes(caller.user) && sortKey(id) > sortKey(afterConversation))
      .sort((a, b) => (sortKey(a.id) < sortKey(b.id) ? -1 : 1));
    const isOverlooked = this.#faults.overlook?.includes(number) ?? false;
    const changed = mine.filter(({ id, messages }) => !isOverlooked && lastSeqs.get(id) !== messages.length);
    const conversations = changed.map(({ id, messages }) => ({ conversation: id, lastSeq: messages.length, stateVersion: 1 }));
    caller.reply(im.SyncReply.encode({ conversations }).finish());
  }

  #store(caller: FakeCaller, request: im.SendMessageRequest, is: Is): void {
    const id = Buffer.from(request.clientMessageId).toString('hex');
    const conversation = this.#conversationOf(caller.user, request);
    const { messages } = conversation;
    if (is('skipSeq')) messages.push(undefined);
    const ack = {
      clientMessageId: Buffer.from(request.clientMessageId),
      conversation: conversation.id,
      seq: messages.length + 1,
      messageId: formatMessageId(conversation.id, messages.length + 1),
    };
    if (is('lose')) messages.push(undefined);
    else if (!is('overwrite'))
      for (let remaining = is('storeTwice') ? 2 : 1; remaining > 0; remaining--) {
        const message = { ...ack, seq: messages.length + 1, sender: caller.user, text: request.text };
        const entry = { message, hiddenFrom: new Set<string>() };
        messages.push(entry);
        this.#deliver(conversation, entry, is);
      }
    this.#replies.set(id, ack);
    if (is('cut')) caller.cut();
    else caller.reply(im.SendMessageReply.encode(ack).finish());
  }

  #conversationOf(user: string, { to, conversation }: im.SendMessageRequest): Conversation {
    const id = conversation || directConversationId(user, to);
    const existing = this.#conversations.get(id) ?? { id, members: user === to ? [user] : [user, to], messages: [] };
    this.#conversations.set(id, existing);
    return existing;
  }

  #deliver(conversation: Conversation, entry: StoredMessage, is: Is): void {
    const sender = entry.message.sender ?? '';
    const { members } = conversation;
    for (const user of members) {
      if (user === sender && members.length > 1) continue;
      const number = ++this.#deliveries;
      const hasFault = (fault: keyof DeliveryFaults): boolean => this.#faults[fault]?.includes(number) ?? false;
      if (hasFault('loseFor')) entry.hiddenFrom.add(user);
      if (is('forgetPush') || hasFault('loseFor') || hasFault('forgetFor')) continue;
      if (hasFault('lateFor')) {
        this.#late.set(user, entry.message);
        continue;
      }
      this.#push(user, entry.message);
      if (is('pushTwice') || hasFault('twiceFor')) this.#push(user, entry.message);
    }
    if (!is('misdeliver')) return;
    const stranger = [...this.#pushTarget.users()].find((user) => !members.includes(user));
    if (stranger !== undefined) this.#push(stranger, entry.message);
  }

  #push(user: string, message: im.Message.$Properties): void {
    this.#pushTarget.push(user, { messageStored: message });
    const late = this.#late.get(user);
    this.#late.delete(user);
    if (late) this.#pushTarget.push(user, { messageStored: late });
  }
}

function sortKey(id: string): string {
  return Buffer.from(id, 'base64url').toString('hex');
}
