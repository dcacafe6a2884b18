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
  readonly userId: string;
  reply(payload: Uint8Array): void;
  fail(failure: im.Failure.$Properties): void;
  cut(): void;
}

interface StoredText {
  readonly message: im.Message.$Properties;
  /** Users that cannot pull it. */
  readonly hiddenFrom: Set<string>;
}

interface Conversation {
  readonly id: string;
  readonly memberIds: string[];
  /** By seq. A skipped seq has none. */
  readonly messages: (StoredText | undefined)[];
}

export interface PushAudience {
  /** All users that have logged in. */
  users(): Iterable<string>;
  push(userId: string, event: im.Push.$Properties): void;
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
    else if (is('overtaken')) this.#overtaken.set(caller.userId, () => this.#store(caller, request, is));
    else this.#store(caller, request, is);
    if (is('overtaken')) return;
    this.#overtaken.get(caller.userId)?.();
    this.#overtaken.delete(caller.userId);
  }

  createGroup(caller: FakeCaller, { name }: im.CreateGroupRequest): void {
    const group: Conversation = { id: newId(), memberIds: [], messages: [] };
    this.#conversations.set(group.id, group);
    this.#enterGroup(group, caller.userId, 'created');
    caller.reply(im.CreateGroupReply.encode({ group: { groupId: group.id, name, ownerId: caller.userId } }).finish());
  }

  joinGroup(caller: FakeCaller, { groupId }: im.JoinGroupRequest): void {
    const group = this.#conversations.get(groupId);
    if (!group) {
      caller.fail({ code: im.Code.NO_SUCH_GROUP, retry: im.Retry.NEVER });
      return;
    }
    if (!group.memberIds.includes(caller.userId)) this.#enterGroup(group, caller.userId, 'joined');
    caller.reply(im.JoinGroupReply.encode({ joined: true, group: { groupId } }).finish());
  }

  /** Adds a member, with a system message. */
  #enterGroup(group: Conversation, userId: string, what: string): void {
    group.memberIds.push(userId);
    const messageStored = {
      conversationId: group.id,
      seq: group.messages.length + 1,
      senderId: userId,
      kind: im.MessageKind.SYSTEM,
      body: JSON.stringify({ what }),
    };
    group.messages.push({ message: messageStored, hiddenFrom: new Set() });
    for (const memberId of group.memberIds) this.#pushTarget.push(memberId, { messageStored });
  }

  pullMessages(caller: FakeCaller, { conversationId, afterSeq, beforeSeq, limit }: im.PullMessagesRequest): void {
    const messages = this.#conversations.get(conversationId)?.messages;
    if (!messages) {
      caller.fail({ code: im.Code.NO_SUCH_CONVERSATION, retry: im.Retry.NEVER });
      return;
    }
    const visible = (entry: StoredText | undefined) => (entry && !entry.hiddenFrom.has(caller.userId) ? [entry.message] : []);
    const maxMessages = limit || 100;
    const page = beforeSeq
      ? messages
          .slice(0, beforeSeq - 1)
          .flatMap(visible)
          .slice(-maxMessages)
      : messages.slice(afterSeq).flatMap(visible).slice(0, maxMessages);
    caller.reply(im.PullMessagesReply.encode({ messages: page, lastSeq: messages.length }).finish());
  }

  sync(caller: FakeCaller, { known, afterConversationId }: im.SyncRequest): void {
    const number = ++this.#syncs;
    if (this.#faults.refuseSync?.includes(number)) {
      caller.fail({ code: im.Code.BUSY, retry: im.Retry.RESEND });
      return;
    }
    const lastSeqs = new Map(known.map(({ conversationId, lastSeq }) => [conversationId, lastSeq]));
    const mine = [...this.#conversations.values()]
      .filter(({ id, memberIds }) => memberIds.includes(caller.userId) && sortKey(id) > sortKey(afterConversationId))
      .sort((a, b) => (sortKey(a.id) < sortKey(b.id) ? -1 : 1));
    const isOverlooked = this.#faults.overlook?.includes(number) ?? false;
    const changed = mine.filter(({ id, messages }) => !isOverlooked && lastSeqs.get(id) !== messages.length);
    const conversations = changed.map(({ id, messages }) => ({ conversationId: id, lastSeq: messages.length, stateVersion: 1 }));
    caller.reply(im.SyncReply.encode({ conversations }).finish());
  }

  #store(caller: FakeCaller, request: im.SendMessageRequest, is: Is): void {
    const id = Buffer.from(request.clientMessageId).toString('hex');
    const conversation = this.#conversationOf(caller.userId, request);
    const { messages } = conversation;
    if (is('skipSeq')) messages.push(undefined);
    const ack = {
      clientMessageId: Buffer.from(request.clientMessageId),
      conversationId: conversation.id,
      seq: messages.length + 1,
      messageId: formatMessageId(conversation.id, messages.length + 1),
    };
    if (is('lose')) messages.push(undefined);
    else if (!is('overwrite'))
      for (let remaining = is('storeTwice') ? 2 : 1; remaining > 0; remaining--) {
        const message = { ...ack, seq: messages.length + 1, senderId: caller.userId, text: request.text };
        const entry = { message, hiddenFrom: new Set<string>() };
        messages.push(entry);
        this.#deliver(conversation, entry, is);
      }
    this.#replies.set(id, ack);
    if (is('cut')) caller.cut();
    else caller.reply(im.SendMessageReply.encode(ack).finish());
  }

  #conversationOf(userId: string, { toUserId, conversationId }: im.SendMessageRequest): Conversation {
    const id = conversationId || directConversationId(userId, toUserId);
    const existing = this.#conversations.get(id) ?? {
      id,
      memberIds: userId === toUserId ? [userId] : [userId, toUserId],
      messages: [],
    };
    this.#conversations.set(id, existing);
    return existing;
  }

  #deliver(conversation: Conversation, entry: StoredText, is: Is): void {
    const senderId = entry.message.senderId ?? '';
    const { memberIds } = conversation;
    for (const userId of memberIds) {
      if (userId === senderId && memberIds.length > 1) continue;
      const number = ++this.#deliveries;
      const hasFault = (fault: keyof DeliveryFaults): boolean => this.#faults[fault]?.includes(number) ?? false;
      if (hasFault('loseFor')) entry.hiddenFrom.add(userId);
      if (is('forgetPush') || hasFault('loseFor') || hasFault('forgetFor')) continue;
      if (hasFault('lateFor')) {
        this.#late.set(userId, entry.message);
        continue;
      }
      this.#push(userId, entry.message);
      if (is('pushTwice') || hasFault('twiceFor')) this.#push(userId, entry.message);
    }
    if (!is('misdeliver')) return;
    const stranger = [...this.#pushTarget.users()].find((userId) => !memberIds.includes(userId));
    if (stranger !== undefined) this.#push(stranger, entry.message);
  }

  #push(userId: string, message: im.Message.$Properties): void {
    this.#pushTarget.push(userId, { messageStored: message });
    const late = this.#late.get(userId);
    this.#late.delete(userId);
    if (late) this.#pushTarget.push(userId, { messageStored: late });
  }
}

function sortKey(id: string): string {
  return Buffer.from(id, 'base64url').toString('hex');
}
