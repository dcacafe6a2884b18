// The conversations of the fake gate: stores, pushes, pulls and syncs, and does wrong exactly what it is told to.

import { directConversationId, formatMessageId, newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';

/** What goes wrong with messages: which of them, counted from 1 over all clients. */
export interface MessageFaults {
  /** Acknowledged, but neither pushed nor stored. */
  readonly lose?: readonly number[];
  /** The same, and its seq is given to the next message of the conversation. */
  readonly overwrite?: readonly number[];
  /** Stored, but not pushed. */
  readonly forgetPush?: readonly number[];
  /** Stored twice, under two seqs, both pushed. */
  readonly storeTwice?: readonly number[];
  /** Pushed twice under the same seq. */
  readonly pushTwice?: readonly number[];
  /** Takes its seq only after the sender's next message. */
  readonly overtaken?: readonly number[];
  /** Pushed to a client that it does not concern. */
  readonly misdeliver?: readonly number[];
  /** Takes a seq too many before it. */
  readonly skipSeq?: readonly number[];
  /** Refused for good. */
  readonly refuse?: readonly number[];
  /** Never answered, not stored. */
  readonly ignore?: readonly number[];
  /** Answered with "resend" the first time. */
  readonly askAgain?: readonly number[];
  /** Stored; then the sender's connection is cut instead of an answer. */
  readonly cut?: readonly number[];
}

/** What goes wrong with one receiver of a message: which pushes, counted from 1 over all messages, those of one message in the order of its members. */
export interface DeliveryFaults {
  /** Neither pushed nor to be pulled by that one. */
  readonly loseFor?: readonly number[];
  /** Not pushed to that one. */
  readonly forgetFor?: readonly number[];
  /** Pushed to that one twice. */
  readonly twiceFor?: readonly number[];
  /** Pushed to that one after the push that follows. */
  readonly lateFor?: readonly number[];
}

/** What goes wrong with Sync: which calls, counted from 1. */
export interface SyncFaults {
  /** Says that nothing has changed. */
  readonly overlook?: readonly number[];
  readonly refuseSync?: readonly number[];
}

export interface FakeCaller {
  readonly user: string;
  reply(payload: Uint8Array): void;
  fail(failure: im.Failure.$Properties): void;
  cut(): void;
}

interface Stored {
  readonly message: im.Message.$Properties;
  /** Who cannot pull it. */
  readonly hiddenFrom: Set<string>;
}

interface Conversation {
  readonly id: string;
  readonly members: readonly string[];
  /** By seq; a skipped one has none. */
  readonly messages: (Stored | undefined)[];
}

export interface PushAudience {
  /** Everybody who has logged in. */
  users(): Iterable<string>;
  push(user: string, event: im.Push.$Properties): void;
}

type Is = (fault: keyof MessageFaults) => boolean;

export class FaultyChat {
  readonly #faults: MessageFaults & DeliveryFaults & SyncFaults;
  readonly #audience: PushAudience;
  readonly #conversations = new Map<string, Conversation>();
  readonly #answered = new Map<string, im.SendMessageReply.$Properties>();
  readonly #overtaken = new Map<string, () => void>();
  readonly #numbers = new Map<string, number>();
  /** Pushes held back, by receiver. */
  readonly #late = new Map<string, im.Message.$Properties>();
  #deliveries = 0;
  #syncs = 0;

  constructor(faults: MessageFaults & DeliveryFaults & SyncFaults, audience: PushAudience) {
    this.#faults = faults;
    this.#audience = audience;
  }

  sendMessage(talker: FakeCaller, request: im.SendMessageRequest): void {
    const id = Buffer.from(request.clientMessageId).toString('hex');
    const before = this.#answered.get(id);
    if (before) {
      talker.reply(im.SendMessageReply.encode(before).finish());
      return;
    }
    const first = !this.#numbers.has(id);
    const number = this.#numbers.get(id) ?? this.#numbers.size + 1;
    this.#numbers.set(id, number);
    const is: Is = (fault) => this.#faults[fault]?.includes(number) ?? false;
    if (is('ignore')) return;
    if (is('refuse')) talker.fail({ code: im.Code.TEXT_TOO_LONG, retry: im.Retry.NEVER });
    else if (is('askAgain') && first) talker.fail({ code: im.Code.BUSY, retry: im.Retry.RESEND, retryAfterMs: 120 });
    else if (is('overtaken')) this.#overtaken.set(talker.user, () => this.#store(talker, request, is));
    else this.#store(talker, request, is);
    if (is('overtaken')) return;
    this.#overtaken.get(talker.user)?.();
    this.#overtaken.delete(talker.user);
  }

  createGroup(talker: FakeCaller, { name, members }: im.CreateGroupRequest): void {
    const group: Conversation = { id: newId(), members: [talker.user, ...members], messages: [] };
    this.#conversations.set(group.id, group);
    const said = { conversation: group.id, seq: 1, sender: talker.user, kind: im.MessageKind.SYSTEM, body: '{"what":"created"}' };
    group.messages.push({ message: said, hiddenFrom: new Set() });
    for (const user of members) this.#audience.push(user, { messageStored: said });
    talker.reply(im.CreateGroupReply.encode({ group: { groupId: group.id, name, owner: talker.user } }).finish());
  }

  pullMessages(talker: FakeCaller, { conversation, afterSeq, beforeSeq, limit }: im.PullMessagesRequest): void {
    const messages = this.#conversations.get(conversation)?.messages;
    if (!messages) {
      talker.fail({ code: im.Code.NO_SUCH_CONVERSATION, retry: im.Retry.NEVER });
      return;
    }
    const there = (stored: Stored | undefined) => (stored && !stored.hiddenFrom.has(talker.user) ? [stored.message] : []);
    const most = limit || 100;
    const page = beforeSeq
      ? messages
          .slice(0, beforeSeq - 1)
          .flatMap(there)
          .slice(-most)
      : messages.slice(afterSeq).flatMap(there).slice(0, most);
    talker.reply(im.PullMessagesReply.encode({ messages: page, lastSeq: messages.length }).finish());
  }

  sync(talker: FakeCaller, { known, afterConversation }: im.SyncRequest): void {
    const number = ++this.#syncs;
    if (this.#faults.refuseSync?.includes(number)) {
      talker.fail({ code: im.Code.BUSY, retry: im.Retry.RESEND });
      return;
    }
    const lastSeqs = new Map(known.map(({ conversation, lastSeq }) => [conversation, lastSeq]));
    const mine = [...this.#conversations.values()]
      .filter(({ id, members }) => members.includes(talker.user) && orderOf(id) > orderOf(afterConversation))
      .sort((a, b) => (orderOf(a.id) < orderOf(b.id) ? -1 : 1));
    const isOverlooked = this.#faults.overlook?.includes(number) ?? false;
    const changed = mine.filter(({ id, messages }) => !isOverlooked && lastSeqs.get(id) !== messages.length);
    const conversations = changed.map(({ id, messages }) => ({ conversation: id, lastSeq: messages.length, stateVersion: 1 }));
    talker.reply(im.SyncReply.encode({ conversations }).finish());
  }

  #store(talker: FakeCaller, request: im.SendMessageRequest, is: Is): void {
    const id = Buffer.from(request.clientMessageId).toString('hex');
    const conversation = this.#conversationOf(talker.user, request);
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
      for (let copies = is('storeTwice') ? 2 : 1; copies > 0; copies--) {
        const message = { ...ack, seq: messages.length + 1, sender: talker.user, text: request.text };
        const stored = { message, hiddenFrom: new Set<string>() };
        messages.push(stored);
        this.#deliver(conversation, stored, is);
      }
    this.#answered.set(id, ack);
    if (is('cut')) talker.cut();
    else talker.reply(im.SendMessageReply.encode(ack).finish());
  }

  #conversationOf(user: string, { to, conversation }: im.SendMessageRequest): Conversation {
    const id = conversation || directConversationId(user, to);
    const found = this.#conversations.get(id) ?? { id, members: user === to ? [user] : [user, to], messages: [] };
    this.#conversations.set(id, found);
    return found;
  }

  #deliver(conversation: Conversation, stored: Stored, is: Is): void {
    const sender = stored.message.sender ?? '';
    const { members } = conversation;
    for (const user of members) {
      if (user === sender && members.length > 1) continue;
      const number = ++this.#deliveries;
      const isHere = (fault: keyof DeliveryFaults): boolean => this.#faults[fault]?.includes(number) ?? false;
      if (isHere('loseFor')) stored.hiddenFrom.add(user);
      if (is('forgetPush') || isHere('loseFor') || isHere('forgetFor')) continue;
      if (isHere('lateFor')) {
        this.#late.set(user, stored.message);
        continue;
      }
      this.#push(user, stored.message);
      if (is('pushTwice') || isHere('twiceFor')) this.#push(user, stored.message);
    }
    if (!is('misdeliver')) return;
    const stranger = [...this.#audience.users()].find((user) => !members.includes(user));
    if (stranger !== undefined) this.#push(stranger, stored.message);
  }

  #push(user: string, message: im.Message.$Properties): void {
    this.#audience.push(user, { messageStored: message });
    const late = this.#late.get(user);
    this.#late.delete(user);
    if (late) this.#audience.push(user, { messageStored: late });
  }
}

function orderOf(id: string): string {
  return Buffer.from(id, 'base64url').toString('hex');
}
