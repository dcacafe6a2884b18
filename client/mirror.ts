// What the client knows of what the server has: messages handed on, conversations, people. Everything that comes in about them goes through here.
import { im, type Route } from '../proto/contract.ts';
import type { Call } from './calls.ts';
import { type Changes, type Changing, createChanges } from './changes.ts';
import type { ClientEvents } from './client.ts';
import type { ConversationState } from './conversation-state.ts';
import { type Conversations, createConversations } from './conversations.ts';
import { createInbox, type Inbox, type Seqs } from './inbox.ts';
import type { Listeners } from './listeners.ts';
import { received } from './message.ts';
import { createPeople, type KeptPeople, type People } from './people.ts';
import { createReceipts, type Receipts } from './receipts.ts';
import { createSync, type Sync } from './sync.ts';
import type { Timing } from './timing.ts';

/** What the application keeps between two runs: plain values. What is left out is asked for again. */
export interface Cursor {
  /** Conversation → the seq of the last message handed on. */
  readonly seqs: Seqs;
  /** Messages that have changed and were not told of yet. */
  readonly changing?: Changing;
  readonly conversations?: readonly ConversationState[];
  readonly people?: KeptPeople;
}

/** As it was kept by clients that knew of messages alone: its `seqs`. */
export type OldCursor = Seqs;

export interface MirrorParts {
  readonly timing: Timing;
  readonly random: () => number;
  readonly call: Call;
  readonly listeners: Listeners<ClientEvents>;
  readonly cursor: Cursor | OldCursor | undefined;
  readonly from: 'beginning' | 'now';
  readonly tellsDelivery: boolean;
  /** Tells the server how far I have got, trying for a while. Rejects with CallError. */
  mark(mark: 'markRead' | 'markDelivered', conversation: string, seq: number): Promise<im.MarkReply>;
  me(): string | undefined;
}

export interface Mirror {
  readonly inbox: Inbox;
  readonly conversations: Conversations;
  readonly people: People;
  readonly receipts: Receipts;
  readonly sync: Sync;
  /** An event that was not seen before. */
  take(event: im.Event): void;
  /** The answer to a command of this client: what it changed is pushed to other connections only, and a list is as good as a sync. */
  answered(route: Route, request: object, reply: object): void;
  unbound(): void;
  end(): void;
  readonly cursor: Cursor | undefined;
}

const PAGE = 100;

