// Everything the client knows of the server's state: delivered messages, conversations, people. All pushes and replies about
// them end here.

import type { im } from '../../../proto/rpc.ts';
import type { ClientEvents } from '../api/client-events.ts';
import type { Listeners } from '../api/listeners.ts';
import { toReceivedMessage } from '../api/message.ts';
import type { RpcApi } from '../api/rpc-api.ts';
import type { Timing } from '../connection/timing.ts';
import { type ClientRpc, wire } from '../wire/wire.ts';
import { ChangedMessages } from './changed-messages.ts';
import { ConversationsState } from './conversations-state.ts';
import type { Cursor } from './cursor.ts';
import { Inbox } from './inbox.ts';
import { PeopleState } from './people-state.ts';
import { ReceiptSender } from './receipt-sender.ts';
import { Sync } from './sync.ts';

export interface ClientStateOptions {
  readonly timing: Timing;
  readonly random: () => number;
  readonly call: RpcApi;
  readonly listeners: Listeners<ClientEvents>;
  readonly cursor: Cursor | undefined;
  readonly from: 'beginning' | 'now';
  readonly sendsDeliveryReceipts: boolean;
  /** Sends a read or delivery mark, with retries. Rejects with CallError. */
  mark(rpc: 'markRead' | 'markDelivered', conversationId: string, seq: number): Promise<im.MarkReply>;
  ownUserId(): string | undefined;
}

const PAGE = 100;

export class ClientState {
  readonly conversations: ConversationsState;
  readonly people: PeopleState;
  readonly inbox: Inbox;
  readonly receipts: ReceiptSender;
  readonly sync: Sync;
  readonly #options: ClientStateOptions;
  readonly #changedMessages: ChangedMessages;
  /** Conversation → the last delivered message of another user, when delivery receipts are on. */
  readonly #arrivedSeqs = new Map<string, number>();

