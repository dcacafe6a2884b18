// What the client knows of what the server has: messages handed on, conversations, people. Everything that comes in about them goes through here.
import { im, type Rpc } from '../../../proto/rpc.ts';
import type { ClientEvents } from '../api/client.ts';
import type { Listeners } from '../api/listeners.ts';
import { toReceivedMessage } from '../api/message.ts';
import type { RpcApi } from '../api/rpc-api.ts';
import type { Timing } from '../connection/timing.ts';
import { type ChangedMessages, type ChangedSeqs, createChangedMessages } from './changed-messages.ts';
import type { ConversationSnapshot } from './conversation-reducer.ts';
import { type ConversationsState, createConversationsState } from './conversations-state.ts';
import { createInbox, type DeliveredSeqs, type Inbox } from './inbox.ts';
import { createPeopleState, type PeopleSnapshot, type PeopleState } from './people-state.ts';
import { createReceiptSender, type ReceiptSender } from './receipt-sender.ts';
import { createSync, type Sync } from './sync.ts';

/** What the application keeps between two runs: plain values. What is left out is asked for again. */
export interface Cursor {
  /** Conversation → the seq of the last message handed on. */
  readonly seqs: DeliveredSeqs;
  /** Messages that have changed and were not told of yet. */
  readonly changed?: ChangedSeqs;
  readonly conversations?: readonly ConversationSnapshot[];
  readonly people?: PeopleSnapshot;
}

/** As it was kept by clients that knew of messages alone: its `seqs`. */
export type OldCursor = DeliveredSeqs;

export interface ClientStateOptions {
  readonly timing: Timing;
  readonly random: () => number;
  readonly call: RpcApi;
  readonly listeners: Listeners<ClientEvents>;
  readonly cursor: Cursor | OldCursor | undefined;
  readonly from: 'beginning' | 'now';
  readonly sendsDeliveryReceipts: boolean;
  /** Tells the server how far I have got, trying for a while. Rejects with CallError. */
  mark(mark: 'markRead' | 'markDelivered', conversation: string, seq: number): Promise<im.MarkReply>;
  ownUserId(): string | undefined;
}

export interface ClientState {
  readonly inbox: Inbox;
  readonly conversations: ConversationsState;
  readonly people: PeopleState;
  readonly receipts: ReceiptSender;
  readonly sync: Sync;
  /** An event that was not seen before. */
  handle(event: im.Push): void;
  /** The answer to a command of this client: what it changed is pushed to other connections only, and a list is as good as a sync. */
  applyReply(route: Rpc, request: object, reply: object): void;
  onUnbound(): void;
  stop(): void;
  readonly cursor: Cursor | undefined;
}

const PAGE = 100;