export function createMirror(parts: MirrorParts): Mirror {
  const { timing, random, call, listeners, me } = parts;
  const kept = cursorOf(parts.cursor);
  /** Conversation → the last message of somebody else that was handed on, where that is to be told. */
  const arrived = new Map<string, number>();
  const conversations = createConversations({
    kept: kept?.conversations ?? [],
    me,
    changed: (state) => listeners.emit('conversation', state),
    receipt: ({ conversation, peer: user, peerReadSeq: readSeq, peerDeliveredSeq: deliveredSeq }) =>
      listeners.emit('receipt', { conversation, user, deliveredSeq, readSeq }),
    askSoon: () => sync.soon(),
  });
  const people = createPeople({
    kept: kept?.people,
    profile: (profile) => listeners.emit('profile', profile),
    relation: (relation) => listeners.emit('relation', relation),
  });
  const changes: Changes = createChanges({
    kept: kept?.changing,
    pull: (conversation, afterSeq, limit) => call.logic.pullMessages({ conversation, afterSeq, limit }),
    changed(message) {
      const { conversation, seq } = message;
      listeners.emit('changed', { conversation, target: seq, message: received(message, me()) });
    },
  });
  const inbox: Inbox = createInbox({
    timing,
    seqs: kept?.seqs,
    from: parts.from,
    pull: (conversation, afterSeq) => call.logic.pullMessages({ conversation, afterSeq, limit: PAGE }),
    deliver,
  });
  for (const { conversation, lastSeq } of kept?.conversations ?? []) inbox.exists(conversation, lastSeq);
  const receipts = createReceipts({
    timing,
    arrived: (conversation) => (isToBeTold(conversation) ? (arrived.get(conversation) ?? 0) : 0),
    send: parts.mark,
    marked(mark, conversation, { seq, unread }) {
      if (mark === 'markRead') conversations.read(conversation, seq, unread);
    },
  });
  const sync = createSync({
    timing,
    random,
    inbox,
    conversations,
    people,
    ask: (request) => call.logic.sync(request),
    listed,
    synced() {
      changes.retry();
      receipts.retry();
      listeners.emit('synced', undefined);
    },
  });

  function deliver(message: im.Message, isKnown: boolean): void {
    const { conversation, target } = message;
    conversations.message(message);
    // Who does not listen need not ask.
    if (target > 0 && !isKnown && listeners.has('changed')) changes.note(conversation, target);
    if (parts.tellsDelivery && message.sender !== me()) {
      arrived.set(conversation, message.seq);
      receipts.deliveredSoon(conversation);
    }
    listeners.emit('message', received(message, me()));
  }

  function listed(conversation: im.Conversation): void {
    const { conversation: id, readSeq, lastSeq } = conversation;
    const isNew = conversations.get(id) === undefined;
    const isBehind = conversations.listed(conversation);
    const read = conversations.get(id)?.readSeq ?? 0;
    // It was said in an earlier run, or while the connection broke.
    if (isBehind && read > readSeq) void receipts.mark('markRead', id, read);
    if (isNew && arrived.has(id)) receipts.deliveredSoon(id);
    // Messages that were handed on before the conversation was known have not been counted.
    if (isNew && inbox.reached(id) > lastSeq) sync.soon();
  }

  function isToBeTold(conversation: string): boolean {
    const state = conversations.get(conversation);
    return state !== undefined && !state.group && state.peer !== me();
  }

  return {
    inbox,
    conversations,
    people,
    receipts,
    sync,
    take(event) {
      if (event.receipt) conversations.receipt(im.Receipt.create(event.receipt));
      if (event.conversationChanged) {
        const change = im.ConversationChanged.create(event.conversationChanged);
        conversations.pushed(change);
        tellDeleted(listeners, change.conversation, change.deletedSeqs);
      }
      if (event.relationChanged) people.pushedRelation(im.Relation.create(event.relationChanged));
      if (event.profileChanged) people.pushedProfile(im.OwnProfile.create(event.profileChanged));
    },
    answered({ name }, request, reply) {
      if (name === 'Logic.SetConversation') {
        const { conversation, ...wanted } = im.SetConversationRequest.create(request);
        const { stateVersion } = reply as im.SetConversationReply;
        const before = conversations.get(conversation);
        if (!before) return;
        const { unread, readSeq, pinned, muted, hidden, left } = before;
        const flags = { pinned: wanted.pinned ?? pinned, muted: wanted.muted ?? muted, hidden: wanted.hidden ?? hidden };
        conversations.pushed(im.ConversationChanged.create({ conversation, stateVersion, readSeq, unread, left, ...flags }));
      } else if (name === 'Logic.MarkRead') {
        const { seq, unread } = reply as im.MarkReply;
        conversations.read(im.MarkRequest.create(request).conversation, seq, unread);
      } else if (name === 'Logic.DeleteForMe') {
        const { conversation, seqs } = im.DeleteForMeRequest.create(request);
        conversations.deleted(conversation, seqs);
        tellDeleted(listeners, conversation, seqs);
      } else if (name === 'Logic.ListConversations') {
        for (const conversation of (reply as im.ListConversationsReply).conversations as im.Conversation[]) listed(conversation);
      } else if (name === 'Logic.UpdateProfile') {
        const { profile } = reply as im.UpdateProfileReply;
        if (profile) people.pushedProfile(im.OwnProfile.create(profile));
      }
    },
    unbound() {
      sync.unbound();
      inbox.pause();
    },
    end: receipts.end,
    get cursor() {
      const { seqs } = inbox;
      return seqs && { seqs, changing: changes.pending, conversations: conversations.kept, people: people.kept };
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