  constructor(options: ClientStateOptions) {
    const { call, cursor, listeners, random, timing } = options;
    this.#options = options;
    this.conversations = new ConversationsState({
      saved: cursor?.conversations ?? [],
      ownUserId: options.ownUserId,
      onChanged: (snapshot) => listeners.emit('conversation', snapshot),
      onReceipt: ({ conversationId, peerId: userId, peerReadSeq: readSeq, peerDeliveredSeq: deliveredSeq }) =>
        listeners.emit('receipt', { conversationId, userId, deliveredSeq, readSeq }),
      scheduleSync: () => this.sync.schedule(),
    });
    this.people = new PeopleState({
      saved: cursor?.people,
      onProfile: (profile) => listeners.emit('profile', profile),
      onRelation: (relation) => listeners.emit('relation', relation),
    });
    this.#changedMessages = new ChangedMessages({
      saved: cursor?.changed,
      pull: (conversationId, afterSeq, limit) => call.logic.pullMessages({ conversationId, afterSeq, limit }),
      onChanged: (message) => this.#emitChanged(message),
    });
    this.inbox = new Inbox({
      timing,
      seqs: cursor?.seqs,
      from: options.from,
      pull: (conversationId, afterSeq) => call.logic.pullMessages({ conversationId, afterSeq, limit: PAGE }),
      deliver: (message, isKnown) => this.#deliver(message, isKnown),
    });
    for (const { conversationId, lastSeq } of cursor?.conversations ?? []) this.inbox.noteLastSeq(conversationId, lastSeq);
    this.receipts = new ReceiptSender({
      timing,
      arrivedSeq: (conversationId) => this.#deliveredSeqToSend(conversationId),
      send: options.mark,
      onMarked: (rpc, conversationId, reply) => this.#applyMarked(rpc, conversationId, reply),
    });
    this.sync = new Sync({
      timing,
      random,
      inbox: this.inbox,
      conversations: this.conversations,
      people: this.people,
      request: (request) => call.logic.sync(request),
      onListed: (conversation) => this.#applyListed(conversation),
      onSynced: () => this.#handleSynced(),
    });
  }

  /** Undefined until the first sync of a session that starts from `now`. */
  get cursor(): Cursor | undefined {
    const { seqs } = this.inbox;
    const changed = this.#changedMessages.pending;
    return seqs && { seqs, changed, conversations: this.conversations.snapshot, people: this.people.snapshot };
  }

  onBound(): void {
    this.sync.start();
    this.receipts.retry();
  }

  onUnbound(): void {
    this.sync.stop();
    this.inbox.pause();
  }

  stop(): void {
    this.receipts.stop();
  }

  /** Handles a push other than a message. */
  handle(push: im.Push): void {
    if (push.receipt) this.conversations.applyReceipt(wire.Receipt.create(push.receipt));
    if (push.conversationChanged) {
      const change = wire.ConversationChanged.create(push.conversationChanged);
      this.conversations.applyChange(change);
      this.#emitDeleted(change.conversationId, change.deletedSeqs);
    }
    if (push.relationChanged) this.people.applyRelation(wire.Relation.create(push.relationChanged));
    if (push.profileChanged) this.people.applyProfile(wire.OwnProfile.create(push.profileChanged));
  }

  /**
   * Applies the reply to a command of this client, because the server pushes the change only to other connections. Replies with
   * lists update the state as a sync does.
   */
  applyReply({ name }: ClientRpc, request: object, reply: object): void {
    if (name === 'Logic.SetConversation') this.#applySettings(request, reply as im.SetConversationReply);
    else if (name === 'Logic.MarkRead')
      this.#applyMarked('markRead', wire.MarkRequest.create(request).conversationId, reply as im.MarkReply);
    else if (name === 'Logic.MarkDelivered')
      this.#applyMarked('markDelivered', wire.MarkRequest.create(request).conversationId, reply as im.MarkReply);
    else if (name === 'Logic.DeleteForMe') {
      const { conversationId, seqs } = wire.DeleteForMeRequest.create(request);
      this.conversations.applyOwnChange(conversationId, (reply as im.DeleteForMeReply).stateVersion);
      this.conversations.applyDeletion(conversationId, seqs);
      this.#emitDeleted(conversationId, seqs);
    } else if (name === 'Logic.ListConversations') {
      const { conversations } = reply as im.ListConversationsReply;
      for (const conversation of conversations as im.Conversation[]) this.#applyListed(conversation);
    } else if (name === 'Logic.UpdateProfile') {
      const { profile } = reply as im.UpdateProfileReply;
      if (profile) this.people.applyProfile(wire.OwnProfile.create(profile));
    }
  }

  #applySettings(request: object, { stateVersion }: im.SetConversationReply): void {
    const { conversationId, pinned, muted, hidden } = wire.SetConversationRequest.create(request);
    const settings = { ...(pinned != null && { pinned }), ...(muted != null && { muted }), ...(hidden != null && { hidden }) };
    this.conversations.applyOwnChange(conversationId, stateVersion, settings);
  }

  #applyMarked(rpc: 'markRead' | 'markDelivered', conversationId: string, reply: im.MarkReply): void {
    if (rpc === 'markRead') this.conversations.applyReadReply(conversationId, reply);
    else this.conversations.applyOwnChange(conversationId, reply.stateVersion);
  }

  #applyListed(listed: im.Conversation): void {
    const { conversationId, readSeq, lastSeq } = listed;
    const isNew = this.conversations.get(conversationId) === undefined;
    const isServerBehind = this.conversations.applyListed(listed);
    const ownReadSeq = this.conversations.get(conversationId)?.readSeq ?? 0;
    // The server has an older mark: the user read further in an earlier run, or the mark was lost.
    if (isServerBehind && ownReadSeq > readSeq) void this.receipts.mark('markRead', conversationId, ownReadSeq);
    if (isNew && this.#arrivedSeqs.has(conversationId)) this.receipts.scheduleDelivered(conversationId);
    // Messages were delivered before the conversation was known. Its unread count lacks them, so sync.
    if (isNew && this.inbox.lastDelivered(conversationId) > lastSeq) this.sync.schedule();
  }

  #deliver(message: im.Message, isKnown: boolean): void {
    const { listeners, ownUserId, sendsDeliveryReceipts } = this.#options;
    const { conversationId, target } = message;
    this.conversations.applyMessage(message);
    // Without a listener the application does not need the changed message.
    if (target > 0 && !isKnown && listeners.hasListeners('changed')) this.#changedMessages.note(conversationId, target);
    if (sendsDeliveryReceipts && message.senderId !== ownUserId()) {
      this.#arrivedSeqs.set(conversationId, message.seq);
      this.receipts.scheduleDelivered(conversationId);
    }
    listeners.emit('message', toReceivedMessage(message, ownUserId()));
  }

  /** Delivery receipts exist only in direct conversations with another user. */
  #deliveredSeqToSend(conversationId: string): number {
    const state = this.conversations.get(conversationId);
    const isDirect = state !== undefined && !state.isGroup && state.peerId !== this.#options.ownUserId();
    return isDirect ? (this.#arrivedSeqs.get(conversationId) ?? 0) : 0;
  }

  #handleSynced(): void {
    this.#changedMessages.retry();
    this.receipts.retry();
    this.#options.listeners.emit('synced', undefined);
  }

  #emitChanged(message: im.Message): void {
    const { conversationId, seq: target } = message;
    const received = toReceivedMessage(message, this.#options.ownUserId());
    this.#options.listeners.emit('changed', { conversationId, target, message: received });
  }

  #emitDeleted(conversationId: string, seqs: readonly number[]): void {
    if (seqs.length > 0) this.#options.listeners.emit('deleted', { conversationId, seqs: [...seqs] });
  }
}