export function createClientState(parts: ClientStateOptions): ClientState {
  const { timing, random, call, listeners, ownUserId } = parts;
  const kept = cursorOf(parts.cursor);
  /** Conversation → the last message of somebody else that was handed on, where that is to be told. */
  const arrived = new Map<string, number>();
  const conversations = createConversationsState({
    saved: kept?.conversations ?? [],
    ownUserId,
    onChanged: (state) => listeners.emit('conversation', state),
    onReceipt: ({ conversation, peer: user, peerReadSeq: readSeq, peerDeliveredSeq: deliveredSeq }) =>
      listeners.emit('receipt', { conversation, user, deliveredSeq, readSeq }),
    scheduleSync: () => sync.schedule(),
  });
  const people = createPeopleState({
    saved: kept?.people,
    onProfile: (profile) => listeners.emit('profile', profile),
    onRelation: (relation) => listeners.emit('relation', relation),
  });
  const changes: ChangedMessages = createChangedMessages({
    saved: kept?.changed,
    pull: (conversation, afterSeq, limit) => call.logic.pullMessages({ conversation, afterSeq, limit }),
    onChanged(message) {
      const { conversation, seq } = message;
      listeners.emit('changed', { conversation, target: seq, message: toReceivedMessage(message, ownUserId()) });
    },
  });
  const inbox: Inbox = createInbox({
    timing,
    seqs: kept?.seqs,
    from: parts.from,
    pull: (conversation, afterSeq) => call.logic.pullMessages({ conversation, afterSeq, limit: PAGE }),
    deliver,
  });
  for (const { conversation, lastSeq } of kept?.conversations ?? []) inbox.noteLastSeq(conversation, lastSeq);
  const receipts = createReceiptSender({
    timing,
    arrivedSeq: (conversation) => (isToBeTold(conversation) ? (arrived.get(conversation) ?? 0) : 0),
    send: parts.mark,
    onMarked(mark, conversation, { seq, unread }) {
      if (mark === 'markRead') conversations.applyRead(conversation, seq, unread);
    },
  });
  const sync = createSync({
    timing,
    random,
    inbox,
    conversations,
    people,
    request: (request) => call.logic.sync(request),
    onListed: listed,
    onSynced() {
      changes.retry();
      receipts.retry();
      listeners.emit('synced', undefined);
    },
  });

  function deliver(message: im.Message, isKnown: boolean): void {
    const { conversation, target } = message;
    conversations.applyMessage(message);
    // Who does not listen need not ask.
    if (target > 0 && !isKnown && listeners.hasListeners('changed')) changes.note(conversation, target);
    if (parts.sendsDeliveryReceipts && message.sender !== ownUserId()) {
      arrived.set(conversation, message.seq);
      receipts.scheduleDelivered(conversation);
    }
    listeners.emit('message', toReceivedMessage(message, ownUserId()));
  }

  function listed(conversation: im.Conversation): void {
    const { conversation: id, readSeq, lastSeq } = conversation;
    const isNew = conversations.get(id) === undefined;
    const isBehind = conversations.applyListed(conversation);
    const read = conversations.get(id)?.readSeq ?? 0;
    // It was said in an earlier run, or while the connection broke.
    if (isBehind && read > readSeq) void receipts.mark('markRead', id, read);
    if (isNew && arrived.has(id)) receipts.scheduleDelivered(id);
    // Messages that were handed on before the conversation was known have not been counted.
    if (isNew && inbox.lastDelivered(id) > lastSeq) sync.schedule();
  }

  function isToBeTold(conversation: string): boolean {
    const state = conversations.get(conversation);
    return state !== undefined && !state.isGroup && state.peer !== ownUserId();
  }

  return {
    inbox,
    conversations,
    people,
    receipts,
    sync,
    handle(event) {
      if (event.receipt) conversations.applyReceipt(im.Receipt.create(event.receipt));
      if (event.conversationChanged) {
        const change = im.ConversationChanged.create(event.conversationChanged);
        conversations.applyChange(change);
        tellDeleted(listeners, change.conversation, change.deletedSeqs);
      }
      if (event.relationChanged) people.applyRelation(im.Relation.create(event.relationChanged));
      if (event.profileChanged) people.applyProfile(im.OwnProfile.create(event.profileChanged));
    },
    applyReply({ name }, request, reply) {
      if (name === 'Logic.SetConversation') {
        const { conversation, ...wanted } = im.SetConversationRequest.create(request);
        const { stateVersion } = reply as im.SetConversationReply;
        const before = conversations.get(conversation);
        if (!before) return;
        const { unread, readSeq, pinned, muted, hidden, left } = before;
        const flags = { pinned: wanted.pinned ?? pinned, muted: wanted.muted ?? muted, hidden: wanted.hidden ?? hidden };
        conversations.applyChange(im.ConversationChanged.create({ conversation, stateVersion, readSeq, unread, left, ...flags }));
      } else if (name === 'Logic.MarkRead') {
        const { seq, unread } = reply as im.MarkReply;
        conversations.applyRead(im.MarkRequest.create(request).conversation, seq, unread);
      } else if (name === 'Logic.DeleteForMe') {
        const { conversation, seqs } = im.DeleteForMeRequest.create(request);
        conversations.applyDeletion(conversation, seqs);
        tellDeleted(listeners, conversation, seqs);
      } else if (name === 'Logic.ListConversations') {
        for (const conversation of (reply as im.ListConversationsReply).conversations as im.Conversation[]) listed(conversation);
      } else if (name === 'Logic.UpdateProfile') {
        const { profile } = reply as im.UpdateProfileReply;
        if (profile) people.applyProfile(im.OwnProfile.create(profile));
      }
    },
    onUnbound() {
      sync.stop();
      inbox.pause();
    },
    stop: receipts.stop,
    get cursor() {
      const { seqs } = inbox;
      return seqs && { seqs, changed: changes.pending, conversations: conversations.snapshot, people: people.snapshot };
    },
  };
}

function tellDeleted(listeners: Listeners<ClientEvents>, conversation: string, seqs: readonly number[]): void {
  if (seqs.length > 0) listeners.emit('deleted', { conversation, seqs: [...seqs] });
}

function cursorOf(cursor: Cursor | OldCursor | undefined): Cursor | undefined {
  if (cursor === undefined) return undefined;
  // No conversation is called so.
  return typeof cursor.seqs === 'object' ? (cursor as Cursor) : { seqs: cursor as OldCursor };
}
